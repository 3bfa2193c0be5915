"""Looking further down than what is read at first, for a sentence that has the figure or day asked for.

"How high can the fines be?" finds first what speaks of fines most, and of their height last: a recital names
them in each sentence, and the amount stands once, in an article on page 247.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.answering.quoting.kinds import Kind, kind_of
from rag.answering.quoting.standing import Ranked
from rag.answering.selection import worth_reading
from rag.language.concepts import spoken
from rag.types import Hit

PASSAGES = 40
_KINDS = (Kind.AMOUNT, Kind.DURATION, Kind.DATE)

Rank = Callable[[Sequence[Hit]], list[Ranked]]
Search = Callable[[], Sequence[Hit]]


def deeper(asked: str, own: Sequence[Hit], search: Search, rank: Rank) -> Sequence[Hit] | None:
    """What to read in place of `own`: before it the passage of a sentence that answers, where none of `own`
    does and one that is found further down does. None: `own`.
    """
    if kind_of(asked, spoken(asked)) not in _KINDS:
        return None
    best = rank(own)
    if best and best[0].answers:
        return None
    found = worth_reading(search())
    others = rank(found)
    if not others or not others[0].answers:
        return None
    first = others[0].quote.hit
    return (first, *(hit for hit in own if hit.passage_id != first.passage_id))
