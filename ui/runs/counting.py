"""How far the run being made has come, in words in which ever less is left."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from app.activity.work import still_left
from app.runs.runs import Runs
from app.types import PauseReason
from app.words.catalogue import say
from app.words.runs import progress_words, waiting_words
from rag.runs.types import Begun, Done, Run, RunEvent

_SECOND = 1000  # milliseconds


class Counting(QObject):
    """Less is left the longer a part takes: as the status bar tells it."""

    changed = Signal()

    def __init__(self, runs: Runs, parent: QObject) -> None:
        super().__init__(parent)
        self._runs = runs
        self._run: Run | None = None
        self._words = ""
        self._pauses: frozenset[PauseReason] = frozenset()
        self._estimate: Begun | Done | None = None  # of what is left, as it was told last
        self._told = 0.0  # when, by the monotonic clock
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._count)

    @property
    def words(self) -> str:
        """How far it has come, and what it waits for; "" where none is made."""
        if self._run is None or not self._words:
            return ""
        return waiting_words(self._words, self._pauses & self._runs.waits_for(self._run))

    def wait_because(self, reasons: frozenset[PauseReason]) -> None:
        self._pauses = reasons
        self.changed.emit()

    def begin(self, run: Run) -> None:
        self._run = run
        self._tell(say("runs.telling.getting-ready"))

    def take(self, event: RunEvent) -> None:
        words = progress_words(self._run, event) if self._run is not None else ""
        if words:
            self._tell(words)
            self._estimate = event if isinstance(event, Begun | Done) else None
            self._told = monotonic()
            self._clock.start()

    def end(self) -> None:
        """It is made no more; whoever ends it tells so."""
        self._clock.stop()
        self._run, self._estimate, self._words = None, None, ""

    def _count(self) -> None:
        if self._run is None or self._estimate is None:
            return
        waits = self._pauses & self._runs.waits_for(self._run)
        left = None if waits else still_left(self._estimate.seconds_left, monotonic() - self._told)
        words = progress_words(self._run, replace(self._estimate, seconds_left=left))
        if words != self._words:
            self._tell(words)

    def _tell(self, words: str) -> None:
        self._words = words
        self.changed.emit()
