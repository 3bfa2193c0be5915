"""Joins what was read from pictures, the pane where it is checked, and files; what the window calls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from app.activity.work import Sort
from app.aloud.recordings import PlayingRecordings
from app.events import DocumentRemoved, Event, IndexingPaused, LibraryChanged
from app.scans import Scans
from app.types import Notice
from app.words.catalogue import say
from app.words.directions import bare
from app.words.scans import has_scans, is_recording
from rag.types import Box, Document
from ui.chat.aloud_desk import AloudDesk
from ui.chat.dictating_desk import DictatingDesk
from ui.chat.transcript import Transcript
from ui.library.panel import LibraryPanel
from ui.parts.choosing import save_name
from ui.parts.desk import Desk, Entry, Given, Menu, Paged
from ui.parts.theme import Palette
from ui.reader.pane import ReaderPane
from ui.runs.desk import RunDesk
from ui.scans.second_look import SecondLook
from ui.scans.sound import LineSound
from ui.scans.view import ScanView
from ui.scans.viewmodel import ScansViewModel

_FORMS = ("txt", "md", "docx", "pdf", "xml")
_HEARD = ("txt", "md", "docx")  # of a recording, which has no pages to show


class ScanDesk(Desk):
    """What was read from pictures, in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        services, tasks = given.services, given.tasks
        self._frame = given.frame
        self._centre = given.frame.centre
        self._library = given.frame.view(LibraryPanel)
        self._reader = given.frame.view(ReaderPane)
        self.model = ScansViewModel(services.scans, services.library, tasks, self)
        self.second_look = SecondLook(
            services.second_looks,
            services.scans,
            given.frame.desk(RunDesk).line,
            services.models.title,
            tasks,
            self,
            services.scheduler.pauses,
        )
        recordings = PlayingRecordings(services.store, services.reader)
        self.sound = LineSound(services.scans, recordings, tasks, self)
        self.view = ScanView(given.palette)
        self._centre.addWidget(self.view)
        self._connect()

    def entries(self) -> Sequence[Entry]:
        keys, possible = "Ctrl+Shift+R", self._library.has_selection
        return (Entry(Menu.WORK, 40, say("checking.menu"), keys, self.open_selected, possible=possible),)

    def take(self, event: Event) -> None:
        if isinstance(event, LibraryChanged):
            self.model.take(event.document)
        elif isinstance(event, IndexingPaused):
            self.second_look.wait_because(event.reasons)
        elif isinstance(event, DocumentRemoved):
            document = self.model.document
            if document is not None and document.id in (event.document_id, *event.members):
                self._drop()

    def retint(self, palette: Palette) -> None:
        self.view.retint(palette)

    @property
    def is_shown(self) -> bool:
        return self._centre.currentWidget() is self.view

    def open(self, document: Document, number: int | None = None, box: Box | None = None) -> None:
        """Check a document, from its first doubt or at a place on a page."""
        self.view.commit()
        shown = self.model.document
        if shown is not None and shown.id != document.id:
            self.second_look.leave()
        self.second_look.refresh()
        self.sound.stop()
        forms = _HEARD if is_recording(document) else _FORMS
        self.view.set_exports([(say(f"checking.save.{one}"), partial(self._export, one)) for one in forms])
        self._centre.setCurrentWidget(self.view)
        self._reader.hide()
        self.view.focus()
        self.model.open(document, number, box)

    def open_selected(self) -> None:
        """Check the document selected in the library."""
        chosen = self._library.selection()
        fit = next((one for one in chosen if has_scans(one)), chosen[0] if chosen else None)
        if fit is None:
            self._frame.banner.show_notice(_choose_first())
        else:
            self.open(fit)

    def models_changed(self) -> None:
        self.second_look.refresh()

    @property
    def paged(self) -> Paged | None:
        return self if self.is_shown else None

    def turn(self, steps: int) -> None:
        self.view.commit()
        self.model.turn(steps)

    def change_zoom(self, steps: int) -> None:
        self.model.pictures.change_zoom(steps)

    def back(self) -> None:
        """To what was shown before."""
        self.leave()

    def escape(self) -> bool:
        """Be silent at once."""
        if not self.sound.is_playing:
            return super().escape()
        self.sound.stop()
        return True

    def leave(self) -> None:
        """Back to the conversation."""
        if self.is_shown:
            self.view.commit()
            self._drop()

    # --- inside --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        model, view = self.model, self.view
        model.opened.connect(view.show_page)
        model.pictures.pictured.connect(view.show_picture)
        model.changed.connect(view.change)
        model.moved.connect(view.show_current)
        model.counted.connect(view.left.setText)
        model.emptied.connect(self._emptied)
        model.refused.connect(self._frame.banner.show_notice)
        model.exported.connect(lambda path: self._frame.banner.show_done(say("runs.desk.saved", path=path)))
        view.chosen.connect(model.choose)
        view.corrected.connect(model.correct)
        view.take_back_asked.connect(model.take_back)
        view.kept.connect(lambda: model.step(1))
        view.stepped.connect(self._step)
        view.turned.connect(model.turn)
        view.undo_asked.connect(model.undo)
        view.zoomed.connect(model.pictures.change_zoom)
        view.resized.connect(model.pictures.fit)
        view.sound_asked.connect(self._play)
        view.silence_asked.connect(self.sound.stop)
        self.sound.changed.connect(view.show_sound)
        self.sound.refused.connect(self._frame.banner.show_notice)
        self._frame.view(Transcript).aloud.connect(lambda _: self.sound.stop())
        dictating = self._frame.desk(DictatingDesk)
        dictating.begun.connect(self.sound.stop)
        view.lines.dictated.connect(dictating.serve)
        model.rewritten.connect(self._rewritten)
        view.closed.connect(self.leave)
        self._library.check_asked.connect(self.open)
        self._reader.check_asked.connect(self.open)
        look = self.second_look
        model.again.connect(look.wait_for)
        look.offered.connect(view.show_offer)
        look.progressed.connect(view.looking.show_step)
        look.renewed.connect(model.renew)
        look.idle.connect(view.end_looking)
        look.ended.connect(self._frame.banner.show_done)
        look.refused.connect(self._frame.banner.show_notice)
        view.look_asked.connect(self._look_again)
        view.look_stopped.connect(look.stop)
        self._centre.currentChanged.connect(self._switched)

    def _rewritten(self, heard: str, corrected: str) -> None:
        document = self.model.document
        if document is not None and is_recording(document):
            self._frame.desk(DictatingDesk).offer(heard, corrected)

    def _step(self, steps: int) -> None:
        if not self.model.step(steps):
            self.view.leave_lines(steps)

    def _play(self, place: int, at: int) -> None:
        document, number = self.model.document, self.model.number
        if document is not None and is_recording(document):
            self._frame.desk(AloudDesk).escape()
            self.sound.play(document, number, place, at, self.given.services.aloud.speaker)

    def _look_again(self) -> None:
        document = self.model.document
        if document is not None:
            self.second_look.begin(document.id)

    def _switched(self) -> None:
        """Something else is shown: nobody sees what a second look changes; it can be gone on with."""
        if not self.is_shown:
            self.second_look.leave()
            self.sound.stop()

    def _emptied(self, title: str, words: str) -> None:
        document = self.model.document
        self.second_look.wait_for(0)
        self.view.show_empty(title, words, "" if document is None else document.name)

    def _drop(self) -> None:
        """Let go of the document."""
        self.second_look.leave()
        self.model.close()
        self.view.clear()
        if self.is_shown:
            self._frame.show_conversation()

    def _export(self, suffix: str) -> None:
        document = self.model.document
        if document is None:
            return
        self.view.commit()
        chosen, _ = save_name(
            self.view,
            say("checking.save-title"),
            f"{Path(document.name).stem}.{suffix}",
            bare(say("checking.filter", name=say(f"checking.format.{suffix}"), suffix=suffix)),
        )
        if chosen:
            path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.{suffix}")
            audit = self.given.services.audit

            def write(scans: Scans, document_id: int, path: Path) -> None:
                """What writes files is only loaded when it is asked for."""
                from app.exporting.scans import export

                with self.given.services.activity.begin(Sort.EXPORT, path.name):
                    export(scans, document_id, path)
                audit.saved("scan", path, document.name)

            self.model.export(path, write)


def _choose_first() -> Notice:
    return Notice(
        say("checking.choose.title"), say("checking.choose.sentence"), say("checking.choose.remedy")
    )
