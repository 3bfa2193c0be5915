"""What only tables can be saved as: their days as a calendar, their rows in a person's own sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.exporting.appending import Appended, append
from app.exporting.extractions import table
from app.exporting.register import ICS, save
from app.exporting.runs import paper_of, title_of
from app.words.catalogue import count, say
from app.words.kinds import title_words
from rag.runs.types import Report
from ui.parts.choosing import open_name, save_name
from ui.parts.desk import Given
from ui.runs.line import RunLine
from ui.runs.view import RunView


class TableSaving(QObject):
    """Entries of the menu in which a run is saved, seen where there is a table for them."""

    def __init__(self, given: Given, line: RunLine, view: RunView, menu: QMenu) -> None:
        super().__init__(menu)
        self._given = given
        self._line = line
        self._view = view
        self.calendar = menu.addAction(say("extractions.saving.calendar"), self._save_days)
        self.append = menu.addAction(say("extractions.saving.append"), self._append)
        menu.aboutToShow.connect(self._offer)

    def _offer(self) -> None:
        report = self._line.current
        self.calendar.setVisible(report is not None and bool(report.run.columns))
        self.append.setVisible(self._view.body is self._view.values)

    def _save_days(self) -> None:
        title, files = say("extractions.saving.calendar-title"), say("extractions.saving.calendar-files")
        name, _ = save_name(self._view, title, "", files)
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.{ICS.suffix}")
        audit, banner = self._given.services.audit, self._given.frame.banner

        def write(report: Report) -> None:
            save(path, paper_of(report), ICS)
            audit.saved("run", path, title_of(report))

        self._line.written(write, lambda _: banner.show_done(say("extractions.saving.saved", path=path)))

    def _append(self) -> None:
        title, files = say("extractions.saving.append-title"), say("extractions.saving.append-files")
        name = open_name(self._view, title, files)
        if not name:
            return
        path, audit = Path(name), self._given.services.audit

        def write(report: Report) -> Appended:
            done = append(path, table(report))
            audit.saved("run", path, title_of(report))
            return done

        self._line.written(write, lambda done: self._told(path, done))

    def _told(self, path: Path, done: Appended) -> None:
        facts = {"sheet": done.sheet, "name": path.name, "first": done.first}
        words = count("extractions.saving.appended", done.rows, **facts)
        if done.left_out:
            columns = ", ".join(done.left_out)
            words = say("extractions.saving.left-out", done=words, columns=columns)
        self._given.frame.banner.show_done(words)


def file_name(report: Report) -> str:
    """What a file is called by itself that holds kept work, without its suffix."""
    run = report.run
    called = title_words(run.title)
    called = called.lower() if called == run.title else called  # other languages write their nouns large
    named = f"{Path(run.document).stem}, {called}" if run.document else run.title.rstrip("?!. ")
    return "".join("-" if letter in '/\\:*?"<>|' else letter for letter in named)[:100]
