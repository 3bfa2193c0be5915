"""Late interaction: which tokens are kept, what a code keeps of a direction, how passages are scored."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.embedding.token_codes import BITS, CODE_BYTES, carrying, decode, directions, encode, rotation
from engine.types import QuestionVectors
from rag.finding.late_interaction import best_matches, word_weights


def vectors(
    count: int, seed: int = 0, hidden: int = 384
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Random token vectors, projected."""
    plain = np.random.RandomState(seed).standard_normal((count, hidden)).astype(np.float32)
    return plain @ rotation(hidden)


def test_stop_words_and_marks_are_left_out() -> None:
    text = "The breach, notified."
    offsets = [(0, 0), (0, 3), (4, 10), (10, 11), (11, 16), (16, 20), (20, 21), (0, 0)]
    assert carrying(text, offsets) == [2, 4, 5]


def test_a_token_that_begins_with_a_blank_belongs_to_the_word_after_it() -> None:
    assert carrying("a breach", [(0, 1), (1, 8)]) == [1]


def test_a_code_is_a_bit_a_dimension_and_keeps_directions() -> None:
    plain = vectors(20)
    codes = encode(plain)
    assert len(codes) == 20 * CODE_BYTES
    nearness = directions(plain) @ decode(codes).T
    assert (nearness.argmax(axis=1) == np.arange(20)).all()
    # The signs of a Gaussian keep a cosine of sqrt(2 / pi) to it.
    assert nearness.diagonal().mean() == pytest.approx(math.sqrt(2 / math.pi), abs=0.03)


def test_a_model_of_few_dimensions_has_codes_too() -> None:
    plain = vectors(8, hidden=32)
    assert (directions(plain) @ decode(encode(plain)).T).argmax(axis=1).tolist() == list(range(8))


def test_no_tokens_no_code() -> None:
    assert encode(vectors(0)) == b""
    assert decode(b"").shape == (0, BITS)


def question(seed: int = 0, count: int = 3) -> QuestionVectors:
    return QuestionVectors(np.zeros(4, np.float32), directions(vectors(count, seed)), tuple(range(count)))


def test_the_passage_with_the_words_scores_highest_and_one_without_codes_not_at_all() -> None:
    asked = question()
    passages = [
        encode(vectors(5, 1)),
        b"",
        encode(np.vstack([vectors(4, 2), vectors(3)])),
        encode(vectors(2, 3)),
    ]
    scores = best_matches(asked, np.ones(3), passages)
    assert np.isnan(scores[1])
    assert np.nanargmax(scores) == 2
    assert scores[2] == pytest.approx(math.sqrt(2 / math.pi), abs=0.05)


def test_a_heavier_word_counts_more() -> None:
    asked = question(count=2)
    first, second = encode(vectors(2)[:1]), encode(vectors(2)[1:])
    even = best_matches(asked, np.ones(2), [first, second])
    assert even[0] == pytest.approx(even[1], abs=0.05)
    heavy = best_matches(asked, np.array([5.0, 1.0]), [first, second])
    assert heavy[0] > heavy[1] + 0.3


def test_a_question_of_no_words_scores_nothing() -> None:
    assert np.isnan(best_matches(question(count=0), np.zeros(0), [encode(vectors(2))])).all()


def test_rare_words_weigh_more_and_share_their_weight_among_their_tokens() -> None:
    text = "notification breach breach"
    held = {"notification": 4, "breach": 99}
    weights = word_weights(text, (0, 6, 13, 20), lambda words: {word: held[word] for word in words}, 99)
    assert weights[0] == weights[1] == pytest.approx(math.log(100 / 4.5) / 2)
    assert weights[2] == weights[3] == pytest.approx(0.1)
