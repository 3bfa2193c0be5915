"""A question with its answer, its sources and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.types import Notice
from rag.grounding.citations import cited
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Citation,
    Hit,
    Sentence,
    SentenceGrounded,
    SourcesFound,
    Support,
)
from ui.chat.answer_text import AnswerText
from ui.parts.cited_text import place, preview
from ui.parts.controls import IconButton, SourceRow, card, clear, label
from ui.parts.theme import Palette, Space

_CLOSEST = 3  # passages shown when the documents do not answer
_DRAW_MS = 60  # streamed text is drawn this often, not for every token


class TurnCard(QWidget):
    cited = Signal(object)  # Citation
    copied = Signal()
    again = Signal()
    edited = Signal()

    def __init__(self, question: str, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._text = ""
        self._sentences: list[Sentence] = []
        self._answer: Answer | None = None
        self._draw = QTimer(self)
        self._draw.setSingleShot(True)
        self._draw.setInterval(_DRAW_MS)
        self._draw.timeout.connect(self._drawn)
        self._hits: tuple[Hit, ...] = ()
        self.question = label(question, "question", wrap=True)
        self.question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.status = label("Looking through your documents…", "quiet")
        self.answer = AnswerText(palette)
        self.answer.cited.connect(self.cited)
        self.answer.hide()
        self._sources = QVBoxLayout()
        self._sources.setSpacing(0)
        self._about = label("", "small")
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
        match event:
            case SourcesFound(hits):
                self._hits = hits
                count = len(hits)
                self.status.setText(
                    f"Reading {count} passage{'' if count == 1 else 's'}…" if count else "Nothing found…"
                )
            case AnswerDelta(text):
                self._text += text
                self._draw.isActive() or self._draw.start()
            case SentenceGrounded(sentence):
                self._sentences.append(sentence)
                self._draw.isActive() or self._draw.start()
            case AnswerDone(answer):
                self.show_answer(answer)

    def show_answer(self, answer: Answer) -> None:
        """A complete answer, just written or from the vault."""
        self._draw.stop()
        self._answer, self._text, self._sentences = answer, answer.text, list(answer.sentences)
        self._drawn()
        self.status.setVisible(answer.stopped)
        self.status.setText("Stopped")
        self._list_sources()
        self._about.setText(_about(answer))
        self._actions.show()

    def fail(self, notice: Notice | None) -> None:
        """The answer will not come; None for one that was never written."""
        self._draw.stop()
        words = f"{notice.sentence} {notice.remedy}" if notice else "This question has no answer yet."
        self.status.setText(words)
        self.status.setWordWrap(True)
        self.status.setProperty("role", "danger" if notice else "quiet")
        self.status.style().polish(self.status)
        self.status.show()
        self._actions.show()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.answer.set_palette(palette)

    def as_markdown(self) -> str:
        """The question, the answer with numbered citations, and the sources."""
        lines = [f"**{self.question.text()}**", ""]
        if self._answer is None:
            return "\n".join(lines)
        cited = self.answer.citations
        body, start = [], 0
        for sentence in self._answer.sentences:
            body.append(self._text[start : sentence.end])
            body += [f" [{cited.index(one) + 1}]" for one in sentence.citations]
            if sentence.support is Support.UNSUPPORTED:
                body.append(" (not found in the documents)")
            start = sentence.end
        lines += ["".join(body) + self._text[start:], ""]
        quoted = ((number, one, " ".join(one.quote.split())) for number, one in enumerate(cited, 1))
        lines += [f"[{number}] {place(one)}: “{quote}”  " for number, one, quote in quoted]
        return "\n".join(lines).rstrip() + "\n"

    def _drawn(self) -> None:
        if self._text:
            self.status.hide()
            self.answer.show()
        self.answer.show_answer(self._text, self._sentences)

    def _list_sources(self) -> None:
        clear(self._sources)
        for number, citation in enumerate(self.answer.citations, 1):
            self._sources.addWidget(self._source(str(number), citation))
        if self._answer is not None and not self._answer.found and self._hits:
            self._sources.addWidget(label("The passages that came closest:", "small"))
            for hit in self._hits[:_CLOSEST]:
                self._sources.addWidget(self._source("", cited(hit)))

    def _source(self, number: str, citation: Citation) -> QToolButton:
        where = place(citation)
        row = SourceRow(f"Open {where}", f"  {number}  {where}")
        row.setToolTip(preview(citation))
        row.retint(self._palette)
        row.clicked.connect(lambda: self.cited.emit(citation))
        return row

    def _make_actions(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        for name, tip, signal in (
            ("copy", "Copy as Markdown", self.copied),
            ("refresh", "Answer again", self.again),
            ("pencil", "Edit the question", self.edited),
        ):
            one = IconButton(name, tip, color="quiet", size=16)
            one.retint(self._palette)
            one.clicked.connect(signal)
            layout.addWidget(one)
        layout.addSpacing(Space.S)
        layout.addWidget(self._about)
        layout.addStretch()
        return row

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(Space.L + 2, Space.L, Space.L + 2, Space.M)
        inner.setSpacing(Space.S)
        inner.addWidget(self.status)
        inner.addWidget(self.answer)
        inner.addLayout(self._sources)
        inner.addWidget(self._actions)
        layout.addWidget(self.question)
        layout.addWidget(frame)


def _about(answer: Answer) -> str:
    parts = [] if answer.found else ["Not in your documents"]
    if answer.model:
        parts.append(answer.model)
    if answer.seconds:
        parts.append(f"{answer.seconds:.1f} s")
    if answer.tokens_per_second:
        parts.append(f"{answer.tokens_per_second:.0f} tokens/s")
    return " · ".join(parts)
