"""Windows and dialogs that lie on the screen whole, whatever size they were made for or had before."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from ui.parts.theme import enlarged

_FRAMED_MS = 80


def fitted(wanted: QRect, available: QRect, least: QSize) -> QRect:
    """Where a window of that geometry fits: as large as there is room, moved until nothing is outside.

    A window cannot become smaller than `least`; then its top left corner is seen.
    """
    size = wanted.size().boundedTo(available.size()).expandedTo(least)
    left = max(min(wanted.left(), available.left() + available.width() - size.width()), available.left())
    top = max(min(wanted.top(), available.top() + available.height() - size.height()), available.top())
    return QRect(left, top, size.width(), size.height())


def fit(window: QWidget) -> None:
    """Bring a window onto its screen. Windows that fill the screen are the system's to place."""
    if window.isMaximized() or window.isFullScreen():
        return
    # The frame has its share of the screen; before the window was shown nobody knows how much.
    frame, inner = window.frameGeometry(), window.geometry()
    # Asked of the application: PySide takes what `window.screen()` gives for the window's own, and lets it go
    # with a dialog that stood in another dialog; the next widget then has no screen.
    screen = QGuiApplication.screenAt(inner.center()) or QGuiApplication.primaryScreen()
    available = screen.availableGeometry()
    room = available.adjusted(
        inner.left() - frame.left(),
        inner.top() - frame.top(),
        inner.right() - frame.right(),
        inner.bottom() - frame.bottom(),
    )
    place = fitted(inner, room, window.minimumSize().boundedTo(room.size()))
    if place != inner:
        window.setGeometry(place)


class Dialog(QDialog):
    """A dialog that grows with its letters and fits its screen."""

    _grown = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._grown and (larger := enlarged(self.font())) > 1.0:
            self._grown = True
            self.resize(self.size() * larger)
        fit(self)  # words take more lines where the screen makes it narrower
        self._hold_words()
        fit(self)
        # Once more when the desktop has put its frame around it, which takes room too.
        QTimer.singleShot(_FRAMED_MS, self, lambda: fit(self))

    def _hold_words(self) -> None:
        """Grow until all is whole in any language: a layout gives way to a least size that was set, and asks
        for one line of wrapped words, however many there are.
        """
        layout = self.layout()
        if layout is None:
            return
        self.resize(self.size().expandedTo(layout.totalMinimumSize()))
        if not layout.hasHeightForWidth():
            return
        least = layout.totalMinimumHeightForWidth(self.width())
        grows = layout.expandingDirections() & Qt.Orientation.Vertical
        # Where nothing can use more room, more tears what belongs together apart.
        self.resize(self.width(), max(self.height(), least) if grows else least)
