"""A second start brings the window forward that is there already, open or locked, and hands it the files that
it was given.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from rag.errors import VaultBusy, VaultError
from rag.storing.lock import WINDOW_LOCK, HomeLock

CALL = "called"  # a file in the home: there while somebody calls; it holds paths of files, or nothing
_WRITTEN = "called.new"  # while it is written, so that no half of it is read
_MOST = 4 << 20  # bytes of a call: thousands of files that were marked together
_PATIENCE = 10.0  # seconds; hundredths where a window stands, but one may just be loaded from a slow stick
_STEP = 0.02

_log = logging.getLogger(__name__)


class Called(QObject):
    """Hears calls in a home that `hold` has made, until `close`; `come` is then called in the GUI thread,
    with the files that were handed over. Files are what is left to call by: the seal forbids sockets.
    """

    def __init__(self, home: Path, come: Callable[[Sequence[Path]], None]) -> None:
        super().__init__()
        self._call = home / CALL
        self._come = come
        self._watcher = QFileSystemWatcher([str(home)] if home.is_dir() else [], self)
        self._watcher.directoryChanged.connect(self._look)
        self._early = QTimer(self, singleShot=True)
        self._early.timeout.connect(self._look)
        self._early.start(0)  # somebody may have called while this program was being loaded

    def close(self) -> None:
        """Hear nothing any more."""
        self._watcher.directoryChanged.disconnect(self._look)
        self._early.stop()
        self.deleteLater()

    def _look(self) -> None:
        try:
            with self._call.open("rb") as file:
                said = file.read(_MOST)
            self._call.unlink()
        except FileNotFoundError:
            return
        except OSError as refused:
            _log.warning("a call could not be answered: %s", refused.strerror)
            return
        self._come(handed_over(said))


def hold(home: Path) -> HomeLock | None:
    """Be the one window over `home`, which is made where it is not there, until the lock is released; None
    where it cannot be written, which is told when the library is opened. Raises `VaultBusy` where another
    window is over it, open or locked.
    """
    try:
        held = HomeLock.acquire(home, WINDOW_LOCK)
    except VaultBusy:
        raise
    except VaultError:
        return None
    with suppress(OSError):  # of a start that was killed while it waited: names of files do not stay
        (home / CALL).unlink(missing_ok=True)
    return held


def answered(home: Path, files: Sequence[Path] = (), patience: float = _PATIENCE) -> bool:
    """Whether the window over `home` has come forward now and taken `files`."""
    call = home / CALL
    try:
        _write(home, files)
        until = time.monotonic() + patience
        while call.exists() and time.monotonic() < until:
            time.sleep(_STEP)
        gone = not call.exists()
        call.unlink(missing_ok=True)
    except OSError:
        return False
    return gone


def handed_over(said: bytes) -> list[Path]:
    """The files that a call names; none where it is no list of whole paths."""
    try:
        names = json.loads(said) if said else []
    except ValueError:
        _log.warning("a call could not be read")
        return []
    if not isinstance(names, list):
        return []
    return [path for name in names if isinstance(name, str) and (path := Path(name)).is_absolute()]


def bring_forward(window: QWidget) -> None:
    """Put a window before all others, also a minimised one or one in the tray, and what it asks before it."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    asks = QApplication.activeModalWidget()
    for one in (window, *([asks] if asks is not None else [])):
        one.raise_()
        one.activateWindow()


def _write(home: Path, files: Sequence[Path]) -> None:
    """Call, in one step. Raises `OSError`."""
    new = home / _WRITTEN
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        if files:
            file.write(json.dumps([str(path) for path in files]).encode("ascii"))
    new.replace(home / CALL)
