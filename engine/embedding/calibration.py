"""What an embedder's cosines mean, measured with a probe of our own: sentences in seven languages, of which
it is known how near each is to a question.

All decisions by meaning were set with MiniLM over English texts. Another embedder has other cosines for the
same nearness (those of e5 all lie above 0.7), and MiniLM itself has others over German texts, where sentences
of different subjects come to 0.37 and not to 0.08. So where related and unrelated sentences of the probe lie
is measured for each language and each two languages, and `CosineScale` reads a cosine as the one that MiniLM
gives to what is as near in English.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.assets import ASSETS
from engine.cosines import CosineScale, Marks

PROBE_FILE = ASSETS / "probe.toml"

# Of 100 sentences that answer a question and 100 of other subjects, how often the one that answers is nearer.
# MiniLM: 0.98 in English, 0.85 (Dutch) to 0.97 (French) in the others; 0.84 between Spanish and Portuguese,
# 0.52 to 0.77 between any others. Half is what chance gives.
_SEPARATES = 0.82
_PARTS = ("question", "says", "again", "beside")

Floats = NDArray[np.float32]


def calibrated(embed: Callable[[Sequence[str]], Floats]) -> CosineScale:
    """The scale of an embedder; `embed` gives unit vectors, shape (len(texts), dimension).

    A language, or two, in which it does not tell what answers from what is about something else has no marks.
    """
    subjects = _subjects()
    codes = tuple(subjects[0])
    texts = [subject[code][part] for subject in subjects for code in codes for part in _PARTS]
    vectors = embed(texts).reshape(len(subjects), len(codes), len(_PARTS), -1)
    marks = {}
    for one, other in combinations_with_replacement(range(len(codes)), 2):
        near, far = _cosines(vectors[:, one], vectors[:, other])
        if _told_apart(near, far) >= _SEPARATES:
            pair = CosineScale.pair(codes[one], codes[other])
            marks[pair] = _marks(near, far)
    return CosineScale(marks)


@cache
def probe() -> str:
    """Which probe this is: figures of another say nothing."""
    return hashlib.sha256(PROBE_FILE.read_bytes()).hexdigest()[:16]


@cache
def _subjects() -> list[dict[str, dict[str, str]]]:
    listed: list[dict[str, dict[str, str]]] = tomllib.loads(PROBE_FILE.read_text("utf-8"))["subjects"]
    return listed


def _cosines(one: Any, other: Any) -> tuple[Floats, Floats]:
    """Of what says or answers the same, and of what is about something else; asked from either side."""
    near = [cosine for place in range(len(one)) for cosine in _near(one[place], other[place])]
    far = [
        float(asking[place, 0] @ said[elsewhere, part])
        for asking, said in ((one, other), (other, one))
        for place in range(len(one))
        for elsewhere in range(len(one))
        if elsewhere != place
        for part in (1, 2, 3)
    ]
    return np.array(near, np.float32), np.array(far, np.float32)


def _near(one: Any, other: Any) -> Iterator[float]:
    for asking, said in ((one, other), (other, one)):
        yield from (float(asking[0] @ said[1]), float(asking[0] @ said[2]), float(asking[1] @ said[2]))


def _told_apart(near: Floats, far: Floats) -> float:
    """How often one of `near` is above one of `far`, 0–1."""
    return float((near[:, None] > far[None, :]).mean())


def _marks(near: Floats, far: Floats) -> Marks:
    marks = [*np.quantile(far, (0.5, 0.9)), *np.quantile(near, (0.25, 0.5))]
    usual, most, least, middle = (round(float(one), 4) for one in marks)
    return usual, most, least, middle
