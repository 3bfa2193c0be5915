"""Secrets on the clipboard: marked so that its histories leave them out, and taken off after a while."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

SECONDS = 60  # as long as whoever copied one needs to put it where it is kept

_OURS = "application/x-confidant-secret"
# What the histories of KDE, and of Windows and its cloud, leave out.
_LEFT_OUT = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
}

_timer: QTimer | None = None


def copy_secret(text: str) -> None:
    """Put it on the clipboard, for a minute or until the program ends."""
    data = QMimeData()
    data.setText(text)
    for form, value in {_OURS: b"1", **_LEFT_OUT}.items():
        data.setData(form, value)
    QGuiApplication.clipboard().setMimeData(data)
    _later().start(SECONDS * 1000)


def take_off() -> None:
    """Off the clipboard with it, unless something else was copied since."""
    clipboard = QGuiApplication.clipboard()
    held: QMimeData | None = clipboard.mimeData()
    if held is not None and held.hasFormat(_OURS):
        clipboard.clear()


def _later() -> QTimer:
    global _timer
    if _timer is None:
        application = QGuiApplication.instance()
        assert application is not None
        _timer = QTimer(application)
        _timer.setSingleShot(True)
        _timer.timeout.connect(take_off)
        application.aboutToQuit.connect(take_off)
    return _timer
