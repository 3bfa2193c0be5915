"""How well passages fit a question word by word: each of its words is held against the best of theirs.

MaxSim of O. Khattab, M. Zaharia: ColBERT, SIGIR 2020 (arXiv:2004.12832), with the question's words weighted
by how rare they are in the library (K. Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.embedding.token_codes import CODE_BYTES, decode
from engine.types import QuestionVectors
from rag.finding.queries import Holding

Scores = NDArray[np.float64]
_WORD = re.compile(r"[^\W_]+")
_LEAST_WEIGHT = 0.1


def word_weights(text: str, places: Sequence[int], holding: Holding, passages: int) -> Scores:
    """A weight for each token at `places` of a question: its word's rarity, shared by the word's tokens."""
    words = [(match.start(), match.group().lower()) for match in _WORD.finditer(text)]
    starts = [start for start, _ in words]
    owners = [max(bisect_right(starts, place) - 1, 0) for place in places]
    held = holding({words[owner][1] for owner in owners})
    weights = [
        max(math.log((passages + 1) / (held[words[owner][1]] + 0.5)), _LEAST_WEIGHT) / owners.count(owner)
        for owner in owners
    ]
    return np.array(weights, np.float64)


def best_matches(question: QuestionVectors, weights: Scores, passages: Sequence[bytes]) -> Scores:
    """The weighted mean, over the question's tokens, of the cosine to the nearest token of each passage.

    `passages` are token codes; NaN for a passage without. Shape (len(passages),).
    """
    scores = np.full(len(passages), np.nan)
    coded = [place for place, codes in enumerate(passages) if codes]
    if not coded or not weights.size:
        return scores
    lengths = np.array([len(passages[place]) // CODE_BYTES for place in coded])
    nearness = question.tokens @ decode(b"".join(passages[place] for place in coded)).T
    best = np.maximum.reduceat(nearness, np.concatenate([[0], np.cumsum(lengths)[:-1]]), axis=1)
    scores[coded] = weights @ best / weights.sum()
    return scores
