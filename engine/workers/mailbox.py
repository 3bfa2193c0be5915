"""What a child sent and nobody took yet: bounded in number and in bytes."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass

from engine.workers.frames import Frame

_MAX_FRAMES = 64
_MAX_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Delivery:
    frame: Frame
    size: int  # bytes on the wire


@dataclass(frozen=True, slots=True)
class End:
    """No frame will come any more. `fault` says what broke the stream, if it did not just end."""

    fault: str = ""


class Mailbox:
    """Between the thread that reads a child and the one that consumes.

    A child that floods waits in its own pipe, not in our memory: once full, `put` blocks. One frame
    always fits, whatever its size.
    """

    def __init__(self, max_frames: int = _MAX_FRAMES, max_bytes: int = _MAX_BYTES) -> None:
        self._max_frames = max_frames
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._filled = threading.Condition(self._lock)
        self._emptied = threading.Condition(self._lock)
        self._items: deque[Delivery] = deque()
        self._bytes = 0
        self._woken = False
        self._end: End | None = None

    def put(self, item: Delivery) -> bool:
        """Wait for room and add; False once the mailbox has ended (the item is dropped)."""
        with self._lock:
            while self._end is None and self._full():
                self._emptied.wait()
            if self._end is not None:
                return False
            self._items.append(item)
            self._bytes += item.size
            self._filled.notify()
            return True

    def get(self, until: float | None) -> Delivery | End | None:
        """The next item; None when `time.monotonic()` reached `until`, or after `wake`."""
        with self._lock:
            while True:
                if self._woken:
                    self._woken = False
                    return None
                if self._items:
                    item = self._items.popleft()
                    self._bytes -= item.size
                    self._emptied.notify()
                    return item
                if self._end is not None:
                    return self._end
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0:
                    return None
                self._filled.wait(left)

    def wake(self) -> None:
        """Let a `get` that waits, or the next one, return None."""
        with self._lock:
            self._woken = True
            self._filled.notify_all()

    def finish(self, end: End) -> None:
        """The reading thread's last word: comes after what is still here."""
        with self._lock:
            self._end = self._end or end
            self._filled.notify_all()
            self._emptied.notify_all()

    def discard(self) -> None:
        """Drop everything; from now on `get` answers `End` and `put` refuses."""
        with self._lock:
            self._items.clear()
            self._bytes = 0
            self._end = self._end or End()
            self._filled.notify_all()
            self._emptied.notify_all()

    def _full(self) -> bool:
        return len(self._items) >= self._max_frames or (bool(self._items) and self._bytes >= self._max_bytes)
