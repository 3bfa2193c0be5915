"""Who speaks in a recording, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """What one speaker says until another does: characters of the document's text, and seconds of the
    recording. `speaker` counts from 1 in the order in which they first speak; `name` as a person gave it.
    """

    start: int
    end: int
    seconds: float
    until: float
    speaker: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class ToldApart:
    """Speakers as they were told: when each turn begins, in seconds, and whose it is; the point of each
    speaker's voice, as bytes of float32.
    """

    turns: tuple[tuple[float, int], ...]
    voices: Mapping[int, bytes]
