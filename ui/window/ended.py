"""Closes the program where the system or a terminal asks it to end, so that it need not be broken off."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from PySide6.QtCore import QCoreApplication, QSocketNotifier

_ASKED = ("SIGINT", "SIGTERM", "SIGHUP")


class EndWatch:
    """Lets the application leave its loop at the first of these signals, and asks nothing: whoever sends one
    waits for no answer. The second ends the process at once. Windows sends none: there Qt hears of it.
    """

    def __init__(self, application: QCoreApplication) -> None:
        if sys.platform == "win32":
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            return
        # Python calls what handles a signal when it comes to run next, which in Qt's loop may be never: a
        # byte in a pipe wakes the loop.
        woken, wakes = os.pipe()
        for one in (woken, wakes):
            os.set_blocking(one, False)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(woken, QSocketNotifier.Type.Read, application)
        self._notifier.activated.connect(self._leave)
        for name in _ASKED:
            signal.signal(getattr(signal, name), _once)

    def _leave(self) -> None:
        self._notifier.setEnabled(False)
        QCoreApplication.exit(0)


def _once(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
