"""A question with its answer, its sources and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.exporting.copied import answer_markdown
from app.types import Notice
from app.words.catalogue import count, say
from app.words.sharing import unasked_words
from rag.grounding.citations import cited
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Citation,
    Drafted,
    Hit,
    Intent,
    ModelThinking,
    Outcome,
    QuotesFound,
    Sentence,
    SentenceGrounded,
    SourcesFound,
    Support,
)
from ui.chat.answer_text import AnswerText
from ui.chat.draft_text import DraftText
from ui.chat.offers import Offers
from ui.parts.cited_text import place, preview
from ui.parts.controls import IconButton, SourceRow, card, clear, label
from ui.parts.desk import Offer
from ui.parts.inert import inert
from ui.parts.settling import Settling
from ui.parts.theme import Palette, Space

_OF_THE_MODEL = (Intent.GENERAL, Intent.CODE)  # what no document says
_CLOSEST = 3  # passages shown when the documents do not answer
_NAMED = 3  # documents not read yet, by name
_TIMED = 0.05  # seconds: what took less is told as no time
_DRAW_MS = 60  # streamed text is drawn this often, not for every token


class TurnCard(QWidget):
    cited = Signal(object)  # Citation
    copied = Signal()
    again = Signal()
    exactly = Signal()
    evidence = Signal()
    edited = Signal()
    wished = Signal(object)  # Offer

    def __init__(self, question: str, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._question = question
        self._text = ""
        self._drafted = ""
        self._quoted: Citation | None = None  # the sentence that fits best, until the model has worded it
        self._begun = 0  # where the part of the answer begins that is being written
        self._sentences: list[Sentence] = []
        self._answer: Answer | None = None
        self._renewed: tuple[str, ...] | None = (
            None  # documents read since, while the question is asked again
        )
        self.made: int | None = None  # the run that came of it
        self._draw = QTimer(self)
        self._draw.setSingleShot(True)
        self._draw.setInterval(_DRAW_MS)
        self._draw.timeout.connect(self._drawn)
        self._hits: tuple[Hit, ...] = ()
        self.question = label(question, "question", wrap=True)
        self.question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.status = label(say("chat.answer.looking"), "quiet", wrap=True)
        self.answer = AnswerText(palette)
        self.answer.cited.connect(self.cited)
        self.answer.hide()
        self._draft = DraftText()
        self._sources = QVBoxLayout()
        self._sources.setSpacing(0)
        self._about = label("", "small", wrap=True)
        self._unread = label("", "small", wrap=True)
        self._unread.setObjectName("unread")
        self._unread.hide()
        self.offers = Offers()
        self.offers.chosen.connect(self.wished)
        self._actions = self._make_actions()
        self._arrange()
        self._actions.hide()

    @property
    def text(self) -> str:
        return self._text

    @property
    def answered(self) -> Answer | None:
        return self._answer

    def take(self, event: AnswerEvent) -> None:
        """One event of the running answer."""
        if self._renewed is not None:
            if isinstance(event, AnswerDone):
                self._end_renewal(event.answer)
            return
        match event:
            case SourcesFound(hits):
                self._begin_part()
                self._hits = hits
                words = count("chat.answer.reading", len(hits)) if hits else say("chat.answer.nothing")
                self.status.setText(words)
            case QuotesFound(quotes):
                self._quoted = quotes[0].citation
                self._drawn()
            case ModelThinking():
                self.status.setText(say("chat.answer.thinking"))
            case Drafted(text):
                self._drafted = text
                self._draw.isActive() or self._draw.start()
            case AnswerDelta(text):
                self._quoted = None
                self._text += text
                self._draw.isActive() or self._draw.start()
            case SentenceGrounded(sentence):
                at, end = self._begun + sentence.start, self._begun + sentence.end
                self._sentences.append(replace(sentence, start=at, end=end))
                self._draw.isActive() or self._draw.start()
            case AnswerDone(answer):
                self.show_answer(answer)
                self.offers.show_waiting(answer)

    def renew(self, read: Sequence[str]) -> None:
        """The question is asked again: the answer stands until there is another."""
        self._renewed = tuple(read)
        self.offers.wait.hide()
        self._tell(say("chat.answer.renewing", names=_listed(self._renewed)))

    def show_answer(self, answer: Answer) -> None:
        """A complete answer, just written or from the vault."""
        self._draw.stop()
        self._answer, self._text, self._sentences = answer, answer.text, list(answer.sentences)
        self._drafted = ""
        self._quoted = answer.quotes[0].citation if answer.quotes and not answer.text else None
        self._drawn()
        self.status.setVisible(answer.stopped)
        self.status.setText(say("chat.answer.stopped"))
        self._frame.setProperty("own", answer.intent in (*_OF_THE_MODEL, Intent.RECKON))
        self._frame.style().polish(self._frame)
        self._list_sources()
        self._about.setText(_about(answer))
        self._about.setToolTip(inert(_by_whom(answer)))
        self._about.setAccessibleDescription(_by_whom(answer))
        self.offers.show_for(answer)
        self._order()
        self._tell(_rested_on(answer))
        self._actions.show()
        self._settling.settle()

    def show_made(self, offer: Offer, run_id: int) -> None:
        """What was offered is being made: it can be opened from here."""
        self.made = run_id
        self.offers.show_made(offer)
        self._order()
        self._tell(say(f"chat.offer.made-{offer.value}"))

    def show_done(self, change: int) -> None:
        """What was wished for is done, and can be taken back by its number."""
        self.made = change
        self.offers.show_done()
        self._order()
        self._tell(say("chat.offer.done"))

    def show_undone(self) -> None:
        """It was taken back: it is offered again."""
        self.made = None
        if self._answer is not None:
            self.offers.show_for(self._answer)
            self._order()
        self._tell(say("chat.offer.undone"))

    def fail(self, notice: Notice | None) -> None:
        """The answer will not come; None for one that was never written."""
        if self._renewed is not None and self._answer is not None:
            self._end_renewal(self._answer)
            return
        self._draw.stop()
        self._draft.show("")
        self._settling.release()
        if notice:
            words = say("common.told", sentence=notice.sentence, remedy=notice.remedy)
        else:
            words = say("chat.answer.none")
        self.status.setText(words)
        self.status.setProperty("role", "danger" if notice else "quiet")
        self.status.style().polish(self.status)
        self.status.show()
        self._actions.show()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.answer.set_palette(palette)

    def as_markdown(self) -> str:
        """The question, the answer with numbered citations, and the sources."""
        answer, cited = self._answer, self.answer.citations
        if answer is None:
            return answer_markdown(self._question, "", (), (), ())
        return answer_markdown(self._question, self._text, answer.sentences, cited, [*map(place, cited)])

    def _end_renewal(self, answer: Answer) -> None:
        """Show what came of asking again; where it was stopped or failed, what stood there before."""
        read, before = self._renewed or (), self._answer
        self._renewed = None
        if answer.stopped and before is not None:
            answer = before
        self.show_answer(answer)
        if answer is not before:
            renewed = say("chat.answer.renewed", names=_listed(read))
            self._tell(" ".join(filter(None, (renewed, _rested_on(answer)))))

    def _tell(self, words: str) -> None:
        """What stands below the answer about the documents it rests on."""
        self._unread.setText(words)
        self._unread.setVisible(bool(words))

    def _begin_part(self) -> None:
        """Another of several questions in one: what answers those before it stays."""
        if self._quoted is not None:
            self._text, self._sentences = self._with_quote(self._quoted)
            self._quoted = None
        if self._text:
            self._text = self._text.rstrip() + "\n"
        self._begun = len(self._text)

    def _with_quote(self, citation: Citation) -> tuple[str, list[Sentence]]:
        said, at = f"“{' '.join(citation.quote.split())}”", len(self._text)
        quote = Sentence(at, at + len(said), said, Support.NEUTRAL, (citation,))
        return self._text + said, [*self._sentences, quote]

    def _drawn(self) -> None:
        self._settling.hold()
        self._draft.show(self._drafted)
        text, sentences = self._text, self._sentences
        if self._quoted is not None:
            text, sentences = self._with_quote(self._quoted)
        if text:
            self.answer.show()
            self.answer.show_answer(text, sentences)
        if self._answer is None:
            self._tell_progress()

    def _tell_progress(self) -> None:
        """What is being done, until the model's own words are there."""
        quoted = self._quoted is not None
        if self._drafted:
            self.status.setText(say("chat.answer.checking-below" if quoted else "chat.answer.checking"))
        elif quoted:
            self.status.setText(say("chat.answer.wording"))
        self.status.setVisible(bool(self._drafted) or quoted or not self._text)

    def _list_sources(self) -> None:
        clear(self._sources)
        for number, citation in enumerate(self.answer.citations, 1):
            self._sources.addWidget(self._source(str(number), citation))
        if self._answer is not None and self._answer.outcome is Outcome.SILENT and self._hits:
            self._sources.addWidget(label(say("chat.answer.closest"), "small"))
            for hit in self._hits[:_CLOSEST]:
                self._sources.addWidget(self._source("", cited(hit)))

    def _order(self) -> None:
        """Tab goes down the card: the text, its sources, what can be done next."""
        items = [self._sources.itemAt(at) for at in range(self._sources.count())]
        rows = [item.widget() for item in items if item is not None]
        sources = [row for row in rows if isinstance(row, QToolButton)]
        offers = [self.offers.wait, *self.offers.buttons.values()]
        for before, after in pairwise([self.answer, *sources, *offers, self._first_action]):
            QWidget.setTabOrder(before, after)

    def _source(self, number: str, citation: Citation) -> QToolButton:
        where = place(citation)
        row = SourceRow(say("chat.answer.open", place=where), f"  {number}  {where}")
        row.setToolTip(inert(preview(citation)))
        row.retint(self._palette)
        row.clicked.connect(lambda: self.cited.emit(citation))
        return row

    def _make_actions(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.addAction(say("chat.answer.exactly"), self.exactly.emit)
        self.addAction(say("evidence.save"), self.evidence.emit)
        for name, tip, signal in (
            ("copy", say("chat.answer.copy"), self.copied),
            ("refresh", say("chat.answer.again"), self.again),
            ("pencil", say("chat.answer.edit"), self.edited),
        ):
            one = IconButton(name, tip, color="quiet", size=16)
            one.retint(self._palette)
            one.clicked.connect(signal)
            layout.addWidget(one)
            if name == "copy":
                self._first_action = one
        layout.addSpacing(Space.S)
        layout.addWidget(self._about, 1)
        return row

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        frame = card()
        # As high as what it shows, whatever room there is: the stretch below is for `Settling`.
        frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._frame = frame
        self._settling = Settling(frame)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(Space.L + 2, Space.L, Space.L + 2, Space.M)
        inner.setSpacing(Space.S)
        inner.addWidget(self.status)
        inner.addWidget(self.answer)
        inner.addWidget(self._draft.view)
        inner.addLayout(self._sources)
        inner.addWidget(self._unread)
        inner.addWidget(self.offers)
        inner.addWidget(self._actions)
        inner.addStretch()
        layout.addWidget(self.question)
        layout.addWidget(frame)


def _about(answer: Answer) -> str:
    told = {
        Outcome.SILENT: _silence(answer),
        Outcome.CLOSEST: "chat.about.closest",
        Outcome.CONTRADICTED: "chat.about.contradicted",
    }
    parts = [say(told[answer.outcome])] if answer.outcome in told and not answer.stopped else []
    if answer.intent in _OF_THE_MODEL:
        parts.append(say("chat.about.own-words"))
    if answer.intent is Intent.RECKON:
        parts.append(say("chat.about.reckoned"))
    if answer.seconds >= _TIMED:
        parts.append(say("chat.about.seconds", seconds=answer.seconds))
    return say("chat.about.and").join(parts)


def _by_whom(answer: Answer) -> str:
    """What wrote it, and how fast: for those who ask."""
    if not answer.model:
        return ""
    speed = answer.tokens_per_second
    told = (answer.model, say("chat.about.speed", tokens=speed) if speed else "")
    return say("chat.about.by", what=say("chat.about.and").join(filter(None, told)))


def _silence(answer: Answer) -> str:
    if answer.unread:
        return "chat.about.unread" if answer.read == 0 else "chat.about.so-far"
    return "chat.about.empty" if answer.read == 0 else "chat.about.not-found"


def _rested_on(answer: Answer) -> str:
    """Which documents were looked through, where none answers, and which could not be yet."""
    told = [say("chat.answer.within", tag=answer.within)] if answer.within else []
    if answer.only:
        told.append(count("chat.answer.only", len(answer.only), names=_listed(answer.only)))
    if answer.read is not None:
        told.append(count("chat.answer.read", answer.read))
    if answer.unread:
        told.append(count("chat.answer.unread", len(answer.unread), names=_listed(answer.unread)))
    told += map(unasked_words, answer.unasked)
    return " ".join(told)


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many there are more."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" (+{more})" if more > 0 else "")
