"""Token vectors of a text, a bit a dimension: what late interaction compares.

A passage's vector is the mean of its tokens' vectors and loses most of what the single tokens say. Late
interaction keeps them: each word of a question is compared with every word of a passage, and the best matches
are added up (O. Khattab, M. Zaharia: ColBERT, SIGIR 2020, arXiv:2004.12832). The vectors are by-products of
the same forward pass, so they cost no time; a random rotation and the signs of its coordinates keep the order
of inner products at a thirty-second of the space (J. Gao, C. Long: RaBitQ, SIGMOD 2024, arXiv:2405.12497).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.embedding.stop_words import STOP_WORDS

BITS = 256
CODE_BYTES = BITS // 8

_SEED = 7  # part of the format: other numbers make codes that cannot be compared with those kept
_WORD = re.compile(r"[^\W_]+")

Floats = NDArray[np.float32]


def carrying(text: str, offsets: Sequence[Sequence[int]]) -> list[int]:
    """Which tokens, given by their places in `text`, stand in a word that is no stop word."""
    words = [(match.start(), match.group().lower()) for match in _WORD.finditer(text)]
    starts = [start for start, _ in words]
    kept = []
    for index, (begin, end) in enumerate(offsets):
        start = begin
        while start < end and text[start].isspace():  # some tokenizers count the blank before a word
            start += 1
        place = bisect_right(starts, start) - 1
        inside = start < end and place >= 0 and start < starts[place] + len(words[place][1])
        if inside and words[place][1] not in STOP_WORDS:
            kept.append(index)
    return kept


def directions(projected: Floats) -> Floats:
    """Projected token vectors, shape (n, BITS), brought to length 1."""
    norms = np.linalg.norm(projected, axis=1, keepdims=True)
    unit: Floats = (projected / np.maximum(norms, 1e-9)).astype(np.float32, copy=False)
    return unit


def encode(projected: Floats) -> bytes:
    """Codes of projected token vectors, shape (n, BITS): CODE_BYTES a token."""
    return np.packbits(projected > 0, axis=1).tobytes()


def decode(codes: bytes) -> Floats:
    """The directions that codes stand for; shape (n, BITS), each of length 1."""
    bits = np.unpackbits(np.frombuffer(codes, np.uint8)).reshape(-1, BITS)
    directions: Floats = (bits.astype(np.float32) * 2 - 1) / np.float32(np.sqrt(BITS))
    return directions


@lru_cache(maxsize=4)
def rotation(hidden: int) -> Floats:
    """What token vectors of `hidden` dimensions are multiplied by, shape (hidden, BITS).

    Columns of a random rotation; of more columns than there are rows, plain random directions.
    """
    # RandomState's numbers never change between versions of NumPy (NEP 19), a Generator's may.
    gaussian = np.random.RandomState(_SEED).standard_normal((hidden, max(hidden, BITS)))
    if hidden >= BITS:
        orthonormal, triangle = np.linalg.qr(gaussian)
        gaussian = orthonormal * np.sign(np.diag(triangle))  # LAPACK libraries differ in the signs
    return np.ascontiguousarray(gaussian[:, :BITS], np.float32)
