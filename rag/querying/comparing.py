"""What a question holds cells against: "over 1,000 EUR", "before 2026", "between 2 and 31 March 2024"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.querying.tables import Kind
from rag.extracting.fields.days import days, reads_both_ways
from rag.language.languages import Language
from rag.language.quantities import placed
from rag.querying.columns import Read
from rag.querying.phrases import Phrases
from rag.querying.query import Condition, Test
from rag.querying.sheets import Sheet

_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d(?![\w/-]|[.,]\d)")
_BEHIND = re.compile(r"\s*(?:€|\$|£|EUR|USD|GBP|CHF|euros?|dollars?|pounds?)?\s*", re.IGNORECASE)
_DAYS = {"before": "before", "after": "after", "since": "since", "until": "until", "in": "in"}
_NUMBERS = {"more": Test.MORE, "less": Test.LESS, "least": Test.LEAST, "most": Test.MOST}


@dataclass(frozen=True, slots=True)
class Compared:
    """What is said between two places of a question. `way`: a key of the phrases; `low`, `high`: a number, or
    the first and last day of what is said, alike where it is one day.
    """

    start: int
    end: int
    way: str
    low: str
    high: str
    is_day: bool
    is_year: bool = False
    unit: str = ""

    def fits(self, column: Read) -> bool:
        """Whether a column can be held against it."""
        if not self.is_day:
            return column.kind is Kind.NUMBER and (
                not self.unit or not column.units or self.unit in column.units
            )
        if column.kind in (Kind.DAY, Kind.MOMENT):
            return not column.doubtful or self.is_year
        return self.is_year and column.is_years

    def distance(self, start: int, end: int) -> int:
        """How far a part of the question is from it."""
        return max(start - self.end, self.start - end)

    def conditions(self, column: Read) -> list[Condition]:
        """What a column's cells have to meet."""
        if not self.is_day:
            return self._of_numbers(column)
        if column.kind is Kind.NUMBER:
            low, high, kind = self.low[:4], self.high[:4], Kind.NUMBER
            after = str(int(high) + 1)
        else:
            low, high, kind = self.low, self.high, column.kind
            after = (date.fromisoformat(high) + timedelta(1)).isoformat()

        def one(test: Test, value: str) -> Condition:
            return Condition(column.name, kind, test, (value,))

        match self.way:
            case "before":
                return [one(Test.LESS, low)]
            case "after":
                return [one(Test.LEAST, after)]
            case "since":
                return [one(Test.LEAST, low)]
            case "until":
                return [one(Test.LESS, after)]
            case _:
                return [one(Test.LEAST, low), one(Test.LESS, after)]

    def _of_numbers(self, column: Read) -> list[Condition]:
        if self.way == "between":
            return [
                Condition(column.name, Kind.NUMBER, Test.LEAST, (self.low,)),
                Condition(column.name, Kind.NUMBER, Test.MOST, (self.high,)),
            ]
        return [Condition(column.name, Kind.NUMBER, _NUMBERS[self.way], (self.low,))]


@dataclass(frozen=True, slots=True)
class _When:
    start: int
    end: int
    low: str
    high: str
    is_year: bool


class Comparing:
    """Reads what cells are held against; a number or a day that nothing is said of ends it."""

    def __init__(self, sheet: Sheet, language: Language, phrases: Phrases) -> None:
        self._sheet = sheet
        self._language = language
        self._phrases = phrases

    def found(self, text: str) -> list[Compared] | None:
        """All that is compared; None where a number or a day is said and not what of it."""
        named = " ".join(one.name for one in self._sheet.columns)
        found: list[Compared] = []
        whens = [one for one in self._whens(text) if not (one.is_year and one.low[:4] in named)]
        rest = text
        for at, one in enumerate(whens):
            if any(other.start <= one.start < other.end for other in found):
                continue
            said = self._of_day(text, one, whens[at + 1 :])
            if said is None:
                return None
            found.append(said)
        for taken in found:
            rest = f"{rest[: taken.start]}{' ' * (taken.end - taken.start)}{rest[taken.end :]}"
        numbers = self._of_numbers(rest, named)
        return None if numbers is None else [*found, *numbers]

    def _whens(self, text: str) -> list[_When]:
        found = [
            _When(one.start, one.end, one.value, one.value, False)
            for one in days(text)
            if not (self._language.code == "en" and reads_both_ways(one.text))
        ]
        for one in _YEAR.finditer(text):
            if not any(other.start <= one.start() < other.end for other in found):
                year = one.group()
                found.append(_When(one.start(), one.end(), f"{year}-01-01", f"{year}-12-31", True))
        return sorted(found, key=lambda one: one.start)

    def _of_day(self, text: str, when: _When, later: Sequence[_When]) -> Compared | None:
        between = self._before(text, when.start, "between")
        if between is not None and later:
            joint = text[when.end : later[0].start].strip()
            if self._phrases.pattern("and").fullmatch(joint):
                is_year = when.is_year and later[0].is_year
                return Compared(between, later[0].end, "in", when.low, later[0].high, True, is_year)
        ranged = self._before(text, when.start, "from")
        if ranged is not None and later:
            joint = text[when.end : later[0].start].strip()
            if self._phrases.pattern("until").fullmatch(joint):
                is_year = when.is_year and later[0].is_year
                return Compared(ranged, later[0].end, "in", when.low, later[0].high, True, is_year)
        for way in ("before", "after", "until", "since", "in"):
            start = self._before(text, when.start, way)
            if start is not None:
                return Compared(start, when.end, way, when.low, when.high, True, when.is_year)
        if ranged is not None:
            return None  # "from 2024": of that year, or since
        return Compared(when.start, when.end, "in", when.low, when.high, True, when.is_year)

    def _before(self, text: str, end: int, way: str) -> int | None:
        """Where the words of a way begin that stand right before a place."""
        found = re.search(rf"(?<!\w)(?:{self._phrases[way]})\s*(?:the\s+)?$", text[:end], re.IGNORECASE)
        return None if found is None else found.start()

    def _of_numbers(self, text: str, named: str) -> list[Compared] | None:
        found: list[Compared] = []
        numbers = [
            one for one in placed(text, self._language) if any(c.isdigit() for c in text[one.start : one.end])
        ]
        at = 0
        while at < len(numbers):
            one = numbers[at]
            between = self._before(text, one.start, "between")
            if between is not None and at + 1 < len(numbers):
                other = numbers[at + 1]
                joint = _BEHIND.sub("", text[one.end : other.start].strip(), count=1).strip()
                if not self._phrases.pattern("and").fullmatch(joint):
                    return None
                end = self._end(text, other.end)
                unit = other.quantity.unit or one.quantity.unit
                low, high = one.quantity.value, other.quantity.value
                found.append(Compared(between, end, "between", low, high, False, unit=_currency(unit)))
                at += 2
                continue
            way = next((way for way in ("least", "most", "more", "less") if
                        self._before(text, one.start, way) is not None), None)  # fmt: skip
            if way is None:
                digits = re.sub(r"\W", "", text[one.start : one.end])
                if digits and digits in named:
                    at += 1
                    continue
                return None
            start = self._before(text, one.start, way)
            found.append(Compared(start or 0, self._end(text, one.end), way, one.quantity.value, "", False,
                                  unit=_currency(one.quantity.unit)))  # fmt: skip
            at += 1
        return found

    @staticmethod
    def _end(text: str, end: int) -> int:
        behind = _BEHIND.match(text, end)
        return behind.end() if behind and behind.group().strip() else end


def _currency(unit: str) -> str:
    return unit if len(unit) == 3 and unit.isupper() else ""
