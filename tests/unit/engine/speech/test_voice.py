from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.speech import RATE
from engine.speech.decoding import Recording
from engine.speech.voice import Span, packed, spans

NOTICE = Path(__file__).resolve().parents[3] / "data" / "speech" / "notice.opus"


def test_two_sentences_are_two_spans() -> None:
    """The first is from 2.0 to 7.3 s, the second from 12.3 to 15.0 s."""
    found = spans(np.concatenate([piece.samples for piece in Recording(NOTICE).pieces()]), CancelToken())
    assert len(found) == 2
    for one, (start, end) in zip(found, ((2.0, 7.3), (12.3, 15.0)), strict=True):
        assert abs(one.start / RATE - start) < 0.5
        assert abs(one.end / RATE - end) < 0.5


@pytest.mark.parametrize("decibels", [-40, -50, -60, -70])
def test_quiet_speech_is_found_as_loud_speech_is(decibels: int) -> None:
    """Rounded to 16 bits, as a recorder keeps it."""
    said = np.concatenate([piece.samples for piece in Recording(NOTICE).pieces()])
    quiet = np.round(said * 10 ** (decibels / 20) * 32768).astype(np.float32) / np.float32(32768)
    loud, found = spans(said, CancelToken()), spans(quiet, CancelToken())
    assert len(found) == len(loud)
    for one, other in zip(loud, found, strict=True):
        assert abs(one.start - other.start) < RATE // 5
        assert abs(one.end - other.end) < RATE // 5


@pytest.mark.parametrize("kind", ["nothing", "silence", "noise", "tone", "chords"])
def test_nobody_speaks_in_noise_or_music(kind: str) -> None:
    seconds = np.arange(20 * RATE) / RATE
    chance = np.random.default_rng(3)
    sounds = {
        "nothing": np.zeros(0),
        "silence": 1e-4 * chance.standard_normal(seconds.size),
        "noise": 0.2 * chance.standard_normal(seconds.size),
        "tone": 0.4 * np.sin(2 * np.pi * 440 * seconds),
        "chords": sum(
            0.2 * np.sin(2 * np.pi * 220 * 2 ** (step / 12) * seconds) * np.exp(-(seconds % 0.5) * 3)
            for step in (0, 4, 7)
        ),
    }
    found = spans(np.asarray(sounds[kind], np.float32), CancelToken())
    # Where a loud noise sets in it may be taken for a voice at first; of 20 s no more than one.
    assert sum(one.end - one.start for one in found) <= (RATE if kind == "noise" else 0)


def test_windows_hold_no_more_than_they_may_and_no_long_pause() -> None:
    voiced = [Span(0, 10), Span(12, 20), Span(40, 50), Span(52, 95)]
    assert packed(voiced, 30, 5) == [Span(0, 20), Span(40, 50), Span(52, 82), Span(82, 95)]


def test_looking_for_speech_is_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        spans(np.zeros(RATE, np.float32), cancel)
