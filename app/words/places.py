"""What a place in a document is called: "page 3 (iv)", "slide 4", "deed.pdf, page 3", "Sales, rows 201–400".

What finds places names them in English, and so they stand in the library and in JSON; here they are said.
"""

from __future__ import annotations

import re

from app.words.catalogue import ENGLISH, alone, row, say, spoken, under
from rag.types import Citation, PageUnit

_NUMBERED = re.compile(r"(?P<unit>[a-z]+) (?P<number>\d+(?:–\d+)?)(?P<behind> \(.*\))?", re.DOTALL)
_HIDDEN = " (hidden)"  # not for people: how readers name a slide or a sheet that is not shown


def place_words(place: str) -> str:
    """A place as the language that is spoken names it; what is a name stays as it is."""
    if spoken() == ENGLISH:
        return place
    *before, last = place.split(", ")
    return row([*map(sheet_words, before), _numbered(last)]) if before else _numbered(last)


def sheet_words(name: str) -> str:
    """The name of a sheet; that it is not shown is said as the language that is spoken says it."""
    shown = name.removesuffix(_HIDDEN)
    return alone(shown) if shown == name else f"{alone(shown)} ({say('common.hidden')})"


def page_words(page: int) -> str:
    """ "page 3"."""
    return say("common.places.page", number=page)


def cited_words(citation: Citation) -> str:
    """Where something cited stands: what the document calls the place, else its page."""
    return place_words(citation.place) or page_words(citation.page)


def unit_words(unit: PageUnit, number: int) -> str:
    """ "page 3"; "minute 3" of a recording."""
    return say(f"common.places.{unit.value}", number=number)


def _numbered(part: str) -> str:
    found = _NUMBERED.fullmatch(part)
    if found is None or found["unit"] not in under("common.places"):
        return sheet_words(part)
    named = say(f"common.places.{found['unit']}", number=found["number"])
    behind = found["behind"] or ""
    return named + (f" ({say('common.hidden')})" if behind == _HIDDEN else behind)
