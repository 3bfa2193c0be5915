"""What lies over the window for a while: the place to drop files, and notices."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.types import Notice
from app.words.catalogue import say
from app.words.directions import led
from ui.parts.controls import IconButton, button, card, holds_focus, label, scrolled
from ui.parts.icons import pixmap
from ui.parts.laying import edges
from ui.parts.telling import announce
from ui.parts.theme import Palette, Space, enlarged

TAKES_FILES = "takesFiles"  # the property of a view on which files can be let go
_SECOND = 1000  # milliseconds
# How long what goes by itself stays: a moment in which it is noticed, and its words at the pace of a slow
# reader, 15 characters a second (a hundred and eighty words a minute; most people read faster). What can be
# taken back or taken up stays longer: there is something to decide, and a way to go there.
_NOTICED, _A_SECOND_READS = 2.0, 15
_LEAST_SECONDS, _MOST_SECONDS = 4.0, 20.0
_DECIDED = 3.0  # seconds more; Ctrl+Z takes it back later too
_AGAIN = 2.0  # seconds that it stays at least once the pointer or the keyboard has left it
_EDGE = 1  # pixel around what is scrolled
_COLUMN = 260  # pixels of words in letters of the usual size: fewer are a column too narrow to be read
_SHARE, _LEAST = 0.25, 60  # of the window's height, and pixels, that the words of a banner may take


class DropTarget(Enum):
    ADD = "add"
    SUMMARISE = "summarise"


class DropOverlay(QWidget):
    """Covers the panes of a window while files are held over it, and shows where they can be let go."""

    def __init__(self, window: QWidget, over: QWidget, palette: Palette) -> None:
        """`over` is what is covered, a child of `window`."""
        super().__init__(window)
        self._over = over
        self.setObjectName("drop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.places = {
            DropTarget.ADD: _Place("drop", say("parts.drop.add-title"), say("parts.drop.add")),
            DropTarget.SUMMARISE: _Place(
                "summary", say("parts.drop.summarise-title"), say("parts.drop.summarise")
            ),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        layout.setSpacing(Space.L)
        for place in self.places.values():
            layout.addWidget(place, 1)
        self.retint(palette)
        self.hide()
        over.installEventFilter(self)

    def retint(self, palette: Palette) -> None:
        for place in self.places.values():
            place.retint(palette)

    def show_model(self, there: bool) -> None:
        """Whether a model that writes is there: without one nothing is summarised, which is said before."""
        words = say("parts.drop.summarise" if there else "parts.drop.summarise-without")
        self.places[DropTarget.SUMMARISE].words.setText(words)

    def cover(self) -> None:
        self.setGeometry(self._over.geometry())
        self._leave_out()
        self.raise_()
        self.show()

    def _leave_out(self) -> None:
        """What takes files itself is not covered."""
        shown = QRegion(self.rect())
        for one in self._over.findChildren(QWidget):
            if one.property(TAKES_FILES) and one.isVisible():
                shown -= QRegion(QRect(one.mapTo(self.window(), QPoint()) - self.pos(), one.size()))
        self.setMask(shown)

    def target(self, at: QPoint) -> DropTarget:
        """What happens to files let go here, a point of the screen; between the places they are added."""
        there = self.places[DropTarget.SUMMARISE]
        inside = there.rect().contains(there.mapFromGlobal(at))
        return DropTarget.SUMMARISE if inside else DropTarget.ADD

    def point(self, at: QPoint) -> None:
        """Light up the place below a point of the screen."""
        chosen = self.target(at)
        for target, place in self.places.items():
            place.light(target is chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Nothing is held over the window any more: some desktops do not say when a drag ends elsewhere."""
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.cover()
        return super().eventFilter(watched, event)


class _Place(QFrame):
    def __init__(self, name: str, title: str, words: str) -> None:
        super().__init__()
        self._name = name
        self.setProperty("role", "drop")
        self._image = QLabel()
        self._image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.S)
        layout.addStretch()
        layout.addWidget(self._image)
        self.words = label(words, "quiet", wrap=True)
        for line in (label(title, "title", wrap=True), self.words):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(line)
        layout.addStretch()
        self.setAccessibleName(title)

    @property
    def is_lit(self) -> bool:
        return bool(self.property("lit"))

    def light(self, lit: bool) -> None:
        if lit is not self.is_lit:
            self.setProperty("lit", lit)
            self.style().polish(self)

    def retint(self, palette: Palette) -> None:
        self._image.setPixmap(pixmap(self._name, palette.accent, 48, self.devicePixelRatioF()))


class Banner(QWidget):
    """One notice at a time: what happened, what to do, and a button that does it."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._title = label("", "heading", wrap=True)
        self._words = label("", wrap=True)
        self._action = button("")
        self._action.clicked.connect(self._act)
        self._close = IconButton("close", say("parts.banner.dismiss"), color="quiet", size=16)
        self._close.clicked.connect(self.hide)
        self._close.retint(palette)
        self._do: Callable[[], object] = self.hide
        self._frame = card("banner")
        self._said = QWidget()
        words = QVBoxLayout(self._said)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._words)
        self._area = scrolled(self._said)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(Space.M)
        self._beside.addWidget(self._area, 1)
        self._beside.addWidget(self._action)
        row = QHBoxLayout(self._frame)
        around = Space.M - _EDGE
        row.setContentsMargins(edges(Space.L - _EDGE, around, Space.S, around))
        row.setSpacing(Space.M)
        row.addLayout(self._beside, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.M, Space.XL, Space.XS)
        layout.addWidget(self._frame)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go)
        self.hide()

    def show_notice(self, notice: Notice, action: str = "", do: Callable[[], object] | None = None) -> None:
        """A fault; stays until dismissed."""
        self._tell(notice, "", action, do)

    def show_advice(self, notice: Notice, action: str = "", do: Callable[[], object] | None = None) -> None:
        """What is no fault and yet worth knowing; stays until dismissed."""
        self._tell(notice, "quiet", action, do)

    def show_undo(self, words: str, do: Callable[[], object]) -> None:
        """What was just done, with the way back; goes by itself."""
        self._pass(words, say("parts.banner.undo"), do)

    def offers(self, do: Callable[[], object]) -> bool:
        """Whether the banner is there now and its button does this."""
        return self.isVisible() and self._do == do

    def show_offer(self, words: str, action: str, do: Callable[[], object]) -> None:
        """Something the user may like, in passing; goes by itself, as late as anything does."""
        self._pass(words, action, do, _MOST_SECONDS)

    def show_done(self, words: str) -> None:
        """What was done; goes by itself."""
        self._pass(words, "", None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its words ask for, and no higher than leaves room for what it lies above: they scroll.
        The button stands below them where they would be a narrow column beside it.
        """
        larger, button = enlarged(self.font()), self._action.sizeHint().width() + Space.M
        room = (
            self.width() - 2 * Space.XL - Space.L + _EDGE - Space.S - Space.M - self._close.sizeHint().width()
        )
        title = self._title.fontMetrics().horizontalAdvance(self._title.text()) + Space.S
        column = _COLUMN * larger if not self._words.isHidden() else min(title, _COLUMN * larger)
        below = not self._action.isHidden() and room - button < column
        ways = QBoxLayout.Direction
        self._beside.setDirection(ways.TopToBottom if below else ways.LeftToRight)
        self._beside.setAlignment(
            self._action, Qt.AlignmentFlag.AlignLeading if below else Qt.AlignmentFlag.AlignVCenter
        )
        if self._action.isHidden() or below:
            button = 0
        wanted = self._said.heightForWidth(room - button - 2 * _EDGE) + 2 * _EDGE
        most = max(_LEAST, round(self.window().height() * _SHARE))
        self._area.setFixedHeight(min(wanted, most))
        self._area.updateGeometry()  # another direction alone is not told to the layouts around

    def _pass(
        self, words: str, action: str, do: Callable[[], object] | None, seconds: float | None = None
    ) -> None:
        """Show what goes by itself, after so many seconds or what its words take."""
        self._show(words, "", "quiet", action, do)
        lasts = lasting(words, offered=bool(action)) if seconds is None else seconds
        self._timer.start(round(lasts * _SECOND))

    def _go(self) -> None:
        """Its time is over; it stays as long as somebody points at it or has the keyboard in it."""
        if self.underMouse() or (self.isActiveWindow() and holds_focus(self)):
            self._timer.start(round(_AGAIN * _SECOND))
        else:
            self.hide()

    def _tell(self, notice: Notice, tone: str, action: str, do: Callable[[], object] | None) -> None:
        self._show(notice.title, f"{notice.sentence} {notice.remedy}".strip(), tone, action, do)

    def _show(self, title: str, words: str, tone: str, action: str, do: Callable[[], object] | None) -> None:
        self._timer.stop()
        leads = led if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else str
        self._title.setText(leads(title))
        self._words.setText(leads(words))
        self._words.setVisible(bool(words))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._do = do or self.hide
        self._frame.setProperty("tone", tone)
        self._frame.style().polish(self._frame)
        self.setAccessibleName(title)
        self._area.verticalScrollBar().setValue(0)
        self.show()
        self._fit()
        announce(self, " ".join(filter(None, (title, words))), urgent=not tone)

    def _act(self) -> None:
        self.hide()
        self._do()


def lasting(words: str, *, offered: bool = False) -> float:
    """Seconds that a notice stays which goes by itself; `offered`: there is something to press in it."""
    read = min(_MOST_SECONDS, max(_LEAST_SECONDS, _NOTICED + len(words) / _A_SECOND_READS))
    return read + _DECIDED if offered else read
