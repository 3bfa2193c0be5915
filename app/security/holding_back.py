"""What is shown while an answer is being made, where a guard may refuse it still: sentences that passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rag.language.sentences import SentenceCutter, sentences
from rag.types import (
    AnswerDelta,
    AnswerEvent,
    Drafted,
    ModelThinking,
    PassagesFound,
    PassagesNear,
    QuotesFound,
    SentenceGrounded,
    SourcesFound,
    Support,
)


class HoldingBack:
    """Give it the events of one answer in their order, but for the last."""

    def __init__(self, passes: Callable[[str, str], bool], *, quotable: bool = False) -> None:
        """`passes` tells whether no guard refuses so much of the answer, with what documents say. `quotable`:
        the question was refused but for what documents say, so nothing is shown before the answer is whole.
        """
        self._judge = passes
        self._documents: list[str] = []
        self._cutter = SentenceCutter()
        self._arrived = ""
        self._shown = 0  # characters of what arrived
        self._refused = quotable

    def through(self, event: AnswerEvent) -> Iterator[AnswerEvent]:
        """What may be shown of an event, and of what was held back before it."""
        self._hear(event)
        if self._refused:
            if isinstance(event, PassagesNear | PassagesFound | SourcesFound | ModelThinking):
                yield event
            return
        match event:
            case AnswerDelta():
                yield from self._released(event.text)
            case SentenceGrounded():
                yield from self._up_to(len(self._arrived))
                borne_out = event.sentence.text if event.sentence.support is Support.SUPPORTED else ""
                if self._passes(self._arrived) and self._passes(event.sentence.text, borne_out):
                    yield event
            case QuotesFound():
                quotes = tuple(one for one in event.quotes if self._passes(one.citation.quote))
                if quotes:
                    yield QuotesFound(quotes)
            case Drafted():
                yield Drafted(self._whole_sentences(event.text))
            case _:
                yield event

    def _hear(self, event: AnswerEvent) -> None:
        """What documents say, as far as it is known."""
        match event:
            case PassagesFound() | SourcesFound():
                self._documents += [one.text for one in event.hits if one.text not in self._documents]
            case QuotesFound():
                self._documents += [one.citation.quote for one in event.quotes]

    def _passes(self, text: str, more: str = "") -> bool:
        return self._judge(text, "\n".join((*self._documents, more)))

    def _released(self, text: str) -> Iterator[AnswerEvent]:
        self._arrived += text
        whole = [span.end for span in self._cutter.feed(text)]
        if whole:
            yield from self._up_to(whole[-1])

    def _up_to(self, end: int) -> Iterator[AnswerEvent]:
        if end <= self._shown:
            return
        if not self._passes(self._arrived[:end]):
            self._refused = True
            return
        text, self._shown = self._arrived[self._shown : end], end
        yield AnswerDelta(text)

    def _whole_sentences(self, draft: str) -> str:
        """The sentences of a draft that are complete, up to the first that is refused."""
        shown = ""
        for span in sentences(draft)[:-1]:
            if not self._passes(draft[: span.end]):
                break
            shown = draft[: span.end]
        return shown
