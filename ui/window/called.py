"""A second start brings the window forward that is open already."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject

from rag.errors import VaultBusy, VaultError
from rag.storing.lock import HomeLock

CALL = "called"  # a file in the home, empty: there while somebody calls
_PATIENCE = 2.0  # seconds; a window that computes on its own thread answers in a few hundredths
_STEP = 0.02

_log = logging.getLogger(__name__)


class Called(QObject):
    """Hears calls in a home, which exists; `come` is then called in the GUI thread. Files are what is left to
    call by: the seal forbids sockets.
    """

    def __init__(self, parent: QObject, home: Path, come: Callable[[], None]) -> None:
        super().__init__(parent)
        self._call = home / CALL
        self._come = come
        self._watcher = QFileSystemWatcher([str(home)], self)
        self._watcher.directoryChanged.connect(self._look)

    def _look(self) -> None:
        try:
            self._call.unlink()
        except FileNotFoundError:
            return
        except OSError as refused:
            _log.warning("a call could not be answered: %s", refused.strerror)
            return
        self._come()


def answered(home: Path, patience: float = _PATIENCE) -> bool:
    """Whether a window is open over `home`, and has come forward now. A command that has it open does not."""
    if not home.is_dir():
        return False
    try:
        HomeLock.acquire(home).release()
        return False
    except VaultBusy:
        pass
    except VaultError:
        return False  # told when the library is opened
    call = home / CALL
    try:
        call.touch(mode=0o600)
        until = time.monotonic() + patience
        while call.exists() and time.monotonic() < until:
            time.sleep(_STEP)
        gone = not call.exists()
        call.unlink(missing_ok=True)
    except OSError:
        return False
    return gone
