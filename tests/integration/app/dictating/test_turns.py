"""Who begins to speak and who is done, by the real detector of speech."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from fakes.microphone import FakeMicrophone, spoken

from app.dictating.turns import Turns, interrupted
from engine.cancel import CancelToken
from engine.speech import RATE
from engine.speech.voice import Ear, chances


def test_a_block_at_a_time_it_hears_what_it_hears_at_once() -> None:
    said, ear = spoken()[: 8 * RATE], Ear()
    found = [one for first in range(0, said.size, 1600) for one in ear.hear(said[first : first + 1600])]
    whole, _ = chances(said, CancelToken())
    near = np.abs(np.array(found) - whole[: len(found)])
    assert float(np.median(near)) < 0.05


def test_silence_behind_speech_ends_a_turn_once() -> None:
    end, told = CancelToken(), []

    def ended() -> None:
        told.append(heard)
        threading.Timer(0.3, end.cancel).start()

    heard = 0.0
    microphone = FakeMicrophone(spoken()[: 4 * RATE], speed=50)
    for block in Turns(microphone, ended).listen(end):
        heard += block.size / RATE
    assert len(told) == 1
    assert 3.5 < told[0] < 6


def test_who_has_not_spoken_is_waited_for() -> None:
    end, told = CancelToken(), []
    threading.Timer(0.5, end.cancel).start()
    for _ in Turns(FakeMicrophone(speed=100), lambda: told.append(None)).listen(end):
        pass
    assert not told


def test_what_was_heard_before_comes_first() -> None:
    end, before = CancelToken(), [np.full(1600, 0.5, np.float32)]
    turns = Turns(FakeMicrophone(speed=100), lambda: None, before).listen(end)
    np.testing.assert_array_equal(next(turns), before[0])
    assert not next(turns).any()


def test_speech_interrupts_and_what_was_said_of_it_is_there() -> None:
    microphone = FakeMicrophone(spoken(), speed=50)
    blocks = interrupted(microphone, CancelToken())
    assert blocks is not None
    assert microphone.closed == 1
    assert 0.4 < sum(one.size for one in blocks) / RATE <= 1.5


@pytest.mark.parametrize("loud", [0.0, 0.003, 0.05])
def test_noise_interrupts_nobody(loud: float) -> None:
    noise = loud * np.random.default_rng(7).standard_normal(20 * RATE).astype(np.float32)
    cancel = CancelToken()
    microphone = FakeMicrophone(noise, speed=200)
    threading.Thread(target=lambda: (microphone.all_said.wait(60), cancel.cancel()), daemon=True).start()
    assert interrupted(microphone, cancel) is None
