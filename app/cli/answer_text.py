"""An answer as text on a terminal: streamed, its sentences marked [1], its sources listed below."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.words.catalogue import quoted, say
from app.words.places import place_words
from app.words.reading_notes import reading_note
from app.words.sharing import unasked_words
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Citation,
    Sentence,
    SentenceGrounded,
    Support,
)

UNSUPPORTED = "[?]"

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)")
_QUOTE_LENGTH = 320


class AnswerWriter:
    """Writes the events of one answer as they come.

    Text appears at once, but for what follows the end of a sentence: that waits until the sentence's marks
    are known, so that they can stand behind it.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        """`write` shows a piece of text at once, without a newline of its own."""
        self._write = write
        self._text = ""
        self._shown = 0
        self._marked = 0
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._citations: list[Citation] = []
        self._unsupported = False
        self.answer: Answer | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """In the order of their numbers, from 1."""
        return tuple(self._citations)

    def take(self, event: AnswerEvent) -> None:
        if isinstance(event, AnswerDelta):
            self._text += event.text
            end = _SENTENCE_END.search(self._text, self._marked)
            self._show(end.end() if end else len(self._text.rstrip()))
        elif isinstance(event, SentenceGrounded):
            self._sentence(event.sentence)
        elif isinstance(event, AnswerDone):
            self._finish(event.answer)

    def _show(self, end: int) -> None:
        if end > self._shown:
            self._write(self._text[self._shown : end])
            self._shown = end

    def _sentence(self, sentence: Sentence) -> None:
        self._show(min(sentence.end, len(self._text)))
        self._marked = max(self._marked, sentence.end)
        marks = self._marks(sentence)
        if marks:
            self._write(f" {marks}")

    def _marks(self, sentence: Sentence) -> str:
        marks = ""
        for citation in sentence.citations:
            place = (citation.document_id, citation.start, citation.end)
            if place not in self._numbers:
                self._citations.append(citation)
                self._numbers[place] = len(self._citations)
            marks += f"[{self._numbers[place]}]"
        if sentence.support is Support.UNSUPPORTED:
            self._unsupported = True
            marks += UNSUPPORTED
        return marks

    def _finish(self, answer: Answer) -> None:
        self.answer = answer
        if not self._text.startswith(answer.text) or self._marked < len(answer.text.rstrip()):
            self._again(answer)
        elif self._shown > len(answer.text):
            self._write(" …")  # the beginning of a sentence that was dropped
        stopped = " " + say("cli.answer.stopped") if answer.stopped else ""
        self._write(stopped + "\n")

    def _again(self, answer: Answer) -> None:
        """What streamed is not what counts: write the answer that does."""
        if self._shown:
            self._write("\n\n")
        at = 0
        for sentence in answer.sentences:
            self._write(answer.text[at : sentence.end])
            at = sentence.end
            marks = self._marks(sentence)
            if marks:
                self._write(f" {marks}")
        self._write(answer.text[at:].rstrip())

    def footnotes(self) -> str:
        """The sources: document, page, section, quote; empty when nothing is cited."""
        lines = []
        for number, citation in enumerate(self._citations, 1):
            place = place_words(citation.place) or say("cli.documents.page", page=citation.page)
            where = f"[{number}] {citation.document}, {place}"
            lines.append(", ".join(filter(None, (where, citation.section, reading_note(citation)))))
            lines.append(f"    {quoted(shortened(citation.quote))}")
        if self._unsupported:
            lines.append(say("cli.answer.unsupported", mark=UNSUPPORTED))
        lines += [unasked_words(one) for one in self.answer.unasked] if self.answer else []
        return "\n".join(lines)


def shortened(quote: str, length: int = _QUOTE_LENGTH) -> str:
    """A quote on one line, cut at a word."""
    text = " ".join(quote.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
