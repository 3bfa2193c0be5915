"""What to say of text that was read from a picture, of a page that was read poorly, and of what deceives."""

from __future__ import annotations

from collections.abc import Iterator

from app.words.amounts import percent
from app.words.catalogue import row, say
from app.words.places import cited_words
from rag.guarding.injection import is_order
from rag.language.withdrawn import standing
from rag.language.words import plain
from rag.types import Citation, LineKind, Shared

_CLEAR = 0.98  # print read as surely as this needs no word


def reading_note(citation: Citation) -> str:
    """Such as "read from a scan, 71 % sure" or "page 7 was read poorly: check it"; empty for what a file
    says itself and for clear print.
    """
    from_others = shared_words(citation.shared) if citation.shared else ""
    least = min(citation.boxes, key=lambda box: box.confidence, default=None)
    sure = "" if least is None or least.confidence >= 1.0 else certainty_words(least.kind, least.confidence)
    return row(filter(None, (from_others, sure, poor_words(citation), *wary_words(citation.quote))))


def shared_words(shared: Shared) -> str:
    """Such as "from the shared collection law on box.lan, published by Ada"."""
    told = {"collection": shared.collection, "server": shared.server}
    if not shared.owner:
        return say("sharing.from", **told)
    return say("sharing.from-owner", **told, owner=shared.owner)


def wary_words(quote: str) -> Iterator[str]:
    """What of a quote is to be relied on by nobody: orders to a machine, and what its page does not show."""
    if is_order(plain(standing(quote))):
        yield say("reading.orders")
    if standing(quote) != quote:
        yield say("reading.hidden")


def poor_words(citation: Citation) -> str:
    """ "page 7 was read poorly: check it"; empty for other pages."""
    if not citation.poor:
        return ""
    return say("reading.poor", place=cited_words(citation))


def certainty_words(kind: LineKind, confidence: float) -> str:
    """The same of a line; empty for clear print."""
    if kind is LineKind.HANDWRITTEN:
        return say("reading.from-handwriting")
    if kind is LineKind.EITHER:
        return say("reading.from-either")
    return say("reading.from-a-scan", sure=percent(confidence)) if confidence < _CLEAR else ""
