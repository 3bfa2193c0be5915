"""Values of a statement: days, amounts of money, lengths of time, percentages, counted and measured numbers.

Each has one normal form, so that two weeks are 14 days and 1.000 € are EUR 1,000.00, and two of a kind can be
told to agree, to disagree, or not to be comparable at all: pounds with euros, a range with a figure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from engine.assets import ASSETS
from rag.contradicting.wording import wording
from rag.extracting.fields.amounts import amounts
from rag.extracting.fields.days import days
from rag.language.concepts import folded, meant
from rag.language.languages import Language
from rag.language.notation import notation
from rag.language.quantities import Placed, placed
from rag.language.words import content_stem


class Kind(StrEnum):
    """What a disagreement is about; these names are a contract."""

    DATE = "date"
    AMOUNT = "amount"
    PERIOD = "period"
    PERCENTAGE = "percentage"
    NUMBER = "number"
    NAME = "name"
    DEFINITION = "definition"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Value:
    """`number` is in `units`: ordinals of days for dates, days or months for lengths of time. `units` are the
    currency, or what is counted: its stem and concepts.
    """

    kind: Kind
    number: Decimal
    units: frozenset[str]
    text: str  # as written
    start: int
    end: int
    bound: str = ""  # "<" for at most, ">" for at least
    rough: bool = False
    working: bool = False  # business days
    each: str = ""  # "month" of "per month"


_DAYS = {
    "second": Decimal(1) / 86400,
    "minute": Decimal(1) / 1440,
    "hour": Decimal(1) / 24,
    "day": Decimal(1),
}
_DAYS["week"] = Decimal(7)
_MONTHS = {"month": Decimal(1), "year": Decimal(12)}
_MONTH = Decimal("30.4375")  # days
_WORKING = re.compile(
    r"business|working|werkt|arbeitst|ouvr|hábil|habil|labora|lavorativ|út(?:il|eis)|werkda", re.IGNORECASE
)
_WEEK = Decimal(5) / 7
_SAME_SHARE = Decimal("0.02")
_LEADING = 40  # characters before a figure that are looked at
_NOUN = re.compile(r"[ \u00a0\u202f]?(?P<noun>[^\W\d_][^\W_]*(?:[/.·*^-][^\W_]+)*[²³%]?|%|°\s?[CF])")
_FIGURE_BEFORE = re.compile(r"\d(?:[\d.,]*\d)?\s?[^\W\d_]{0,4}$")
_FIGURE_BEHIND = re.compile(r"\s?[$€£]?\d")
_CODE = re.compile(r"\w[-–/.]$|[^\W\d_]$")  # before a number that is part of a name: "PE-2", "A4"
_SCALE = re.compile(
    r"\b(?:mil|mn|bn|mio|mrd|tsd|(?:thousand|tausend|duizend|mille|mila|mill?i)\w*)\b", re.IGNORECASE
)
_SAME_TENTH = Decimal("0.1")
_SAME_MONTHS = Decimal("0.05")
_DIGITS = re.compile(r"[1-9]\d*")


def values_in(text: str, language: Language, *, month_first: bool | None = None) -> list[Value]:
    """The values of a text in their order; numbers of clauses, years and ends of ranges are none."""
    found: list[Value] = []
    for one in (*_dates(text, month_first), *_money(text, language), *_counted(text, language)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def comparable(one: Value, other: Value) -> bool:
    """Whether two values measure the same thing in the same way."""
    if one.kind is not other.kind or (one.each and other.each and one.each != other.each):
        return False
    if one.kind is Kind.NUMBER:
        return bool(one.units & other.units)
    if one.kind is Kind.AMOUNT:
        return one.units == other.units or one.number == other.number
    if one.kind is Kind.DATE:
        return one.bound == other.bound or not (one.bound and other.bound)
    return True


def agree(one: Value, other: Value) -> bool:
    """Whether two comparable values may both hold."""
    if one.kind is Kind.DATE:
        return one.number == other.number
    if one.kind is Kind.AMOUNT and one.units != other.units:
        return False
    first, second = _base(one, other), _base(other, one)
    if first == second or _rounded(one, other) or _rounded(other, one):
        return True
    if one.working != other.working and _are_weeks(first, second):
        return True
    if one.kind is Kind.PERIOD and one.units != other.units:
        return abs(first - second) <= _SAME_MONTHS * max(first, second)
    if one.kind is not Kind.PERIOD or one.bound != other.bound:
        return _within(one, other, first, second)
    return False


def _are_weeks(one: Decimal, other: Decimal) -> bool:
    """Whether so many working days are about so many days: 10 and 14."""
    if not one or not other:
        return False
    return any(abs(share - _WEEK) < _SAME_SHARE for share in (one / other, other / one))


def _within(one: Value, other: Value, first: Decimal, second: Decimal) -> bool:
    """Whether a bound leaves room for the other value: 80 for "up to 100"; "within 30 days" is no bound of a
    period that another statement names.
    """
    if one.bound == other.bound:
        return False
    if one.bound and other.bound:
        low, high = (first, second) if one.bound == ">" else (second, first)
        return low <= high
    bound, limit, told = (one.bound, first, second) if one.bound else (other.bound, second, first)
    if one.kind is Kind.PERIOD and bound == "<":
        return False
    return told <= limit if bound == "<" else told >= limit


def _base(one: Value, other: Value) -> Decimal:
    """A value's number, in days where the other is in days too."""
    if one.kind is Kind.PERIOD and one.units != other.units and "month" in one.units:
        return one.number * _MONTH
    return one.number


def _rounded(rough: Value, exact: Value) -> bool:
    """Whether one may be the other in round figures: "about 400" and 412, "1.2 million" and 1,187,453."""
    if not rough.number or not exact.number:
        return False
    if rough.rough and abs(rough.number - exact.number) <= _SAME_TENTH * abs(exact.number):
        return True
    figures = _DIGITS.match(f"{abs(rough.number):f}".replace(".", "").strip("0"))
    large = abs(rough.number) >= 1000 and "000" in f"{rough.number:f}"
    if not large or figures is None or not _spoken(rough.text):
        return False
    step = Decimal(1).scaleb(exact.number.adjusted() - len(figures[0]) + 1)
    return abs(rough.number - exact.number) <= step / 2


def _spoken(text: str) -> bool:
    return _SCALE.search(text) is not None


# --- finding them -------------------------------------------------------------------------------------------


def _dates(text: str, month_first: bool | None) -> Iterator[Value]:
    found = days(text, month_first=month_first)
    for place, one in enumerate(found):
        number = Decimal(date.fromisoformat(one.value).toordinal())
        behind = text[one.end : found[place + 1].start] if place + 1 < len(found) else ""
        before = text[found[place - 1].end : one.start] if place else ""
        bound = ">" if _joins(behind) else "<" if _joins(before) else ""
        yield Value(Kind.DATE, number, frozenset({"day"}), one.text, one.start, one.end, bound)


def _joins(between: str) -> bool:
    """Whether what stands between two days makes them the ends of a time."""
    joint = re.fullmatch(
        r"\W*(?:-|–|—|to|until|till|bis(?: zum)?|au|jusqu.au|al|hasta(?: el)?|fino al|até|tot(?: en met)?)"
        r"\W*",
        between,
        re.IGNORECASE,
    )
    return bool(between) and joint is not None


def _money(text: str, language: Language) -> Iterator[Value]:
    scales = "|".join(re.escape(one) for one in notation(language).scales)
    scaled = re.compile(rf"\s*(?:{scales})(?!\w)", re.IGNORECASE)
    for one in amounts(text):
        if one.unit and not scaled.match(text, one.end) and not _in_range(text, one.start, one.end, language):
            yield _told(text, language, Kind.AMOUNT, Decimal(one.value), {one.unit}, one.start, one.end)


def _counted(text: str, language: Language) -> Iterator[Value]:
    for one in placed(text, language):
        if (
            one.quantity.place
            or _CODE.search(text[: one.start])
            or _in_range(text, one.start, one.end, language)
        ):
            continue
        number, unit = Decimal(one.quantity.value), one.quantity.unit
        if unit in ("EUR", "USD", "GBP"):
            start = _sign_before(text, one.start)
            yield _told(text, language, Kind.AMOUNT, number, {unit}, start, one.end)
        elif unit == "%":
            yield _told(text, language, Kind.PERCENTAGE, number, {"%"}, one.start, one.end)
        elif unit in _DAYS:
            yield _told(text, language, Kind.PERIOD, number * _DAYS[unit], {"day"}, one.start, one.end)
        elif unit in _MONTHS:
            yield _told(text, language, Kind.PERIOD, number * _MONTHS[unit], {"month"}, one.start, one.end)
        elif (measured := _noun(text, one, language)) is not None:
            units, end = measured
            yield _told(text, language, Kind.NUMBER, number, units, one.start, end)


def _told(
    text: str, language: Language, kind: Kind, number: Decimal, units: set[str], start: int, end: int
) -> Value:
    before, words = text[max(0, start - _LEADING) : start], wording(language)
    bound = notation(language).bound.search(before)
    told = "" if bound is None else "<" if bound["most"] else ">"
    if told == "" and (re.search(r"[<≤]\s*$", before) or wording(language).most.search(before)):
        told = "<"
    elif told == "" and re.search(r"[>≥]\s*$", before):
        told = ">"
    rough = words.about.search(before) is not None
    each = words.each.match(text, end)
    counted = "" if each is None else notation(language).units.get(each["unit"].lower(), folded(each["unit"]))
    working = kind is Kind.PERIOD and _WORKING.search(text, start, end + 12) is not None
    return Value(kind, number, frozenset(units), text[start:end], start, end, told, rough, working, counted)


def _sign_before(text: str, start: int) -> int:
    found = re.search(r"(?:[$€£]|\b[A-Z]{3})\s?$", text[:start])
    return start if found is None else found.start()


def _noun(text: str, one: Placed, language: Language) -> tuple[set[str], int] | None:
    """What is counted or measured: the word behind the number, with its concepts."""
    found = _NOUN.match(text, one.end)
    if found is None or re.fullmatch(r"(?:19|20)\d\d", one.quantity.value):
        return None
    noun = found["noun"]
    if noun.lower() in _measures() or "/" in noun or noun[-1] in "²³":
        return {noun.lower().replace(" ", "")}, found.end()
    stem = content_stem(noun, language)
    if stem is None or (one.spelt and one.quantity.value == "1"):
        return None
    return {folded(stem), *meant(noun, language)}, found.end()


def is_measure(value: Value) -> bool:
    """Whether a number is measured, in kilograms, and not counted."""
    return any(unit in _measures() or "/" in unit or unit[-1:] in "²³" for unit in value.units)


@cache
def _measures() -> frozenset[str]:
    told = tomllib.loads((ASSETS / "dimensions.toml").read_text("utf-8"))
    return frozenset(unit for one in told.values() for unit in str(one["units"]).split())


def _in_range(text: str, start: int, end: int, language: Language) -> bool:
    """Whether a figure is one of the two ends of a range: "5 to 10 days", "(13.0 - 17.0)"."""
    ranging = wording(language).ranging
    behind = ranging.match(text, end)
    if behind is not None and _FIGURE_BEHIND.match(text, behind.end()) and _between(text, start, behind[0]):
        return True
    for found in ranging.finditer(text, max(0, start - 8), start):
        if found.end() == start or not text[found.end() : start].strip(" $€£"):
            return bool(_FIGURE_BEFORE.search(text[: found.start()])) and _between(text, start, found[0])
    return False


def _between(text: str, start: int, joint: str) -> bool:
    """A mark or "to" makes a range by itself, "and" only behind "between"."""
    if joint.strip().lower() not in ("and", "und", "et", "y", "e", "en", "or", "oder", "ou", "o", "of"):
        return True
    return bool(
        re.search(
            r"\b(?:between|zwischen|entre|tra|fra|tussen)\b", text[max(0, start - 40) : start], re.IGNORECASE
        )
    )


def shown(values: Sequence[Value]) -> str:
    """Some values as they are written, each once."""
    return "; ".join(dict.fromkeys(" ".join(one.text.split()) for one in values))
