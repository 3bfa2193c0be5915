"""Stretches of a recording, across pieces that are whole, short, or begin late."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.speech import RATE
from engine.speech.tape import Tape

SECONDS = 6
SOUND = np.arange(SECONDS * RATE, dtype=np.float32)


def pieces(first: int = 0, missing: int = 0) -> Iterator[tuple[int, np.ndarray]]:
    for start in range(first, SECONDS, 2):
        yield start, SOUND[start * RATE : (start + 2) * RATE - missing]


def test_stretches_across_pieces_are_the_sound_and_may_overlap() -> None:
    tape = Tape(pieces())
    for first, last in ((0, 10), (RATE, 3 * RATE), (2 * RATE, 5 * RATE), (5 * RATE, 6 * RATE)):
        np.testing.assert_array_equal(tape.stretch(first, last), SOUND[first:last])


def test_it_may_begin_late_and_gives_less_at_the_end() -> None:
    tape = Tape(pieces(first=2))
    np.testing.assert_array_equal(tape.stretch(3 * RATE, 4 * RATE), SOUND[3 * RATE : 4 * RATE])
    assert tape.stretch(5 * RATE, 9 * RATE).size == RATE
    assert tape.stretch(7 * RATE, 9 * RATE).size == 0


def test_what_a_piece_lacks_is_silence_and_moves_nothing() -> None:
    found = Tape(pieces(missing=100)).stretch(RATE, 3 * RATE)
    assert found.size == 2 * RATE
    assert not found[RATE - 100 : RATE].any()
    np.testing.assert_array_equal(found[RATE:], SOUND[2 * RATE : 3 * RATE])
