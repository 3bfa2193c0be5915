"""A line recogniser in ONNX: pictures of one line each, to the chances of characters along the line.

The model is PP-OCR's (PaddlePaddle/PaddleOCR, Apache-2.0) as the `rapidocr` wheel carries it, or any other
with the same shapes: in, (n, 3, 48, width) in -1…1; out, (n, steps, characters + 1) with the blank first.
The characters stand in the file's metadata.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cores import default_threads
from engine.errors import ModelInvalid, ModelMissing
from engine.ocr.session import ran, session

Gray = NDArray[np.uint8]  # shape (height, width); 0 is ink
Chances = NDArray[np.float32]  # shape (steps, characters + 1), each row adds up to 1; column 0 is the blank

HEIGHT = 48
_NARROWEST = 320
_WIDEST = 3200  # a longer strip is drawn together
_BATCH_PIXELS = 48 * 320 * 6  # of one run: more at once is no faster, and takes more memory
_ALIKE = 1.25  # widths within a batch differ by at most this
_BEYOND_LATIN = "–—‘’“”„†‡•…€№™′″"
_LAST_LATIN = 0x24F


class LineRecogniser:
    """Reads strips. Not thread-safe."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        """Raises `ModelMissing`, `ModelInvalid`."""
        if not path.is_file():
            raise ModelMissing(model=path.stem)
        # One core for each batch and several batches at a time: no core waits for another within a line.
        self._session = session(path, 1, keeps_memory=True)
        self._threads = threads or default_threads()
        held = self._session.get_modelmeta().custom_metadata_map.get("character")
        if not held:
            raise ModelInvalid(path=str(path), detail="names no characters")
        everything = ["", *held.splitlines(), " "]
        if self._session.get_outputs()[0].shape[-1] != len(everything):
            raise ModelInvalid(path=str(path), detail="its characters do not fit its output")
        self._columns = np.array(
            [place for place, one in enumerate(everything) if not place or _is_latin(one)]
        )
        self.characters: tuple[str, ...] = tuple(everything[place] for place in self._columns)
        self._everything = everything

    def read(self, strips: Sequence[Gray]) -> list[Chances]:
        """The chances of Latin characters along each strip, in the order given."""
        found: list[Chances | None] = [None] * len(strips)
        inputs = [_scaled(strip) for strip in strips]
        batches = _batches([one.shape[1] for one in inputs])
        with ThreadPoolExecutor(self._threads) as threads:
            runs = threads.map(lambda batch: self._run([inputs[place] for place in batch]), batches)
            for batch, chances in zip(batches, runs, strict=True):
                for place, one in zip(batch, chances, strict=True):
                    found[place] = one
        return [one for one in found if one is not None]

    def _run(self, inputs: Sequence[NDArray[np.float32]]) -> list[Chances]:
        """The chances along each of some scaled strips."""
        width = max(one.shape[1] for one in inputs)
        block = np.zeros((len(inputs), 3, HEIGHT, width), np.float32)
        for row, one in enumerate(inputs):
            block[row, :, :, : one.shape[1]] = one
        held: Any = ran(self._session, block)
        chances = np.asarray(held, np.float32)
        found = []
        for row, one in enumerate(inputs):
            steps = max(1, round(chances.shape[1] * one.shape[1] / width))
            kept = chances[row, :steps][:, self._columns]
            found.append(kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-9))
        return found


def _is_latin(character: str) -> bool:
    if len(character) != 1:
        return False
    return (ord(character) <= _LAST_LATIN and unicodedata.category(character)[0] in "LNPSZ") or (
        character in _BEYOND_LATIN
    )


def _scaled(strip: Gray) -> NDArray[np.float32]:
    """Height 48, in -1…1; shape (48, width)."""
    import cv2

    height, width = strip.shape
    wide = min(max(16, -(-HEIGHT * width // max(height, 1))), _WIDEST)
    small = cv2.resize(
        strip, (wide, HEIGHT), interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    )
    block = small.astype(np.float32) / 127.5 - 1.0
    if wide < _NARROWEST:
        # As the recogniser was taught: narrow strips stand at the left of a grey field.
        block = np.concatenate([block, np.zeros((HEIGHT, _NARROWEST - wide), np.float32)], axis=1)
    return block


def _batches(widths: Sequence[int]) -> list[list[int]]:
    """Places of strips of like width."""
    batches: list[list[int]] = []
    for place in sorted(range(len(widths)), key=lambda one: widths[one]):
        batch = batches[-1] if batches else None
        if (
            batch is not None
            and widths[place] <= widths[batch[0]] * _ALIKE
            and HEIGHT * widths[place] * (len(batch) + 1) <= _BATCH_PIXELS
        ):
            batch.append(place)
        else:
            batches.append([place])
    return batches
