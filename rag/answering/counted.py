"""The events of an answer out of cells, which needs no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from rag.answering.asking import Asking
from rag.answering.cells.figures import Figured
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerEvent,
    Outcome,
    Quoted,
    QuotesFound,
    Sentence,
    SentenceGrounded,
    SourcesFound,
    Support,
)


def counted(asking: Asking, figured: Figured, clock: Callable[[], float]) -> Iterator[AnswerEvent]:
    """What was worked out for a question; its answer is left in `asking`, whose `clock` this is."""
    asking.quotes = tuple(Quoted(one, 1.0) for one in figured.quotes)
    asking.seconds = clock() - asking.started
    yield SourcesFound(figured.hits)
    yield QuotesFound(asking.quotes)
    text, sentences = "", []
    for said, citations in figured.said:
        line = f"\n{said}" if text else said
        at = len(text) + len(line) - len(said)
        support = Support.SUPPORTED if citations else Support.NEUTRAL
        sentences.append(Sentence(at, at + len(said), said, support, citations))
        yield AnswerDelta(line)
        yield SentenceGrounded(sentences[-1])
        text += line
    answer = Answer(asking.question, text, tuple(sentences), Outcome.ANSWERED, "", asking.seconds, 0.0)
    asking.answer = replace(answer, quotes=asking.quotes, first_quote_seconds=asking.seconds)
