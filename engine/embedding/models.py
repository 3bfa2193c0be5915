"""What the embedding process asks of a model, whichever library computes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text in the model's tokens, no more of them than it takes."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]  # the characters that each stands for


class EmbeddingModel(Protocol):
    @property
    def prompts(self) -> Mapping[str, str]:
        """Words that the folder wants before a text, by the kind of it."""
        ...

    @property
    def tokens(self) -> Callable[[Sequence[str]], list[Tokens]]:
        """What makes tokens of texts."""
        ...

    def computed(self, texts: Sequence[Sequence[int]], *, projected: bool) -> tuple[Floats, Floats]:
        """The texts' vectors, shape (texts, hidden), each of length 1; and, if `projected`, their tokens'
        vectors times the rotation of the codes, shape (texts, tokens or more, BITS), else nothing.

        From several threads at once. Raises MemoryError.
        """
        ...


def unit(vectors: Floats) -> Floats:
    """Brought to length 1."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    lengths: Floats = (vectors / np.maximum(norms, 1e-12)).astype("<f4", copy=False)
    return lengths
