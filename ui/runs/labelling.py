"""What a person does with a table of labels: correct one, and make tags of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QMessageBox

from app.runs.classifications import MADE_BY
from app.words.catalogue import count, say
from app.words.classifying import label_words
from app.words.messages import notice_of
from rag.classifying.scope import ClassifyScope
from rag.runs.types import Point, Report
from rag.storing.tags import TagChange
from ui.parts.desk import Given
from ui.parts.tasks import Lane
from ui.runs.points_body import PointsBody


class Labelling(QObject):
    def __init__(
        self,
        given: Given,
        points: PointsBody,
        shown: Callable[[], Report | None],
        again: Callable[[int], None],
    ) -> None:
        """`shown` gives the report in view, `again` shows a run as it stands now."""
        super().__init__(given.window)
        self._given = given
        self._points = points
        self._shown = shown
        self._again = again
        points.correct_asked.connect(self.correct)
        points.tags_asked.connect(self.tag)

    def menu(self, report: Report, point: Point, column: int) -> QMenu | None:
        """The labels that a cell can have instead; None where it has none."""
        scope, classifications = ClassifyScope.of(report.run), self._given.services.classifications
        rows = [one for block in report.blocks for one in block.points]
        if not 0 < column <= len(scope.questions) or point not in rows:
            return None
        axis = scope.questions[column - 1]
        names = classifications.labels_of(report.run, axis)
        if not names:
            return None
        judged = [one for one in report.results if one.points]
        document = judged[rows.index(point)].part.document_id
        menu = QMenu(self._points)
        menu.setAccessibleName(say("classifying.table.instead"))
        for name in (*names, ""):
            if not name:
                menu.addSeparator()
            do = partial(self._correct, report.run.id, document, axis, name)
            menu.addAction(label_words(scope, axis, name), do)
        return menu

    def correct(self, point: Point, column: int, at: QPoint) -> None:
        """Offer the labels that a cell of the table can have instead."""
        report = self._shown()
        menu = self.menu(report, point, column) if report and report.run.maker in MADE_BY else None
        if menu is not None:
            menu.exec(at)

    def tag(self) -> None:
        """Put the labels on their documents as tags, after asking; with a way back."""
        report = self._shown()
        if report is None:
            return
        services, run_id = self._given.services, report.run.id

        def ask(tags: dict[int, list[str]]) -> None:
            names = sorted({name for some in tags.values() for name in some})
            if not tags:
                self._given.frame.banner.show_done(say("classifying.table.nothing"))
            elif self._is_sure(len(tags), names):
                self._run(lambda: services.tagging.put_each(tags), self._tagged)

        self._run(lambda: services.classifications.tags_for(run_id), ask)

    def _is_sure(self, documents: int, names: list[str]) -> bool:
        words = count("classifying.table.sure", documents, tags=", ".join(names))
        title = say("classifying.table.tag")
        answer = QMessageBox.question(self._given.window, title, words)
        return answer is QMessageBox.StandardButton.Yes

    def _tagged(self, change: TagChange) -> None:
        words = count("tagging.done.changed", len(change.documents))
        undo = self._given.services.tagging.undo
        back = partial(self._run, lambda: undo(change.id), lambda _: None)
        self._given.frame.banner.show_undo(words, back)

    def _correct(self, run_id: int, document: int, axis: str, label: str) -> None:
        correct = self._given.services.classifications.correct
        self._run(lambda: correct(run_id, document, axis, label), lambda _: self._corrected(run_id))

    def _corrected(self, run_id: int) -> None:
        self._again(run_id)
        self._given.frame.banner.show_done(say("classifying.table.learnt"))

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        banner = self._given.frame.banner
        self._given.tasks.run(Lane.LIBRARY, work, done, lambda error: banner.show_notice(notice_of(error)))
