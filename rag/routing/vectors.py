"""Vectors of texts for routing: what the embedder says of them, and a share of the words as they are written.

Words tell what meaning does not: names of products, abbreviations, languages that the embedder never learnt.
Both parts are of length 1 and weighed, so that the cosine of two texts is the weighed mean of both parts'
cosines.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.language.languages import language_of

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]

_BATCH = 64
_PIECE = 1000  # characters: about what an embedder reads at a time
_MOST_PIECES = 12
_PLACES = 2048  # of the words' vector; two words may share one, rarely and with either sign
_LENGTHS = (3, 4, 5)  # of the pieces of words: endings and compounds
_KNOWN, _UNKNOWN = 0.1, 0.5  # the words' share, by whether the embedder tells meanings of the language apart
_WORD = re.compile(r"\w+")


def unheard(_done: int, _total: int) -> None:
    """Progress that nobody asked for."""


class TextVectors:
    """Makes vectors that go together: of one embedder, with one share of words."""

    def __init__(self, embedder: Embedder, sample: Sequence[str]) -> None:
        """`sample` tells the language of the texts. Raises as `Embedder.scale` does."""
        language = language_of("\n".join(sample)).code
        marks = embedder.scale.marks.get(language)
        self._embedder = embedder
        self._share = _KNOWN if embedder.scale.separates(language) else _UNKNOWN
        self.unrelated = marks[1] if marks else 1.0
        """The cosine that one in ten texts about something else reaches."""

    def of(self, texts: Sequence[str], cancel: CancelToken, progress: Progress = unheard) -> Floats:
        """A vector of length 1 for each text; of a long one, the mean of its pieces'. Raises as `embed`."""
        pieces = [_pieces(text) for text in texts]
        flat = [piece for some in pieces for piece in some]
        parts = [np.zeros((0, self._embedder.dimension), np.float32)]
        for start in range(0, len(flat), _BATCH):
            cancel.raise_if_cancelled()
            progress(start, len(flat))
            parts.append(self._embedder.embed(flat[start : start + _BATCH], cancel))
        vectors = np.concatenate(parts)
        borders = np.cumsum([0, *(len(some) for some in pieces)])
        meant = [vectors[a:b].mean(axis=0) for a, b in pairwise(borders)]
        meaning = unit(np.array(meant, np.float32).reshape(len(texts), -1))
        written = np.array([_written(text) for text in texts], np.float32).reshape(len(texts), _PLACES)
        both = [math.sqrt(1 - self._share) * meaning, math.sqrt(self._share) * written]
        return np.concatenate(both, axis=1, dtype=np.float32)


def unit(vectors: Floats) -> Floats:
    """The same rows of length 1; empty ones stay empty."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    rows: Floats = vectors / np.maximum(lengths, np.float32(1e-9))
    return rows


def _pieces(text: str) -> list[str]:
    text = " ".join(text.split())
    starts = range(0, max(len(text), 1), _PIECE)
    return [text[start : start + _PIECE] for start in starts][:_MOST_PIECES]


def _written(text: str) -> Floats:
    vector = np.zeros(_PLACES, np.float32)
    for piece, count in Counter(_grams(text[: _PIECE * _MOST_PIECES])).items():
        digest = zlib.crc32(piece.encode())
        vector[(digest >> 1) % _PLACES] += (1 if digest & 1 else -1) * (1 + math.log(count))
    return unit(vector)


def _grams(text: str) -> Iterator[str]:
    words = _WORD.findall(text.casefold())
    yield from (f" {word}" for word in words)
    yield from (f"{one} {other}" for one, other in pairwise(words))
    for word in words:
        whole = f"<{word}>"
        for length in _LENGTHS:
            yield from (whole[start : start + length] for start in range(len(whole) - length + 1))
