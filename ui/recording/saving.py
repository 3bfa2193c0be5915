"""Saves the sound of a recording that was made here as a file, once a person has agreed that it leaves."""

from __future__ import annotations

from pathlib import Path, PurePath

from app.activity.work import Sort
from app.words.catalogue import say
from app.words.directions import bare
from app.words.messages import notice_of
from rag.storing.recordings import is_held
from rag.types import Document
from ui.parts.choosing import save_name
from ui.parts.desk import Given
from ui.parts.tasks import Lane
from ui.reader.outside import may_be_saved
from ui.reader.pane import ReaderPane


class SavingSound:
    """Of the recording that is read."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._pane = given.frame.view(ReaderPane)
        self._pane.save_asked.connect(self.ask)

    @property
    def document(self) -> Document | None:
        """The one that is read, where its sound is in the library."""
        shown = self._pane.shown if self._pane.isVisible() else None
        held = shown is not None and is_held(PurePath(shown.document.path))
        return shown.document if shown is not None and held else None

    def ask(self) -> None:
        """Where to, and whether it may leave."""
        document, given = self.document, self._given
        if document is None or not may_be_saved(given.window, given.services.settings, document.name):
            return
        chosen, _ = save_name(
            given.window,
            say("recording.saving.tip"),
            bare(f"{Path(document.name).stem}.flac"),
            "FLAC (*.flac);;WAV (*.wav)",  # not for people: what formats are called
        )
        if chosen:
            self._save(document, Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.flac"))

    def _save(self, document: Document, path: Path) -> None:
        services, banner = self._given.services, self._given.frame.banner

        def work() -> None:
            """What writes files is only loaded when it is asked for."""
            from app.exporting.recordings import save_recording

            with services.activity.begin(Sort.EXPORT, path.name):
                save_recording(services.store, services.reader, document, path)
            services.audit.saved("recording", path, document.name)

        self._given.tasks.run(
            Lane.LIBRARY,
            work,
            lambda _: banner.show_done(say("recording.saving.done", path=path)),
            lambda fault: banner.show_notice(notice_of(fault)),
        )
