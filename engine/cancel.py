"""A way to ask running work to stop, from any thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from engine.errors import Cancelled

T = TypeVar("T")

_LOOK = 0.1  # seconds between looks whether somebody cancelled


class CancelToken:
    """Set once, read often. Callbacks run at most once, in the thread that cancels."""

    def __init__(self) -> None:
        self._asked = False
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._asked

    def ask(self) -> None:
        """Let all who look see that the work is to stop, and nothing more: no lock is taken and nobody is
        woken, so that the handler of a signal may do it wherever it met its thread. `cancel` does the rest.
        """
        self._asked = True

    def cancel(self) -> None:
        """Ask the work to stop. Calling it again does nothing. Never from the handler of a signal: the
        thread that it met may hold a lock which is taken here.
        """
        self._asked = True
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def raise_if_cancelled(self) -> None:
        """Raise `engine.errors.Cancelled` once the token is set."""
        if self._asked:
            raise Cancelled

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Run `callback` when the token is set (at once if it is); returns a call that withdraws it."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return lambda: self._withdraw(callback)
        callback()
        return lambda: None

    def wait(self, seconds: float) -> bool:
        """Sleep for `seconds` or until cancelled; True when cancelled."""
        return self._event.wait(0 if self._asked else seconds) or self._asked

    def _withdraw(self, callback: Callable[[], None]) -> None:
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)


def next_of(source: queue.Queue[T] | queue.SimpleQueue[T], cancel: CancelToken) -> T:
    """The next item of a queue, waited for. Raises `engine.errors.Cancelled`."""
    while True:
        cancel.raise_if_cancelled()
        try:
            return source.get(timeout=_LOOK)
        except queue.Empty:
            continue
