"""Which row of a table has the highest or the lowest figure: "Which service of the tariff costs most?"

Asked of records, whose rows are things of one kind. The tables of a report are left alone: nothing in them
tells surely that their rows are the regions or segments that are asked for (of four questions on dev reports,
two were answered from another table). Sums are no rows to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.cells.asking import patterns, without_years
from rag.answering.cells.grid import Cell, Row
from rag.answering.cells.ledger import worth
from rag.language.languages import Language
from rag.language.words import stems

_ASKED = re.compile(
    r"\b(?:which|what|welche[rsnm]?|quel(?:le)?s?|qu[ée]|cu[áa]l(?:es)?|quale?|quali|que|welke?)\s+(?P<kind>[^\W\d_]+)",
    re.IGNORECASE,
)
_NO_ROW = re.compile(
    r"^(?:grand )?total|^sum\b|^summe|^gesamt|^somme|^suma|^somma|^soma|^totaal", re.IGNORECASE
)
_FEWEST = 3  # rows to choose from


@dataclass(frozen=True, slots=True)
class Extreme:
    """The row, its cell, and of how many rows it is the highest or lowest."""

    row: Row
    cell: Cell
    highest: bool
    among: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """`about`: stems of what is to be the highest; `kind`: those of what is looked for; `said`: of all words,
    also those that any question may have: "the largest amount".
    """

    highest: bool
    about: frozenset[str]
    kind: frozenset[str]
    said: frozenset[str]


def wanted_of(question: str, language: Language) -> Wanted | None:
    """What extreme a question asks for; None where it asks for none, or for both."""
    figures, asked = patterns(language), _ASKED.search(question)
    high, low = (figures[one].search(question) is not None for one in ("highest", "lowest"))
    if asked is None or high is low:
        return None
    bare = without_years(figures["highest" if high else "lowest"].sub(" ", question))
    kind = frozenset(stems(asked["kind"], language))
    beside = frozenset(stems(f"{language.figures['beside']} {language.asks['light']}", language))
    said = frozenset(stems(bare, language)) - kind
    return Wanted(high, said - beside, kind, said)


def of_records(wanted: Wanted, rows: Sequence[Row], known: str, language: Language) -> Extreme | None:
    """The extreme of records, whose one column of figures is what is asked for. `known`: the file's name."""
    rows = [row for row in rows if row.words and row.cells]
    heads = {name for row in rows for name, _ in row.words}
    about = wanted.about - set(stems(f"{known} {' '.join(heads)}", language))
    columns = {cell.column for row in rows for cell in row.cells}
    fitting = [one for one in columns if about <= set(stems(one, language))]
    if not about and len(columns) > 1:  # the one whose name is said
        fitting = [one for one in columns if wanted.said & set(stems(one, language))]
    if len(fitting) != 1:
        return None
    return _best(wanted, [(row, cell) for row in rows for cell in row.cells if cell.column == fitting[0]])


def _best(wanted: Wanted, choice: Sequence[tuple[Row, Cell]]) -> Extreme | None:
    choice = [(row, cell) for row, cell in choice if row.label and not _NO_ROW.search(row.label)]
    if len(choice) < _FEWEST or len({cell.percent for _, cell in choice}) > 1:
        return None
    ordered = sorted(choice, key=lambda one: worth(one[1]), reverse=wanted.highest)
    if worth(ordered[0][1]) == worth(ordered[1][1]):
        return None
    return Extreme(*ordered[0], wanted.highest, len(choice))
