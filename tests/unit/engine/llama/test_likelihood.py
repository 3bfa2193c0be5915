"""What texts to be scored share, how they are fitted and grouped, and the chance a row of logits gives."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.errors import ContextFull
from engine.llama.likelihood import Given, Row, fitted, grouped, joined, log_chance, shared


def test_chances_of_all_tokens_sum_to_one() -> None:
    logits = np.random.default_rng(1).normal(0, 5, 1000).astype(np.float32)
    assert sum(math.exp(log_chance(logits, token)) for token in range(1000)) == pytest.approx(1, abs=1e-9)


def test_equal_logits_give_equal_chances_however_large() -> None:
    for level in (0.0, 1e30, -1e30, 3e4):
        logits = np.full(8, level, dtype=np.float32)
        assert log_chance(logits, 3) == pytest.approx(-math.log(8))


def test_known_chances_and_what_is_masked() -> None:
    logits = np.log(np.array([0.5, 0.25, 0.25], dtype=np.float32))
    assert log_chance(logits, 0) == pytest.approx(math.log(0.5))
    masked = np.array([0.0, 0.0, -np.inf], dtype=np.float32)
    assert log_chance(masked, 0) == pytest.approx(math.log(0.5))


def test_small_chances_are_not_lost_and_logits_stay_as_they_are() -> None:
    logits = np.zeros(150_000, dtype=np.float32)
    logits[7] = 200.0
    assert log_chance(logits, 0) == pytest.approx(-200.0)
    assert logits[7] == 200.0


def given(place: int, tokens: list[int], first: int) -> Given:
    return Given(place, tokens, first)


def test_what_is_shared_leaves_the_token_before_the_first_that_is_scored() -> None:
    one, other = given(0, [1, 2, 3, 4, 5], 3), given(1, [1, 2, 3, 7], 3)
    assert shared([one, other]) == 2
    assert shared([one]) == 2
    assert shared([one, given(1, [1, 2, 9], 2)]) == 1
    assert shared([one, given(1, [0, 1, 2], 1)]) == 0


def test_texts_that_fit_are_left_alone() -> None:
    texts = [given(0, list(range(9)), 6), given(1, list(range(8)), 6)]
    assert fitted(texts, length=8, kept=0) == texts


def test_the_beginning_is_dropped_for_all_alike_and_its_first_token_kept() -> None:
    texts = [given(0, list(range(9)), 6), given(1, list(range(8)), 6)]
    assert fitted(texts, length=6, kept=1) == [
        given(0, [0, 3, 4, 5, 6, 7, 8], 4),
        given(1, [0, 3, 4, 5, 6, 7], 4),
    ]
    assert fitted(texts, length=6, kept=0)[1].tokens == [2, 3, 4, 5, 6, 7]


def test_a_text_that_does_not_fit_with_one_token_before_it_is_refused() -> None:
    assert fitted([given(0, list(range(9)), 6)], length=3, kept=1) == [given(0, [0, 6, 7, 8], 1)]
    with pytest.raises(ContextFull) as caught:
        fitted([given(0, list(range(9)), 6)], length=2, kept=1)
    assert caught.value.facts == {"prompt_tokens": 4, "context_length": 2}


def test_groups_keep_the_order_and_fit() -> None:
    texts = [given(place, list(range(10)), 6) for place in range(5)]
    assert [len(group) for group in grouped(texts, 5, 100, 4)] == [4, 1]
    assert [len(group) for group in grouped(texts, 5, 13, 4)] == [2, 2, 1]
    assert [len(group) for group in grouped(texts, 5, 9, 4)] == [1] * 5
    assert [one.place for group in grouped(texts, 5, 13, 4) for one in group] == [0, 1, 2, 3, 4]


def test_texts_that_begin_alike_are_joined_as_far_as_they_do() -> None:
    assert joined([[1, 2, 3], [1, 2, 4, 3], [5, 2], [1, 2, 3], []]) == [
        Row(1, 0, [0, 1, 3]),
        Row(2, 1, [0, 1, 3]),
        Row(3, 2, [0, 3]),
        Row(4, 2, [1]),
        Row(3, 3, [1]),
        Row(5, 0, [2]),
        Row(2, 1, [2]),
    ]
    assert joined([[], []]) == []
