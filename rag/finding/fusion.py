"""One ranking out of two: a convex combination of normalised scores.

S. Bruch, S. Gai, A. Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, ACM TOIS 42(1), 2023
(arXiv:2210.11934).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DENSE_WEIGHT = 0.5

Scores = NDArray[np.float64]


def normalised(scores: Scores) -> Scores:
    """Scores of shape (n,) brought to 0–1; all 0 when they are equal. NaN, no score, counts as the lowest."""
    if not scores.size:
        return scores
    known = scores[~np.isnan(scores)]
    if not known.size:
        return np.zeros_like(scores)
    low, high = float(known.min()), float(known.max())
    if high <= low:
        return np.where(np.isnan(scores), 0.0, 1.0 if known.size < scores.size else 0.0)
    return np.nan_to_num((scores - low) / (high - low), nan=0.0)


def fuse(lexical: Scores, dense: Scores, dense_weight: float = DENSE_WEIGHT) -> Scores:
    """Fused scores, 0–1, of candidates that have a lexical and a dense score each; shape (n,)."""
    return dense_weight * normalised(dense) + (1.0 - dense_weight) * normalised(lexical)
