"""What a question asks of accounts: of which line or measure, of which years, and to do what with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rag.answering.cells.expressions import Expression, Named, definitions, parsed
from rag.answering.cells.grid import SCALES
from rag.answering.cells.lexicon import Lexicon, Measure, key, lexicon
from rag.answering.quoting.kinds import Kind, kind_of
from rag.language.languages import Language
from rag.language.notation import notation
from rag.language.words import content_stem, words

_YEAR = re.compile(r"(?<![\d.,])(?:(?:FY|CY)\s?['’]?)?((?:19|20)\d\d)(?![\d%]|[.,]\d)", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\b(?:FY|CY)\s?['’]?(\d\d)(?!\d)", re.IGNORECASE)
_QUARTER = re.compile(r"\b(?:Q[1-4]|[1-4]Q|[HS][12]|[12][HS])(?=\b|\W|(?:19|20)\d\d)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)")
_ASKS = re.compile(r"[,:;]\s+(?=(?:what|how|which|does|do|did|is|are|has|have|was|were)\b)", re.IGNORECASE)
# What an answer is to be taken from, before the question itself.
_FROM = re.compile(
    r"statement|information|details|question|analyst|banker|P&L|balance sheet|line items|refer",
    re.IGNORECASE,
)
_NO_FIGURE = (Kind.DATE, Kind.PERSON, Kind.PLACE, Kind.DEFINITION, Kind.IDENTIFIER)
_DECIMALS = re.compile(r"\bto (\w+) decimal|\bauf (\w+) (?:nachkommastelle|dezimal|stelle)", re.IGNORECASE)
_STEADY = re.compile(r"(\d+(?:\.\d+)?)\s?%")


class Task(StrEnum):
    VALUE = "value"
    CHANGE = "change"  # from one year to another
    AVERAGE = "average"  # over years
    COMPOUND = "compound"  # growth a year


@dataclass(frozen=True, slots=True)
class Asked:
    """`verdict`: 1 where the question asks whether it is better or more, -1 for worse or less, 0 for neither;
    `left`: content words of the question that nothing here speaks of; `part`: of quarters.
    """

    expression: Expression
    defined: Mapping[str, Expression]
    name: str
    shown: str  # as `Measure.shown`; "line" for a line of accounts by itself
    task: Task
    years: tuple[int, ...]
    part: bool
    scale: str
    decimals: int | None
    verdict: int
    steady: float | None
    left: tuple[str, ...]
    language: Language


def asked_of(question: str, language: Language, whole: str = "") -> Asked | None:
    """What a question asks of accounts; None where it names no line and no measure of them. `whole`: all that
    was typed with it, its definitions and wishes.
    """
    whole = whole or question
    defined = definitions(whole)
    main = _main(question)
    known = lexicon()
    subject = _subject(main, _ASIDE.sub(" ", main), defined, known, language)
    if subject is None:
        return None
    expression, name, shown, said = subject
    years = years_in(main)
    figures, kind = patterns(language), kind_of(main, language)
    if kind in _NO_FIGURE or figures["reason"].search(main):
        return None
    verdict = 0
    if kind is Kind.VERDICT:
        verdict = bool(figures["better"].search(main)) - bool(figures["worse"].search(main))
    change = any(figures[one].search(main) for one in ("growth", "change", "trend", "consistent"))
    averaged = figures["average"].search(main) is not None and len(years) > 1 and not defined
    steady = figures["consistent"].search(main) and _STEADY.search(main)
    return Asked(
        expression=expression,
        defined=defined,
        name=name,
        shown=shown,
        task=_task(figures["compound"].search(main) is not None, averaged, change),
        years=years,
        part=bool(_QUARTER.search(main) or figures["quarter"].search(main)),
        scale=next((one for one in SCALES if figures[one].search(whole)), ""),
        decimals=_decimals(whole, language),
        verdict=verdict,
        steady=float(steady[1]) if steady else None,
        left=_left(_ASIDE.sub(" ", main), said, figures, language),
        language=language,
    )


def years_in(text: str) -> tuple[int, ...]:
    """The years that a text names, in order of time."""
    return tuple(sorted({*(int(one) for one in _YEAR.findall(text)), *_short_years(text)}))


def without_years(text: str) -> str:
    """A text without the years and quarters that it names."""
    return _QUARTER.sub(" ", _SHORT_YEAR.sub(" ", _YEAR.sub(" ", text)))


def _main(question: str) -> str:
    """The sentence that asks, without what is defined and wished around it."""
    end = question.find("?")
    main = question[: end + 1] if end > 0 else question
    for lead in _ASKS.finditer(main):
        if _FROM.search(main[: lead.start()]):
            main = main[lead.end() :]
            break
    defining = re.search(r"[.?!]\s[^.?!]*\bdefined as\b|,\s+where\b", main)
    return main[: defining.start()] if defining else main


def _subject(
    main: str, plain: str, defined: Mapping[str, Expression], known: Lexicon, language: Language
) -> tuple[Expression, str, str, str] | None:
    """What is asked for, its name, how it is shown, and the words that name it."""
    asked = f" {key(plain)} "
    short = {key(one) for one in re.findall(r"\(([A-Z][\w&]{1,8})\)", main)}
    for name, expression in defined.items():
        if f" {key(name)} " in asked or key(name) in short:
            measure = next((one for one in known.measures if key(name) in map(key, one.names)), None)
            said = known.measure_in(plain)
            names = f"{name} {said[1] if said else ''}"
            return expression, (measure.name if measure else name), _shown(measure), names
    measured, lined = known.measure_in(plain), known.line_in(plain)
    if measured is not None and (lined is None or len(measured[1]) >= len(lined[1])):
        formula = parsed(measured[0].formula)
        name = measured[0].name if language.code == "en" else measured[1]
        return None if formula is None else (formula, name, measured[0].shown, measured[1])
    if lined is not None:
        return Named(lined[0].id), "", "line", lined[1]
    return None


def _task(compound: bool, averaged: bool, change: bool) -> Task:
    return Task.COMPOUND if compound else Task.AVERAGE if averaged else Task.CHANGE if change else Task.VALUE


def _shown(measure: Measure | None) -> str:
    return "plain" if measure is None else measure.shown


def _left(
    main: str, said: str, figures: Mapping[str, re.Pattern[str]], language: Language
) -> tuple[str, ...]:
    bare = main
    for pattern in figures.values():
        bare = pattern.sub(" ", bare)
    bare = without_years(bare)
    beside = {content_stem(one, language) for one in language.figures["beside"].split()}
    named = {content_stem(one, language) for one in words(said)}
    found = {
        one: stem
        for one in words(bare)
        if (stem := content_stem(one, language)) is not None and stem not in beside | named
    }
    return tuple(found)


def _short_years(main: str) -> set[int]:
    return {2000 + int(one) for one in _SHORT_YEAR.findall(main) if one not in ("19", "20")}


def _decimals(question: str, language: Language) -> int | None:
    found = _DECIMALS.search(question)
    if found is None:
        return None
    said = (found[1] or found[2]).lower()
    return int(said) if said.isdigit() else notation(language).numbers.get(said)


@cache
def patterns(language: Language) -> Mapping[str, re.Pattern[str]]:
    """What a question does with figures, by the names of `Language.figures`."""
    return {
        name: re.compile(rf"\w*(?:{pattern})\w*", re.IGNORECASE)
        for name, pattern in language.figures.items()
        if name != "beside"
    }
