"""Dictation in a field of text: its button, its keys, and what stands there meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.words.catalogue import say
from ui.dictating.listening import ListeningRow
from ui.dictating.spoken import SpokenText, TextField
from ui.parts.controls import IconButton
from ui.parts.telling import announce
from ui.parts.theme import Palette

KEYS = "Ctrl+Alt+D"  # begin and end
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class FieldDictation(QObject):
    """Whoever listens hears of `begun` and `ended`, and tells it what was said."""

    begun = Signal()
    ended = Signal()  # what was said before is still to be written down
    discarded = Signal()  # nobody is to listen any more
    over = Signal(bool)  # whether it is written down
    kept = Signal(str, str)  # what was said, and the text that was kept of it

    def __init__(
        self, field: TextField, palette: Palette, row: ListeningRow | None = None, size: int = 18
    ) -> None:
        """`row`: None for one of its own; `size` of the button's icon."""
        super().__init__(field)
        self.field = field
        self._said: list[str] = []  # in what stands in the field
        self._palette = palette
        self._spoken: SpokenText | None = None
        self._listens = False
        self._held = False  # the key
        self.row = row or ListeningRow()
        self.button = IconButton("microphone", say("chat.dictation.begin"), size=size)
        self.button.clicked.connect(self.turn)
        field.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether it is listened, or what was said is being written down."""
        return self._spoken is not None

    def turn(self, *, words: str = "") -> None:
        """Begin, or end; `words` say how it ends, where that is not as usual."""
        if self._listens:
            self.end()
        elif self._spoken is None:
            self._begin(words)

    def end(self) -> None:
        """Close the microphone."""
        if self._listens:
            self._listens = self._held = False
            self.row.wait()
            self._show_button()
            self.ended.emit()

    def sound(self, level: float, seconds: float) -> None:
        """See `ListeningRow`."""
        self.row.sound(level, seconds)

    def show(self, text: str) -> None:
        """What was said up to now."""
        if self._spoken is not None:
            self._spoken.show(text)

    def finish(self, text: str) -> None:
        """All that was said."""
        self.show(text)
        self._said.append(text)
        self._close(written=True)
        announce(self.field, text or say("chat.dictation.nothing"))

    def discard(self) -> None:
        """Have the field as it was."""
        if self._spoken is not None:
            self._spoken.discard()
            self._close()
            self.discarded.emit()

    def leave(self) -> None:
        """Go elsewhere: what is written stays, and nobody is to listen any more."""
        if self._spoken is not None:
            self._close()
            self.discarded.emit()

    def keep(self, text: str) -> None:
        """This text is kept of what stood in the field, which may be another than was said."""
        said, self._said = " ".join(self._said), []
        if said:
            self.kept.emit(said, text)

    def abandon(self) -> None:
        """Nobody listens any more; what is written stays."""
        self._close()

    def retint(self, palette: Palette) -> None:
        self._palette = palette

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The key is held while one speaks. Letting go of it counts without the other keys too."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            if event.type() is QEvent.Type.KeyPress and event.modifiers() == _HELD:
                if not event.isAutoRepeat() and not self.is_on:
                    self._begin()
                    self._held = True
                return True
            if event.type() is QEvent.Type.KeyRelease and self._held:
                if not event.isAutoRepeat():
                    self.end()
                return True
        if event.type() is QEvent.Type.FocusOut and self._held:
            self.end()
        return super().eventFilter(watched, event)

    def _begin(self, words: str = "") -> None:
        said = words or say("chat.dictation.listening")
        self._spoken = SpokenText(self.field)
        self._listens = True
        self.field.setReadOnly(True)  # what is written meanwhile would be lost among what is said
        self.field.setFocus()
        self.row.begin(said)
        self._show_button()
        announce(self.field, said)
        self.begun.emit()

    def _close(self, *, written: bool = False) -> None:
        if self._spoken is not None:
            self._spoken = None
            self._listens = self._held = False
            self.row.hide()
            self._show_button()
            self.field.setReadOnly(False)
            self.over.emit(written)

    def _show_button(self) -> None:
        name, words = ("listening", "end") if self._listens else ("microphone", "begin")
        self.button.show_icon(name, say(f"chat.dictation.{words}"), self._palette)
