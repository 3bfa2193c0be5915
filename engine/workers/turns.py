"""Whose turn it is with something that serves one at a time."""

from __future__ import annotations

import threading
from collections import deque

from engine.cancel import CancelToken


class Turns:
    """A queue in order of arrival; one who waits can be cancelled."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._queue: deque[object] = deque()

    def take(self, cancel: CancelToken) -> None:
        """Wait for the turn; `give` must follow. Raises `Cancelled`, and then no turn was taken."""
        ticket = object()
        withdraw = cancel.on_cancel(self._notify)
        try:
            with self._changed:
                self._queue.append(ticket)
                try:
                    while self._queue[0] is not ticket and not cancel.cancelled:
                        self._changed.wait()
                    cancel.raise_if_cancelled()
                except BaseException:
                    self._queue.remove(ticket)
                    self._changed.notify_all()
                    raise
        finally:
            withdraw()

    def give(self) -> None:
        """Pass the turn on."""
        with self._changed:
            self._queue.popleft()
            self._changed.notify_all()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()
