"""What is taken along of kept work that is in view: saved, copied, printed, kept as evidence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QMenu

from app.activity.work import Sort
from app.exporting.answers import TableFormat
from app.exporting.register import FORMATS, Format
from app.exporting.runs import html, plain, title_of
from app.exporting.tracked.saving import save_shown
from app.words.catalogue import say
from rag.runs.types import Report
from ui.parts.choosing import save_name
from ui.parts.desk import Given
from ui.parts.evidence import save_evidence
from ui.parts.printing import print_html
from ui.parts.tasks import Lane
from ui.runs.line import RunLine
from ui.runs.table_saving import TableSaving, file_name
from ui.runs.view import RunView


class TakingAlong(QObject):
    """The menu of what is in view, and its buttons for the clipboard and for paper."""

    def __init__(self, given: Given, line: RunLine, view: RunView, parent: QObject) -> None:
        super().__init__(parent)
        self._given, self._line, self._view = given, line, view
        self._banner = given.frame.banner
        view.export.setMenu(self._exports())
        view.copied.connect(self._copy)
        view.rows_copied.connect(self._copy_text)
        view.printed.connect(self._print)

    def _exports(self) -> QMenu:
        menu = QMenu(self._view)
        for form in FORMATS:
            menu.addAction(say("runs.actions.format", name=form.name), partial(self._export, form))
        menu.addAction(say("evidence.save"), self._evidence)
        self._saving = TableSaving(self._given, self._line, self._view, menu)
        self._copies = menu.addSeparator()
        self._copy_forms = [
            menu.addAction(say(f"runs.actions.copy-{form.value}"), partial(self._copy_lines, form))
            for form in TableFormat
        ]
        menu.aboutToShow.connect(self._offer_copies)
        return menu

    def _evidence(self) -> None:
        report = self._line.current
        if report is not None:
            evidence = self._given.services.evidence
            save_evidence(self._given, self._view, title_of(report), lambda: evidence.of_run(report))

    def _offer_copies(self) -> None:
        """Lines of a table can also be pasted in other forms."""
        for action in self._copy_forms:
            action.setVisible(self._view.body is self._view.answers)

    def _copy_lines(self, form: TableFormat) -> None:
        self._copy_text(self._view.answers.text(form))
        self._banner.show_done(say("runs.desk.copied"))

    def _copy_text(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._note_copied(text)

    def _note_copied(self, text: str) -> None:
        """Into the log of what was done."""
        audit = self._given.services.audit
        self._given.tasks.run(Lane.LIBRARY, lambda: audit.exported("run", "clipboard", text.encode()))

    def _written(self, work: Callable[[Report], object], done: str) -> None:
        """Turn what is in view into text or paper, elsewhere; then say that it is done."""
        narrowed = self._view.body.narrowed
        self._line.written(lambda report: work(narrowed(report)), lambda _: self._banner.show_done(done))

    def _copy(self) -> None:
        narrowed = self._view.body.narrowed
        self._line.written(
            lambda report: (plain(narrowed(report)), html(narrowed(report))), self._to_clipboard
        )

    def _to_clipboard(self, forms: tuple[str, str]) -> None:
        data = QMimeData()
        data.setText(forms[0])
        data.setHtml(forms[1])
        QGuiApplication.clipboard().setMimeData(data)
        self._note_copied(forms[0])
        self._banner.show_done(say("runs.desk.copied"))

    def _export(self, form: Format) -> None:
        report = self._line.current
        if report is None:
            return
        name, _ = save_name(
            self._view,
            say("runs.desk.save-title"),
            f"{file_name(report)}.{form.suffix}",
            f"{form.name} (*.{form.suffix})",
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(f"{name}.{form.suffix}")
            services = self._given.services

            def write(shown: Report) -> None:
                with services.activity.begin(Sort.EXPORT, path.name):
                    save_shown(path, services.store, shown, form)
                services.audit.saved("run", path, title_of(shown))

            self._written(write, say("runs.desk.saved", path=path))

    def _print(self) -> None:
        if self._line.current is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._given.window)
        if dialog.exec():
            self._written(
                lambda shown: print_html(printer, html(shown), title_of(shown)), say("runs.desk.printed")
            )
        dialog.deleteLater()
