"""Threads of the window, and the one way back from them.

Work runs in serial lanes, one thread each; what it reports is queued, and a single signal wakes the
GUI thread to drain the queue. No other file of the window knows threads.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QObject, QTimer, Signal

from engine.cancel import CancelToken
from ui.parts.collector import Collector

T = TypeVar("T")

# Seconds that a lane which computes may keep Python to itself while the window's thread waits for it. That
# thread lets go of Python and wants it back many times while it draws once, and with Python's own 5 ms each
# time it was away for 60 to 250 ms whenever a page was unpacked or a list was read (`bench loop`). With .5 ms
# every twentieth turn of the wheel over a page came after 34 ms while others were read, with this after 21.
_TURN = 0.0001

# Seconds of the window's thread in which what came of the lanes is taken at once. What is left comes after
# keys and drawing: a hundred documents of a folder are told of within a moment.
_SHARE = 0.008

_log = logging.getLogger(__name__)


class Lane(StrEnum):
    MODEL = "model"  # answers
    KEY = "key"  # what opens the library
    LIBRARY = "library"  # the vault: lists, texts, changes
    PICTURE = "picture"  # page pictures
    RUN = "run"  # kept work, one after the other
    PLAN = "plan"  # a table being laid out, for which the model is loaded
    FORECAST = "forecast"  # series of tables
    REDACT = "redact"  # copies without personal data
    FETCH = "fetch"  # model files
    SOUND = "sound"  # what is read aloud, or played
    DICTATION = "dictation"  # what is said into the microphone
    RECORDING = "recording"  # the same, where it is to be kept
    SHARED = "shared"  # collections on a server of the private network


@dataclass(slots=True)
class _Job(Generic[T]):
    """Something that a lane does, and whom to tell."""

    work: Callable[[], T]
    done: Callable[[T], None]
    failed: Callable[[Exception], None] | None
    result: T | None = None
    error: Exception | None = None

    def do(self) -> None:
        try:
            self.result = self.work()
        except Exception as error:  # the thread's boundary: the caller is told
            self.error = error
            if self.failed is None:
                _log.exception("a task failed")

    def tell(self) -> None:
        error, self.error = self.error, None
        if error is None:
            self.done(cast("T", self.result))
        elif self.failed is not None:
            self.failed(error)


class Tasks(QObject):
    """Runs work in lanes and delivers its results in the GUI thread, in order."""

    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN)
        self._queue: deque[Callable[[], None]] = deque()
        self._steps: deque[tuple[Iterator[None], Callable[[], None]]] = deque()  # of `in_turns`
        self._lock = threading.Lock()
        self._woken = False
        self._cancels: set[CancelToken] = set()  # of what is under way and need not be waited for
        self._closed = False
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=f"lane-{lane.value}") for lane in Lane}
        self._wake.connect(self._drain)
        self._more = QTimer(self)  # not the signal, which would come before keys and drawing once more
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._drain)
        self._collector = Collector(self)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None] = lambda _: None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` in its lane; then `done` or `failed` in the GUI thread."""
        if not self._closed:
            self._lanes[lane].submit(self._work, [_Job(work, done, failed)])

    def stream(
        self,
        lane: Lane,
        work: Callable[[], Iterator[T]],
        each: Callable[[T], None],
        done: Callable[[], None] = lambda: None,
        failed: Callable[[Exception], None] | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        """Iterate `work()` in its lane; `each` item, then `done` or `failed`, in the GUI thread.

        `cancel`, which ends the work, is also used when the lanes are closed.
        """
        if cancel is not None:
            self._cancels.add(cancel)

        def iterate() -> None:
            try:
                for item in work():
                    self.post(lambda item=item: each(item))  # type: ignore[misc]  # mypy: lambda default
            finally:
                if cancel is not None:
                    self.post(lambda: self._cancels.discard(cancel))

        self.run(lane, iterate, lambda _: done(), failed)

    def post(self, call: Callable[[], None]) -> None:
        """Run `call` in the GUI thread soon; from any thread."""
        with self._lock:
            self._queue.append(call)
            wake = not self._woken and not self._closed
            self._woken = True
        if wake:
            self._wake.emit()

    def in_turns(self, steps: Iterator[None], done: Callable[[], None]) -> None:
        """Go through `steps` in the GUI thread, whose keys and drawing come in between; then `done`. What
        lanes and `post` bring waits until it is over, as if all of it had been done at once.
        """
        self._steps.append((steps, done))
        self._more.start(0)

    def close(self) -> None:
        """Wait for the lanes; nothing is delivered any more."""
        self._closed = True
        for cancel in self._cancels:
            cancel.cancel()
        for executor in self._lanes.values():
            executor.shutdown(wait=True, cancel_futures=True)
        self._collector.close()
        self._queue.clear()
        self._steps.clear()

    def _work(self, given: list[_Job[Any]]) -> None:
        """Only the list is held here once it is over: the last to let go of the job, and of a dialog that it
        alone still refers to, is the window's thread. Qt ends the process where another one does.
        """
        given[0].do()
        self.post(lambda: given.pop().tell())

    def _drain(self) -> None:
        until = time.monotonic() + _SHARE
        if self._steps:
            if not self._more.isActive():  # else it was called for what is brought, which waits
                self._step(until)
            return
        with self._lock:
            calls, self._woken = list(self._queue), False
            self._queue.clear()
        for place, call in enumerate(calls, 1):
            if not self._closed:
                call()
            if place < len(calls) and (self._steps or time.monotonic() > until):
                with self._lock:
                    self._queue.extendleft(reversed(calls[place:]))
                    self._woken = True
                self._more.start(0)
                return

    def _step(self, until: float) -> None:
        """Take steps until then, the first of them always."""
        self._more.start(0)  # for what is left, whatever comes of this one
        steps, done = self._steps.popleft()
        for _ in steps:
            if self._closed:
                return
            if time.monotonic() > until:
                self._steps.appendleft((steps, done))
                return
        done()
