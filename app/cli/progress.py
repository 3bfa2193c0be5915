"""Progress on standard error: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import shutil
import threading
import time
from typing import TextIO

from app.cli.plain import harmless
from app.words.amounts import duration
from app.words.catalogue import say

_WIDTH = 24
_EVERY_SECONDS = 0.1


class ProgressBar:
    """One line that is drawn over and over. Safe from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = stream.isatty()
        self._lock = threading.Lock()
        self._drawn = 0.0
        self._dirty = False

    def show(self, label: str, done: int, total: int, detail: str = "", left: float | None = None) -> None:
        """`left` is seconds; None while it cannot be told."""
        if not self._shown:
            return
        with self._lock:
            now = time.monotonic()
            if now - self._drawn < _EVERY_SECONDS and done < total:
                return
            self._drawn = now
            share = min(1.0, done / total) if total else 0.0
            filled = round(share * _WIDTH)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            ending = "  " + say("cli.progress.left", time=duration(left)) if left is not None else ""
            columns = shutil.get_terminal_size((80, 24)).columns
            line = harmless(f"{bar} {label}  {detail}{ending}")[: columns - 1]
            self._stream.write(f"\r\x1b[K{line}")
            self._stream.flush()
            self._dirty = True

    def clear(self) -> None:
        """Take the line away, before something else is written."""
        with self._lock:
            if self._dirty:
                self._stream.write("\r\x1b[K")
                self._stream.flush()
                self._dirty = False
