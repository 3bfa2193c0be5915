"""Against transformers, whose spectrogram can be set as Kaldi's."""

from __future__ import annotations

import numpy as np

from engine.speech import RATE
from engine.speech.speakers.filter_bank import BANDS, filter_bank


def test_it_is_kaldi_s() -> None:
    from transformers.audio_utils import mel_filter_bank, spectrogram, window_function

    sound = np.random.default_rng(3).standard_normal(2 * RATE).astype(np.float32) * 0.1
    sound += 0.3 * np.sin(2 * np.pi * 300 * np.arange(sound.size) / RATE).astype(np.float32)
    triangles = mel_filter_bank(
        257, BANDS, 20, RATE // 2, RATE, norm=None, mel_scale="kaldi", triangularize_in_mel_space=True
    )
    expected = spectrogram(
        sound * (1 << 15),
        window_function(400, "povey", periodic=False),
        400,
        160,
        512,
        power=2.0,
        center=False,
        preemphasis=0.97,
        mel_filters=triangles,
        log_mel="log",
        mel_floor=1.192092955078125e-07,
        remove_dc_offset=True,
    ).T
    found = filter_bank(sound)
    assert found.shape == expected.shape == (198, BANDS)
    assert np.abs(found - (expected - expected.mean(axis=0))).max() < 1e-3


def test_less_than_a_window_gives_nothing() -> None:
    assert filter_bank(np.zeros(399, np.float32)).shape == (0, BANDS)
