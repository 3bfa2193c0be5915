"""Rows of cells from a document of the library, each cell with the place it was taken from.

Rules come first. What they leave empty is asked of the document as any question is, where a model is there:
its answer counts only where the document supports it, and what is of a type is taken from the quote, never
from the model's words.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine.cancel import CancelToken
from engine.errors import ContextFull, OnlyThoughts
from rag.extracting.fields.choosing import Candidate, How, value_in
from rag.extracting.fields.filling import Cell, Status, Taught, cell_of, found_of, rows_of, weighed
from rag.extracting.fields.layouts import Layout
from rag.extracting.fields.lessons import Lesson, taught
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column, ColumnType, Each, Schema
from rag.extracting.fields.sight import Sight
from rag.grounding.citations import Quote, citation_of, hit_at
from rag.language.marks import unquoted
from rag.runs.types import Point
from rag.storing.documents import DocumentStore
from rag.types import Citation, Document

_ANSWERED = 0.6  # of a score: what answers the column's question
_QUOTED = 400  # characters of an answer's quote in which a value is looked for

Ask = Callable[[str, Document, CancelToken], Sequence[Point]]
"""Puts a question to one document: what its answer says, with its places; nothing where it is silent."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the places of its values, in their order."""

    cell: Cell
    citations: tuple[Citation, ...]


class FieldExtractor:
    """Fills the rows of one document at a time."""

    def __init__(
        self,
        store: DocumentStore,
        ask: Ask | None = None,
        lessons: Callable[[], Sequence[Lesson]] = lambda: (),
    ) -> None:
        """`ask` answers a column's question where rules find nothing; None: rules alone. `lessons` tells what
        corrections taught.
        """
        self._store = store
        self._ask = ask
        self._lessons = lessons

    def extract(
        self, document: Document, schema: Schema, cancel: CancelToken, *, rules_only: bool = False
    ) -> list[dict[str, Placed]]:
        """The rows of a document. With `rules_only` no question is asked. Raises `DocumentUnknown`,
        `VaultError`s, `Cancelled`.
        """
        sight = sight_of(self._store, document.id)
        rows = rows_of(schema, sight, self._taught(sight))
        cancel.raise_if_cancelled()
        if schema.each is Each.DOCUMENT and not rules_only:
            rows = [
                {name: self._asked(cell, document, sight, cancel) for name, cell in row.items()}
                for row in rows
            ]
        return [{name: self._placed(cell, document) for name, cell in row.items()} for row in rows]

    def column(self, document: Document, column: Column) -> Placed:
        """The cell of one column, by what was taught and by rules. Raises `VaultError`s."""
        sight = sight_of(self._store, document.id)
        return self._placed(found_of(column, sight, self._taught(sight)), document)

    # --- inside --------------------------------------------------------------------------------------------

    def _taught(self, sight: Sight) -> Taught:
        lessons = self._lessons()
        if not lessons:
            return lambda _: ()
        layout = Layout.of(sight)
        return lambda column: taught(column, sight, layout, lessons)

    def _asked(self, cell: Cell, document: Document, sight: Sight, cancel: CancelToken) -> Cell:
        """The cell, or what the document answers to its question where it is empty."""
        if self._ask is None or cell.status is not Status.ABSENT or not may_be_asked(cell.column):
            return cell
        try:
            points = self._ask(cell.column.question, document, cancel)
        except (ContextFull, OnlyThoughts) as fault:  # of one question alone: the rest goes on
            _log.warning("a column's question was not answered: %s", fault.code)
            return cell
        cancel.raise_if_cancelled()
        found = [one for point in points for one in _from(cell.column, point, sight)]
        return weighed(cell_of(cell.column, found), sight) if found else cell

    def _placed(self, cell: Cell, document: Document) -> Placed:
        citations = tuple(
            cited_at(self._store, document, one) for one in cell.mentions if one.end > one.start
        )
        if any(one.poor for one in citations) and cell.status is Status.CHECKED:
            cell = replace(cell, status=Status.DOUBTFUL, reason="poor")
        return Placed(cell, citations)


def sight_of(store: DocumentStore, document_id: int) -> Sight:
    """A document of the library as it is looked at. Raises `VaultError`s."""
    pages = store.pages(document_id)
    starts = [store.page_start(document_id, page.number) for page in pages]
    return Sight.of(pages, starts, store.text(document_id))


def cited_at(store: DocumentStore, document: Document, mention: Mention) -> Citation:
    """Where a value stands. Raises `DocumentUnknown`."""
    text = store.text(document.id, mention.start, mention.end)
    return citation_of(store, Quote(hit_at(document.id, document.name, mention.start, text), 0, len(text)))


def may_be_asked(column: Column) -> bool:
    """Whether a question in words could find it: not what is found by its place or form, nor what a preset
    knows by labels in seven languages and many documents do not have.
    """
    by_form = column.finds or column.place or column.checksum == "iban"
    known_to_lack = column.called and not column.required
    return not (by_form or known_to_lack or column.type in (ColumnType.PARTY, ColumnType.ADDRESS))


def _from(column: Column, point: Point, sight: Sight) -> list[Candidate]:
    """What an answer gives: of a type, what its quote holds of it; else the answer itself."""
    if not point.citations:
        return []
    place = point.citations[0]
    if column.type is ColumnType.TEXT and not column.pattern:
        mention: Mention | None = Mention(
            place.start, place.end, place.quote, unquoted(" ".join(point.text.split()))
        )
    else:
        mention = value_in(column, sight, place.start, min(place.end, place.start + _QUOTED))
    return [Candidate(mention, _ANSWERED, How.ANSWER)] if mention else []
