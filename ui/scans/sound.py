"""Plays what was heard from a word on to the end of its line, for whoever checks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from PySide6.QtCore import QObject, Signal

from app.aloud.recordings import Heard, PlayingRecordings
from app.scans import Scans
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.protocols import Speaker
from rag.types import Document
from ui.parts.tasks import Lane, Tasks


class LineSound(QObject):
    """One line at a time; another one ends it."""

    changed = Signal(bool)  # whether something is heard
    refused = Signal(object)  # Notice

    def __init__(self, scans: Scans, recordings: PlayingRecordings, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._scans = scans
        self._recordings = recordings
        self._tasks = tasks
        self._cancel: CancelToken | None = None  # of what is heard

    @property
    def is_playing(self) -> bool:
        return self._cancel is not None

    def play(self, document: Document, number: int, place: int, at: int, speaker: Speaker) -> None:
        """From the character `at` of the line at `place` of a minute."""
        self.stop()
        self._cancel = cancel = CancelToken()
        self.changed.emit(True)

        def work() -> Iterator[Heard]:
            start, end = self._scans.place(document.id, number, place)
            begin = max(start, min(start + at, end - 1))
            with closing(self._recordings.play(document, begin, speaker, cancel)) as said:
                for one in said:
                    if one.start >= end:
                        return
                    yield one

        self._tasks.stream(
            Lane.SOUND,
            work,
            lambda _: None,
            lambda: self._ended(cancel),
            lambda fault: self._failed(fault, cancel),
            cancel,
        )

    def stop(self) -> None:
        """Be silent at once."""
        if self._cancel is not None:
            self._cancel.cancel()
            self._cancel = None
            self.changed.emit(False)

    def _ended(self, cancel: CancelToken) -> None:
        if cancel is self._cancel:
            self.stop()

    def _failed(self, fault: Exception, cancel: CancelToken) -> None:
        self._ended(cancel)
        if not isinstance(fault, Cancelled):
            self.refused.emit(notice_of(fault))
