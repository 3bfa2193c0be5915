"""Slots filled from the documents: by rules, then by a question; each value with its place.

What several documents say differently, and what is doubtful in one, fills no slot: it is told, and the person
decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from rag.drafting.customs import day_of, day_words, listed
from rag.drafting.pieces import Filled, Held, Origin
from rag.drafting.slots import SlotKind
from rag.extracting.fields.extractor import FieldExtractor, Placed
from rag.extracting.fields.filling import Status
from rag.extracting.fields.schema import Column, ColumnType, Schema
from rag.language.words import plain
from rag.types import Document

_EITHER_WAY = "ambiguous"  # 03/04/2020 is March or April, as one reads it: it stands as it is written
_TRUSTED = (Status.CHECKED, Status.FOUND)


@dataclass(frozen=True, slots=True)
class Found:
    """What the documents gave for slots, by their names as the template writes them."""

    filled: Mapping[str, Filled]
    held: tuple[Held, ...] = ()


def looked_up(
    extractor: FieldExtractor,
    documents: Sequence[Document],
    wanted: Mapping[str, SlotKind],
    code: str,
    day_form: str,
    cancel: CancelToken,
) -> Found:
    """What documents say of slots. Days are written as letters in the language `code` have them, or in
    `day_form`; everything else as the document writes it. Raises as `FieldExtractor.extract` does.
    """
    columns = {name: column for name, kind in wanted.items() if (column := kind.column()) is not None}
    if not columns or not documents:
        return Found({})
    rows = [_row(extractor, one, list(columns.values()), wanted, cancel) for one in documents]
    filled: dict[str, Filled] = {}
    held: list[Held] = []
    for name, column in columns.items():
        cells = [row[column.name] for row in rows]
        sure = [one for one in cells if _is_sure(one) and one.citations]
        if not sure or len({_said(one) for one in sure}) > 1:
            doubtful = sure or [one for one in cells if one.cell.status is Status.DOUBTFUL and one.citations]
            if doubtful:
                said = " | ".join(dict.fromkeys(_words(one, code, day_form) for one in doubtful))
                cited = tuple(citation for one in doubtful for citation in one.citations)
                held.append(Held(name, "several" if sure else "doubtful", said, cited))
            continue
        text = _words(sure[0], code, day_form)
        filled[name] = Filled(name, text, Origin.DOCUMENTS, sure[0].citations)
        if sure[0].cell.reason == _EITHER_WAY:
            held.append(Held(name, _EITHER_WAY, text, sure[0].citations))
    return Found(filled, tuple(held))


def _row(
    extractor: FieldExtractor,
    document: Document,
    columns: Sequence[Column],
    wanted: Mapping[str, SlotKind],
    cancel: CancelToken,
) -> dict[str, Placed]:
    """A row by rules, and by a question where a slot has one: a slot's name alone is none."""
    (row,) = extractor.extract(document, Schema("", tuple(columns)), cancel, rules_only=True)
    asking = {kind.name for kind in wanted.values() if kind.question}
    empty = [one for one in columns if row[one.name].cell.status is Status.ABSENT and one.name in asking]
    if empty:
        (more,) = extractor.extract(document, Schema("", tuple(empty)), cancel)
        row |= more
    return row


def _is_sure(placed: Placed) -> bool:
    """Whether a value may stand: also a day that reads in two ways, as it is written."""
    return placed.cell.status in _TRUSTED or placed.cell.reason == _EITHER_WAY


def _said(placed: Placed) -> tuple[str, ...]:
    return tuple(str(one).casefold() for one in placed.cell.values)


def _words(placed: Placed, code: str, day_form: str) -> str:
    cell = placed.cell
    if cell.column.type is ColumnType.DATE:
        day = day_of(str(cell.values[0]))
        written = plain(cell.mentions[0].text)
        if day is not None and cell.reason != _EITHER_WAY:
            return day_words(day, code, day_form)
        return written
    if cell.column.many:
        return listed([plain(str(one)) for one in cell.values], code)
    if cell.column.type in (ColumnType.MONEY, ColumnType.NUMBER, ColumnType.PERIOD):
        return plain(cell.mentions[0].text)
    return plain(str(cell.values[0]))
