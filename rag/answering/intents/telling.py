"""The events of an answer that is known at once."""

from __future__ import annotations

from collections.abc import Iterator

from rag.answering.intents.ways import Told
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Intent,
    Outcome,
    Sentence,
    SentenceGrounded,
    Support,
)


def telling(question: str, intent: Intent, told: Told, seconds: float) -> Iterator[AnswerEvent]:
    """What is said in one piece, with the places it rests on; `seconds`: how long it took to find."""
    support = Support.SUPPORTED if told.outcome is Outcome.ANSWERED else Support.NEUTRAL
    sentence = Sentence(0, len(told.text), told.text, support, told.citations)
    yield AnswerDelta(told.text)
    yield SentenceGrounded(sentence)
    yield AnswerDone(
        Answer(
            question, told.text, (sentence,), told.outcome, "", seconds, 0.0, intent=intent, wish=told.wish
        )
    )
