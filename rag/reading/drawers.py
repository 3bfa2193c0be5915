"""Processes that draw pages, one a document: none sees a file but its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from engine.workers.worker import Worker

_File = tuple[str, int, int]


@dataclass(slots=True)
class _Drawer:
    worker: Worker
    users: int = 0


class Drawers:
    """Keeps the processes of the documents that were drawn last, so that turning pages costs no start.

    Thread-safe.
    """

    def __init__(self, make: Callable[[Path], Worker], kept: int) -> None:
        """`make` gives the worker of a file; `kept` is how many wait for another page."""
        self._make = make
        self._kept = kept
        self._lock = threading.Lock()
        self._drawers: dict[_File, _Drawer] = {}  # the one used last stands last
        self._closed = False

    @contextmanager
    def of(self, path: Path) -> Iterator[Worker]:
        """The worker of a file; a file that took another's place under the same path has one of its own."""
        file = _identity(path)
        with self._lock:
            drawer = self._drawers.pop(file, None) or _Drawer(self._make(path))
            self._drawers[file] = drawer
            drawer.users += 1
            if self._closed:
                drawer.worker.close()
        try:
            yield drawer.worker
        finally:
            with self._lock:
                drawer.users -= 1
                idle = [file for file, one in self._drawers.items() if not one.users]
                leaving = [self._drawers.pop(file) for file in idle[: max(0, len(idle) - self._kept)]]
            for one in leaving:
                one.worker.close()

    def rest(self) -> None:
        """End the processes that draw nothing now; the next page starts one again."""
        with self._lock:
            for file in [file for file, one in self._drawers.items() if not one.users]:
                self._drawers.pop(file).worker.close()

    def close(self) -> None:
        """End every process; drawings under way end as died."""
        with self._lock:
            self._closed = True
            drawers = list(self._drawers.values())
        for one in drawers:
            one.worker.close()


def _identity(path: Path) -> _File:
    with suppress(OSError):
        seen = path.stat()
        return str(path), seen.st_dev, seen.st_ino
    return str(path), 0, 0
