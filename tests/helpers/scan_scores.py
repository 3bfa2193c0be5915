"""How far a reading of a scan is from what is written: characters, words, places, confidence."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.types import Line

_BINS = 10
_LEAST_OVERLAP = 0.25  # of a line found, with the gold line it is held against
_MARKS = re.compile(r"[\^⟦⟧]")  # the annotators'
_SPLIT = re.compile(r"(?<=[^\W\d_]{2})- (?=[^\W\d_])")  # a word that two lines share
_WORD = re.compile(r"\w+")
_LETTERS = 4  # of a word that may count as invented
_FAR = 0.5  # of its letters: so unlike every word of the gold line


@dataclass(slots=True)
class Tally:
    """Character errors (Levenshtein, case kept) to the length of the gold text."""

    wrong: int = 0
    length: int = 0

    def add(self, said: str, gold: str) -> int:
        from rapidfuzz.distance import Levenshtein

        distance = Levenshtein.distance(clean(said), clean(gold))
        self.wrong += distance
        self.length += len(clean(gold))
        return int(distance)

    @property
    def rate(self) -> float:
        return round(self.wrong / self.length, 4) if self.length else 0.0


def clean(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split())


def rejoined(lines: Sequence[str]) -> str:
    """Lines one after the other, with words that two lines share made whole, as the program writes them."""
    return _SPLIT.sub("", clean(" ".join(lines)))


def matched(
    gold: Sequence[dict[str, Any]], lines: Sequence[Line], width: int, height: int
) -> tuple[dict[int, list[Line]], list[Line]]:
    """The lines found for each gold line, by the gold line they overlap most; and those that overlap none.

    `gold` has boxes in pixels of a page so wide and high.
    """
    found: defaultdict[int, list[Line]] = defaultdict(list)
    others = []
    for line in lines:
        if line.box is None:
            others.append(line)
            continue
        x0, y0, x1, y1 = line.box.x0 * width, line.box.y0 * height, line.box.x1 * width, line.box.y1 * height
        best: tuple[float, int] | None = None
        for place, one in enumerate(gold):
            left, top, right, bottom = one["box"]
            wide, high = min(x1, right) - max(x0, left), min(y1, bottom) - max(y0, top)
            share = wide * high / max((x1 - x0) * (y1 - y0), 1e-9) if wide > 0 and high > 0 else 0.0
            apart = abs((y0 + y1) - (top + bottom)) / 2 / max(bottom - top, 1)
            if share > _LEAST_OVERLAP and (best is None or share - apart > best[0]):
                best = (share - apart, place)
        if best is None:
            others.append(line)
        else:
            found[best[1]].append(line)
    return found, others


def invented(said: str, gold: str) -> tuple[int, int]:
    """Words read that a dictionary has and that are like no word written, of how many it has."""
    from rapidfuzz.distance import Levenshtein

    from rag.scanning.spelling import language_of

    written = _WORD.findall(gold.lower())
    far = known = 0
    for word in _WORD.findall(said.lower()):
        if len(word) < _LETTERS or not language_of("en").knows(word):
            continue
        known += 1
        nearest = min((Levenshtein.distance(word, one) for one in [*written, "".join(written)]), default=99)
        far += nearest > _FAR * len(word) and word not in "".join(written)
    return far, known


def word_f1(gold: str, said: str, *, exact: bool) -> float:
    """F1 of words, however often and in whatever order; `exact`: marks count, the case does not."""
    tokens = [
        Counter(text.upper().split() if exact else _WORD.findall(text.lower()))
        for text in (clean(gold), clean(said))
    ]
    shared = sum((tokens[0] & tokens[1]).values())
    return 2 * shared / max(sum(tokens[0].values()) + sum(tokens[1].values()), 1)


def calibration(seen: Sequence[tuple[float, float]]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over ten bins of equal width (C. Guo et al., arXiv:1706.04599); the bins.

    `seen`: confidence and share of right characters of each line.
    """
    bins: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for confidence, right in seen:
        bins[min(int(confidence * _BINS), _BINS - 1)].append((confidence, right))
    table = [
        (
            round(statistics.mean(one for one, _ in some), 3),
            round(statistics.mean(one for _, one in some), 3),
            len(some),
        )
        for _, some in sorted(bins.items())
    ]
    error = sum(abs(sure - right) * count for sure, right, count in table) / max(len(seen), 1)
    return round(error, 4), table
