"""Normalising and fusing scores."""

from __future__ import annotations

import numpy as np
import pytest

from rag.finding.fusion import fuse, normalised


def test_scores_are_brought_to_nought_and_one() -> None:
    np.testing.assert_allclose(normalised(np.array([-3.0, 1.0, -1.0])), [0.0, 1.0, 0.5])


def test_a_candidate_without_a_score_counts_as_the_lowest() -> None:
    np.testing.assert_allclose(normalised(np.array([2.0, np.nan, 4.0])), [0.0, 0.0, 1.0])
    np.testing.assert_allclose(normalised(np.array([np.nan, np.nan])), [0.0, 0.0])


def test_equal_scores_decide_nothing_unless_others_have_none() -> None:
    np.testing.assert_allclose(normalised(np.array([5.0, 5.0])), [0.0, 0.0])
    np.testing.assert_allclose(normalised(np.array([5.0, np.nan])), [1.0, 0.0])
    assert normalised(np.empty(0)).size == 0


def test_the_weight_says_how_much_meaning_counts() -> None:
    lexical, dense = np.array([10.0, 0.0, 5.0]), np.array([0.1, 0.9, 0.5])
    assert fuse(lexical, dense, 0.0).argmax() == 0
    assert fuse(lexical, dense, 1.0).argmax() == 1
    np.testing.assert_allclose(fuse(lexical, dense, 0.25), [0.75, 0.25, 0.5])


@pytest.mark.parametrize("seed", range(5))
def test_fused_scores_stay_between_nought_and_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    lexical, dense = random.standard_normal(50) * 30, random.standard_normal(50)
    lexical[::3] = np.nan
    fused = fuse(lexical, dense)
    assert fused.min() >= 0.0
    assert fused.max() <= 1.0
    np.testing.assert_allclose(
        fused, fuse(lexical * 7 + 3, dense * 0.1 - 2)
    )  # scale and origin do not matter
