"""Against the feature extractor of transformers, which others wrote from the published formula."""

from __future__ import annotations

import numpy as np
import pytest

from engine.speech import RATE
from engine.speech.mel import log_mel


@pytest.mark.parametrize("bands", [80, 128])
def test_it_is_what_whisper_was_taught_with(bands: int) -> None:
    from transformers import WhisperFeatureExtractor

    chance = np.random.default_rng(7)
    seconds = np.arange(30 * RATE) / RATE
    sound = 0.3 * np.sin(2 * np.pi * 440 * seconds * (1 + seconds / 30)) + 0.01 * chance.standard_normal(
        seconds.size
    )
    sound[20 * RATE :] = 0.0
    heard = sound.astype(np.float32)
    expected = WhisperFeatureExtractor(feature_size=bands)(heard, sampling_rate=RATE).input_features[0]
    found = log_mel(heard, bands)
    assert found.shape == expected.shape == (bands, 3000)
    assert np.abs(found - expected).max() < 1e-3


def test_a_sound_shorter_than_a_window_has_columns_too() -> None:
    assert log_mel(np.zeros(320, np.float32), 80).shape == (80, 2)
    assert log_mel(np.zeros(0, np.float32), 80).shape == (80, 0)
