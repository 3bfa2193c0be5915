"""When a child that nobody asks anything ends by itself, so that its memory is free for other programs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from engine.cancel import CancelToken
from engine.workers.turns import Turns


class Resting:
    """Calls `end` once `seconds` passed since the last `used`, in a thread of its own and in its turn: never
    during a request, and a request that comes meanwhile waits and starts the child anew.

    `seconds` None: never.
    """

    def __init__(self, seconds: float | None, turns: Turns, end: Callable[[], None]) -> None:
        self._seconds = seconds
        self._turns = turns
        self._end = end
        self._lock = threading.Lock()
        self._used = 0.0
        self._timer: threading.Timer | None = None
        self._closed = False

    def used(self) -> None:
        """A request just ended."""
        if self._seconds is None:
            return
        with self._lock:
            self._used = time.monotonic()
            if self._timer is None and not self._closed:
                self._arm(self._seconds)

    def close(self) -> None:
        """End nothing any more."""
        with self._lock:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _arm(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._come)
        self._timer.daemon = True
        self._timer.start()

    def _come(self) -> None:
        self._turns.take(CancelToken())
        try:
            with self._lock:
                self._timer = None
                left = self._used + (self._seconds or 0.0) - time.monotonic()
                if self._closed:
                    return
                if left > 0:
                    self._arm(left)
                    return
            self._end()
        finally:
            self._turns.give()
