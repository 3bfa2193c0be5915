"""What became of a pack of evidence that was checked, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.words.catalogue import count, say

_BYTE = "byte "  # not for people: how `app.evidence.pack` names a place that is in no file


def changed_words(name: str) -> str:
    """What was changed in a pack: a file of it, or a byte between them."""
    if name.startswith(_BYTE):
        return say("evidence.changed-byte", byte=int(name.removeprefix(_BYTE)))
    return say("evidence.changed", name=name)


def checked_lines(
    holds: bool, changed: Iterable[str], quotes: Iterable[tuple[str, int, str, str]], *, proof: bool
) -> Iterator[str]:
    """The verdict, then what is wrong. `quotes`: document, page, text, and what became of it."""
    told = list(quotes)
    yield count("evidence.holds", len(told)) if holds else say("evidence.fails")
    yield from map(changed_words, changed)
    if not proof:
        yield say("evidence.unproven")
    for document, page, quote, found in told:
        short = " ".join(quote.split())[:120]
        yield say(f"evidence.found.{found}", document=document, page=page, quote=short)


def signature_words(fingerprint: str | None, *, holds: bool) -> str:
    """Whether a signature holds, and whose it is; `fingerprint` is None where nobody signed."""
    if fingerprint is None:
        return say("evidence.unsigned")
    return say("evidence.signed" if holds else "evidence.not-signed", fingerprint=fingerprint)
