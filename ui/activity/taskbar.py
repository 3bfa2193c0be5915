"""How far work is, on the program's icon in the desktop's dock: Ubuntu's, KDE's and others listen.

Source: https://wiki.ubuntu.com/Unity/LauncherAPI (the signal `Update`). On Windows and macOS Qt 6 has no call
for it, and nothing is shown there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from statistics import fmean

from app.activity.work import Standing, Work
from ui.parts import portal

DESKTOP_FILE = "org.confidant.Confidant.desktop"  # what a package installs: packaging/linux/desktop.py
_OBJECT, _INTERFACE = "/org/confidant/Confidant", "com.canonical.Unity.LauncherEntry"


def share_of(working: Iterable[Work]) -> float | None:
    """How much is done of what is being worked on, 0-1; None where nobody knows, or nothing is."""
    known = [one.share for one in working if one.standing is Standing.WORKING and one.share is not None]
    return fmean(known) if known else None


class Taskbar:
    """Told again only where a percent has changed. `send` is for tests; without a bus nothing is sent."""

    def __init__(self, send: Callable[[Mapping[str, object]], object] | None = None) -> None:
        self._send = send or _sent
        self._shown: int | None = None

    def show(self, share: float | None) -> None:
        """Draw a bar for 0-1; take it away for None."""
        percent = None if share is None else int(100 * share)
        if percent == self._shown:
            return
        self._shown = percent
        self._send({"progress": (percent or 0) / 100, "progress-visible": percent is not None})


def _sent(entry: Mapping[str, object]) -> bool:
    """Whether a bus of this machine took it."""
    if sys.platform != "linux" or not portal.has_bus():
        return False
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage
    except ImportError:  # Qt without it
        return False
    bus = QDBusConnection.sessionBus()
    told = QDBusMessage.createSignal(_OBJECT, _INTERFACE, "Update")  # not for people
    told.setArguments([f"application://{DESKTOP_FILE}", dict(entry)])
    return bus.isConnected() and bus.send(told)
