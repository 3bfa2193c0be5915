"""Kernel ridge regression over unit vectors, and what it would have said of examples it had not seen.

One matrix is inverted once; what the model would give an example that had not been there, alone or with
others, follows from the inverse without learning anew. So confidence and rejection are set on texts that the
scores have not seen. After S. An, W. Liu and S. Venkatesh, "Fast cross-validation algorithms for least
squares support vector machine and kernel ridge regression", Pattern Recognition 40 (2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

_WIDTH = 0.5  # of 1 - cosine, at which two examples weigh 1/e for each other
_RIDGE = 0.1


@dataclass(frozen=True, slots=True)
class KernelRidge:
    """Learnt from `vectors`, each of length 1, and `targets`, a row for each and a column for each class."""

    vectors: Floats
    targets: Floats
    inverse: Floats
    weights: Floats

    @classmethod
    def fit(cls, vectors: Floats, targets: Floats) -> KernelRidge:
        """Learn; of n vectors this takes in the order of n³ steps (3,000: seconds)."""
        kernel = _kernel(vectors @ vectors.T)
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        inverse: Floats = np.linalg.inv(kernel).astype(np.float32)
        weights: Floats = inverse @ targets
        return cls(vectors, targets, inverse, weights)

    def scores(self, cosines: Floats) -> Floats:
        """What it gives texts of these cosines with the examples, by class: about 1 for a member."""
        scores: Floats = _kernel(cosines) @ self.weights
        return scores

    def without(self, blocks: Places) -> Floats:
        """What it would give the first of each block (a row of places) had it not seen the block."""
        first = blocks[:, 0]
        inner = self.inverse[blocks[:, :, None], blocks[:, None, :]]
        behind = np.linalg.solve(inner, self.weights[blocks])
        scores: Floats = self.targets[first] - behind[:, 0, :]
        return scores

    def without_all(self, block: Sequence[int] | Places) -> Floats:
        """What it would give each of a block had it seen none of them."""
        places = np.asarray(block)
        inner = self.inverse[np.ix_(places, places)]
        scores: Floats = self.targets[places] - np.linalg.solve(inner, self.weights[places])
        return scores


def _kernel(cosines: Floats) -> Floats:
    kernel: Floats = np.exp((cosines - 1.0) / _WIDTH, dtype=np.float32)
    return kernel
