"""The models that look again at lines: one judges readings by language, one sees the line's picture."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from engine import types as engine_types
from engine.cancel import CancelToken
from engine.protocols import LikelihoodScorer, PictureReader
from engine.types import Sampling
from rag.prompting.prompts import template
from rag.prompting.writing import taken
from rag.reading.reader import Picture
from rag.types import Box

_AROUND = 0.3  # of a line's height, shown above and below it
_TOKENS = 96  # no line of a page has more
_SIDE = 32  # dots: less shows nothing


class Seeing(PictureReader, Protocol):
    """The vision model of this machine; `name` is empty while there is none."""

    @property
    def name(self) -> str: ...


class Judging(LikelihoodScorer, Protocol):
    """The language model of this machine; `name` is empty while there is none."""

    @property
    def name(self) -> str: ...


def strip_of(picture: Picture, box: Box) -> engine_types.Picture:
    """A line cut out of a page's picture, with a little of what is above and below."""
    rows = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    margin = _AROUND * (box.y1 - box.y0)
    top = max(int((box.y0 - margin) * picture.height), 0)
    bottom = min(int((box.y1 + margin) * picture.height) + 1, picture.height)
    left = max(int(box.x0 * picture.width) - _SIDE // 2, 0)
    right = min(int(box.x1 * picture.width) + _SIDE // 2, picture.width)
    part = rows[top:bottom, left:right]
    short = (max(_SIDE - part.shape[0], 0), max(_SIDE - part.shape[1], 0))
    part = np.pad(part, ((0, short[0]), (0, short[1]), (0, 0)), constant_values=255)
    return engine_types.Picture(part.shape[1], part.shape[0], np.ascontiguousarray(part).tobytes())


def said(reader: PictureReader, picture: engine_types.Picture, cancel: CancelToken) -> str:
    """What a vision model reads in a line's picture. Raises `Cancelled`, `ModelError`s, `WorkerError`s."""
    sampling = Sampling(temperature=0.0, repeat_penalty=1.0, max_tokens=_TOKENS)
    return taken(lambda turn: reader.read(picture, template("read_line"), sampling, turn), cancel).text
