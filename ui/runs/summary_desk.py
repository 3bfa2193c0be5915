"""Joins the summaries of the library, the pane that shows them, and paper; what the window calls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.events import DocumentRemoved, Event
from app.exporting.summaries import ExportFormat, html, markdown, save, title
from rag.runs.kinds import Kind
from rag.runs.types import Report
from rag.types import Document, DocumentState
from ui.library.panel import LibraryPanel
from ui.parts.controls import retint
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.overlays import DropTarget
from ui.parts.printing import print_html, write_pdf
from ui.parts.theme import Palette
from ui.runs.summaries import Listing, SummariesViewModel
from ui.runs.summarise_dialog import CompareDialog, SummariseDialog
from ui.runs.summary_list import SummaryList
from ui.runs.summary_view import SummaryView

_FORMS = (
    ("Markdown…", ExportFormat.MARKDOWN),
    ("Word…", ExportFormat.DOCX),
    ("PDF…", ExportFormat.PDF),
)


class SummaryDesk(Desk):
    """Summaries in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        services, palette = given.services, given.palette
        self._settings = services.settings
        self._library = given.frame.view(LibraryPanel)
        self._centre = given.frame.centre
        self._banner = given.frame.banner
        self._palette = palette
        self._kinds: tuple[Kind, ...] = ()
        self.model = SummariesViewModel(
            services.summaries, services.library, services.settings, given.tasks, self
        )
        self.view = SummaryView(palette)
        self.list = SummaryList(palette)
        for page in (self.view, self.list):
            self._centre.addWidget(page)
            retint(page, palette)
        self._connect()
        self.view.set_exports([(words, partial(self._export, form)) for words, form in _FORMS])
        self.model.load()

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(Menu.SUMMARY, 10, "&Summarise…", "Ctrl+Shift+S", self.summarise_selected),
            Entry(Menu.SUMMARY, 20, "&Compare with…", "", self.compare_selected),
            Entry(Menu.SUMMARY, 30, "Su&mmaries…", "Ctrl+Shift+L", self.show_list),
        )

    def take(self, event: Event) -> None:
        if isinstance(event, DocumentRemoved):
            self.model.reload()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.view.set_palette(palette)
        self.list.set_palette(palette)

    @property
    def is_shown(self) -> bool:
        return self._centre.currentWidget() in (self.view, self.list)

    def add(self, paths: Sequence[Path], target: DropTarget) -> None:
        if target is DropTarget.SUMMARISE:
            self.model.add(paths)

    def summarise(self, chosen: Sequence[int] = ()) -> None:
        """Ask which documents, and how."""
        self.model.look(lambda found: self._ask(found, chosen))

    def compare(self, chosen: Sequence[int] = ()) -> None:
        """Ask which two documents."""
        self.model.look(lambda found: self._ask_two(found, chosen))

    def summarise_selected(self) -> None:
        """Ask how the documents selected in the library are summarised."""
        self.summarise(self._selected())

    def compare_selected(self) -> None:
        """Ask which two documents, beginning with those selected in the library."""
        self.compare(self._selected())

    def show_list(self) -> None:
        """Every summary, in the centre."""
        self._centre.setCurrentWidget(self.list)
        (self.list.list if self.list.rows.rowCount() else self.list.new).setFocus()

    def leave(self) -> None:
        """Back to the conversation."""
        if self.is_shown:
            self.given.frame.show_conversation()

    def _selected(self) -> list[int]:
        return [one.id for one in self._library.selection() if one.state is not DocumentState.FAILED]

    # --- inside --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        model, view, found = self.model, self.view, self.list
        model.kinds.connect(self._offer)
        model.listed.connect(self._listed)
        model.opened.connect(self._opened)
        model.progressed.connect(view.show_progress)
        model.moved.connect(self._moved)
        model.refused.connect(self._banner.show_notice)
        view.cited.connect(self.given.frame.cite)
        view.paused.connect(model.pause)
        view.continued.connect(model.go_on)
        view.again_asked.connect(model.again)
        view.copied.connect(self._copy)
        view.rows_copied.connect(lambda text: QGuiApplication.clipboard().setText(text))
        view.printed.connect(self._print)
        view.deleted.connect(self._delete)
        view.list_asked.connect(self.show_list)
        view.closed.connect(self.leave)
        found.chosen.connect(self._open)
        found.searched.connect(model.search)
        found.paused.connect(model.pause)
        found.continued.connect(model.go_on)
        found.deleted.connect(self._delete)
        found.pause_all_asked.connect(model.pause_all)
        found.new_asked.connect(self.summarise_selected)
        found.closed.connect(self.leave)
        self._library.summarise_asked.connect(self.summarise_selected)
        self._library.compare_asked.connect(self.compare_selected)

    def _offer(self, kinds: tuple[Kind, ...]) -> None:
        self._kinds = kinds
        self.view.offer(kinds)

    def _open(self, summary_id: int) -> None:
        self.model.open(summary_id, asked=True)

    def _opened(self, report: Report | None, asked: bool) -> None:
        if report is None:
            if self._centre.currentWidget() is self.view:
                self.show_list()
            return
        id_ = report.summary.id
        self.view.show_report(report, self.model.waits(id_), self.model.failure(id_))
        if asked:
            self._centre.setCurrentWidget(self.view)
            self.view.focus()

    def _moved(self, summary_id: int, done: int, total: int) -> None:
        self.list.rows.move(summary_id, done, total)
        report = self.model.current
        if report is not None and report.summary.id == summary_id:
            self.view.show_share(done, total)

    def _listed(self, listing: Listing) -> None:
        self.list.show_listing(listing)
        report = self.model.current
        if report is not None:
            id_ = report.summary.id
            self.view.show_report(report, self.model.waits(id_), self.model.failure(id_))
            self.view.show_progress(self.model.progress)

    def _ask(self, documents: tuple[Document, ...], chosen: Sequence[int]) -> None:
        kept = self._settings.preferences
        dialog = SummariseDialog(
            self.given.window, documents, self._kinds, kept.summary_kind, kept.summary_length, chosen
        )
        if dialog.exec():
            self.model.make(dialog.documents.chosen, *dialog.choice.chosen)
        dialog.deleteLater()

    def _ask_two(self, documents: tuple[Document, ...], chosen: Sequence[int]) -> None:
        dialog = CompareDialog(self.given.window, documents, self._palette, chosen)
        if dialog.exec():
            self.model.compare(*dialog.chosen)
        dialog.deleteLater()

    def _delete(self, summary_id: int) -> None:
        answer = QMessageBox.question(
            self.given.window, "Delete this summary?", "It is deleted for good. Its document stays."
        )
        if answer is QMessageBox.StandardButton.Yes:
            self.model.delete(summary_id)

    # --- taken along ---------------------------------------------------------------------------------------

    def _copy(self) -> None:
        self.model.written(lambda report: (markdown(report), html(report)), self._to_clipboard)

    def _to_clipboard(self, forms: tuple[str, str]) -> None:
        data = QMimeData()
        data.setText(forms[0])
        data.setHtml(forms[1])
        QGuiApplication.clipboard().setMimeData(data)
        self._banner.show_done("The summary is on the clipboard.")

    def _export(self, form: ExportFormat) -> None:
        report = self.model.current
        if report is None:
            return
        suffix = form.value
        name, _ = QFileDialog.getSaveFileName(
            self.view, "Save the summary", f"{_file_name(report)}.{suffix}", f"{suffix.upper()} (*.{suffix})"
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(f"{name}.{suffix}")
            self.model.written(
                partial(_saved, path, form), lambda _: self._banner.show_done(f"Saved as {path}.")
            )

    def _print(self) -> None:
        report = self.model.current
        if report is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self.given.window)
        if dialog.exec():
            self.model.written(
                lambda kept: print_html(printer, html(kept), title(kept)),
                lambda _: self._banner.show_done("The summary was sent to the printer."),
            )
        dialog.deleteLater()


def _saved(path: Path, form: ExportFormat, report: Report) -> None:
    if form is ExportFormat.PDF:
        write_pdf(path, html(report), title(report))
    else:
        save(path, report, form)


def _file_name(report: Report) -> str:
    summary = report.summary
    return f"{Path(summary.document).stem}, {summary.title.lower()}".replace("/", "-")
