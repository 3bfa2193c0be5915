"""A voice as a point: sounds of one person lie near each other, whatever is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelInvalid, ModelMissing
from engine.formats.torch_weights import torch_weights
from engine.speech import RATE
from engine.speech.speakers.campplus import BANK, campplus
from engine.speech.speakers.filter_bank import filter_bank

Floats = NDArray[np.float32]

_WINDOW, _STEP = round(1.5 * RATE), round(1.2 * RATE)  # 148 frames; see `campplus`
_SHORTEST = round(0.4 * RATE)  # of which a voice is still known from another
_MOST = 12  # windows of one sentence: more add nothing to its mean
_AT_ONCE = 8


class Voices:
    """CAM++ in this process. Not thread-safe."""

    def __init__(self, path: Path, threads: int) -> None:
        """Raises `ModelMissing`, `ModelInvalid`."""
        if not path.is_file():
            raise ModelMissing(model=path.parent.name)
        try:
            model = campplus(torch_weights(path))
        except KeyError as missing:
            raise ModelInvalid(path=str(path), detail="missing") from missing
        self._session = _session(model, threads, path)

    def point(self, samples: Floats) -> Floats | None:
        """The point of length 1 of who speaks in `samples`; None where they are too few to tell."""
        if samples.size < _SHORTEST:
            return None
        windows = _windows(samples)
        banks = np.stack([filter_bank(one) for one in windows])
        given = [
            self._session.run(None, {BANK: banks[at : at + _AT_ONCE]})[0]
            for at in range(0, len(banks), _AT_ONCE)
        ]
        points = np.concatenate(given)
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        mean = points.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _windows(samples: Floats) -> list[Floats]:
    """Pieces of one length: of a long sound such as are spread over it, of a short one itself."""
    if samples.size <= _WINDOW:
        return [samples]
    starts = list(range(0, samples.size - _WINDOW + 1, _STEP))
    chosen = np.linspace(0, len(starts) - 1, min(len(starts), _MOST)).round().astype(int)
    return [samples[starts[at] : starts[at] + _WINDOW] for at in chosen]


def _session(model: bytes, threads: int, path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as refused:  # the binding's own exceptions share no base
        if "alloc" in str(refused).lower():
            raise MemoryError from refused
        raise ModelInvalid(path=str(path), detail=type(refused).__name__) from refused
