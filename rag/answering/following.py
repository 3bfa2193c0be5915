"""Whether a question of few words follows the one before it, told by what the documents say.

"What is the bond?" behind a question for one of two leases means that lease; behind one for the library's
rules it means what it says. Only the documents tell which: what the earlier turns say is taken along where
the answer found with them says the question's own words, and left where one without them does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.answering.questions import leans_on, standalone
from rag.answering.quoting.standing import Ranked
from rag.language.concepts import spoken
from rag.language.words import plain, stems
from rag.types import Turn

Ranks = Callable[[str], Sequence[Ranked]]
"""The sentences that were found for a question, best first."""


def taken_along(question: str, history: Sequence[Turn], ranks: Ranks) -> Sequence[Turn]:
    """The turns that a question follows: all of `history`, or none."""
    whole = standalone(question, history)
    if whole == question or leans_on(question) or _says(question, ranks(whole)):
        return history
    return () if _says(question, ranks(question)) else history


def _says(question: str, found: Sequence[Ranked]) -> bool:
    """Whether the best sentence answers, and says what the question does itself, in its language."""
    own = set(stems(question, spoken(question)))
    best = next(iter(found), None)
    return (
        best is not None and best.answers and bool(own & set(stems(plain(best.quote.text), spoken(question))))
    )
