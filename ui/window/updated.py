"""Notices that an update was installed while the program was open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 10_000


class UpdateWatch(QObject):
    """Tells of each, within ten seconds, that another file lies where the program was started from."""

    def __init__(
        self, parent: QObject, on_update: Callable[[], None], program: Path = Path(sys.executable)
    ) -> None:
        super().__init__(parent)
        self._on_update = on_update
        self._program = program
        self._started = self._known()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)

    def look(self) -> None:
        found = self._known()
        if found and found != self._started:
            self._started = found
            self._on_update()

    def _known(self) -> tuple[int, ...]:
        """What tells one file from another; empty while there is none, as in the middle of an update."""
        with suppress(OSError):
            told = self._program.stat()
            return (told.st_dev, told.st_ino, told.st_mtime_ns, told.st_size)
        return ()
