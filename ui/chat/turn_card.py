"""A question with its answer, its sources and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.types import Notice
from app.words.catalogue import count, say
from rag.language.folding import fold
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
    PassagesFound,
    PassagesNear,
    QuotesFound,
    Sentence,
    SentenceGrounded,
    SourcesFound,
)
from ui.chat.answer_text import AnswerText
from ui.chat.card_actions import CardActions
from ui.chat.draft_text import DraftText
from ui.chat.offers import Offers
from ui.chat.source_list import SourceList
from ui.chat.told import OF_THE_MODEL, about, by_whom, listed, rested_on, with_quote
from ui.chat.whole import Whole
from ui.chat.working import Working
from ui.parts.cited_text import place
from ui.parts.controls import label
from ui.parts.desk import Offer
from ui.parts.inert import inert
from ui.parts.settling import Settling
from ui.parts.theme import Palette, Space

_DRAW_MS = 60  # streamed text is drawn this often, not for every token


class TurnCard(QWidget):
    cited = Signal(object)  # Citation
    copied = Signal()  # with its looks
    again = Signal()
    exactly = Signal()
    evidence = Signal()
    edited = Signal()
    markdown = Signal()  # to be copied as such
    dropped = Signal()
    code_copied = Signal(str)
    switched = Signal(int)  # id of the version that is to be shown
    wished = Signal(object)  # Offer

    def __init__(self, question: str, palette: Palette) -> None:
        super().__init__()
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
        self._found: tuple[Hit, ...] | None = None  # until it is known what of it the model reads
        self.question = label(question, "question", wrap=True)
        self.question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.status = label(say("chat.answer.looking"), "quiet", wrap=True)
        self.answer = AnswerText(palette)
        self.answer.cited.connect(self.cited)
        self.answer.code_copied.connect(self.code_copied)
        self.answer.hide()
        self._working = Working(self.status)
        self._draft = DraftText()
        self._sources = SourceList(palette)
        self._sources.cited.connect(self.cited)
        self._about = label("", "small", wrap=True)
        self._unread = label("", "small", wrap=True)
        self._unread.setObjectName("unread")
        self._unread.hide()
        self.offers = Offers()
        self.offers.chosen.connect(self.wished)
        self.actions_row = CardActions(palette, self._about)
        self._connect()
        self._arrange()
        self.actions_row.hide()

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
            case PassagesNear(hits) | PassagesFound(hits):
                self._begin_part()
                self._found, known = hits if isinstance(event, PassagesFound) else None, self._hits
                self._hits = hits
                if hits != known:
                    self._list_found()
            case SourcesFound(hits):
                self._show_read(hits)
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

    def work(self) -> None:
        """An answer is on its way."""
        self._working.start()

    def renew(self, read: Sequence[str]) -> None:
        """The question is asked again: the answer stands until there is another."""
        self._renewed = tuple(read)
        self.offers.wait.hide()
        self._tell(say("chat.answer.renewing", names=listed(self._renewed)))

    def show_answer(self, answer: Answer) -> None:
        """A complete answer, just written or from the vault."""
        self._working.stop()
        self._draw.stop()
        self._answer, self._text, self._sentences = answer, answer.text, list(answer.sentences)
        self._drafted = ""
        self._quoted = answer.quotes[0].citation if answer.quotes and not answer.text else None
        self._drawn()
        self.status.setVisible(answer.stopped)
        self.status.setText(say("chat.answer.stopped"))
        self._frame.setProperty("own", answer.intent in (*OF_THE_MODEL, Intent.RECKON))
        self._frame.style().polish(self._frame)
        self._list_sources()
        self._about.setText(about(answer))
        self._about.setToolTip(inert(by_whom(answer)))
        self._about.setAccessibleDescription(by_whom(answer))
        self.offers.show_for(answer)
        self._order()
        self._tell(rested_on(answer))
        self.actions_row.show()
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
        self._working.stop()
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
        self.actions_row.show()

    def show_versions(self, versions: Sequence[int], shown: int) -> None:
        """Which of several versions of the question this is, to be gone through."""
        self.actions_row.show_versions(versions, shown)

    def mark(self, words: str) -> None:
        """Show that this was looked for, and where its words stand."""
        self._frame.setProperty("found", True)
        self._frame.style().polish(self._frame)
        self.answer.mark_words(words)
        text = fold(self.question.text())
        for word in map(fold, words.split()):
            if word in text:
                self.question.setSelection(text.index(word), len(word))
                break

    def retint(self, palette: Palette) -> None:
        self.answer.set_palette(palette)
        self._sources.retint(palette)
        self.actions_row.retint(palette)

    def as_markdown(self) -> str:
        """The question, the answer with numbered citations, and the sources."""
        from app.exporting.copied import answer_markdown

        return answer_markdown(*self._said())

    def as_plain(self) -> str:
        """The same as it is read, without any mark."""
        from app.exporting.copied import answer_plain

        return answer_plain(*self._said())

    def as_html(self) -> str:
        """The same with its looks: tables, lists, code."""
        from app.exporting.copied import answer_html

        return answer_html(*self._said())

    def show_copied(self) -> None:
        """Say that the answer is on the clipboard."""
        self.actions_row.show_copied()

    def _said(self) -> tuple[str, str, Sequence[Sentence], Sequence[Citation], Sequence[str]]:
        """The question, and what is taken along of its answer; nothing of one that is on its way."""
        if self._answer is None:
            return self._question, "", (), (), ()
        cited = self.answer.citations
        return self._question, self._text, self._answer.sentences, cited, [*map(place, cited)]

    def _end_renewal(self, answer: Answer) -> None:
        """Show what came of asking again; where it was stopped or failed, what stood there before."""
        read, before = self._renewed or (), self._answer
        self._renewed = None
        if answer.stopped and before is not None:
            answer = before
        self.show_answer(answer)
        if answer is not before:
            renewed = say("chat.answer.renewed", names=listed(read))
            self._tell(" ".join(filter(None, (renewed, rested_on(answer)))))

    def _tell(self, words: str) -> None:
        """What stands below the answer about the documents it rests on."""
        self._unread.setText(words)
        self._unread.setVisible(bool(words))

    def _begin_part(self) -> None:
        """Another of several questions in one: what answers those before it stays."""
        if self._quoted is not None:
            self._text, self._sentences = with_quote(self._text, self._sentences, self._quoted)
            self._quoted = None
        if self._text:
            self._text = self._text.rstrip() + "\n"
        self._begun = len(self._text)

    def _show_read(self, hits: tuple[Hit, ...]) -> None:
        """What the model reads. Where that is what was found first, its list and the quote stay."""
        found, self._found = self._found, None
        if found is None:
            self._begin_part()
        if hits != found:
            self._hits, self._quoted = hits, None
            self._list_found()
            self._draw.start()  # a quote of these comes at once, where there is one
        if self._quoted is None:
            words = count("chat.answer.reading", len(hits)) if hits else say("chat.answer.nothing")
            self.status.setText(words)

    def _drawn(self) -> None:
        self._settling.hold()
        self._draft.show(self._drafted)
        text, sentences = self._text, self._sentences
        if self._quoted is not None:
            text, sentences = with_quote(text, sentences, self._quoted)
        self.answer.setVisible(bool(text))
        if text:
            self.answer.show_answer(text, sentences, growing=self._answer is None)
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

    def _list_found(self) -> None:
        """Where the answer is looked for, before there is one: each opens its page."""
        self._sources.empty()
        if self._hits and self._answer is None:
            self._sources.add_found(say("chat.answer.found"), self._hits)

    def _list_sources(self) -> None:
        self._sources.show_cited(self.answer.citations)
        if self._answer is not None and self._answer.outcome is Outcome.SILENT and self._hits:
            self._sources.add_found(say("chat.answer.closest"), self._hits)

    def _order(self) -> None:
        """Tab goes down the card: the text, its sources, what can be done next."""
        offers = [self.offers.wait, *self.offers.buttons.values()]
        for before, after in pairwise([self.answer, *self._sources.rows, *offers, self.actions_row.first]):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        row = self.actions_row
        row.copied.connect(self.copied)
        row.again.connect(self.again)
        row.edited.connect(self.edited)
        row.switched.connect(self.switched)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for words, signal in (
            (say("chat.answer.markdown"), self.markdown),
            (say("chat.answer.exactly"), self.exactly),
            (say("evidence.save"), self.evidence),
            (say("chat.answer.remove"), self.dropped),
        ):
            self.addAction(words, signal.emit)
        row.set_more(self.actions())

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        # As high as what it shows, whatever room there is: the stretch below is for `Settling`.
        frame = Whole()
        self._frame = frame
        self._settling = Settling(frame)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(Space.L + 2, Space.L, Space.L + 2, Space.M)
        inner.setSpacing(Space.S)
        inner.addWidget(self._working)
        inner.addWidget(self.answer)
        inner.addWidget(self._draft.view)
        inner.addLayout(self._sources)
        inner.addWidget(self._unread)
        inner.addWidget(self.offers)
        inner.addWidget(self.actions_row)
        inner.addStretch()
        layout.addWidget(self.question)
        layout.addWidget(frame)
