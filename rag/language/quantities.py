"""Quantities of a sentence, in one form whatever the notation.

"72 hours", "seventy-two hours" and "72-hour" are one quantity; so are "EUR 20 000 000", "€20,000,000" and
"20 million euros", "4 %" and "four per cent". Numbers of articles and sections are kept apart: they name a
place, which a heading may carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_UNDER_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
"""
_SMALL = {word: value for value, word in enumerate(_UNDER_TWENTY.split())}
_TENS_FROM_TWENTY = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * value for value, word in enumerate(_TENS_FROM_TWENTY.split(), 2)}
_SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10**6),
    "mn": Decimal(10**6),
    "billion": Decimal(10**9),
    "bn": Decimal(10**9),
    "trillion": Decimal(10**12),
}
_UNITS = {
    **dict.fromkeys(("%", "percent", "per cent", "percentage"), "%"),
    **dict.fromkeys(("eur", "euro", "euros", "€"), "EUR"),
    **dict.fromkeys(("usd", "dollar", "dollars", "$", "us$"), "USD"),
    **dict.fromkeys(("gbp", "pound", "pounds", "sterling", "£"), "GBP"),
    **{
        form: unit
        for unit in ("second", "minute", "hour", "day", "week", "month", "year")
        for form in (unit, unit + "s")
    },
    **dict.fromkeys(("bit", "bits"), "bit"),
    **dict.fromkeys(("byte", "bytes"), "byte"),
    **dict.fromkeys(("character", "characters"), "character"),
}
_BETWEEN_LIST = """
    business working calendar consecutive full of in s
"""
_BETWEEN = frozenset(_BETWEEN_LIST.split())  # "three working days"
_PLACES_LIST = """
    article articles art arts section sections sec § §§ clause clauses rule rules recital recitals
    paragraph paragraphs para paras point points chapter chapters annex appendix part title schedule
    table figure page pages item items step requirement requirements control controls no number
    publication regulation directive
"""
_PLACES = frozenset(_PLACES_LIST.split())
_MOST_SCALES = 3  # "hundred thousand million"; more of them in a row are no number
_WORD_NUMBER = "|".join([*_SMALL, *_TENS, "hundred"])
_TOKEN = re.compile(
    r"(?P<dotted>\d+(?:\.\d+){2,}(?:\(\w+\))*)"
    r"|(?P<number>\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?![\d,])"
    r"|\d{1,3}(?:(?:[ \u00a0\u202f,'’]|, (?=000))\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    rf"|(?P<words>\b(?:{_WORD_NUMBER})(?:(?:[\s-]+(?:and[\s-]+)?)(?:{_WORD_NUMBER}|thousand))*\b)"
    r"|(?P<scale>\b(?:thousand|million|mn|billion|bn|trillion)\b)"
    r"|(?P<word>per\s?cent|us\$|[^\W\d_]+|[%€$£§]+)"
    r"|(?P<stop>[.;:!?](?=\s|$))",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \u00a0\u202f'’]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

_AT_MOST = (
    r"within|at most|up to|(?:not|no) (?:later|more|longer|greater) than|not (?:to )?exceed\w*"
    r"|(?<!not )(?<!no )(?:less|fewer|earlier) than|maximum (?:of|is)|below|under"
)
_AT_LEAST = r"at least|(?:not|no) (?:less|fewer|earlier) than|minimum (?:of|is)|more than|exceeding"
_BOUND = re.compile(
    rf"\b(?:(?P<most>{_AT_MOST})|{_AT_LEAST})\s+(?:an?\s+|the\s+|eur\s*|[€$£]\s*|usd\s*)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit ("" when it has none we know). `place` marks "Article 33", "3.5.8"."""

    value: str
    unit: str = ""
    place: bool = False
    bound: str = ""  # "<" of "within", "up to", "not later than"; ">" of "at least"


def quantities(text: str) -> list[Quantity]:
    """The quantities of `text`, in order. A lone "one" without a unit is an article, not a number."""
    return list(_quantities(text))


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


def _quantities(text: str) -> Iterator[Quantity]:
    tokens = list(_TOKEN.finditer(text))
    for at, token in enumerate(tokens):
        kind = token.lastgroup
        if kind == "dotted":
            yield Quantity(token.group().rstrip("."), place=True)
        elif kind in ("number", "words"):
            spelt = kind == "words"
            value = _spelt(token.group()) if spelt else _digits(token.group())
            behind = at + 1
            while behind <= min(at + _MOST_SCALES, len(tokens) - 1) and tokens[behind].lastgroup == "scale":
                value *= _SCALES[_lower(tokens[behind].group())]
                behind += 1
            unit = _unit_behind(tokens, behind) or _unit_before(tokens, at)
            place = not unit and not spelt and _names_place(tokens, at)
            if spelt and value == 1 and not unit:
                continue
            yield Quantity(_canonical(value), unit, place, _bound(text[: token.start()]))


def _unit_behind(tokens: list[re.Match[str]], at: int) -> str:
    for token in tokens[at : at + 4]:
        word = token.group().lower()
        unit = _UNITS.get(re.sub(r"\s+", " ", word))
        if unit is not None:
            return unit
        if token.lastgroup in ("number", "words") and _same_number(tokens[at - 1], token):
            continue  # "sixty (60) days"
        if word not in _BETWEEN:
            return ""
    return ""


def _bound(before: str) -> str:
    """What the words that lead to a number make of it."""
    found = _BOUND.search(before[-40:])
    return "" if found is None else "<" if found["most"] else ">"


def _same_number(one: re.Match[str], other: re.Match[str]) -> bool:
    values = [
        _spelt(t.group()) if t.lastgroup == "words" else _digits(t.group())
        for t in (one, other)
        if t.lastgroup in ("number", "words")
    ]
    return len(values) == 2 and values[0] == values[1]


def _unit_before(tokens: list[re.Match[str]], at: int) -> str:
    before = tokens[at - 1].group().lower() if at else ""
    unit = _UNITS.get(before, "")
    return unit if unit in ("EUR", "USD", "GBP") else ""


def _names_place(tokens: list[re.Match[str]], at: int) -> bool:
    """Does "Article", "section", "§" … lead to this number, also through "Articles 12 and 13"?"""
    for token in reversed(tokens[max(0, at - 6) : at]):
        word = token.group().lower()
        if word in _PLACES:
            return True
        if token.lastgroup not in ("number", "dotted") and word not in ("and", "or", "to") and len(word) > 1:
            return False
    return False


def _digits(text: str) -> Decimal:
    """The value of a number as `_TOKEN` finds it. A comma is decimal where it cannot group."""
    compact = _BLANKS.sub("", text)
    if _GROUPED.fullmatch(compact) or compact.count(",") > 1:
        compact = compact.replace(",", "")
    return Decimal(compact.replace(",", "."))


def _lower(word: str) -> str:
    """In lower case, with the i of Turkish as any other: a search without case takes them for one."""
    return word.lower().replace("i\u0307", "i").replace("ı", "i")


def _spelt(text: str) -> Decimal:
    total, group = Decimal(0), Decimal(0)
    for word in re.split(r"[\s-]+", _lower(text)):
        if word in _SMALL:
            group += _SMALL[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "hundred":
            group = (group % 100 or Decimal(1)) * 100
        elif word == "thousand":
            total, group = total + (group or Decimal(1)) * 1000, Decimal(0)
    return total + group


def _canonical(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
