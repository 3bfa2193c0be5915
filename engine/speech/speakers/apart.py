"""Which sentences are of one speaker: their points are joined as long as they are near each other.

Groups whose members are nearest on average are joined first (average linkage; for points of length 1 the
mean nearness of two groups is the product of their means), by chains of nearest neighbours (F. Murtagh, The
Computer Journal 26, 1983), until none are nearer than `_NEAR`. What is too short for a voice to be sure of
takes no part, and goes to the group it is nearest to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Mean nearness of two groups that are one speaker. Of 11 made voices, eight sentences each: of one voice
# .58 to .88 (5 % and 95 %), of two −.06 to .47; under noise of 10 dB .51 to .85, and −.09 to .48. Measured
# once; three of these voices are tests/data/speech/three.ogg, which tests/contract/engine/speech holds.
_NEAR = 0.5
_SURE_SECONDS = 1.2  # of a sentence: shorter ones are up to a quarter less near their own voice
_HEARD_SECONDS = 3.0  # of all that a speaker says: less is a laugh, a cough, a word through the noise
_MOST = (
    1500  # sentences that are held against each other, of more such as are spread over the talk: two seconds
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: how long it is, and the point of its voice where that could be told."""

    seconds: float
    point: Floats | None


def speakers(said: Sequence[Said]) -> list[int]:
    """The number of the speaker of each sentence, from 1 in the order in which they first speak."""
    lengths = np.array([one.seconds for one in said])
    told = np.array([place for place, one in enumerate(said) if one.point is not None], int)
    if told.size == 0:
        return [1] * len(said)
    points = np.stack([one.point for one in said if one.point is not None])
    sure = np.flatnonzero(lengths[told] >= _SURE_SECONDS)
    if sure.size == 0:
        sure = np.arange(told.size)
    if sure.size > _MOST:
        sure = sure[np.linspace(0, sure.size - 1, _MOST).round().astype(int)]
    groups = _groups(points[sure])
    means = _means(points[sure], lengths[told[sure]], groups)
    numbers = np.full(len(said), -1)
    numbers[told] = np.argmax(points @ means.T, axis=1)
    _fill(numbers)
    return _in_order(numbers)


def voices(said: Sequence[Said], numbers: Sequence[int]) -> dict[int, Floats]:
    """The point of each speaker's voice: the mean over what is surely long enough, by its length; of no
    numbers where no voice was told.
    """
    sums: dict[int, Floats] = {number: np.zeros(0, np.float32) for number in numbers}
    for least in (_SURE_SECONDS, 0.0):
        lacking = {number for number, voice in sums.items() if not voice.size}
        for one, number in zip(said, numbers, strict=True):
            if number in lacking and one.point is not None and one.seconds >= least:
                before = sums[number]
                sums[number] = one.point * np.float32(one.seconds) + (before if before.size else 0)
    return {
        number: np.asarray(voice / max(float(np.linalg.norm(voice)), 1e-9), np.float32)
        for number, voice in sums.items()
    }


def _groups(points: Floats) -> list[NDArray[np.int_]]:
    """The places of the points of each group."""
    sums = points.copy()
    counts = np.ones(len(points), np.float32)
    members: list[list[int]] = [[place] for place in range(len(points))]
    open_ = np.ones(len(points), bool)
    found: list[NDArray[np.int_]] = []
    chain: list[int] = []
    while open_.any():
        if not chain:
            chain.append(int(np.argmax(open_)))
        last = chain[-1]
        near = sums @ sums[last] / (counts * counts[last])
        near[~open_] = -np.inf
        near[last] = -np.inf
        before = chain[-2] if len(chain) > 1 else None
        best = int(np.argmax(near))
        if before is not None and near[before] >= near[best]:
            best = before
        if near[best] < _NEAR:  # and so to every other: joining others brings nothing nearer
            open_[last] = False
            found.append(np.array(members[last], int))
            chain.pop()
        elif best == before:
            sums[before] += sums[last]
            counts[before] += counts[last]
            members[before] += members[last]
            open_[last] = False
            del chain[-2:]
        else:
            chain.append(best)
    return found


def _means(points: Floats, seconds: NDArray[np.float64], groups: Sequence[NDArray[np.int_]]) -> Floats:
    """The point of each group that is long enough to be a speaker, or of the longest one."""
    heard = [float(seconds[group].sum()) for group in groups]
    kept = [group for group, long in zip(groups, heard, strict=True) if long >= _HEARD_SECONDS]
    kept = kept or [groups[int(np.argmax(heard))]]
    means = np.stack([points[group].mean(axis=0) for group in kept])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


def _fill(numbers: NDArray[np.int_]) -> None:
    """Give what no voice is told of to who spoke before, or to the first."""
    latest = int(numbers[numbers >= 0][0])
    for place, number in enumerate(numbers):
        latest = latest if number < 0 else int(number)
        numbers[place] = latest


def _in_order(numbers: NDArray[np.int_]) -> list[int]:
    known: dict[int, int] = {}
    return [known.setdefault(int(one), len(known) + 1) for one in numbers]
