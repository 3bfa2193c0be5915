"""Drafts in words: what is missing, what was held back and why."""

from __future__ import annotations

from collections.abc import Iterator

from app.words.catalogue import say
from rag.drafting.pieces import Draft, Held
from rag.types import Citation

_KNOWN = ("unsupported", "silent", "no-documents", "no-model", "several", "doubtful")


def draft_lines(draft: Draft, flags: tuple[str, ...] = ()) -> Iterator[str]:
    """What a person is told beside the text, a sentence each."""
    if draft.missing:
        yield say("drafting.command.missing", slots=", ".join(draft.missing))
    for one in draft.held:
        yield held_words(one)
    if draft.unused:
        yield say("drafting.command.unused", names=", ".join(draft.unused))
    if flags:
        yield say("drafting.command.flags", flags=", ".join(flags))


def held_words(held: Held) -> str:
    """What was not said, and why."""
    reason = say(f"drafting.reasons.{held.reason}") if held.reason in _KNOWN else held.reason
    if held.text:
        return say("drafting.command.held-text", reason=reason, what=held.what, text=held.text)
    return say("drafting.command.held", reason=reason, what=held.what)


def place_words(citation: Citation) -> str:
    """ "contract.pdf, p. 3"."""
    return say("drafting.paper.place", document=citation.document, page=citation.page)
