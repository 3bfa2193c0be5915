"""The open conversation, from the first question down to the answer that is being written.

Cards are made where they are looked at, one at a time between other things, and go again when they are far
away: a conversation of two thousand questions opens and scrolls as one of two does. What has no card has room
of about its height. What is read stays where it is while something above it or below it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.types import Notice
from app.words.catalogue import say
from rag.types import AnswerDone, AnswerEvent, Turn
from ui.chat.stretch import Stretch
from ui.chat.turn_card import TurnCard
from ui.parts.laying import edges
from ui.parts.theme import Palette, Space

_FEW = 4  # cards of a short conversation, which are there before it is shown
_AT_ONCE = 1  # the same of a long one: each takes most of a frame
_NEAR_END = 48
_AHEAD = 1.0  # of the view's height: cards are made that far above and below it
_FAR = 4.0  # of the same: cards farther away go


class _Centre(QWidget):
    """As high as its cards are at the width there is. By itself it asks for the height that words which wrap
    take in a narrower window: empty room below the last answer.
    """

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Transcript(QScrollArea):
    cited = Signal(object)  # Citation
    copied = Signal(object)  # TurnCard, with its looks
    marked_up = Signal(object)  # TurnCard that is to be copied as Markdown
    code_copied = Signal(object, str)  # TurnCard
    again = Signal(int)  # place of the turn
    exactly = Signal(int)  # place of the turn
    evidence = Signal(int)  # place of the turn
    edited = Signal(int, str)  # place of the turn, its question
    dropped = Signal(int)  # place of the turn
    switched = Signal(int)  # id of the version of a question that is to be shown
    wished = Signal(object, object)  # TurnCard, Offer
    aloud = Signal(object)  # TurnCard that is to be read aloud, or no longer
    settled = Signal(object)  # TurnCard whose answer came to its end
    going = Signal(object)  # TurnCard that is not shown any more
    waited = Signal(int, bool)  # place of the turn, whether it is to be asked again when reading ends

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._turns: list[Turn | None] = []  # None: asked just now
        self._written: TurnCard | None = None  # the one whose answer is being written
        self._follow = True
        self._past = False  # its question, to the end: somebody went there
        self._anchor: tuple[int, float] | None = None  # place that is read, and how far down the view it is
        self._moving = False  # by the program, not by a hand
        self._making: Iterator[None] | None = None  # of a card that is made step by step
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(say("chat.transcript.name"))
        self._column = QWidget()
        self._column.setMaximumWidth(Space.READING_WIDTH)
        self._column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, Space.XL, 0, Space.XL)
        column.setSpacing(Space.XL)
        self._stretch = Stretch(column, self.going.emit)
        self.held: TurnCard | None = None  # it stays while it is far from what is looked at
        column.addStretch()
        centre = _Centre()
        row = self._row = QHBoxLayout(centre)
        row.addStretch()
        row.addWidget(self._column, 100)
        row.addStretch()
        self.setWidget(centre)
        self._fill_timer = QTimer(self)
        self._fill_timer.setSingleShot(True)
        self._fill_timer.setInterval(0)
        self._fill_timer.timeout.connect(self._fill)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(lambda *_: self._settle())
        bar.rangeChanged.connect(self._line_up)
        self._line_up(0, 0)
        centre.installEventFilter(self)
        self._column.installEventFilter(self)
        self._centre = centre

    def _line_up(self, _: int, most: int) -> None:
        """Cards stand in line with the question's field below, and stay as wide when the scroll bar comes:
        it and the frame take their room from the margin.
        """
        frame = self.frameWidth()
        bar = self.verticalScrollBar().sizeHint().width() if most > 0 else 0
        self._row.setContentsMargins(edges(Space.XL - frame, 0, max(0, Space.XL - frame - bar), 0))

    @property
    def cards(self) -> Sequence[TurnCard]:
        """Those that are there, the last one always among them."""
        return tuple(self._stretch.cards.values())

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Draw a conversation from the vault, its end in view."""
        self._written, self._anchor, self._making = None, None, None
        self._turns = list(turns)
        self._stretch.reset(len(self._turns))
        count = len(self._turns)
        for place in reversed(range(0 if count <= _FEW else count - _AT_ONCE, count)):
            self._make(place)
        self._follow, self._past = True, False
        self._settle()
        self._fill_timer.start()

    def learn(self, turns: Sequence[Turn]) -> None:
        """What is not drawn yet is drawn as it is kept now."""
        self._turns, self._making = list(turns[: len(self._turns)]), None
        for place, card in self._stretch.cards.items():
            turn = self._turns[place] if place < len(self._turns) else None
            if turn is not None:
                card.show_versions(turn.versions, turn.id)

    def begin(self, question: str, kept: int) -> None:
        """A new question after the first `kept` turns; what stood behind them goes."""
        self._written, self._making = None, None
        self._turns = [*self._turns[:kept], None]
        self._stretch.cut(kept)
        self._written = TurnCard(question, self._palette)
        self._written.work()
        self._add(self._written, kept)
        self._follow, self._past = True, False
        self._settle()

    def renew(self, place: int, read: Sequence[str]) -> None:
        """The question at `place` is asked again: its answer stands until there is another."""
        self._written = self.card_of(place)
        if self._written is not None:
            self._written.renew(read)

    def card_of(self, place: int) -> TurnCard | None:
        """The card of a turn, where it is drawn."""
        return self._stretch.cards.get(place)

    def point(self, place: int, words: str) -> TurnCard | None:
        """Bring a turn in view, with `words` marked in it; its card."""
        if not 0 <= place < len(self._turns):
            return None
        self._follow = False
        if self.card_of(place) is None:
            self._jump(place)
        card = self.card_of(place)
        if card is not None:
            if words:
                card.mark(words)
            self._anchor = place, Space.L
            self._lay_out()
            self._fill_timer.start()
        return card

    def take(self, event: AnswerEvent) -> None:
        """An event of the answer that is being written."""
        if self._written is not None:
            self._written.take(event)
        if isinstance(event, AnswerDone) and self._written is not None:
            written, self._written = self._written, None
            self.settled.emit(written)

    def fail(self, notice: Notice) -> None:
        """The answer that was being written ended in a fault."""
        if self._written is not None:
            self._written.fail(notice)

    def retint(self, palette: Palette) -> None:
        self._palette, self._making = palette, None
        for one in self._stretch.cards.values():
            one.retint(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # While an answer grows, it stays in view unless the reader has scrolled away from it, its question at
        # the top once it is higher than the view; what is read elsewhere stays where it is.
        if event.type() is QEvent.Type.LayoutRequest:
            self._lay_out()
        elif event.type() is QEvent.Type.Resize:
            self._settle()
            QTimer.singleShot(0, self, self._lay_out)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt passes a QResizeEvent
        self._fill_timer.start()

    # --- which cards there are -----------------------------------------------------------------------------

    def _fill(self) -> None:
        """Let a card go that is far from what is looked at, or make a step of one that is missing near it."""
        if self._making is not None:
            self._go_on(self._making)
            return
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        far = self._stretch.far(top - _FAR * height, top + (1 + _FAR) * height)
        if far is not None and not self._is_needed(far):
            self._keep_anchor()
            self._stretch.drop(far)
            self._lay_out()
            self._fill_timer.start()
            return
        missing = self._stretch.missing(top - _AHEAD * height, top + (1 + _AHEAD) * height)
        if missing is not None and self._turns[missing] is not None:
            self._go_on(self._steps(missing))

    def _go_on(self, steps: Iterator[None]) -> None:
        """Take the next step of a card: all of them at once take longer than a frame."""
        self._making = steps
        self._keep_anchor()
        if next(steps, self) is self:
            self._making = None
            self._lay_out()
        self._fill_timer.start()

    def _is_needed(self, place: int) -> bool:
        """Whether it is written, read aloud, or has the keyboard."""
        card = self._stretch.cards[place]
        return card in (self._written, self.held) or card.isAncestorOf(QApplication.focusWidget() or self)

    def _jump(self, place: int) -> None:
        """Show another part of the conversation."""
        for one in [one for one in self._stretch.cards if one != len(self._turns) - 1]:
            if self._stretch.cards[one] not in (self._written, self.held):
                self._stretch.drop(one)
        for one in range(place, min(place + 2, len(self._turns))):
            if self.card_of(one) is None and self._turns[one] is not None:
                self._make(one)

    def _make(self, place: int) -> None:
        for _ in self._steps(place):
            pass

    def _steps(self, place: int) -> Iterator[None]:
        """Make the card of a turn and put it in its place, unless one has come there meanwhile."""
        turn = self._turns[place]
        if turn is None:
            return
        made = TurnCard(turn.question, self._palette)
        yield
        if turn.answer is not None:
            made.show_answer(turn.answer)
        else:
            made.fail(None)
        made.show_versions(turn.versions, turn.id)
        yield
        if self.card_of(place) is None:
            self._add(made, place)

    def _add(self, made: TurnCard, place: int) -> None:
        def at() -> int:
            return self._stretch.place(made)

        made.cited.connect(self.cited)
        made.copied.connect(lambda: self.copied.emit(made))
        made.again.connect(lambda: self.again.emit(at()))
        made.exactly.connect(lambda: self.exactly.emit(at()))
        made.evidence.connect(lambda: self.evidence.emit(at()))
        made.edited.connect(lambda: self.edited.emit(at(), made.question.text()))
        made.code_copied.connect(lambda code: self.code_copied.emit(made, code))
        made.markdown.connect(lambda: self.marked_up.emit(made))
        made.dropped.connect(lambda: self.dropped.emit(at()))
        made.switched.connect(self.switched)
        made.offers.waited.connect(lambda on: self.waited.emit(at(), on))
        made.actions_row.aloud.connect(lambda: self.aloud.emit(made))
        made.wished.connect(lambda offer: self.wished.emit(made, offer))
        self._stretch.put(place, made)

    # --- what is in view -----------------------------------------------------------------------------------

    def _scrolled(self, value: int) -> None:
        if self._moving:
            return
        self._place_cards()
        self._follow = value >= self.verticalScrollBar().maximum() - _NEAR_END
        self._past = self._follow and value > self._last_in_view()
        self._anchor = None
        self._keep_anchor()
        self._fill_timer.start()

    def _keep_anchor(self) -> None:
        """Remember what is read: the first card that reaches into view, else the place that would."""
        if self._anchor is None and self._turns:
            top = self.verticalScrollBar().value()
            bottom = top + self.viewport().height()
            seen = (
                place
                for place, card in self._stretch.cards.items()
                if card.y() + card.height() > top and card.y() < bottom
            )
            place = next(seen, None)
            if place is None:
                place = self._stretch.at(top)
            self._anchor = place, self._stretch.y_of(place) - top

    def _lay_out(self) -> None:
        """Have every card in its place now, and what is read where it was."""
        self._place_cards()
        self._settle()

    def _place_cards(self) -> None:
        """Where a card stands is known only once it is laid out."""
        for one in (self._column.layout(), self._centre.layout()):
            if one is not None:
                one.activate()

    def _settle(self) -> None:
        """Have what is read stand where it stood, or the last answer in view."""
        if self._moving:
            return
        bar = self.verticalScrollBar()
        self._moving = True
        try:
            self._place_cards()
            if self._follow:
                bar.setValue(bar.maximum() if self._past else self._last_in_view())
            elif self._anchor is not None and self._anchor[0] < len(self._turns):
                place, down = self._anchor
                bar.setValue(max(0, round(self._stretch.y_of(place) - down)))
        finally:
            self._moving = False

    def _last_in_view(self) -> int:
        """Where all of the last card is seen; of one that is higher than the view, its question on top."""
        end, last = self.verticalScrollBar().maximum(), self.card_of(len(self._turns) - 1)
        return end if last is None else min(end, max(0, last.y() - Space.S))
