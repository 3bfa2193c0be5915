"""What CAM++ hears: Kaldi's filter bank (kaldi/src/feat/feature-fbank.cc), without dither.

Windows of 25 ms every 10 ms, each without its mean, with the treble raised by .97 and Povey's window; the
logarithm of the power in 80 triangles over the mel scale from 20 Hz to half the rate.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.speech import RATE

Floats = NDArray[np.float32]

BANDS = 80
_WINDOW, _HOP, _POINTS = 400, 160, 512
_LOWEST_HZ = 20.0
_RAISED = 0.97
_SCALE = 1 << 15  # Kaldi's samples are whole numbers of 16 bits
_FLOOR = float(np.finfo(np.float32).eps)


def filter_bank(samples: Floats) -> Floats:
    """Shape (frames, BANDS), the mean of each band taken away; no frames for less than one window."""
    if samples.size < _WINDOW:
        return np.zeros((0, BANDS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_HOP].astype(np.float64) * _SCALE
    frames -= frames.mean(axis=1, keepdims=True)
    raised = np.empty_like(frames)
    raised[:, 1:] = frames[:, 1:] - _RAISED * frames[:, :-1]
    raised[:, 0] = frames[:, 0] * (1 - _RAISED)
    window = np.hanning(_WINDOW) ** 0.85  # Povey's
    power = np.abs(np.fft.rfft(raised * window, _POINTS, axis=1)) ** 2
    logs = np.log(np.maximum(power @ _triangles().T, _FLOOR))
    return np.asarray(logs - logs.mean(axis=0), np.float32)


@cache
def _triangles() -> NDArray[np.float64]:
    """Shape (BANDS, bins)."""
    mels = _mels(np.fft.rfftfreq(_POINTS, 1 / RATE).astype(np.float64))
    edges = np.linspace(_mel(_LOWEST_HZ), _mel(RATE / 2), BANDS + 2)
    step = edges[1] - edges[0]
    rising, falling = (mels - edges[:-2, None]) / step, (edges[2:, None] - mels) / step
    found: NDArray[np.float64] = np.maximum(0.0, np.minimum(rising, falling))
    return found


def _mel(hertz: float) -> float:
    return float(_mels(np.array(hertz)))


def _mels(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1127.0 * np.log1p(hertz / 700.0)
