"""What to say of text that was read from a picture: how, and how surely."""

from __future__ import annotations

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
        return f"read from handwriting, {percent(confidence)} sure"
    return f"read from a scan, {percent(confidence)} sure" if confidence < _CLEAR else ""


def percent(confidence: float) -> str:
    """Never rounded up to a certainty that is none."""
    return "100 %" if confidence >= 1.0 else f"{min(int(confidence * 100 + 0.5), 99)} %"
