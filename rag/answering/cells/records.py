"""The cell of a record that a question names: "What is the gross price of the valve?" over
"Item: Valve; Net: 200; Gross: 238".

Records are rows as the readers write them, each cell behind the name of its column. A question names one
where a column's whole name is among its words, and some other cell's whole value, and hardly a word is left.
Without this a small model took the cell beside ("The gross price of the valve is 200"), and a row with few of
the question's words ("Term: 10 years; Rate: 3.6 %", the interest rate of a loan for 10 years) was only near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.answering.quoting.kinds import Kind, kind_of, light
from rag.language.concepts import units
from rag.language.languages import Language
from rag.language.words import stems
from rag.types import Hit

_FIELD = re.compile(r"(?:row \d+: )?(?P<name>[^:;|]{1,60}): (?P<value>[^|]+)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NOT_SHOWN = re.compile(r"\s*(?:=|#)")  # a formula that nobody computed, an error
_ASKED_FOR = frozenset(Kind) - {Kind.VERDICT, Kind.LIST, Kind.DEFINITION}
_PRICES = frozenset(["§price", "§cost", "§fee"])  # concepts of a column
_PRICED = _PRICES | {"§pay"}  # and of a question that it answers
_FEWEST = 2  # cells of a record
_LEFT = 1  # words of a question that neither the record nor what stands about it has: "price", "interest"


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a passage: the place of its text, and its cells in order."""

    hit: Hit
    start: int
    end: int
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names of a record: the cells that single it out, and the one it asks for."""

    record: Record
    keys: tuple[tuple[str, str], ...]
    cell: tuple[str, str]
    told: int  # words and figures of the question that its keys hold

    @property
    def text(self) -> str:
        """In the record's own words."""
        return told((*self.keys, self.cell))


def told(cells: Iterable[tuple[str, str]]) -> str:
    """Cells as they are said; what has no name is the heading of a form."""
    return "; ".join(f"{name}: {value}" if name else value for name, value in cells)


def may_name_a_cell(question: str, language: Language) -> bool:
    """Whether what is asked for can stand in one cell."""
    return kind_of(question, language) in _ASKED_FOR


def named_cell(question: str, records: Iterable[Record], language: Language, own: str = "") -> Named | None:
    """The one cell of the found records that a question names; None where it names none, or several.

    `own`: what a follow-up says itself, "and for pensioners?"; the row that this names takes the place of the
    one that was named before, and where it names none, there is none.
    """
    if not may_name_a_cell(question, language):
        return None
    asked, figures = frozenset(stems(question, language)) - light(language), figures_of(question)
    priced = any(unit.concepts & _PRICED for unit in units(question, language))
    said = frozenset(stems(own, language)) - light(language)
    found: dict[str, Named] = {}
    for record in records:
        named = _named(record, asked, figures, language, said, priced=priced)
        if named is not None:
            found.setdefault(named.text, named)
    best = _fullest([one for one in found.values() if not said or said & _said_of(one, language)])
    return best[0] if len(best) == 1 else None


def _said_of(named: Named, language: Language) -> set[str]:
    return set(stems(" ".join((named.cell[0], *(key for _, key in named.keys))), language))


def _fullest(found: Sequence[Named]) -> list[Named]:
    """Those whose keys hold the most of the question."""
    most = max((one.told for one in found), default=0)
    return [one for one in found if one.told == most]


def records_of(hit: Hit) -> Iterator[Record]:
    """The records of a passage, one a line."""
    at = 0
    for line in hit.text.split("\n"):
        cells = [_FIELD.fullmatch(piece) for piece in line.strip().split("; ")]
        if len(cells) >= _FEWEST and all(cells):
            named = tuple((one["name"].strip(), one["value"].strip()) for one in cells if one is not None)
            yield Record(hit, at, at + len(line), named)
        at += len(line) + 1


def _named(
    record: Record,
    asked: frozenset[str],
    figures: frozenset[str],
    language: Language,
    anew: frozenset[str],
    *,
    priced: bool,
) -> Named | None:
    """`priced`: it is asked what something costs, which a column of prices tells whatever it is called;
    `anew`: what a follow-up says itself, which takes the place of another column that was named before.
    """
    columns = {name: frozenset(stems(name, language)) for name, _ in record.cells}
    keys, wanted = [], []
    known, said_of, counted = set[str](), set[str](), set[str]()
    for name, value in record.cells:
        said, numbers = frozenset(stems(value, language)), figures_of(value)
        if (said or numbers) and said <= asked and numbers <= figures:
            keys.append((name, value))
            known |= said | columns[name]
            said_of |= said
            counted |= numbers
        elif columns[name] and columns[name] <= asked and not _NOT_SHOWN.match(value):
            wanted.append((name, value))
    if not wanted and priced:
        wanted = [one for one in record.cells if one not in keys and _is_price(one, language)]
    longest = max((len(columns[name]) for name, _ in wanted), default=0)
    wanted = [one for one in wanted if len(columns[one[0]]) == longest]
    wanted = [one for one in wanted if columns[one[0]] <= anew] or wanted
    if len(wanted) != 1 or not keys or counted != figures:
        return None
    about = stems(f"{record.hit.section} {record.hit.document} {record.hit.text}", language)
    left = asked - known - columns[wanted[0][0]] - set(about) - _digits(asked)
    if len(left) > _LEFT:
        return None
    return Named(record, tuple(keys), wanted[0], len(said_of) + len(counted))


def _is_price(cell: tuple[str, str], language: Language) -> bool:
    name, value = cell
    found = any(unit.concepts & _PRICES for unit in units(name, language))
    return found and bool(figures_of(value)) and not _NOT_SHOWN.match(value)


def figures_of(text: str) -> frozenset[str]:
    """The numbers of a text by their digits."""
    return frozenset(re.sub(r"\D", "", one) for one in _NUMBER.findall(text))


def _digits(asked: frozenset[str]) -> set[str]:
    return {one for one in asked if one.isdecimal()}
