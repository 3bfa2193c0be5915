"""What kernel ridge regression says of examples it has not seen: what it says when it learns without."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.routing.kernel import Floats, KernelRidge
from rag.routing.vectors import unit


def _learnt(seed: int, examples: int) -> tuple[Floats, Floats, KernelRidge]:
    chance = np.random.default_rng(seed)
    vectors = unit(chance.normal(size=(examples, 5)).astype(np.float32))
    targets = np.eye(3, dtype=np.float32)[chance.integers(0, 3, examples)]
    return vectors, targets, KernelRidge.fit(vectors, targets)


def _again(vectors: Floats, targets: Floats, left_out: list[int], asked: list[int]) -> Floats:
    kept = [place for place in range(len(vectors)) if place not in left_out]
    scores = KernelRidge.fit(vectors[kept], targets[kept]).scores(vectors[asked] @ vectors[kept].T)
    assert np.isfinite(scores).all()
    return scores


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(6, 20), st.integers(1, 4))
def test_leaving_out_is_learning_without(seed: int, examples: int, size: int) -> None:
    vectors, targets, ridge = _learnt(seed, examples)
    blocks = [[(place + step) % examples for step in range(size)] for place in range(examples)]
    without = ridge.without(np.array(blocks))
    for place, block in enumerate(blocks):
        expected = _again(vectors, targets, block, [place])[0]
        np.testing.assert_allclose(without[place], expected, atol=2e-3)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(6, 20))
def test_leaving_a_class_out_is_learning_without_it(seed: int, examples: int) -> None:
    vectors, targets, ridge = _learnt(seed, examples)
    block = [int(place) for place in np.flatnonzero(targets[:, 0])]
    if 0 < len(block) < examples:
        expected = _again(vectors, targets, block, block)
        np.testing.assert_allclose(ridge.without_all(block), expected, atol=2e-3)
