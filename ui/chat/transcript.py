"""The open conversation, from the first question down to the answer that is being written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.types import Notice
from app.words.catalogue import say
from rag.types import AnswerDone, AnswerEvent, Turn
from ui.chat.turn_card import TurnCard
from ui.parts.controls import button
from ui.parts.theme import Palette, Space

_SHOWN_AT_ONCE = 20  # older turns are drawn when asked for
_NEAR_END = 48


class Transcript(QScrollArea):
    cited = Signal(object)  # Citation
    copied = Signal(str)  # Markdown
    again = Signal(int)  # place of the turn
    exactly = Signal(int)  # place of the turn
    evidence = Signal(int)  # place of the turn
    edited = Signal(int, str)  # place of the turn, its question
    wished = Signal(object, object)  # TurnCard, Offer
    waited = Signal(int, bool)  # place of the turn, whether it is to be asked again when reading ends

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._cards: list[TurnCard] = []
        self._older: list[Turn] = []
        self._written: TurnCard | None = None  # the one whose answer is being written
        self._follow = True
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(say("chat.transcript.name"))
        self._column = QWidget()
        self._column.setMaximumWidth(Space.READING_WIDTH)
        self._column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._list = QVBoxLayout(self._column)
        self._list.setContentsMargins(0, Space.XL, 0, Space.XL)
        self._list.setSpacing(Space.XL)
        self._more = button(say("chat.transcript.earlier"))
        self._more.clicked.connect(self._show_older)
        self._more.hide()
        self._list.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        self._list.addStretch()
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(Space.XL, 0, Space.XL, 0)
        row.addStretch()
        row.addWidget(self._column, 100)
        row.addStretch()
        self.setWidget(centre)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(lambda _, end: self._grown(end))
        centre.installEventFilter(self)

    @property
    def cards(self) -> Sequence[TurnCard]:
        return tuple(self._cards)

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Draw a conversation from the vault."""
        self._clear(0)
        self._older = list(turns[:-_SHOWN_AT_ONCE])
        self._more.setVisible(bool(self._older))
        for turn in turns[-_SHOWN_AT_ONCE:]:
            self._add(self._card(turn), self._list.count() - 1)
        self._follow = True
        self._grown(self.verticalScrollBar().maximum())

    def learn(self, turns: Sequence[Turn]) -> None:
        """What is not drawn yet is drawn as it is kept now."""
        self._older = list(turns[: len(self._older)])

    def begin(self, question: str, kept: int) -> None:
        """A new question after the first `kept` turns; what stood behind them goes."""
        self._clear(kept - len(self._older))
        self._written = TurnCard(question, self._palette)
        self._add(self._written, self._list.count() - 1)
        self._follow = True

    def renew(self, place: int, read: Sequence[str]) -> None:
        """The question at `place` is asked again: its answer stands until there is another."""
        self._written = self.card_of(place)
        if self._written is not None:
            self._written.renew(read)

    def card_of(self, place: int) -> TurnCard | None:
        """The card of a turn, where it is drawn."""
        at = place - len(self._older)
        return self._cards[at] if 0 <= at < len(self._cards) else None

    def take(self, event: AnswerEvent) -> None:
        """An event of the answer that is being written."""
        if self._written is not None:
            self._written.take(event)
        if isinstance(event, AnswerDone):
            self._written = None

    def fail(self, notice: Notice) -> None:
        """The answer that was being written ended in a fault."""
        if self._written is not None:
            self._written.fail(notice)

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        for one in self._cards:
            one.retint(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # While an answer grows, the end stays in view unless the reader has scrolled away from it.
        if event.type() is QEvent.Type.Resize and self._follow:
            self._grown(self.verticalScrollBar().maximum())
        return super().eventFilter(watched, event)

    def _card(self, turn: Turn) -> TurnCard:
        made = TurnCard(turn.question, self._palette)
        if turn.answer is not None:
            made.show_answer(turn.answer)
        else:
            made.fail(None)
        return made

    def _add(self, made: TurnCard, row: int, place: int | None = None) -> None:
        made.cited.connect(self.cited)
        made.copied.connect(lambda: self.copied.emit(made.as_markdown()))
        made.again.connect(lambda: self.again.emit(self._place(made)))
        made.exactly.connect(lambda: self.exactly.emit(self._place(made)))
        made.evidence.connect(lambda: self.evidence.emit(self._place(made)))
        made.edited.connect(lambda: self.edited.emit(self._place(made), made.question.text()))
        made.offers.waited.connect(lambda on: self.waited.emit(self._place(made), on))
        made.wished.connect(lambda offer: self.wished.emit(made, offer))
        self._cards.insert(len(self._cards) if place is None else place, made)
        self._list.insertWidget(row, made)

    def _place(self, made: TurnCard) -> int:
        return len(self._older) + self._cards.index(made)

    def _show_older(self) -> None:
        batch, self._older = self._older[-_SHOWN_AT_ONCE:], self._older[:-_SHOWN_AT_ONCE]
        self._follow = False
        for place, turn in enumerate(batch):
            self._add(self._card(turn), 1 + place, place)
        self._more.setVisible(bool(self._older))

    def _clear(self, kept: int) -> None:
        self._written = None
        for one in self._cards[max(0, kept) :]:
            self._list.removeWidget(one)
            one.hide()
            one.deleteLater()
        del self._cards[max(0, kept) :]

    def _scrolled(self, value: int) -> None:
        self._follow = value >= self.verticalScrollBar().maximum() - _NEAR_END

    def _grown(self, end: int) -> None:
        if self._follow:
            self.verticalScrollBar().setValue(end)
            self._follow = True
