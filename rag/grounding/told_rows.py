"""Whether a claim tells a figure of one row of a table that it does not tell from another: "the crane costs
72.50 an hour", where one up to 5 t costs that, and one up to 20 t costs 138.

What it says is in the row, and still half of what is so: whoever reads it takes it for any crane.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.grounding.windows import Window
from rag.language.languages import Language
from rag.language.quantities import Quantity, holds, quantities
from rag.language.sentences import ROW
from rag.language.words import words

_CELL = re.compile(r"(?P<label>[^:;|]{1,60}): (?P<value>\S.*)")
_FEWEST = 2  # cells with a label: less is a line of a form


@dataclass(frozen=True, slots=True)
class _Row:
    """Its cells by their column: by what that is called, or by its place."""

    cells: tuple[tuple[str, str], ...]

    @property
    def first(self) -> str:
        return self.cells[0][0]

    @property
    def named(self) -> frozenset[str]:
        """The words of its first cell, which says what it is of."""
        return frozenset(words(self.cells[0][1].lower()))

    def figures(self, column: str, language: Language) -> frozenset[Quantity]:
        return frozenset(
            one for name, value in self.cells if name == column for one in quantities(value, language)
        )


def are_peers(one: str, other: str) -> bool:
    """Whether two sentences are rows of one table, of the same columns, of which neither is only the other
    with more said of it: "Burial" and "Burial in a niche" are not.
    """
    first, second = _row(one), _row(other)
    if (
        first is None
        or second is None
        or [name for name, _ in first.cells] != [name for name, _ in second.cells]
    ):
        return False
    here, there = first.named, second.named
    return not (here <= there or there <= here)


def half_told(
    claim: Sequence[Quantity],
    near: frozenset[str],
    figures: frozenset[Quantity],
    rows: Sequence[Window],
    others: Sequence[Window],
    language: Language,
) -> bool:
    """Whether a figure of the claim stands, of `rows`, only in those that say no more of what is asked and
    told (`near`, and the `figures` of both) than another of the same table with another figure there.
    """
    for figure in claim:
        having = [one for one in rows if not figure.place and holds(figure, one.quantities)]
        rest = figures - {figure}
        if having and all(
            _is_one_of_many(one, figure, near, rest, claim, others, language) for one in having
        ):
            return True
    return False


def _is_one_of_many(
    row: Window,
    figure: Quantity,
    near: frozenset[str],
    rest: frozenset[Quantity],
    claim: Sequence[Quantity],
    others: Sequence[Window],
    language: Language,
) -> bool:
    own = _row(row.text)
    if own is None:
        return False
    said = [one for one in rest if holds(one, row.quantities)]
    alike = [
        found
        for other in others
        if other.text != row.text
        and near & row.stems <= other.stems
        and all(holds(one, other.quantities) for one in said)
        and (found := _row(other.text)) is not None
    ]
    columns = [name for name, _ in own.cells[1:] if holds(figure, own.figures(name, language))]
    return any(_rivals(own, other, column, claim, language) for column in columns for other in alike)


def _rivals(own: _Row, other: _Row, column: str, claim: Sequence[Quantity], language: Language) -> bool:
    """Whether another row is of the same table and has in that column a figure of the same kind, which is
    another and not told.
    """
    if other.first != own.first or len(other.cells) != len(own.cells):
        return False
    here, there = own.figures(column, language), other.figures(column, language)
    units = {one.unit for one in here}
    return any(
        one.unit in units and not holds(one, here) and not holds(one, frozenset(claim)) for one in there
    )


def _row(text: str) -> _Row | None:
    """The row that a sentence is; None where it is none."""
    mark = ROW.match(text)
    body = text[mark.end() :] if mark else text
    if body.startswith("|") and body.rstrip().endswith("|"):
        values = [one.strip() for one in body.strip().strip("|").split("|")]
        return _Row(tuple((str(at), value) for at, value in enumerate(values))) if len(values) > 1 else None
    cells = [found for one in body.split("; ") if (found := _CELL.fullmatch(one.strip())) is not None]
    if len(cells) < _FEWEST or len(cells) != len(body.split("; ")):
        return None
    return _Row(tuple((one["label"], one["value"]) for one in cells))
