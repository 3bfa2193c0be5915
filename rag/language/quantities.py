"""Quantities of a sentence, in one form whatever the notation.

"72 hours", "seventy-two hours" and "72-hour" are one quantity; so are "EUR 20 000 000", "€20,000,000" and
"20 million euros", "4 %" and "four per cent"; and, in their languages, "fünf Werktage" and "5 days" or
"1.250,50 €". Numbers of articles and sections are kept apart: they name a place, which a heading may carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rag.language.languages import Language, english
from rag.language.notation import Notation, notation

_NUMBERS = ("number", "points", "words")  # kinds of tokens
_MOST_SCALES = 3  # "hundred thousand million"; more of them in a row are no number
MONEY = frozenset(["EUR", "USD", "GBP"])

_DAYS = {"day": Decimal(1), "week": Decimal(7), "month": Decimal(30), "year": Decimal(365)}
_UNSURE = Decimal("0.1")  # of a bound: whether a month is within 30 days depends on the month
_CURRENCY = re.compile(r"[€$£]|[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_BLANKS = re.compile(r"[ \u00a0\u202f'’]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit ("" when it has none we know). `place` marks "Article 33", "3.5.8"."""

    value: str
    unit: str = ""
    place: bool = False
    bound: str = ""  # "<" of "within", "up to", "not later than"; ">" of "at least"


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity and where it stands, with its unit where that stands behind it."""

    quantity: Quantity
    start: int
    end: int
    spelt: bool  # in words


def quantities(text: str, language: Language | None = None) -> list[Quantity]:
    """The quantities of `text`, in order. A lone "one" without a unit is an article, not a number.

    `language`: the one it is written in, English where none is given.
    """
    return [one.quantity for one in placed(text, language)]


def placed(text: str, language: Language | None = None) -> list[Placed]:
    """The same with their places in `text`."""
    return list(_Reading(text, notation(language or english())).placed())


def holds(quantity: Quantity, others: frozenset[Quantity] | set[Quantity]) -> bool:
    """Is `quantity` among `others`?

    Units and bounds must agree where both are known; what names a place only needs the number, and the
    number of a place ("see Section 4.5") is no amount.
    """
    if quantity.place:
        return any(
            other.value == quantity.value or (other.place and other.value.startswith(quantity.value + "."))
            for other in others
        )
    return any(
        other.value == quantity.value
        and not other.place
        and (other.unit == quantity.unit or not other.unit or not quantity.unit)
        and (other.bound == quantity.bound or not other.bound or not quantity.bound)
        for other in others
    )


def meets(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    """Does an amount lie within one of the bounds among `others`: 4 m within "under five metres", a month
    within "more than twenty days"?
    """
    if quantity.place or quantity.bound:
        return False
    return any(
        other.bound
        and not other.place
        and (bool(quantity.unit) or is_year(quantity) == is_year(other))
        and _lies_within(quantity, other)
        for other in others
    )


def _lies_within(quantity: Quantity, bound: Quantity) -> bool:
    value, limit = Decimal(quantity.value), Decimal(bound.value)
    if quantity.unit != bound.unit:
        if not (quantity.unit in _DAYS and bound.unit in _DAYS):
            return False
        value, limit = value * _DAYS[quantity.unit], limit * _DAYS[bound.unit]
        if abs(value - limit) <= limit * _UNSURE:
            return False
    return value <= limit if bound.bound == "<" else value >= limit


def fresh_in(figures: Iterable[Quantity], known: frozenset[Quantity] | set[Quantity]) -> list[Quantity]:
    """The amounts of `figures` that are not among those `known`: what a text says of its own, beside what a
    question holds.
    """
    return [one for one in figures if not one.place and not holds(one, known)]


def currencies(text: str, language: Language | None = None) -> frozenset[str]:
    """The currencies that a text names, with an amount or in a head of a table: "Price (EUR)"."""
    units = notation(language or english()).units
    named = {units.get(one.lower()) for one in _CURRENCY.findall(text)}
    return frozenset(one for one in named if one in MONEY)


def is_year(quantity: Quantity) -> bool:
    """Whether a number may be a year of the calendar."""
    return _YEAR.fullmatch(quantity.value) is not None


class _Reading:
    """A text taken apart by a notation."""

    def __init__(self, text: str, known: Notation) -> None:
        self._text = text
        self._known = known
        self._tokens = list(known.token.finditer(text))

    def placed(self) -> Iterator[Placed]:
        tokens, known = self._tokens, self._known
        for at, token in enumerate(tokens):
            kind = token.lastgroup
            if kind == "dotted":
                named = Quantity(token.group().rstrip("."), place=True)
                yield Placed(named, token.start(), token.end(), spelt=False)
            elif kind in _NUMBERS:
                spelt = kind == "words"
                value = self._value(token)
                behind = at + 1
                while (
                    behind <= min(at + _MOST_SCALES, len(tokens) - 1) and tokens[behind].lastgroup == "scale"
                ):
                    value *= known.scales[_lower(tokens[behind].group().rstrip("."))]
                    behind += 1
                unit, last = self._unit_behind(behind)
                unit = unit or self._unit_before(at)
                place = not unit and not spelt and self._names_place(at)
                if spelt and value == 1 and not unit:
                    continue
                bound = self._bound(self._text[: token.start()])
                quantity = Quantity(_canonical(value), unit, place, bound)
                yield Placed(quantity, token.start(), tokens[last].end(), spelt)

    def _value(self, token: re.Match[str]) -> Decimal:
        if token.lastgroup == "words":
            return self._spelt(token.group())
        return _digits(token.group(), self._known.points_group)

    def _unit_behind(self, at: int) -> tuple[str, int]:
        """The unit of a number, and the last token that belongs to the two."""
        for place, token in enumerate(self._tokens[at : at + 4], at):
            word = token.group().lower()
            unit = self._known.units.get(re.sub(r"\s+", " ", word))
            if unit is not None:
                return unit, place
            if token.lastgroup in _NUMBERS and self._same_number(self._tokens[at - 1], token):
                continue  # "sixty (60) days"
            if word not in self._known.between:
                break
        return "", at - 1

    def _unit_before(self, at: int) -> str:
        before = self._tokens[at - 1].group().lower() if at else ""
        unit = self._known.units.get(before, "")
        return unit if unit in MONEY else ""

    def _bound(self, before: str) -> str:
        """What the words that lead to a number make of it."""
        found = self._known.bound.search(before[-40:])
        return "" if found is None else "<" if found["most"] else ">"

    def _same_number(self, one: re.Match[str], other: re.Match[str]) -> bool:
        values = [self._value(token) for token in (one, other) if token.lastgroup in _NUMBERS]
        return len(values) == 2 and values[0] == values[1]

    def _names_place(self, at: int) -> bool:
        """Does "Article", "section", "§" … lead to this number, also through "Articles 12 and 13"?"""
        known = self._known
        for token in reversed(self._tokens[max(0, at - 6) : at]):
            word = token.group().lower()
            if word in known.places:
                return True
            if (
                token.lastgroup not in ("number", "points", "dotted")
                and word not in known.joints
                and len(word) > 1
            ):
                return False
        return False

    def _spelt(self, text: str) -> Decimal:
        total, group = Decimal(0), Decimal(0)
        for found in self._known.spelt.finditer(_lower(text)):
            value = self._known.numbers[found.group()]
            if value == 100:
                group = (group % 100 or Decimal(1)) * 100
            elif value == 1000:
                total, group = total + (group or Decimal(1)) * 1000, Decimal(0)
            else:
                group += value
        return total + group


def _digits(text: str, points_group: bool) -> Decimal:
    """The value of a number as a token holds it. A comma is decimal where it cannot group."""
    compact = _BLANKS.sub("", text)
    if points_group and _GROUPED_BY_POINTS.fullmatch(compact):
        return Decimal(compact.replace(".", "").replace(",", "."))
    if (_GROUPED.fullmatch(compact) and not points_group) or compact.count(",") > 1 or "." in compact:
        compact = compact.replace(",", "")
    return Decimal(compact.replace(",", "."))


def _lower(word: str) -> str:
    """In lower case, with the i of Turkish as any other: a search without case takes them for one."""
    return word.lower().replace("i\u0307", "i").replace("ı", "i")


def _canonical(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
