"""What a person decides about the cells of a table of values: right, corrected, not there; or takes back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.runs.extractions import Cell, rows_of, schema_of
from app.runs.lessons import Lessons
from app.security.auditing import Audit
from rag.errors import CellUnknown, ValueRefused, VaultError
from rag.extracting.fields import entering
from rag.extracting.fields.cells import CellPoint, Decision, accepted, corrected, rejected, undone
from rag.extracting.fields.choosing import How
from rag.extracting.fields.extractor import Ask, FieldExtractor, cited_at, sight_of
from rag.extracting.fields.filling import Status
from rag.extracting.fields.maker import ExtractionMaker, kept
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column, Each
from rag.extracting.fields.sight import Sight
from rag.runs.store import RunStore
from rag.runs.types import Point, Result, Run
from rag.storing.documents import DocumentStore
from rag.storing.lessons import LessonStore
from rag.storing.vault import Vault

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a table: `place` is its document's among the run's parts, `row` among that document's rows,
    `number` its column's among the schema's; all from 0.
    """

    place: int
    row: int
    number: int


@dataclass(frozen=True, slots=True)
class Other:
    """A cell that would be another by what was taught: `point` is what it would be."""

    spot: Spot
    document: str
    point: Point


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How far the cells of a table have been decided about. `open`: to be checked, and nobody has yet."""

    cells: int
    decided: int
    open: int


class Reviews:
    """Methods may be called from any thread. They raise `RunUnknown`, `CellUnknown`, `PointUnknown` and
    `VaultError`s.
    """

    def __init__(
        self,
        store: RunStore,
        documents: DocumentStore,
        audit: Audit,
        lessons: Lessons,
        extractor: FieldExtractor,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._documents = documents
        self._audit = audit
        self._lessons = lessons
        self._extractor = extractor
        self._clock = clock

    @property
    def lessons(self) -> Lessons:
        """What corrections have taught."""
        return self._lessons

    def spot(self, run: Run, document: str, column: str, row: int = 1) -> Spot:
        """The cell of a document, by the name of its file, and of a column, by its own; `row` counts from 1,
        where a document has several. Raises `CellUnknown`, which says what there is.
        """
        names = [one.name for one in schema_of(run).columns]
        number = next((at for at, one in enumerate(names) if one.casefold() == column.casefold()), None)
        if number is None:
            raise CellUnknown(column=column, known=", ".join(names))
        parts = self._store.results(run.id)
        found = [one for one in parts if document in (one.part.document, str(one.part.document_id))]
        if not found:
            raise CellUnknown(document=document, known=", ".join(one.part.document for one in parts))
        rows = len(rows_of(schema_of(run), found[0]))
        if not 1 <= row <= rows:
            raise CellUnknown(row=row, known=str(rows))
        return Spot(found[0].part.place, row - 1, number)

    def accept(self, run_id: int, spot: Spot) -> Point:
        """A cell is right as it is. What it was, to be put back."""
        return self._change(run_id, spot, lambda point: accepted(point, self._clock()), Decision.ACCEPTED)

    def reject(self, run_id: int, spot: Spot) -> Point:
        """The document does not say it; nothing is learnt of that, since another of its layout may. What the
        cell was, to be put back.
        """
        return self._change(run_id, spot, lambda point: rejected(point, self._clock()), Decision.REJECTED)

    def correct(
        self, run_id: int, spot: Spot, text: str = "", marked: tuple[int, int] | None = None
    ) -> Point:
        """Another value: `text` as a person writes it, or what is `marked` in the document, from a place of
        its text to another; learnt for papers of the same layout. What the cell was, to be put back. Raises
        `ValueRefused` where it is not of the column's type.
        """
        result, column = self._part(run_id, spot)
        document = self._documents.get(result.part.document_id)
        sight = sight_of(self._documents, document.id)
        point = result.points[_index(self._store.get(run_id), spot)]
        near = point.citations[0].start if point.citations else 0
        if marked is not None:
            found = entering.selected(column, sight, *marked)
            standing: Sequence[Mention | None] = found
        else:
            found = entering.read_as(column, text, sight)
            standing = [entering.standing(column, sight, one, near) for one in found]
        if not found:
            raise ValueRefused(value=text or _marked(sight, marked), type=column.type.value)
        places = [cited_at(self._documents, document, one) for one in standing if one is not None]
        before = self._change(
            run_id, spot, lambda old: corrected(old, column, found, places, self._clock()), Decision.CORRECTED
        )
        if (place := standing[0]) is not None:
            self._teach(document.id, column, sight, place)
        return before

    def undo(self, run_id: int, spot: Spot, before: Point | None = None) -> Point:
        """Put a cell back as it was `before`, or as it was found; what it taught is forgotten. What it was
        until now.
        """
        result, column = self._part(run_id, spot)
        self._lessons.unlearn(result.part.document_id, column)
        return self._change(run_id, spot, lambda point: before or undone(point), None)

    def others(self, run_id: int, spot: Spot) -> list[Other]:
        """The cells of the same column in other documents that would be others by what was taught since; not
        those that a person has decided about.
        """
        run = self._store.get(run_id)
        schema = schema_of(run)
        column = schema.columns[spot.number]
        if schema.each is not Each.DOCUMENT:
            return []
        found = []
        for result in self._store.results(run_id):
            at = Spot(result.part.place, 0, spot.number)
            if at.place == spot.place or len(result.points) <= spot.number:
                continue
            now = CellPoint.of(result.points[spot.number])
            placed = self._extractor.column(self._documents.get(result.part.document_id), column)
            if not now.decision and placed.cell.how is How.TAUGHT and placed.cell.values != now.values:
                found.append(Other(at, result.part.document, kept(placed)))
        return found

    def put(self, run_id: int, other: Other) -> Point:
        """Put what was taught into a cell; nobody has decided about it by that. What it was."""
        return self._store.change(run_id, other.spot.place, other.spot.number, lambda _: other.point)

    # --- inside --------------------------------------------------------------------------------------------

    def _part(self, run_id: int, spot: Spot) -> tuple[Result, Column]:
        run = self._store.get(run_id)
        result = next((one for one in self._store.results(run_id) if one.part.place == spot.place), None)
        if result is None or _index(run, spot) >= len(result.points):
            raise CellUnknown(row=spot.row + 1)
        return result, schema_of(run).columns[spot.number]

    def _teach(self, document_id: int, column: Column, sight: Sight, place: Mention) -> None:
        """A list is taught by none of its values alone; what cannot be learnt takes no decision along."""
        if column.many:
            return
        try:
            self._lessons.learn(document_id, column, sight, place)
        except VaultError as fault:
            _log.warning("a correction was not learnt from: %s", fault.code)

    def _change(
        self, run_id: int, spot: Spot, change: Callable[[Point], Point], decision: Decision | None
    ) -> Point:
        result, column = self._part(run_id, spot)
        before = self._store.change(run_id, spot.place, _index(self._store.get(run_id), spot), change)
        self._audit.reviewed(result.part.document_id, column.name, decision.value if decision else "undone")
        return before


def extracting_by(
    vault: Vault, documents: DocumentStore, runs: RunStore, ask: Ask, audit: Audit
) -> tuple[ExtractionMaker, Reviews]:
    """What fills tables of values, and what keeps decisions about them: the one is taught by the other."""
    lessons = Lessons(LessonStore(vault))
    extractor = FieldExtractor(documents, ask, lessons.told)
    return ExtractionMaker(documents, extractor), Reviews(runs, documents, audit, lessons, extractor)


def cells_of(run: Run, results: Sequence[Result]) -> Iterator[tuple[Spot, Cell]]:
    """Every cell of a table, in its order."""
    schema = schema_of(run)
    for result in results:
        for row, cells in enumerate(rows_of(schema, result)):
            for number, column in enumerate(schema.columns):
                yield Spot(result.part.place, row, number), cells[column.name]


def reviewed(run: Run, results: Sequence[Result]) -> Reviewed:
    """How far a table has been gone through."""
    cells = [cell for _, cell in cells_of(run, results)]
    decided = sum(cell.decision is not None for cell in cells)
    return Reviewed(len(cells), decided, sum(is_open(cell) for cell in cells))


def is_open(cell: Cell) -> bool:
    """Whether a person should look at a cell: it is doubtful, or missing where it must not be."""
    missing = cell.status is Status.ABSENT and cell.column.required
    return cell.decision is None and (cell.status is Status.DOUBTFUL or missing)


def _index(run: Run, spot: Spot) -> int:
    return spot.row * len(schema_of(run).columns) + spot.number


def _marked(sight: Sight, marked: tuple[int, int] | None) -> str:
    return " ".join(sight.text[slice(*marked)].split()) if marked else ""
