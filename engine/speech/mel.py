"""What Whisper hears: the logarithm of a mel spectrogram (arXiv:2212.04356, 2.2).

Windows of 25 ms every 10 ms, Hann's; power in bands of Slaney's mel scale (linear to 1 kHz, logarithmic
above), each of area 1; the logarithm to base 10 from 1e-10 up, no lower than 8 below the loudest, halved
twice and moved so that most lies in −1…1.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.speech import RATE

Floats = NDArray[np.float32]

HOP = 160  # samples between columns
_WINDOW = 400
_LINEAR_HZ, _HZ_A_MEL = 1000.0, 200.0 / 3
_LOG_STEP = np.log(6.4) / 27.0  # of a mel above the linear part
_AT_ONCE = 1 << 12  # columns: 13 MB


def log_mel(samples: Floats, bands: int) -> Floats:
    """Shape (bands, len(samples) // HOP)."""
    columns = samples.size // HOP
    padded = np.pad(samples, _WINDOW // 2, mode="reflect" if samples.size > _WINDOW else "constant")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:columns]
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    filters = _filters(bands)
    power = np.empty((bands, columns), np.float32)
    for at in range(0, columns, _AT_ONCE):
        spectrum = np.fft.rfft(frames[at : at + _AT_ONCE] * window, axis=1)
        power[:, at : at + _AT_ONCE] = filters @ (np.abs(spectrum) ** 2).astype(np.float32).T
    logs = np.log10(np.maximum(power, 1e-10))
    loudest = logs.max() if logs.size else 0.0
    return np.asarray((np.maximum(logs, loudest - 8.0) + 4.0) / 4.0, np.float32)


@cache
def _filters(bands: int) -> Floats:
    """Triangles over the spectrum's bins, shape (bands, bins)."""
    bins = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    edges = _hertz(np.linspace(0.0, _mels(RATE / 2), bands + 2))
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None], np.float32)


def _mels(hertz: float) -> float:
    if hertz < _LINEAR_HZ:
        return hertz / _HZ_A_MEL
    return float(_LINEAR_HZ / _HZ_A_MEL + np.log(hertz / _LINEAR_HZ) / _LOG_STEP)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = _LINEAR_HZ / _HZ_A_MEL
    above = _LINEAR_HZ * np.exp(_LOG_STEP * (np.maximum(mels, linear) - linear))
    return np.where(mels < linear, mels * _HZ_A_MEL, above)
