"""Points of voices by the real model: three made voices are told apart, each sentence by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from models import model_path

from engine.errors import ModelInvalid, ModelMissing
from engine.speech import RATE
from engine.speech.decoding import Recording
from engine.speech.speakers.apart import Said, speakers
from engine.speech.speakers.voices import Voices

THREE = Path(__file__).resolve().parents[3] / "data" / "speech" / "three.ogg"
TURNS = ((0.0, 4.2), (5.0, 7.2), (8.0, 11.7), (12.5, 15.4), (16.2, 20.3), (21.1, 23.5), (24.3, 26.8))


@pytest.fixture(scope="module")
def voices() -> Voices:
    return Voices(model_path("campplus") / "campplus_cn_en_common.pt", 2)


@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_three_voices_are_three_speakers(voices: Voices, noise: float) -> None:
    sound = np.concatenate([piece.samples for piece in Recording(THREE).pieces()])
    sound = sound + noise * np.random.default_rng(5).standard_normal(sound.size).astype(np.float32)
    said = [
        Said(end - begin, voices.point(sound[round(begin * RATE) : round(end * RATE)]))
        for begin, end in TURNS
    ]
    assert speakers(said) == [1, 2, 3, 1, 2, 1, 3]


def test_of_too_little_nobody_can_tell(voices: Voices) -> None:
    assert voices.point(np.zeros(RATE // 4, np.float32)) is None


def test_silence_has_a_point_of_length_one(voices: Voices) -> None:
    point = voices.point(np.zeros(RATE, np.float32))
    assert point is not None
    assert abs(float(np.linalg.norm(point)) - 1) < 1e-5


def test_a_model_that_is_missing_or_damaged_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Voices(tmp_path / "model.pt", 1)
    (tmp_path / "model.pt").write_bytes(b"no model")
    with pytest.raises(ModelInvalid):
        Voices(tmp_path / "model.pt", 1)
