"""Finding notes by words: those that people wrote, and those that they marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from rag.language.anchors import Flat
from rag.language.languages import language_of
from rag.language.words import content_stem, words
from rag.types import Note


def found(notes: Iterable[Note], asked: str) -> list[Note]:
    """The notes that hold every word asked for, in any form, inside of longer ones too, and with or without
    accents; those whose own text holds them first, then the newest.
    """
    wanted = [folded(word) for word in words(asked)] or [folded(asked)]
    if not any(wanted):
        return []
    rated = []
    for note in notes:
        own, marked = _held(note.text, wanted), _held(f"{note.quote}\n{note.was}", wanted)
        if len(own | marked) == len(set(wanted)):
            rated.append((len(own), note.updated, note.id, note))
    return [one[-1] for one in sorted(rated, key=lambda one: one[:3], reverse=True)]


def _held(text: str, wanted: Sequence[str]) -> set[str]:
    """Which of the words stand in a text."""
    whole = folded(Flat(text).text)
    here = {word for word in wanted if word in whole}
    if len(here) == len(set(wanted)) or not whole.strip():
        return here
    language = language_of(text)
    stems = {content_stem(word, language) for word in words(whole)} - {None}
    return here | {word for word in wanted if content_stem(word, language) in stems}


def folded(text: str) -> str:
    """A text as it is compared: in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).strip()
