"""The sentences of a passage, alone and with their neighbours, as a claim is held against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.language.languages import Language
from rag.language.quantities import Quantity, quantities
from rag.language.sentences import LIST_MARK, sentences
from rag.language.words import letters, plain, stems
from rag.types import Hit

_WIDEST = 3  # sentences in a window


@dataclass(frozen=True, slots=True)
class Window:
    """One to three neighbouring sentences of a passage."""

    rank: int  # of the passage
    start: int  # in the passage's text
    end: int
    size: int  # sentences
    text: str
    stems: frozenset[str]
    quantities: frozenset[Quantity]
    headed: frozenset[str]  # stems of its own and the headings above it
    places: frozenset[Quantity]  # of the headings above it: "Article 33"
    named: frozenset[Quantity]  # of the document's name: "SP 800-171"
    letters: str  # with headings and document name, to look names up


def windows_of(rank: int, hit: Hit, language: Language) -> Iterator[Window]:
    """Those of a passage, the `rank`th of all: each sentence with up to two behind it."""
    spans = sentences(hit.text)
    places = frozenset(quantities(hit.section, language))
    named = frozenset(quantities(hit.document))
    document, above = letters(hit.document), "" if hit.voices else hit.section
    heading_letters, heading_stems = letters(above), frozenset(stems(above, language))
    parts = [plain(hit.text[span.start : span.end]) for span in spans]
    facts = [(frozenset(stems(part, language)), figures_of(part, language), letters(part)) for part in parts]
    for first in range(len(spans)):
        for last in range(first, min(first + _WIDEST, len(spans))):
            inside = facts[first : last + 1]
            who = _speaker(hit, spans[first].start, spans[last].end)
            yield Window(
                rank=rank,
                start=spans[first].start,
                end=spans[last].end,
                size=last - first + 1,
                text=" ".join(parts[first : last + 1]),
                stems=frozenset().union(*(fact[0] for fact in inside)),
                quantities=frozenset().union(*(fact[1] for fact in inside)),
                headed=heading_stems.union(stems(who, language), *(fact[0] for fact in inside)),
                places=places,
                named=named | frozenset(quantities(who)),
                letters=" ".join([heading_letters, letters(who), document, *(fact[2] for fact in inside)]),
            )


def _speaker(hit: Hit, start: int, end: int) -> str:
    """What who says all of a window of a recording is called; "" where several do."""
    ends = (*(one.start for one in hit.voices[1:]), len(hit.text))
    names = {
        one.called for one, until in zip(hit.voices, ends, strict=False) if one.start < end and until > start
    }
    return names.pop() if len(names) == 1 else ""


def figures_of(part: str, language: Language) -> frozenset[Quantity]:
    """Those of a sentence. The number it is listed under ("3. The Recipient …") is a place, no amount."""
    mark = LIST_MARK.match(part)
    own = frozenset(quantities(part[mark.end() :] if mark else part, language))
    if mark is None:
        return own
    return own | {Quantity(number, place=True) for number in re.findall(r"\d+", mark.group())}
