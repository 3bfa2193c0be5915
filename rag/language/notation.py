"""How quantities are written in a language: number words, units, places and bounds, those of English beside.

Documents of every language hold "EUR", "%" and "Art. 5 GDPR", so English is understood everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from rag.language.languages import Language

_UNDER_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {
    **{word: value for value, word in enumerate(_UNDER_TWENTY.split())},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), 2)},
    "hundred": 100,
    "thousand": 1000,
}
_SCALES = {
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
_JOINTS = frozenset(["and", "or", "to", "und", "oder", "bis", "et", "ou", "à", "o", "até", "en", "tot"])
_AT_MOST = (
    r"within|at most|up to|(?:not|no) (?:later|more|longer|greater) than|not (?:to )?exceed\w*"
    r"|(?<!not )(?<!no )(?:less|fewer|earlier) than|maximum (?:of|is)|below|under|before"
    r"|(?:shorter|smaller|younger|lighter|lower|cheaper) than"
)
_AT_LEAST = (
    r"at least|(?:not|no) (?:less|fewer|earlier) than|minimum (?:of|is)|more than|exceeding|over|above"
    r"|(?:long|larg|old|heavi|high|tall|bigg|wid|great)er than"
)


@dataclass(frozen=True, slots=True, eq=False)
class Notation:
    """What a reader of quantities asks of a language."""

    token: re.Pattern[str]
    spelt: re.Pattern[str]  # one number word after another
    numbers: Mapping[str, int]
    scales: Mapping[str, Decimal]
    units: Mapping[str, str]
    places: frozenset[str]
    between: frozenset[str]
    joints: frozenset[str]
    bound: re.Pattern[str]
    points_group: bool  # "1.250" is a thousand and more


@cache
def notation(language: Language) -> Notation:
    """The notation of a language."""
    numbers = {**_NUMBERS, **language.numbers}
    scales = {**_SCALES, **{form: _SCALES[name] for form, name in language.scales.items()}}
    thousands = [word for word, value in numbers.items() if value == 1000]
    scales.update(dict.fromkeys(thousands, Decimal(1000)))
    units = {**_UNITS, **{form: _UNITS[name] for form, name in language.units.items()}}
    points_group = language.decimal == ","
    lead = rf"(?:{language.at_most})|" if language.at_most else ""
    least = rf"(?:{language.at_least})|" if language.at_least else ""
    return Notation(
        token=_token(numbers, scales, points_group=points_group),
        spelt=re.compile(_any_of(numbers)),
        numbers=numbers,
        scales=scales,
        units=units,
        places=_PLACES | language.places,
        between=_BETWEEN | language.between,
        joints=_JOINTS,
        bound=re.compile(
            rf"\b(?:(?P<most>{lead}{_AT_MOST})|{least}{_AT_LEAST})"
            r"\s+(?:an?\s+|the\s+|eur\s*|[€$£]\s*|usd\s*)?$",
            re.IGNORECASE,
        ),
        points_group=points_group,
    )


def _token(
    numbers: Mapping[str, int], scales: Mapping[str, Decimal], *, points_group: bool
) -> re.Pattern[str]:
    first = _any_of(word for word, value in numbers.items() if value != 1000)
    more = _any_of(numbers)
    grouped = r"(?P<points>\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.,]*\d))|" if points_group else ""
    return re.compile(
        rf"{grouped}(?P<dotted>\d+(?:\.\d+){{2,}}(?:\(\w+\))*)"
        r"|(?P<number>\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?![\d,])"
        r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+,\d{1,2}(?!\d)"
        # Blanks group before other marks: behind "14,694" a blank parts two columns of a table.
        r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:(?:[,'’]|, (?=000))\d{3})+(?:\.\d+)?(?!\d)"
        r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)"
        r"|\d+(?:[.,]\d+)?)"
        rf"|(?P<words>\b(?:{first})(?:[\s-]+(?:(?:and|et|y|e|und|en)[\s-]+)?(?:{more}))*\b)"
        rf"|(?P<scale>\b(?:{_any_of(scales)})\b(?:(?<=mio)\.|(?<=mrd)\.)?)"
        r"|(?P<word>per\s?cent|us\$|[^\W\d_]+|[%€$£§]+)"
        r"|(?P<stop>[.;:!?](?=\s|$))",
        re.IGNORECASE,
    )


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
