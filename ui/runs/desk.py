"""Joins the kept work of the library, the panes that show it, and what begins it; what the window calls."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMessageBox

from app.events import (
    Brought,
    CollectionsChanged,
    DocumentRemoved,
    Event,
    IndexingPaused,
    LibraryChanged,
    RecipesChanged,
    TagsChanged,
)
from app.runs import surveys
from app.types import Notice
from app.words.catalogue import count, say
from rag.runs.kinds import Kind
from rag.runs.types import Report
from rag.types import Document, DocumentState
from ui.chat.desk import ChatDesk
from ui.library.panel import LibraryPanel
from ui.parts.desk import Begin, Desk, Entry, Given, Offer
from ui.parts.overlays import DropTarget
from ui.parts.theme import Palette
from ui.runs.asking import Asking
from ui.runs.checking import Checking
from ui.runs.classify_dialog import ClassifyDialog
from ui.runs.contradicting import Contradicting
from ui.runs.extract_dialog import ExtractDialog
from ui.runs.labelling import Labelling
from ui.runs.line import RunLine
from ui.runs.list import RunList
from ui.runs.listing import Listing
from ui.runs.menu import entries_of
from ui.runs.moderating import Moderating
from ui.runs.pages import pages
from ui.runs.reviewing import Reviewing
from ui.runs.silencing import Silencing
from ui.runs.staying import Staying
from ui.runs.summarise_dialog import CompareDialog, SummariseDialog
from ui.runs.survey_bar import SurveyBar
from ui.runs.taking_along import TakingAlong
from ui.runs.view import RunView


class RunDesk(Desk):
    """Kept work in the window: summaries, comparisons, tables of answers, second looks."""

    @classmethod
    def building(cls, given: Given) -> Generator[None, None, RunDesk]:
        return cls(given, *(yield from pages(given.frame.centre, given.palette)))

    def __init__(self, given: Given, view: RunView, found: RunList) -> None:
        super().__init__(given)
        services, palette, frame = given.services, given.palette, given.frame
        self._settings = services.settings
        self._library, self.survey_bar = frame.view(LibraryPanel), frame.view(SurveyBar)
        self._centre, self._banner, self._palette = frame.centre, frame.banner, palette
        self._kinds: tuple[Kind, ...] = ()
        self._has_tables = False
        staying = Staying(frame.centre, view, frame.desk(ChatDesk).model)
        self.line = RunLine(services.runs, given.tasks, staying, self._can_write, self)
        self.line.wait_because(services.scheduler.pauses)
        self.asking = Asking(services, self.line, given.tasks, self)
        self.view, self.list = view, found
        self.checking = Checking(given, self.asking, self._selected)
        self.moderating = Moderating(given, self.asking, self._selected)
        self.contradicting = Contradicting(given, self.asking, self.view.clashes, self._selected)
        again = partial(self.line.open, asked=True)
        self.labelling = Labelling(given, self.view.points, lambda: self.line.current, again)
        self._connect()
        self.reviewing = Reviewing(given, self.line, self.view.values, self)
        self.silencing = Silencing(given, self.line, self.view.silence, self.reviewing.look)
        self._taking = TakingAlong(given, self.line, self.view, self)
        self.line.load()
        self.asking.load()

    def entries(self) -> Sequence[Entry]:
        return entries_of(self, self._library)

    def take(self, event: Event) -> None:
        if isinstance(event, DocumentRemoved | Brought | RecipesChanged):
            self.line.reload()
        if isinstance(event, LibraryChanged | DocumentRemoved | TagsChanged | CollectionsChanged):
            self.asking.look_soon(document=isinstance(event, LibraryChanged))
        if isinstance(event, IndexingPaused):
            self.line.wait_because(event.reasons)

    def models_changed(self) -> None:
        self.line.try_again()

    def get_model(self) -> None:
        """The dialog of the models, where it can be opened now."""
        opens = self.given.frame.opening("models")
        if opens is not None:
            opens()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.view.retint(palette)
        self.list.retint(palette)
        self.survey_bar.retint(palette)

    @property
    def is_shown(self) -> bool:
        return self._centre.currentWidget() in (self.view, self.list)

    def add(self, paths: Sequence[Path], target: DropTarget) -> None:
        if target is DropTarget.SUMMARISE:
            self.asking.add(paths)

    def takes(self, question: str) -> bool:
        """Put a question to each document, when that is switched on."""
        if not self.survey_bar.is_on:
            return False
        self.asking.ask(question, self.survey_bar.chosen)
        return True

    def begins(self, begin: Begin) -> bool:
        """Make a summary, a comparison or a table, after asking for what is open of it."""
        match begin.offer:
            case Offer.EACH:
                self.survey_bar.switch.setChecked(True)  # the question is brought to the field by who asks it
            case Offer.SUMMARISE if len(begin.documents) != 1:
                self.summarise(begin.documents)
            case Offer.COMPARE if len(begin.documents) != 2:
                self.compare(begin.documents)
            case Offer.SUMMARISE | Offer.COMPARE | Offer.CARRY:
                return self.asking.begin(begin)
            case _:
                return False
        return True

    def open(self, run_id: int) -> None:
        """Show what is kept of a run."""
        self.line.open(run_id, asked=True)

    def summarise(self, chosen: Sequence[int] = ()) -> None:
        """Ask which documents, and how."""
        self.asking.documents_to_summarise(lambda found: self._ask(found, chosen))

    def summarise_selected(self) -> None:
        """Ask how the documents selected in the library are summarised."""
        self.summarise(self._selected())

    def compare_selected(self) -> None:
        """Ask which two documents, beginning with those selected in the library."""
        self.compare(self._selected())

    def compare(self, chosen: Sequence[int]) -> None:
        """Ask which two documents, beginning with those chosen already."""
        self.asking.documents_to_summarise(lambda found: self._ask_two(found, chosen))

    def extract_selected(self) -> None:
        """Ask which documents give values, and which, beginning with those selected in the library."""
        chosen = self._selected()
        self.asking.documents_to_summarise(lambda found: self._ask_columns(found, chosen))

    def classify_selected(self) -> None:
        """Ask which documents are put under which labels, beginning with those selected."""
        chosen = self._selected()
        self.asking.documents_to_summarise(lambda found: self._ask_labels(found, chosen))

    def show_list(self) -> None:
        """Everything that was made, in the centre."""
        self._centre.setCurrentWidget(self.list)
        self.list.focus()

    def show_everything(self) -> None:
        """The same with nothing left out, whatever it was narrowed to before."""
        self.list.show_everything()
        self.show_list()

    def toggle_tables(self) -> None:
        """To the newest table of answers, or back to the conversation."""
        report = self.line.current
        shown = self._centre.currentWidget() is self.view and report is not None
        if shown and report is not None and report.run.maker in surveys.MADE_BY:
            self.leave()
        elif self._has_tables:
            self.asking.newest_table(lambda run_id: self.line.open(run_id, asked=True))
        elif self.is_shown:
            self.leave()
        else:
            self.list.show_only(surveys.MADE_BY)
            self.show_list()

    def leave(self) -> None:
        """Back to the conversation."""
        if self.is_shown:
            self.given.frame.show_conversation()

    def _selected(self) -> list[int]:
        chosen = [one.id for one in self._library.selection() if one.state is not DocumentState.FAILED]
        # Where none is selected, those that questions go to, or the one that lies open.
        return chosen or list(self.survey_bar.asked or self.given.frame.at_hand())

    # --- inside --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        line, view, found, bar = self.line, self.view, self.list, self.survey_bar
        line.listed.connect(self._listed)
        line.opened.connect(self._opened)
        line.progressed.connect(view.show_progress)
        line.moved.connect(self._moved)
        line.happened.connect(view.take)
        line.refused.connect(self._banner.show_notice)
        line.lacked.connect(self._tell_lacking)
        self.asking.kinds.connect(self._offer)
        self.asking.documents.connect(bar.show_askable)
        self.asking.tables.connect(self._tables)
        self.asking.preparing.connect(bar.show_preparing)
        view.cited.connect(self.given.frame.cite)
        view.paused.connect(line.pause)
        view.continued.connect(line.go_on)
        view.again_asked.connect(self._again)
        view.deleted.connect(self._delete)
        view.list_asked.connect(self.show_list)
        view.closed.connect(self.leave)
        found.chosen.connect(lambda run_id: line.open(run_id, asked=True))
        found.searched.connect(line.search)
        found.narrowed.connect(line.choose)
        found.paused.connect(line.pause)
        found.continued.connect(line.go_on)
        found.deleted.connect(self._delete)
        found.pause_all_asked.connect(line.pause_all)
        found.new_asked.connect(self.summarise_selected)
        found.closed.connect(self.leave)
        bar.switched.connect(lambda on: self.asking.look() if on else None)
        bar.tables_asked.connect(self.toggle_tables)
        self._library.summarise_asked.connect(self.summarise_selected)
        self._library.compare_asked.connect(self.compare_selected)

    def _can_write(self) -> bool:
        """Whether a model that writes is there, here or on the private network; it looks for one."""
        services = self.given.services
        return services.engines.elsewhere is not None or bool(services.models.active())

    def _tell_lacking(self, number: int) -> None:
        if number:
            notice = Notice(count("runs.lacking.title", number), say("runs.lacking.sentence"), "")
            self._banner.show_advice(notice, say("chat.welcome.get"), self.get_model)

    def _offer(self, kinds: tuple[Kind, ...]) -> None:
        self._kinds = kinds
        self.view.points.offer(kinds)

    def _tables(self, there: bool) -> None:
        self._has_tables = there
        self.survey_bar.tables.setVisible(there)

    def _opened(self, report: Report | None, asked: bool) -> None:
        if report is None:
            if self._centre.currentWidget() is self.view:
                self.show_list()
            return
        self._show(report)
        if asked:
            self._centre.setCurrentWidget(self.view)
            self.view.focus()

    def _show(self, report: Report) -> None:
        run_id = report.run.id
        waits, failure = self.line.waits(run_id), self.line.failure(run_id)
        self.view.show_report(report, waits, failure, lacks=run_id in self.line.lacking)

    def _moved(self, run_id: int, done: int, total: int) -> None:
        self.list.rows.move(run_id, done, total)
        report = self.line.current
        if report is not None and report.run.id == run_id:
            self.view.show_share(done, total)

    def _listed(self, listing: Listing) -> None:
        self.list.show_listing(listing)
        self.asking.look_for_tables()
        report = self.line.current
        if report is not None:
            self._show(report)
            self.view.show_progress(self.line.progress)

    def _again(self) -> None:
        report = self.line.current
        if report is not None:
            self.asking.again(report.run, *self.view.points.wished)

    def _ask(self, documents: tuple[Document, ...], chosen: Sequence[int]) -> None:
        kept = self._settings.preferences
        dialog = SummariseDialog(
            self.given.window, documents, self._kinds, kept.summary_kind, kept.summary_length, chosen
        )
        if dialog.exec():
            self.asking.summarise(dialog.documents.chosen, *dialog.choice.chosen)
        dialog.deleteLater()

    def _ask_columns(self, documents: tuple[Document, ...], chosen: Sequence[int]) -> None:
        ready = [one for one in documents if one.state is DocumentState.READY]
        dialog = ExtractDialog(self.given.window, ready, chosen, self.asking.suggest)
        if dialog.exec():
            self.asking.extract(dialog.schema, dialog.documents.chosen)
        dialog.deleteLater()

    def _ask_labels(self, documents: tuple[Document, ...], chosen: Sequence[int]) -> None:
        ready = [one for one in documents if one.state is DocumentState.READY]
        dialog = ClassifyDialog(self.given.window, ready, chosen)
        if dialog.exec():
            self.asking.classify(dialog)

    def _ask_two(self, documents: tuple[Document, ...], chosen: Sequence[int]) -> None:
        dialog = CompareDialog(self.given.window, documents, self._palette, chosen)
        if dialog.exec():
            earlier, later = dialog.chosen
            self.asking.compare(earlier, later)
        dialog.deleteLater()

    def _delete(self, run_id: int) -> None:
        answer = QMessageBox.question(
            self.given.window, say("runs.desk.delete-title"), say("runs.desk.delete")
        )
        if answer is QMessageBox.StandardButton.Yes:
            self.line.delete(run_id)
