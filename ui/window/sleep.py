"""Notices that the computer slept, by the clocks: one of them goes on meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 2000
_SLEPT_SECONDS = 5.0

_BOOT_TIME = getattr(time, "CLOCK_BOOTTIME", None)  # counts sleep too (clock_gettime(2), Linux)


def slept_seconds() -> float:
    """How long this computer has slept since it was started; 0.0 where that cannot be told."""
    return 0.0 if _BOOT_TIME is None else time.clock_gettime(_BOOT_TIME) - time.monotonic()


class SleepWatch(QObject):
    """Tells each waking, within two seconds of it."""

    def __init__(
        self, parent: QObject, on_waking: Callable[[], None], slept: Callable[[], float] = slept_seconds
    ) -> None:
        super().__init__(parent)
        self._on_waking = on_waking
        self._slept = slept
        self._before = slept()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)

    def look(self) -> None:
        now = self._slept()
        if now - self._before > _SLEPT_SECONDS:
            self._on_waking()
        self._before = now
