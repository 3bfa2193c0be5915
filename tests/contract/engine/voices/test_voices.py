"""`engine.protocols.Voice`, with every voice of the register in the process that the program starts: sealed,
within limits.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import psutil
import pytest

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.protocols import Voice
from engine.types import Sound
from engine.voices.register import VOICES, languages, voice_for
from engine.voices.speaking import VoiceProcess

SENTENCE = "The tenant shall pay the rent by the third working day of each month."
_SOON = 30


@pytest.fixture(scope="module", params=VOICES, ids=lambda kind: kind.name)
def voice(request: pytest.FixtureRequest) -> Iterator[VoiceProcess]:
    process = VoiceProcess(request.param)
    yield process
    process.close()


def _said(voice: Voice, text: str) -> list[Sound]:
    return list(voice.speak(text, CancelToken()))


def test_a_sentence_takes_about_as_long_as_a_person_needs(voice: Voice) -> None:
    """A reader says some 15 characters a second."""
    [sound] = _said(voice, SENTENCE)
    assert len(SENTENCE) / 22 < sound.seconds < len(SENTENCE) / 9
    assert np.abs(sound.samples).max() <= 1
    assert 0.02 < float(np.sqrt(np.mean(sound.samples**2))) < 0.5


def test_each_sentence_comes_by_itself(voice: Voice) -> None:
    assert len(_said(voice, f"{SENTENCE} See Art. 5 of it. That is all.")) == 3


def test_the_same_sounds_the_same(voice: Voice) -> None:
    [first], [second] = _said(voice, "Clause four."), _said(voice, "Clause four.")
    assert np.array_equal(first.samples, second.samples)


@pytest.mark.parametrize(
    "text", ["", "  \n", "…", "***", "中文", "\u200b", "\x00\ud800".encode("utf-8", "replace").decode()]
)
def test_what_nobody_can_say_is_no_fault(voice: Voice, text: str) -> None:
    assert all(sound.seconds < 3 for sound in _said(voice, text))


def test_a_long_sentence_comes_in_parts(voice: Voice) -> None:
    sounds = _said(voice, ", ".join(["the tenant shall pay the rent and the costs"] * 40) + ".")
    assert len(sounds) > 3
    assert max(sound.seconds for sound in sounds) < _SOON


def test_who_stops_hears_no_more(voice: Voice) -> None:
    cancel = CancelToken()
    sounds = voice.speak(" ".join([SENTENCE] * 50), cancel)
    next(sounds)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(sounds)
    assert _said(voice, "Again.")


def test_its_process_has_no_socket(voice: VoiceProcess) -> None:
    _said(voice, "Here.")
    assert voice.pid is not None
    assert psutil.Process(voice.pid).net_connections(kind="inet") == []


def test_the_register_says_who_speaks_what() -> None:
    assert "en" in languages()
    assert all(voice_for(code) in VOICES for code in languages())
    assert voice_for("xx") is None
