"""Words that tell a label: where they stand, and how much they say.

The longest cue takes its words, so that "not urgent" leaves nothing for "urgent", nor "payment reminder" for
"payment".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from rag.classifying.opening import Opening
from rag.classifying.presets import Axis, Choice

# What the odds of a label are multiplied by, for a cue in the first lines or in the name, for one further
# below, and for each more: a title says what a document is, its text may speak of others.
_FIRST, _HEAD, _BELOW, _WEAK = 90.0, 30.0, 8.0, 16.0
_DENIED = re.compile(
    r"\b(?:no|not|never|without|kein\w*|nicht|ohne|pas|sans|aucun\w*|sin|non|senza|não|nao|sem|niet|geen|zonder)"
    r"\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as it was found: its label, its place in the text (-1: in the name)."""

    label: str
    start: int
    end: int
    odds: float


def found_cues(axis: Axis, opening: Opening) -> list[Cue]:
    """What tells something, in the order of the text, what stands in the name first."""
    weak = {one.label.name: one.weak for one in axis.choices}
    stem = PurePath(opening.name).stem.replace("_", " ").replace("-", " ")
    named = [Cue(label, -1, -1, _HEAD) for label, *_ in _matched(axis, stem)]
    cues, head = list(named), opening.head
    for place, (label, start, end) in enumerate(_matched(axis, opening.text)):
        if _DENIED.search(opening.text[max(0, start - 30) : start]):
            continue
        odds = _BELOW if start > head else _FIRST if axis.titled and not place else _HEAD
        cues.append(Cue(label, start, end, odds))
    return [
        Cue(one.label, one.start, one.end, min(one.odds, _WEAK)) if weak[one.label] else one for one in cues
    ]


def odds_of(cues: Sequence[Cue]) -> dict[str, float]:
    """What the odds of each label are multiplied by: the strongest cue counts whole, one more by half."""
    found: dict[str, list[float]] = {}
    for one in cues:
        found.setdefault(one.label, []).append(one.odds)
    return {label: max(some) * (1.5 if len(some) > 1 else 1.0) for label, some in found.items()}


def _matched(axis: Axis, text: str) -> Iterator[tuple[str, int, int]]:
    taken: list[tuple[int, int, str]] = []
    for label, pattern in _patterns(axis.choices):
        for found in pattern.finditer(text):
            start, end = found.span()
            if not any(a < end and start < b for a, b, _ in taken):
                taken.append((start, end, label))
    for start, end, label in sorted(taken):
        yield label, start, end


@cache
def _patterns(choices: tuple[Choice, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """By length, the longest first."""
    cues = [(one.label.name, cue) for one in choices for cue in one.cues]
    cues.sort(key=lambda row: -len(row[1]))
    return [(label, _pattern(cue)) for label, cue in cues]


def _pattern(cue: str) -> re.Pattern[str]:
    words = [r"\s+".join(re.escape(word) for word in part.split()) for part in cue.split("*")]
    before = "" if cue.startswith("*") else r"(?<!\w)"
    after = "" if cue.endswith("*") else r"(?!\w)"
    return re.compile(before + r"\w*".join(words) + after, re.IGNORECASE)
