"""What is scrolled only where there is less room than it must have."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollArea,
    QWidget,
)

from ui.parts.laying import beside_bar

_LEAST = 5  # lines of text of a list or a page: fewer cannot be read


class Body(QWidget):
    """What a `Scroller` holds, by its layout. Qt would scroll it where there is less room than it would like:
    a list likes 192 pixels and more, and can do with some lines.
    """

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            lines_held(self)

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1


class Scroller(QScrollArea):
    """Scrolls its body where that has less room than it must have; else it is as good as not there."""

    def __init__(self, body: Body, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "around")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(body)
        beside_bar(self)
        self._followed: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda *_: self._bring())
        bar.actionTriggered.connect(lambda _: self._follow(None, None))  # somebody scrolls

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """Bring what gets the keyboard into sight. Qt does so for Tab alone; under a mouse nothing moves."""
        held = now is not None and self.isAncestorOf(now) and not QApplication.mouseButtons()
        self._followed = now if held else None
        QTimer.singleShot(0, self, self._bring)  # once it has its place

    def _bring(self) -> None:
        if self._followed is not None and self.isAncestorOf(self._followed) and self._followed.hasFocus():
            self.ensureWidgetVisible(self._followed)


def lines_held(pane: QWidget) -> None:
    """Lists, tables and texts of a pane keep some lines each, however little room there is for the rest."""
    for one in pane.findChildren(QAbstractScrollArea):
        if isinstance(one.parentWidget(), QAbstractScrollArea):
            continue  # heads of columns, and columns that stay: parts of a table
        expands = one.sizePolicy().expandingDirections() & Qt.Orientation.Vertical
        least = _LEAST * one.fontMetrics().lineSpacing()
        if expands and one.window() is pane.window() and one.maximumHeight() > least:
            one.setMinimumHeight(max(one.minimumHeight(), least))
