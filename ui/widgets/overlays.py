"""What lies over the window for a while: the place to drop files, and notices."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.types import Notice
from ui.icons import pixmap
from ui.theme import Palette, Space
from ui.widgets.parts import IconButton, button, card, label

_FADE_SECONDS = 8
_OFFER_SECONDS = 20


class DropOverlay(QWidget):
    """Covers the window while files are held over it."""

    def __init__(self, parent: QWidget, palette: Palette) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("drop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._image = QLabel()
        self._image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label("Drop to add to your library", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(self._image)
        layout.addWidget(title)
        layout.addStretch()
        self.retint(palette)
        self.hide()
        parent.installEventFilter(self)

    def retint(self, palette: Palette) -> None:
        self._image.setPixmap(pixmap("drop", palette.accent, 48, self.devicePixelRatioF()))

    def cover(self) -> None:
        margin = Space.L
        self.setGeometry(self._over.rect().adjusted(margin, margin, -margin, -margin))
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.cover()
        return super().eventFilter(watched, event)


class Banner(QWidget):
    """One notice at a time: what happened, what to do, and a button that does it."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._title = label("", "heading", wrap=True)
        self._words = label("", wrap=True)
        self._action = button("")
        self._action.clicked.connect(self._act)
        self._close = IconButton("close", "Dismiss", color="quiet", size=16)
        self._close.clicked.connect(self.hide)
        self._close.retint(palette)
        self._do: Callable[[], None] = self.hide
        self._frame = card("banner")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._words)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(Space.L, Space.M, Space.S, Space.M)
        row.setSpacing(Space.M)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.M, Space.XL, 0)
        layout.addWidget(self._frame)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_notice(self, notice: Notice, action: str = "", do: Callable[[], None] | None = None) -> None:
        """A fault; stays until dismissed."""
        self._show(notice.title, f"{notice.sentence} {notice.remedy}".strip(), "", action, do)

    def show_undo(self, words: str, do: Callable[[], None]) -> None:
        """What was just done, with the way back; goes by itself."""
        self._show(words, "", "quiet", "Undo", do)
        self._timer.start(_FADE_SECONDS * 1000)

    def show_offer(self, words: str, action: str, do: Callable[[], None]) -> None:
        """Something the user may like, in passing; goes by itself."""
        self._show(words, "", "quiet", action, do)
        self._timer.start(_OFFER_SECONDS * 1000)

    def show_done(self, words: str) -> None:
        """What was done; goes by itself."""
        self._show(words, "", "quiet", "", None)
        self._timer.start(_FADE_SECONDS * 1000)

    def _show(self, title: str, words: str, tone: str, action: str, do: Callable[[], None] | None) -> None:
        self._timer.stop()
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._do = do or self.hide
        self._frame.setProperty("tone", tone)
        self._frame.style().polish(self._frame)
        self.setAccessibleName(title)
        self.show()

    def _act(self) -> None:
        self.hide()
        self._do()
