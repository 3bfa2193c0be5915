"""Makes tables of values: for each document a row of cells, kept cell by cell with their places.

A row is as many points as the schema has columns, in their order; an item's row follows another. What a point
carries beside its text and places stands in its `cells`, see `CellPoint`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from rag.errors import DocumentUnknown
from rag.extracting.fields.cells import VERDICTS, CellPoint
from rag.extracting.fields.extractor import FieldExtractor, Placed, sight_of
from rag.extracting.fields.filling import Status
from rag.extracting.fields.schema import Schema, encoded, parsed
from rag.extracting.fields.sight import Sight
from rag.runs.maker import Maker
from rag.runs.types import Block, Part, PartState, Point, Result, Run, Verdict
from rag.storing.documents import DocumentStore
from rag.types import DocumentState, Support


@dataclass(frozen=True, slots=True)
class ExtractionScope:
    """What is looked for, and where: without `documents` every READY one, of a `collection` if given."""

    schema: Schema
    collection: str | None = None
    documents: tuple[int, ...] = ()
    rules_only: bool = False  # no model is asked where rules find nothing

    def encoded(self) -> str:
        """As `Run.options` keeps it."""
        told = {
            "collection": self.collection,
            "documents": self.documents,
            "rules_only": self.rules_only,
        }
        return json.dumps({**told, "schema": encoded(self.schema)})

    @classmethod
    def of(cls, run: Run) -> ExtractionScope:
        """The inverse of `encoded`."""
        fields = json.loads(run.options)
        documents, rules_only = tuple(fields["documents"]), bool(fields["rules_only"])
        return cls(parsed(fields["schema"]), fields["collection"], documents, rules_only)


class ExtractionMaker(Maker):
    name = "extraction"
    faults = (*Maker.faults, DocumentUnknown)  # a document may be gone by now

    def __init__(self, documents: DocumentStore, extractor: FieldExtractor) -> None:
        super().__init__(documents)
        self._extractor = extractor

    def sight(self, document_id: int) -> Sight:
        """A document as it is looked at. Raises `DocumentUnknown`."""
        return sight_of(self._documents, self._documents.get(document_id).id)

    def targets(self, scope: ExtractionScope) -> list[Result]:
        """A waiting part for each document of a scope that is READY. Raises `DocumentUnknown`."""
        ready = self.ready(scope.documents, scope.collection)
        return [Result(Part(place, one.id, one.name)) for place, one in enumerate(ready)]

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        return self.targets(ExtractionScope.of(run))

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        scope = ExtractionScope.of(run)
        return [self._filled(scope, part, cancel) for part in group]

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        """The table to be read: each document's name before its values, with the places of all of them."""
        width = len(ExtractionScope.of(run).schema.columns)
        return tuple(
            Block("", 1, tuple(_shown(one.part.document, one.points, width))) for one in results if one.points
        )

    def awaited(self, run: Run) -> tuple[int, ...]:
        """None: its rows are those of the documents that were READY when it was asked for."""
        return ()

    def model(self, run: Run) -> str:
        """The one that was there when it was asked for."""
        return run.model

    def is_whole(self, results: Sequence[Result]) -> bool:
        """A row that failed says so; the table is DONE all the same."""
        return not any(one.state is PartState.WAITING for one in results)

    # --- inside --------------------------------------------------------------------------------------------

    def _filled(self, scope: ExtractionScope, part: Part, cancel: CancelToken) -> Result:
        document = self._documents.get(part.document_id)
        if document.state is not DocumentState.READY:
            raise DocumentUnknown(document=part.document)
        found = self._extractor.extract(document, scope.schema, cancel, rules_only=scope.rules_only)
        columns = scope.schema.columns
        points = tuple(kept(row[column.name]) for row in found for column in columns)
        verdict = Verdict.FOUND if any(one.citations for one in points) else Verdict.SILENT
        return Result(part, PartState.DONE, points, verdict)


def _shown(document: str, points: Sequence[Point], width: int) -> Iterator[Point]:
    for start in range(0, len(points) - width + 1, width):
        row = points[start : start + width]
        cited = [(column, place) for column, one in enumerate(row, 1) for place in one.citations]
        cells = (document, *(_words(CellPoint.of(one)) for one in row))
        places = tuple(column for column, _ in cited)
        yield Point("", tuple(place for _, place in cited), cells=cells, places=places)


def _words(cell: CellPoint) -> str:
    """A cell in few words: what is doubtful with a question mark."""
    told = ", ".join(f"{one:,g}" if isinstance(one, float) else str(one) for one in cell.values)
    doubt = " ?" if cell.status is Status.DOUBTFUL else ""
    return f"{told} {cell.unit}".strip() + doubt


def kept(placed: Placed) -> Point:
    """A cell as a run keeps it."""
    cell = placed.cell
    text = ", ".join(one.text.strip() for one in cell.mentions)
    how = cell.how.value if cell.how else ""
    kept_so = CellPoint(cell.values, cell.status, cell.confidence, cell.unit, how, cell.reason)
    support = Support.SUPPORTED if placed.citations else Support.NEUTRAL
    return Point(" ".join(text.split()), placed.citations, support, kept_so.encoded(), VERDICTS[cell.status])
