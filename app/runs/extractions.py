"""Asking for a table of values out of documents; `app.runs.runs` fills it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.words.catalogue import say
from engine.errors import ModelMissing
from engine.protocols import TextGenerator
from rag.extracting.fields.cells import CellPoint, Decision
from rag.extracting.fields.extractor import may_be_asked
from rag.extracting.fields.filling import Status, Value
from rag.extracting.fields.maker import ExtractionMaker, ExtractionScope
from rag.extracting.fields.schema import Column, Each, Schema, preset_names
from rag.extracting.fields.suggesting import Suggestion, suggested
from rag.runs.store import RunStore
from rag.runs.types import PartState, Point, Result, Run
from rag.types import Citation

MADE_BY = (ExtractionMaker.name,)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table: what it holds, where that stands, and how much it is worth."""

    column: Column
    values: tuple[Value, ...]
    text: str
    citations: tuple[Citation, ...]
    confidence: float
    status: Status
    unit: str = ""
    how: str = ""
    reason: str = ""
    decision: Decision | None = None  # of a person; None: nobody has looked at it
    decided: float = 0.0  # seconds since the epoch

    @property
    def value(self) -> Value | list[Value]:
        """One, None where it is absent; of a column that takes many, all."""
        if self.column.many:
            return list(self.values)
        return self.values[0] if self.values else None


Row = Mapping[str, Cell]


class Extractions:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: RunStore, maker: ExtractionMaker, generator: TextGenerator) -> None:
        self._store = store
        self._maker = maker
        self._generator = generator

    def create(
        self,
        schema: Schema,
        documents: Sequence[int] = (),
        collection: str | None = None,
        *,
        rules_only: bool = False,
    ) -> Run:
        """Keep a new table, QUEUED, with a row for each document. Where no model is installed the rules have
        to do. Raises `DocumentUnknown`, `ModelError`s.
        """
        model = "" if rules_only else self._asked(schema)
        scope = ExtractionScope(schema, collection, tuple(documents), rules_only=not model)
        names = tuple(column.name.replace("_", " ") for column in schema.columns)
        rows = self._maker.targets(scope)
        known = schema.name in preset_names()
        title = say(f"extractions.presets.{schema.name}") if known else schema.name or ", ".join(names)
        return self._store.create(
            ExtractionMaker.name,
            title,
            scope.encoded(),
            model=model,
            columns=(say("extractions.document"), *names),
            parts=rows,
        )

    def suggest(self, documents: Sequence[int]) -> list[Suggestion]:
        """The columns that sample documents have in common. Raises `DocumentUnknown`."""
        return suggested([self._maker.sight(one) for one in documents])

    def again(self, run_id: int) -> Run:
        """A new table of the same columns, over what its scope holds now."""
        scope = ExtractionScope.of(self._store.get(run_id))
        return self.create(scope.schema, scope.documents, scope.collection)

    def _asked(self, schema: Schema) -> str:
        """The model that is asked where rules find nothing; "" where there is none, or nothing to ask."""
        if schema.each is Each.ITEM or not any(map(may_be_asked, schema.columns)):
            return ""
        try:
            return self._generator.info().name
        except ModelMissing:
            return ""


def schema_of(run: Run) -> Schema:
    """What a table looks for."""
    return ExtractionScope.of(run).schema


def rows_of(schema: Schema, result: Result) -> list[Row]:
    """The rows that a document gave; none while it waits or where it failed."""
    if result.state is not PartState.DONE:
        return []
    width = len(schema.columns)
    points = result.points
    return [
        dict(_cells(schema, points[start : start + width]))
        for start in range(0, len(points) - width + 1, width)
    ]


def _cells(schema: Schema, points: Sequence[Point]) -> Iterator[tuple[str, Cell]]:
    for column, point in zip(schema.columns, points, strict=True):
        told = CellPoint.of(point)
        yield (
            column.name,
            Cell(
                column,
                told.values,
                point.text,
                point.citations,
                told.confidence,
                told.status,
                told.unit,
                told.how,
                told.reason,
                Decision(told.decision) if told.decision else None,
                float(told.decided or 0),
            ),
        )
