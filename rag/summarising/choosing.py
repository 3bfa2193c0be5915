"""Which sentences of all that the parts gave make a summary of the length asked for.

A sentence counts for being near what the whole document is about, for standing in the document's opening,
where authors say what they are about to say (H. P. Edmundson: New Methods in Automatic Extracting, JACM
16(2), 1969), and against being like what is chosen already (J. Carbonell, J. Goldstein: The Use of MMR, SIGIR
1998).
Nothing is written anew here: what a small model makes of its own notes is no longer what the document says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.language.quantities import quantities
from rag.language.words import stems

_CENTRAL = 0.7
_ALIKE = 0.3
_OPENING = 0.7  # of the document's first sentence
_REACH = 3.0  # of the words wanted: how far into the document the opening's weight goes
_HEAD = 0.1  # of the first sentence of a section
_WRITTEN = 0.05  # ahead of a sentence taken word for word: the model says it in fewer words
_DOUBTFUL = 3.0  # against what no passage supports
_SAME = 0.86  # likeness by meaning of two sentences that say the same
_SHARED = 0.65  # of all words of both
_SHARED_ALONE = 0.9  # where meaning is not told


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may stand in a summary. `before`: words of the document before it."""

    words: int
    before: int
    heads: bool  # first of its section
    written: bool  # by the model
    supported: bool


def choose(
    candidates: Sequence[Candidate],
    vectors: NDArray[np.float32],
    words: int,
    middle: NDArray[np.float32] | None = None,
    alike: NDArray[np.float32] | None = None,
) -> list[int]:
    """Places of the chosen, ascending; together about `words` words.

    `vectors`: shape (n, dimension), each of length 1. `alike`: how like they are to each other, shape (n, n);
    without it nothing counts against being like another. `middle`: what the whole document is about, shape
    (dimension,); without it the candidates' mean.
    """
    if not candidates:
        return []
    worth = _worth(candidates, vectors, words, vectors.mean(axis=0) if middle is None else middle)
    likeness = np.zeros(len(candidates))
    free = np.ones(len(candidates), bool)
    chosen: list[int] = []
    spent = 0
    while free.any() and spent < words:
        scores = np.where(free, worth - _ALIKE * likeness, -np.inf)
        best = int(scores.argmax())
        free[best] = False
        over = spent + candidates[best].words - words
        if chosen and over > candidates[best].words / 2:
            continue  # a shorter one may fit
        chosen.append(best)
        spent += candidates[best].words
        if alike is not None:
            likeness = np.maximum(likeness, alike[best])
    return sorted(chosen)


def same(texts: Sequence[str], alike: NDArray[np.float32] | None) -> list[int]:
    """For each sentence the place of the first that says the same, its own where it is the first.

    `alike`: how like they are to each other by meaning, shape (n, n); None: nearly all words must be shared.

    Sentences of one pattern are near each other whatever they are about ("invoices are kept for 3 years",
    "letters are kept for 5 years"): those that say the same also share their numbers and most of their words.
    """
    shared = _SHARED if alike is not None else _SHARED_ALONE
    numbers = [frozenset(quantities(text)) for text in texts]
    words = [frozenset(stems(text)) for text in texts]
    firsts: list[int] = []
    for place in range(len(texts)):
        likes = (
            other
            for other in range(place)
            if (alike is None or alike[place, other] >= _SAME)
            and numbers[other] == numbers[place]
            and _shared(words[other], words[place]) >= shared
        )
        firsts.append(firsts[first] if (first := next(likes, None)) is not None else place)
    return firsts


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _worth(
    candidates: Sequence[Candidate],
    vectors: NDArray[np.float32],
    words: int,
    middle: NDArray[np.float32],
) -> NDArray[np.float64]:
    central = (vectors @ (middle / max(float(np.linalg.norm(middle)), 1e-9))).astype(np.float64)
    spread = float(np.ptp(central))
    central = (central - central.min()) / spread if spread else np.zeros_like(central)
    before = np.array([one.before for one in candidates], np.float64)
    heads = np.array([one.heads for one in candidates], np.float64)
    model = np.array([one.written for one in candidates], np.float64)
    doubtful = np.array([not one.supported for one in candidates], np.float64)
    opening = np.exp(-before / (_REACH * max(words, 1)))
    worth: NDArray[np.float64] = (
        _CENTRAL * central + _OPENING * opening + _HEAD * heads + _WRITTEN * model - _DOUBTFUL * doubtful
    )
    return worth
