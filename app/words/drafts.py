"""Drafts in words: what is missing, what was held back and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.words.catalogue import apart, row, say
from app.words.shipped import key_of
from rag.drafting.customs import day_words
from rag.drafting.pieces import Draft, Held
from rag.drafting.styles import Style
from rag.drafting.syntax import Address
from rag.types import Citation

_SHOWN = date(2026, 3, 1)  # a day by which a form of days is shown
_KNOWN = ("unsupported", "silent", "no-documents", "no-model", "several", "doubtful", "unusual", "ambiguous")


def draft_lines(draft: Draft, flags: tuple[str, ...] = ()) -> Iterator[str]:
    """What a person is told beside the text, a sentence each."""
    if draft.missing:
        yield say("drafting.command.missing", slots=row(map(slot_words, draft.missing)))
    for one in draft.held:
        yield held_words(one)
    if draft.unused:
        yield say("drafting.command.unused", names=row(draft.unused))
    if flags:
        yield say("drafting.command.flags", flags=row(flags))


def slot_words(name: str) -> str:
    """What a slot that all templates know is called; one of somebody's own as it is written."""
    key = key_of("drafting", "slots", name)
    return name if key is None else say(f"drafting.slots.{key}")


def template_words(name: str) -> str:
    """What a template that came along is called, in whatever language its letter is."""
    key = key_of("drafting", "templates", name)
    return name if key is None else say(f"drafting.templates.{key}")


def learnt_words(style: Style) -> str:
    """What was learnt from letters."""
    found = []
    if style.opener:
        found.append(say("drafting.learnt.greeting", text=style.opener))
    if style.closing:
        found.append(say("drafting.learnt.closing", text=style.closing))
    if style.sender:
        found.append(say("drafting.learnt.sender", text=style.sender))
    if style.address is not None:
        polite = style.address is Address.POLITE
        found.append(say("drafting.learnt.polite") if polite else say("drafting.learnt.familiar"))
    if style.day_form:
        shown = day_words(_SHOWN, style.code, style.day_form)
        found.append(say("drafting.learnt.days", text=shown))
    if style.words:
        found.append(say("drafting.learnt.words", n=style.words))
    if style.tone is not None:
        found.append(say("drafting.learnt.tone", text=style.tone.value))
    if style.length is not None:
        found.append(say("drafting.learnt.length", text=style.length.value))
    told = apart(found) or say("drafting.learnt.nothing")
    return say("drafting.command.learnt", what=told)


def held_words(held: Held) -> str:
    """What was not said, and why."""
    reason = say(f"drafting.reasons.{held.reason}") if held.reason in _KNOWN else held.reason
    if held.text:
        return say("drafting.command.held-text", reason=reason, what=slot_words(held.what), text=held.text)
    return say("drafting.command.held", reason=reason, what=slot_words(held.what))


def place_words(citation: Citation) -> str:
    """ "contract.pdf, p. 3"."""
    return say("drafting.paper.place", document=citation.document, page=citation.page)
