"""Joins a table of values with what keeps a person's decisions, and with the page beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from app.runs.lessons import Kept
from app.runs.reviews import Other, Spot
from app.words.extracting import column_words
from rag.extracting.fields.cells import Decision
from rag.runs.types import Point
from ui.parts.desk import Given
from ui.parts.tasks import Lane
from ui.reader.desk import ReaderDesk
from ui.runs.lessons_dialog import LessonsDialog
from ui.runs.line import RunLine
from ui.runs.value_rows import ValueCell
from ui.runs.value_view import Marked
from ui.runs.values_body import ValuesBody


class Reviewing(QObject):
    """Decisions are kept in the order they were made, and taken back in the other."""

    def __init__(self, given: Given, line: RunLine, body: ValuesBody, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given = given
        self._body = body
        self._line = line
        self._reviews = given.services.reviews
        self._reader = given.frame.desk(ReaderDesk)
        self._done: list[tuple[int, Spot, Point]] = []  # what stood there; in the lane of the library alone
        body.ask_marked(self._marked)
        body.decided.connect(self._decide)
        body.entered.connect(self._enter)
        body.undone.connect(self._undo)
        body.put.connect(self._put)
        body.looked.connect(self.look)

    def show_lessons(self) -> None:
        """What corrections have taught, to be forgotten."""
        lessons, tasks = self._reviews.lessons, self._given.tasks

        def forget(lesson: int) -> None:
            tasks.run(Lane.LIBRARY, lambda: lessons.forget(lesson), lambda _: None, self._line.refuse)

        def show(kept: list[Kept]) -> None:
            dialog = LessonsDialog(self._given.window, kept, forget)
            dialog.exec()
            dialog.deleteLater()

        tasks.run(Lane.LIBRARY, lessons.all, show, self._line.refuse)

    def _decide(self, run_id: int, found: ValueCell, decision: Decision) -> None:
        act = self._reviews.accept if decision is Decision.ACCEPTED else self._reviews.reject
        self._keep(run_id, found.spot, lambda: act(run_id, found.spot))

    def _enter(self, run_id: int, found: ValueCell, text: str, marked: Marked | None) -> None:
        place = None if marked is None else marked[1:]
        correct = self._reviews.correct

        def kept() -> None:
            self._given.tasks.run(
                Lane.LIBRARY,
                lambda: self._reviews.others(run_id, found.spot),
                lambda others: self._body.offer(run_id, column_words(found.cell.column), others),
                self._line.refuse,
            )

        self._keep(run_id, found.spot, lambda: correct(run_id, found.spot, text, place), kept)

    def _put(self, run_id: int, others: Sequence[Other]) -> None:
        """What was taught, into the others of the table; each is taken back by itself."""

        def work() -> None:
            self._done.extend((run_id, one.spot, self._reviews.put(run_id, one)) for one in others)

        self._given.tasks.run(Lane.LIBRARY, work, lambda _: self._line.open(run_id), self._line.refuse)

    def _keep(
        self, run_id: int, spot: Spot, act: Callable[[], Point], kept: Callable[[], None] = lambda: None
    ) -> None:
        def work() -> None:
            self._done.append((run_id, spot, act()))

        def done(_: None) -> None:
            self._line.open(run_id)
            kept()

        self._given.tasks.run(Lane.LIBRARY, work, done, self._line.refuse)

    def _undo(self, run_id: int, found: ValueCell | None) -> None:
        """The last decision about this table; where there is none since the start, that about this cell."""

        def work() -> None:
            own = [at for at, (run, _, _) in enumerate(self._done) if run == run_id]
            if own:
                _, spot, before = self._done.pop(own[-1])
                self._reviews.undo(run_id, spot, before)
            elif found is not None:
                self._reviews.undo(run_id, found.spot)

        self._given.tasks.run(Lane.LIBRARY, work, lambda _: self._line.open(run_id), self._line.refuse)

    def look(self, document_id: int) -> None:
        """Its document, where another one is open beside."""
        library = self._given.services.library
        if self._reader.at_hand != (document_id,):
            self._given.tasks.run(
                Lane.LIBRARY,
                lambda: library.document(document_id),
                partial(self._given.frame.browse, keyboard=False),  # which decides on, in the table
                self._line.refuse,
            )

    def _marked(self, document_id: int) -> Marked | None:
        return self._reader.marked if self._reader.at_hand == (document_id,) else None
