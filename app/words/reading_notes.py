"""What to say of text that was read from a picture: how, and how surely."""

from __future__ import annotations

from app.words.amounts import percent
from app.words.catalogue import say
from rag.types import Citation, LineKind

_CLEAR = 0.98  # print read as surely as this needs no word


def reading_note(citation: Citation) -> str:
    """Such as "read from handwriting, 71 % sure"; empty for what a file says itself and for clear print."""
    least = min(citation.boxes, key=lambda box: box.confidence, default=None)
    if least is None or least.confidence >= 1.0:
        return ""
    return certainty_words(least.kind, least.confidence)


def certainty_words(kind: LineKind, confidence: float) -> str:
    """The same of a line; empty for clear print."""
    if kind is LineKind.HANDWRITTEN:
        return say("reading.from-handwriting", sure=percent(confidence))
    return say("reading.from-a-scan", sure=percent(confidence)) if confidence < _CLEAR else ""
