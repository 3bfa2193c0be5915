"""Where questions are written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words.catalogue import say
from ui.chat.mentions import Mentions
from ui.dictating.field import FieldDictation
from ui.parts.aside import AsideLayout
from ui.parts.controls import IconButton, button, card, label
from ui.parts.laying import edges
from ui.parts.telling import announce
from ui.parts.theme import Palette, Space
from ui.parts.writing import Writing

_MOST_LINES = 8


class Composer(QWidget):
    """Grows with its text. Enter sends, Shift+Enter begins a line."""

    sent = Signal(str)
    stopped = Signal()
    begun = Signal()  # the first character of a question
    left = Signal()  # a question that was brought back is not to be changed
    held = Signal()  # it was sent, and cannot be asked yet
    ready = Signal()  # what was sent before can be asked now

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._busy = False
        self._reason = ""
        self._empty = True
        self._waits = False  # what is written was sent, and cannot be asked yet
        self.field = Writing()
        self.field.setProperty("role", "composer")
        self.field.setPlaceholderText(say("chat.composer.placeholder"))
        self.field.setAccessibleName(say("chat.composer.name"))
        self.field.setTabChangesFocus(True)
        self.field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.field.textChanged.connect(self._changed)
        self.field.installEventFilter(self)
        self.mentions = Mentions(self.field)  # before what Enter does otherwise
        self.send = IconButton("send", say("chat.composer.ask"), color="on_accent", size=18)
        self.send.setProperty("role", "send")
        self.send.clicked.connect(self._act)
        self.dictation = FieldDictation(self.field, palette)
        self.dictation.over.connect(self._dictated)
        self._spoken = False  # what is being said was sent before it was written down
        self._note = label("", "small", wrap=True)
        self._note.hide()
        self.leave = button(say("parts.cancel"))
        self.leave.clicked.connect(self._leave)
        self.leave.hide()
        self._frame = card()
        self._frame.setProperty("writes", True)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(edges(Space.M, Space.S, Space.S, Space.S))
        row.setSpacing(Space.S)
        row.addWidget(self.field, 1)
        row.addWidget(self.dictation.button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        told = AsideLayout(self._note)
        told.addWidget(self.leave)
        layout.addLayout(told)
        layout.addWidget(self.dictation.row)
        layout.addWidget(self._frame)
        self.send.retint(palette)
        self._changed()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        name = "stop" if busy else "send"
        tip = say("chat.composer.stop") if busy else say("chat.composer.ask")
        self.send.show_icon(name, tip, self._palette)
        self._changed()

    def set_reason(self, reason: str) -> None:
        """Why nothing can be asked now; empty when it can."""
        self._reason = reason
        self.field.setPlaceholderText(reason or say("chat.composer.placeholder"))
        self.field.viewport().update()  # Qt paints a hint only where none was shown before
        waits = self._waits
        self._changed()
        if waits and not reason:
            self._act()  # what was sent before it could be asked
        if not reason:
            self._unsay(say("chat.composer.waits-there"))
            self.ready.emit()

    @property
    def waits(self) -> bool:
        """Whether what is written was sent, and cannot be asked yet."""
        return self._waits

    def leave_waiting(self) -> str:
        """Take out what was sent and waits, which is asked where it was sent; "" for nothing."""
        question = self.field.toPlainText().strip() if self._waits else ""
        if question:
            self.clear()
            self.tell(say("chat.composer.waits-there"))
        return question

    def edit(self, question: str) -> None:
        """Bring a question back to be changed."""
        self._bring(question, say("chat.composer.editing"))
        self.leave.show()

    def for_each(self, question: str) -> None:
        """Bring a question that is to be put to each document."""
        self._bring(question, say("chat.composer.each"))

    def tell(self, words: str) -> None:
        """Say something about what is asked next; it stands there until that is sent, or "" is said."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        if words:
            announce(self, words)

    def send_spoken(self) -> None:
        """Ask what is being dictated, as soon as it is written down."""
        if self.dictation.is_on and not self._spoken:
            self._act()

    def put(self, question: str) -> None:
        """Ask a question that somebody chose instead of writing it."""
        self.dictation.discard()
        self.field.setPlainText(question)
        self._act()

    def clear(self) -> None:
        self.dictation.discard()
        self.field.clear()
        self._note.hide()
        self.leave.hide()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.dictation.retint(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self._frame.setProperty("focused", event.type() is QEvent.Type.FocusIn)
                self._frame.style().polish(self._frame)
            if event.type() is QEvent.Type.Resize:
                # At another width the same words have other lines, once they have been laid out.
                QTimer.singleShot(0, self, self._fit)
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    def _bring(self, question: str, note: str) -> None:
        self.dictation.discard()
        self.field.setPlainText(question)
        self.field.selectAll()
        self._note.setText(note)
        self._note.show()
        self.leave.hide()
        self.field.setFocus()

    def _leave(self) -> None:
        self.left.emit()
        self.field.setFocus()

    def _key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if not self._busy:
                self._act()
            return True
        return False

    def _act(self) -> None:
        if self._busy:
            self.stopped.emit()
            return
        if self.dictation.is_on:
            self._spoken = True
            self.dictation.end()
            return
        text = self.field.toPlainText().strip()
        if text and self._reason:
            self._waits = True
            self._note.setText(say("chat.composer.waits"))
            self._note.show()
            self.held.emit()
        elif text:
            self.dictation.keep(text)
            self.clear()
            self.sent.emit(text)

    def _dictated(self, written: bool) -> None:
        sent, self._spoken = self._spoken, False
        if sent and written and not self._busy:
            self._act()

    def _changed(self) -> None:
        if self._empty is not self.field.document().isEmpty():
            self._empty = not self._empty
            if not self._empty:
                self.begun.emit()
        self.send.setEnabled(self._busy or (bool(self.field.toPlainText().strip()) and not self._reason))
        self._waits = False
        self._unsay(say("chat.composer.waits"))
        self._fit()

    def _unsay(self, words: str) -> None:
        if self._note.text() == words:
            self._note.hide()

    def _fit(self) -> None:
        """As high as its lines, up to some."""
        metrics = self.field.fontMetrics()
        lines = min(_MOST_LINES, max(self._hinted(), round(self.field.document().size().height())))
        margins = self.field.contentsMargins()
        frame = int(2 * self.field.document().documentMargin()) + margins.top() + margins.bottom()
        self.field.setFixedHeight(lines * metrics.lineSpacing() + frame + 6)

    def _hinted(self) -> int:
        """Lines of the hint, which Qt wraps and cuts; also while something is written: else it would jump."""
        margin = round(self.field.document().documentMargin())
        room = QRect(0, 0, max(1, self.field.viewport().width() - 2 * margin), 10_000)
        metrics, wrapped = self.field.fontMetrics(), Qt.TextFlag.TextWordWrap
        high = metrics.boundingRect(room, wrapped, self.field.placeholderText()).height()
        return max(1, round(high / metrics.lineSpacing()))
