"""Tables of answers in words: how a row stands, and the pages it cites."""

from __future__ import annotations

from collections.abc import Iterable

from app.words.catalogue import row, say
from app.words.places import place_words
from rag.runs.types import PartState, Verdict
from rag.surveying.types import SurveyKind
from rag.types import Citation

Standing = Verdict | PartState
"""How a row stands: what the document says, or that it waits or failed."""


def state_words(state: Standing) -> str:
    """A row's state."""
    return say(f"surveys.state.{state.value}")


def silent_words(kind: SurveyKind) -> str:
    """What stands in place of an answer where there is none."""
    return say(f"surveys.silent.{kind.value}")


def repeated_words() -> str:
    """What stands at a part whose items all stand elsewhere already."""
    return say("surveys.silent.repeated")


def page_words(citations: Iterable[Citation]) -> str:
    """The pages cited, each once: "3, 7", "slide 4"."""
    return row(dict.fromkeys(map(_place, citations)))


def _place(citation: Citation) -> str:
    bare = citation.place.removeprefix("page ")
    return str(citation.page) if not bare else bare if bare != citation.place else place_words(bare)
