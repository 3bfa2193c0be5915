"""The row below an answer: what can be done with it, and which version of the question it answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from app.words.catalogue import say
from ui.parts.aside import AsideLayout
from ui.parts.controls import IconButton, label
from ui.parts.telling import SIGN_MS, tell_beside
from ui.parts.theme import Palette, Space

_SMALL = 16
_STEPS = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}


class CardActions(QWidget):
    """Reached by Tab. In the switch of versions, the arrow keys go through them, too."""

    copied = Signal()
    aloud = Signal()
    again = Signal()
    edited = Signal()
    switched = Signal(int)  # id of the version that is to be shown

    def __init__(self, palette: Palette, about: QLabel) -> None:
        """`about` stands at the end of the row."""
        super().__init__()
        self._palette = palette
        self._versions: tuple[int, ...] = ()
        self._shown = 0
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        self.first = self._button("copy", say("chat.answer.copy"))
        self.first.clicked.connect(self.copied)
        self._sign = QTimer(self)
        self._sign.setSingleShot(True)
        self._sign.setInterval(SIGN_MS)
        self._sign.timeout.connect(
            lambda: self.first.show_icon("copy", say("chat.answer.copy"), self._palette)
        )
        self.sound = self._button("sound", say("chat.aloud.read"))
        self.sound.clicked.connect(self.aloud)
        again = self._button("refresh", say("chat.answer.again"))
        again.clicked.connect(self.again)
        edit = self._button("pencil", say("chat.answer.edit"))
        edit.clicked.connect(self.edited)
        self.more = self._button("more", say("chat.answer.more"))
        self.more.clicked.connect(self._show_more)
        self._menu = QMenu(self)
        self.more.follow(self._menu)
        self.before = self._button("left", say("chat.answer.before"))
        self.before.clicked.connect(lambda: self._step(-1))
        self.place = label("", "small")
        self.after = self._button("right", say("chat.answer.after"))
        self.after.clicked.connect(lambda: self._step(1))
        self.before.installEventFilter(self)
        self.after.installEventFilter(self)
        for one in (self.first, self.sound, again, edit, self.more, self.before, self.place, self.after):
            row.addWidget(one)
        layout = AsideLayout(about, self, ahead=buttons)
        layout.setSpacing(Space.S + Space.XS)
        self.show_versions((), 0)

    def set_more(self, actions: Sequence[QAction]) -> None:
        """What else can be done, in a menu."""
        self._menu.addActions(list(actions))

    def show_copied(self) -> None:
        """Say for a moment that it is done: the clipboard shows nobody what is on it."""
        words = say("chat.answer.copied")
        self.first.show_icon("check", words, self._palette)
        tell_beside(self.first, words)
        self._sign.start()

    def retint(self, palette: Palette) -> None:
        """In which colours icons are drawn that come later."""
        self._palette = palette

    def show_read(self, on: bool) -> None:
        """Whether the answer is being read aloud."""
        name, words = ("stop", "chat.aloud.stop") if on else ("sound", "chat.aloud.read")
        self.sound.show_icon(name, say(words), self._palette)

    def show_versions(self, versions: Sequence[int], shown: int) -> None:
        """Which of these is `shown`; one alone is no choice."""
        self._versions, self._shown = tuple(versions), shown
        several = len(self._versions) > 1 and shown in self._versions
        for one in (self.before, self.place, self.after):
            one.setVisible(several)
        if several:
            at = self._versions.index(shown)
            self.place.setText(say("chat.answer.version", number=at + 1, of=len(self._versions)))
            self.before.setEnabled(at > 0)
            self.after.setEnabled(at + 1 < len(self._versions))
            for button in (self.before, self.after):
                button.setAccessibleDescription(self.place.text())

    def focus_versions(self) -> None:
        """Let the keyboard be where versions are gone through."""
        one = self.before if self.before.isEnabled() else self.after
        one.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _STEPS:
            self._step(_STEPS[event.key()])
            return True
        return super().eventFilter(watched, event)

    def _button(self, name: str, tip: str) -> IconButton:
        one = IconButton(name, tip, color="quiet", size=_SMALL)
        one.retint(self._palette)
        return one

    def _show_more(self) -> None:
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _step(self, steps: int) -> None:
        at = self._versions.index(self._shown) + steps if self._shown in self._versions else -1
        if 0 <= at < len(self._versions):
            self.switched.emit(self._versions[at])
