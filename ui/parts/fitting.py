"""Windows and dialogs that lie on the screen whole, whatever size they were made for or had before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QLayout, QLayoutItem, QVBoxLayout, QWidget

from ui.parts.scrolling import Body, Scroller, lines_held
from ui.parts.theme import Space, enlarged

_FRAMED_MS = 80
_CLEAR = Space.S  # pixels between a dialog and the edges of its screen


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
    room = _room(window)
    place = fitted(window.geometry(), room, window.minimumSize().boundedTo(room.size()))
    if place != window.geometry():
        window.setGeometry(place)


def _room(window: QWidget) -> QRect:
    """Where a window can be on its screen."""
    # The frame has its share of the screen; before the window was shown nobody knows how much.
    frame, inner = window.frameGeometry(), window.geometry()
    # Asked of the application: PySide takes what `window.screen()` gives for the window's own, and lets it go
    # with a dialog that stood in another dialog; the next widget then has no screen.
    screen = QGuiApplication.screenAt(inner.center()) or QGuiApplication.primaryScreen()
    clear = _CLEAR if isinstance(window, QDialog) else 0
    return screen.availableGeometry().adjusted(
        clear + inner.left() - frame.left(),
        clear + inner.top() - frame.top(),
        inner.right() - frame.right() - clear,
        inner.bottom() - frame.bottom() - clear,
    )


class Dialog(QDialog):
    """A dialog that grows with its letters and fits its screen.

    Where what it holds has no room there, all but its last row is scrolled: what a dialog ends with are its
    buttons, and they are always seen.
    """

    _grown = False
    _scroller: Scroller | None = None
    _ends: QLayoutItem | None = None  # held, for PySide would delete what was taken out of a layout

    def setVisible(self, visible: bool) -> None:
        layout = self.layout()
        if visible and layout is not None:  # no layout keeps it larger than somebody makes it: it scrolls
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._grown:
            self._grown = True
            lines_held(self)
            if (larger := enlarged(self.font())) > 1.0:
                self.resize(self.size() * larger)
        fit(self)  # words take more lines where the screen makes it narrower
        self._hold_words()
        fit(self)
        self._scroll_rather_than_cut()
        # Once more when the desktop has put its frame around it, which takes room too.
        QTimer.singleShot(_FRAMED_MS, self, lambda: fit(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._grown and self._scroller is None:  # once what made it smaller is over: a layout may be at it
            QTimer.singleShot(0, self, self._scroll_rather_than_cut)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible() and self._scroller is None:
            self._make_room()
        return done

    def _make_room(self) -> None:
        """For what has come and was not there before."""
        if self._lacks_room:
            room = _room(self).size().expandedTo(self.size())
            self.resize(self.size().expandedTo(self._needed()).boundedTo(room))
            fit(self)
            self._scroll_rather_than_cut()

    def _needed(self) -> QSize:
        """What all of it must have at the width that there is."""
        layout = self.layout()
        if layout is None:
            return QSize()
        least = layout.totalMinimumSize()
        if layout.hasHeightForWidth():
            least.setHeight(layout.totalMinimumHeightForWidth(self.width()))
        return least

    @property
    def _lacks_room(self) -> bool:
        needed, room = self._needed(), _room(self)
        short = needed.height() > self.height() or needed.width() > self.width()
        return short or self.minimumHeight() > room.height() or self.minimumWidth() > room.width()

    def _across(self) -> int:
        """Pixels of a line within the dialog where that is as wide as its screen."""
        layout = self.layout()
        margins = layout.contentsMargins() if layout is not None else QMargins()
        return _room(self).width() - margins.left() - margins.right()

    def _hold_words(self) -> None:
        """Grow until all is whole in any language: a layout gives way to a least size that was set, and asks
        for one line of wrapped words, however many there are.
        """
        layout = self.layout()
        if layout is None or self._scroller is not None:
            return
        self.resize(self.size().expandedTo(layout.totalMinimumSize()))
        if not layout.hasHeightForWidth():
            return
        least = layout.totalMinimumHeightForWidth(self.width())
        grows = layout.expandingDirections() & Qt.Orientation.Vertical
        # Where nothing can use more room, more tears what belongs together apart.
        self.resize(self.width(), max(self.height(), least) if grows else least)

    def _scroll_rather_than_cut(self) -> None:
        layout = self.layout()
        if self._scroller is not None or not isinstance(layout, QBoxLayout) or not self._lacks_room:
            return
        held = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        focused, seen = self.focusWidget(), [one for one in held if not (one.isHidden() or one.isWindow())]
        body, around = Body(), QVBoxLayout()
        around.setContentsMargins(layout.contentsMargins())
        around.setSpacing(layout.spacing())
        around.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        body.setLayout(layout)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(around)
        self._scroller = Scroller(body)
        self._scroller.setAccessibleName(self.windowTitle())
        around.addWidget(self._scroller, 1)
        ends = layout.itemAt(layout.count() - 1)
        if ends is not None and not ends.expandingDirections() & Qt.Orientation.Vertical:
            self._ends = layout.takeAt(layout.count() - 1)
            if (row := ends.layout()) is not None:
                around.addLayout(row)
            elif (button := ends.widget()) is not None:
                around.addWidget(button, 0, ends.alignment())
        for one in (*seen, self._scroller):
            one.show()  # Qt hides what gets another parent
        bar = self._scroller.verticalScrollBar().sizeHint().width()
        self._scroller.setMinimumWidth(min(layout.minimumSize().width() + bar + Space.S, self._across()))
        self.setMinimumSize(0, 0)
        self.resize(self.size().expandedTo(around.totalMinimumSize()))
        fit(self)
        if focused is not None:
            focused.setFocus()
