"""Sound that is encoded a little at a time is one FLAC file, exact to its last bit, with places to seek."""

from __future__ import annotations

import numpy as np
import pytest
from fakes.microphone import spoken

from engine.speech import RATE
from engine.speech.decoding import Recording
from engine.speech.encoding import FRAME, Encoder, _coded, recording_of

_STEP = 1 / (1 << 15)  # of 16 bits


def test_what_is_added_by_and_by_is_one_recording() -> None:
    said = np.tile(spoken(), 14)[: 130 * RATE]
    encoder = Encoder()
    pieces = [encoder.add(said[first : first + 1600]) for first in range(0, said.size, 1600)]
    pieces.append(encoder.end())
    made = recording_of(pieces, encoder.samples)
    recording = Recording(made)
    assert recording.seconds == encoder.samples / RATE
    assert said.size <= encoder.samples < said.size + FRAME
    found = np.concatenate([one.samples for one in recording.pieces()])
    assert float(np.abs(found[: said.size] - said).max()) <= _STEP
    assert not found[said.size :].any()


@pytest.mark.parametrize("start", [1, 17, 60, 100])
def test_a_place_in_it_is_found(start: int) -> None:
    said = np.tile(spoken(), 14)[: 110 * RATE]
    encoder = Encoder()
    made = recording_of([encoder.add(said), encoder.end()], encoder.samples)
    piece = next(Recording(made).pieces(start))
    assert piece.start == start
    length = min(piece.samples.size, 5 * RATE)
    assert float(np.abs(piece.samples[:length] - said[start * RATE : start * RATE + length]).max()) <= _STEP


def test_what_was_given_before_a_crash_is_a_recording() -> None:
    said = spoken()[: 4 * RATE]
    encoder = Encoder()
    made = recording_of([encoder.add(said)], encoder.samples)
    assert said.size - FRAME < encoder.samples <= said.size
    assert sum(one.samples.size for one in Recording(made).pieces()) == encoder.samples


@pytest.mark.parametrize("number", [0, 1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF])
def test_numbers_are_written_as_in_utf_8(number: int) -> None:
    written = chr(number).encode("utf-8", "surrogatepass")
    assert _coded(number) == written


def test_louder_than_can_be_written_is_the_loudest() -> None:
    encoder = Encoder()
    made = recording_of([encoder.add(np.full(FRAME, 3.0, np.float32))], encoder.samples)
    assert float(next(Recording(made).pieces()).samples.min()) > 0.99
