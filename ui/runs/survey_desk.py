"""Joins the switch beside the composer, the table, and the surveys behind them; what the window calls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox
from rag.surveys import Survey

from app.events import DocumentRemoved, Event, LibraryChanged
from app.exporting.surveys import Line, TableFormat, written
from ui.parts.controls import retint
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.theme import Palette
from ui.runs.survey_bar import SurveyBar
from ui.runs.survey_view import SurveyView
from ui.runs.surveys import SurveyViewModel


class SurveyDesk(Desk):
    """Tables of answers in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        services, palette = given.services, given.palette
        centre, banner, bar = given.frame.centre, given.frame.banner, given.frame.view(SurveyBar)
        self.model = SurveyViewModel(services.surveys, services.library, given.tasks, self)
        self.view = SurveyView(self.model.table, palette)
        self._bar = bar
        self._centre = centre
        self._before = centre.currentIndex()
        centre.addWidget(self.view)
        bar.switched.connect(self._switched)
        bar.tables_asked.connect(self.toggle)
        self.model.documents.connect(bar.show_documents)
        self.model.listed.connect(self._listed)
        self.model.opened.connect(self._opened)
        self.model.progressed.connect(self.view.show_progress)
        self.model.share.connect(self.view.show_share)
        self.model.refused.connect(banner.show_notice)
        self.model.saved.connect(lambda path: banner.show_done(f"Saved as {path}."))
        view = self.view
        view.cited.connect(given.frame.cite)
        view.copied.connect(_copy)
        view.export_asked.connect(self._export)
        view.stopped.connect(self.model.stop)
        view.continued.connect(self.model.go_on)
        view.again_asked.connect(self.model.again)
        view.chosen.connect(self.model.open)
        view.deleted.connect(self._delete)
        view.closed.connect(self.leave)
        retint(view, palette)
        self.model.load()
        self.model.look()

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(Menu.CONVERSATION, 40, "Ask &each document", "Ctrl+E", self._bar.switch.toggle),
            Entry(Menu.CONVERSATION, 50, "&Tables of answers", "Ctrl+T", self.toggle),
        )

    def take(self, event: Event) -> None:
        if isinstance(event, LibraryChanged | DocumentRemoved):
            self.model.look()

    def retint(self, palette: Palette) -> None:
        self.view.retint(palette)
        self._bar.retint(palette)

    @property
    def is_shown(self) -> bool:
        return self._centre.currentWidget() is self.view

    def takes(self, question: str) -> bool:
        """Put a question to each document, when that is switched on."""
        if not self._bar.is_on:
            return False
        if self.model.ask(question, self._bar.chosen):
            self.show()
        return True

    def toggle(self) -> None:
        """To the tables, or back to the conversation."""
        if self.is_shown:
            self.leave()
        else:
            self.show()

    def show(self) -> None:
        """The tables, beginning with the newest."""
        if not self.is_shown:
            self._before = self._centre.currentIndex()
            self._centre.setCurrentWidget(self.view)
        self._open_newest()
        self.view.table.setFocus()

    def leave(self) -> None:
        if self.is_shown:
            self._centre.setCurrentIndex(self._before)

    # --- inside --------------------------------------------------------------------------------------------

    def _switched(self, on: bool) -> None:
        if on:
            self.model.look()

    def _listed(self, kept: tuple[Survey, ...]) -> None:
        self.view.show_kept(kept)
        self._bar.tables.setVisible(bool(kept))
        self._open_newest()

    def _open_newest(self) -> None:
        kept = self.view.kept_surveys
        if self.is_shown and self.model.current is None and kept:
            self.model.open(kept[0].id)

    def _opened(self, survey: Survey | None) -> None:
        self.view.show_survey(survey)
        if not self.model.is_running:
            self.view.show_progress("")

    def _export(self, shown: Sequence[Line]) -> None:
        name, _ = QFileDialog.getSaveFileName(self.view, "Export the table", "answers.csv", "CSV (*.csv)")
        if name:
            self.model.export(Path(name), shown)

    def _delete(self, survey_id: int) -> None:
        answer = QMessageBox.question(
            self.view, "Delete this table?", "Its answers are deleted for good. Documents stay."
        )
        if answer is QMessageBox.StandardButton.Yes:
            self.model.delete(survey_id)


def _copy(shown: Sequence[Line], form: TableFormat) -> None:
    QGuiApplication.clipboard().setText(written(shown, form))
