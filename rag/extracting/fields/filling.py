"""The cells of one document's row: a value in its normal form, its quote, and how it was checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.extracting.fields.arithmetic import contradicted, multiplies
from rag.extracting.fields.checksums import holds
from rag.extracting.fields.choosing import LEAST, Candidate, How, candidates, tells_order
from rag.extracting.fields.days import reads_both_ways
from rag.extracting.fields.items import items
from rag.extracting.fields.known import name_of
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column, ColumnType, Each, Schema
from rag.extracting.fields.sight import Sight

_SURE = 0.75  # of a score; what a label beside it or its sentence names
_DOUBTED = 0.5  # of a score; no more than that where a rule is broken
_MANY = 0.3  # below the best, up to which the values of a list count

Value = str | float | bool | None


class Status(StrEnum):
    """How much a cell is worth."""

    CHECKED = "checked"  # named by its label or sentence, and every rule of the column holds
    FOUND = "found"
    DOUBTFUL = "doubtful"  # a rule is broken, or several values fit as well
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Cell:
    """`values`: one, of a list all; `mentions` are their places."""

    column: Column
    values: tuple[Value, ...]
    mentions: tuple[Mention, ...]
    confidence: float
    status: Status
    how: How | None = None
    # Why it is doubtful: pattern, range, checksum, several, required, ambiguous, sum or product.
    reason: str = ""

    @property
    def unit(self) -> str:
        """A currency's ISO code."""
        return self.mentions[0].unit if self.mentions else ""


Taught = Callable[[Column], Sequence[Candidate]]
"""Finds the values of a column by what was taught; nothing where nothing was."""


def rows_of(schema: Schema, sight: Sight, taught: Taught = lambda _: ()) -> list[dict[str, Cell]]:
    """What rules find in a document: one row, or one for each item of its tables. What was `taught` goes
    before what rules find.
    """
    if schema.each is Each.DOCUMENT:
        return [{column.name: found_of(column, sight, taught) for column in schema.columns}]
    return [
        _multiplied(
            {column.name: weighed(cell_of(column, found[column.name]), sight) for column in schema.columns}
        )
        for found in items(schema, sight)
    ]


def _multiplied(row: dict[str, Cell]) -> dict[str, Cell]:
    """The row of an item, its amount to be checked where it is not what the quantity and the price make."""
    named = {name_of(cell.column, Each.ITEM): name for name, cell in row.items() if cell.values}
    if not {"quantity", "unit_price", "amount"} <= named.keys():
        return row
    amount = row[named["amount"]]
    figures = [row[named[one]].values[0] for one in ("quantity", "unit_price", "amount")]
    if not all(isinstance(one, float) for one in figures) or multiplies(*map(float, map(str, figures))):
        return row
    doubt = min(amount.confidence, _DOUBTED)
    return row | {
        named["amount"]: replace(amount, status=Status.DOUBTFUL, confidence=doubt, reason="product")
    }


def found_of(column: Column, sight: Sight, taught: Taught) -> Cell:
    """The cell of a column in a document that is one row. Where rules look at the place that was taught, how
    far the value goes is theirs to say.
    """
    known, found = taught(column), candidates(column, sight)
    same = known and found and _touch(known[0].mention, found[0].mention)
    return weighed(cell_of(column, found if same or not known else known), sight)


def weighed(cell: Cell, sight: Sight) -> Cell:
    """The cell, to be checked where its day reads in two ways and the document does not say in which, and
    where a total is not what the sums and taxes beside it make.
    """
    if cell.reason or not cell.values:
        return cell
    reason, value = "", cell.values[0]
    if cell.column.type is ColumnType.DATE and any(reads_both_ways(one.text) for one in cell.mentions):
        reason = "" if tells_order(sight.text) else "ambiguous"
    elif cell.column.largest and isinstance(value, float):
        reason = "sum" if contradicted(sight, value) else ""
    if not reason:
        return cell
    doubt = min(cell.confidence, _DOUBTED)
    return replace(cell, status=Status.DOUBTFUL, confidence=doubt, reason=reason)


def _touch(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def cell_of(column: Column, found: Sequence[Candidate]) -> Cell:
    """The cell that candidates make, the likeliest first."""
    likely = [one for one in found if one.score >= LEAST]
    if not likely:
        return Cell(column, (), (), 0.0, Status.ABSENT, reason="required" if column.required else "")
    kept = _listed(likely) if column.many else likely[:1]
    values = tuple(value_of(column, one.mention) for one in kept)
    broken = next((reason for value in values if (reason := _broken(column, value))), "")
    if not broken and not column.many and not column.largest and _rivals(likely):
        broken = "several"
    best = likely[0]
    if broken:
        status = Status.DOUBTFUL
    elif best.score >= _SURE:
        status = Status.CHECKED
    else:
        status = Status.FOUND
    confidence = round(min(best.score, _DOUBTED) if broken else best.score, 3)
    return Cell(column, values, tuple(one.mention for one in kept), confidence, status, best.how, broken)


def value_of(column: Column, mention: Mention) -> Value:
    """A mention as a cell has it: numbers as numbers, days and periods in their normal form."""
    if column.type in (ColumnType.MONEY, ColumnType.NUMBER):
        return float(mention.value)
    if column.type is ColumnType.YES_NO:
        return mention.value == "yes"
    return mention.value


def _listed(found: Sequence[Candidate]) -> list[Candidate]:
    """Each value of a list once, in the document's order."""
    best: dict[str, Candidate] = {}
    for one in found:
        if one.score >= found[0].score - _MANY:
            best.setdefault(one.mention.value.lower(), one)
    return sorted(best.values(), key=lambda one: one.mention.start)


def _rivals(found: Sequence[Candidate]) -> bool:
    """Whether another value fits as well as the best, and no better."""
    best = found[0]
    return any(
        one.score >= best.score - 0.005 and one.mention.value != best.mention.value and one.how is best.how
        for one in found[1:]
    )


def _broken(column: Column, value: Value) -> str:
    """Which rule of a column a value breaks, "" for none."""
    if column.pattern and not re.search(column.pattern, str(value)):
        return "pattern"
    if isinstance(value, float) and (
        (column.least is not None and value < column.least)
        or (column.most is not None and value > column.most)
    ):
        return "range"
    if column.type is ColumnType.ONE_OF and value not in column.values:
        return "pattern"
    if column.checksum and not holds(column.checksum, str(value)):
        return "checksum"
    return ""
