"""Passages on their way to vectors, some at a time: a question that comes waits for one batch at most."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TypeVar

import numpy as np

from engine.cancel import CancelToken
from engine.protocols import Embedder
from engine.types import PassageVectors

PAGES_A_WRITE = 64
PASSAGES_A_BATCH = 64  # a question waits for one batch at most
PASSAGES_A_WRITE = 256  # what an interruption may cost

T = TypeVar("T")


def embedded(
    texts: Sequence[str],
    embedder: Embedder,
    cancel: CancelToken,
    gate: Callable[[CancelToken], None],
    step: Callable[[int], None],
) -> PassageVectors:
    """The vectors of texts, in their order. Before each batch `gate` may wait; after it `step` is told of how
    many it was. Raises `EngineError`s and `Cancelled`.
    """
    vectors = np.empty((len(texts), embedder.dimension), np.float32)
    codes = [b""] * len(texts)
    for rows in _alike(texts):
        gate(cancel)
        cancel.raise_if_cancelled()
        part = embedder.embed_passages([texts[row] for row in rows], cancel)
        vectors[rows] = part.vectors
        for row, code in zip(rows, part.codes, strict=True):
            codes[row] = code
        step(len(rows))
    return PassageVectors(vectors, tuple(codes))


def closable(events: Iterator[T]) -> Generator[T, None, None]:
    """A generator over `events`, which closes them when it is closed."""
    try:
        yield from events
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()


def _alike(texts: Sequence[str]) -> list[list[int]]:
    """Places of texts in batches of like length, so that little of a batch is padding.

    Long and short ones take turns, so that the pace of the first tells that of all.
    """
    order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
    left = [order[at : at + PASSAGES_A_BATCH] for at in range(0, len(order), PASSAGES_A_BATCH)]
    return [left.pop(-1 if turn % 2 else 0) for turn in range(len(left))]
