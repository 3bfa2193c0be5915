"""What becomes of a line, by how sure its reading is: the one place of the thresholds and of calibration."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

SURE = 0.90  # read as it stands
CHECK = 0.75  # below it, unreliable
_HANDWRITING_SHARE = 0.40  # of a page's lines under SURE
_FEWEST = 3  # lines, to say so
_NOISE = 0.55  # of one or two characters
_NOISE_LENGTH = 2
_HOLES = frozenset("cCoOQ0°()")  # what a punched hole is read as, and surely


class Trust(StrEnum):
    SURE = "sure"
    CHECK = "check"
    UNRELIABLE = "unreliable"


def trust(confidence: float) -> Trust:
    if confidence >= SURE:
        return Trust.SURE
    return Trust.CHECK if confidence >= CHECK else Trust.UNRELIABLE


def is_handwriting(confidences: Sequence[float]) -> bool:
    """Whether a page whose lines were first read with these confidences is written by hand."""
    doubtful = sum(one < SURE for one in confidences)
    return len(confidences) >= _FEWEST and doubtful > _HANDWRITING_SHARE * len(confidences)


def is_noise(text: str, confidence: float, *, by_hand: bool = False) -> bool:
    """Whether a reading is more likely a stain than writing; `by_hand`: on a page written by hand, where no
    figure stands alone in a cell.
    """
    letters = "".join(text.split())
    if by_hand and len(letters) == 1 and letters in _HOLES:
        return True
    if not any(one.isalnum() for one in letters):
        return confidence < CHECK
    return len(letters) <= _NOISE_LENGTH and confidence < _NOISE
