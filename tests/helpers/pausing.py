"""Waiting in programs that drive a window from within."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

PATIENCE_SECONDS = 240


def pause(ms: int) -> None:
    """Let the window work; `QTest.qWait` keeps Python from the other threads while it waits, so that the
    program loaded ten times as long.
    """
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until(true: Callable[[], object]) -> None:
    """Wait until something is true. Raises `TimeoutError`."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        pause(20)
