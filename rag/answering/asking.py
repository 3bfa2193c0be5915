"""One question under way: what was typed, what it takes for granted, what came of it so far."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answering.intents.bare import Bare
from rag.language.languages import Language, english, language_of, tells
from rag.types import Answer, Hit, Quoted


@dataclass(slots=True)
class Asking:
    """One question under way."""

    question: str
    alone: str  # with what a follow-up takes for granted
    typed: str  # all that was typed
    bare: Bare
    started: float
    hits: tuple[Hit, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    seconds: float | None = None  # to the first quote
    answer: Answer | None = None

    @property
    def language(self) -> Language:
        """To be answered in: the question's; where it tells none, that of what was found."""
        own = self.bare.language
        if own is not english() or tells(self.question, own) or not self.quotes:
            return own
        return language_of(self.quotes[0].citation.quote)
