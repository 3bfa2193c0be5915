"""What a second reader says of a doubtful line, weighed against the first.

Agreement makes a line surer, disagreement less sure; both readings are kept. What the second reader says
takes the first one's place only where the two are plainly of the same line: a model that describes or invents
is not believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.layout.trust import CHECK, SURE

_AGREED = 0.85  # of the letters: the readings differ in little
_RELATED = 0.5  # they are of the same line
_TRUSTED = 0.6  # how much agreement counts
_JUST_UNDER = 0.01


@dataclass(frozen=True, slots=True)
class Weighed:
    text: str
    confidence: float
    others: tuple[str, ...]


def weighed(text: str, confidence: float, others: tuple[str, ...], seen: str) -> Weighed:
    """A line read as `text`, and as `seen` by another reader."""
    seen = " ".join(seen.split())
    if not _letters(seen):
        return Weighed(text, confidence, others)
    agreement = SequenceMatcher(None, _letters(text), _letters(seen), autojunk=False).ratio()
    if agreement >= _AGREED:
        surer = 1 - (1 - confidence) * (1 - _TRUSTED * agreement)
        return Weighed(text, surer, _among(seen, others, text))
    if confidence < CHECK and agreement >= _RELATED:
        # Two readers, neither sure of the other: to be looked at, however near they are.
        return Weighed(seen, min(max(confidence, agreement), SURE - _JUST_UNDER), _among(text, others, seen))
    return Weighed(text, confidence * (1 - _TRUSTED * (1 - agreement) / 2), _among(seen, others, text))


def chosen(confidence: float, readings: tuple[str, ...], place: int) -> Weighed:
    """A line of which a language model finds the reading at `place` the likeliest; the first one stood.

    The picture's confidence stays: it is no surer what is written, only what could be meant.
    """
    text = readings[place]
    return Weighed(text, min(confidence, SURE - _JUST_UNDER), _among(readings[0], readings[1:], text))


def _among(first: str, others: tuple[str, ...], chosen: str) -> tuple[str, ...]:
    """Other readings, `first` in front, each once and never the chosen one."""
    return tuple(one for one in dict.fromkeys((first, *others)) if one != chosen)


def _letters(text: str) -> str:
    return "".join(one for one in text.lower() if one.isalnum())
