"""Whether text of an RTF is to be seen: its size, and its ink against what it stands on.

Colours are told by their numbers in the table at the beginning. Source: Rich Text Format 1.9.1, "Color
Table".
"""

from __future__ import annotations

from typing import NamedTuple

from rag.reading.inks import UNKNOWN, Colour, is_lost

NOTHING = 0  # the number of the usual colour: nothing is painted
PATTERN = -1  # something that is not known


class Sight(NamedTuple):
    """How text is written, for as long as its group lasts: numbers of colours, and its size."""

    ink: int = NOTHING
    ground: int = NOTHING
    tiny: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is in the usual ink and of a size that can be read."""
        return not self.ink and not self.tiny


class Inks:
    """The colours of a document by their numbers."""

    def __init__(self) -> None:
        self._colours: list[Colour | None] = []
        self._parts: list[int] | None = None  # of the colour under definition

    def mix(self, part: int, value: int) -> None:
        """Say how much red, green or blue (`part` 0, 1, 2) the colour under definition has."""
        self._parts = self._parts or [0, 0, 0]
        self._parts[part] = min(max(value, 0), 255)

    def end(self, count: int) -> None:
        """The definition of a colour ends, `count` times: those without parts are the usual one."""
        for _ in range(count):
            parts, self._parts = self._parts, None
            self._colours.append(None if parts is None else (parts[0], parts[1], parts[2]))

    def hide(self, sight: Sight, around: int) -> bool:
        """Whether text is not to be seen on what it says of its own ground, else on that `around` it."""
        ground = sight.ground or around
        return sight.tiny or is_lost(self._of(sight.ink), UNKNOWN if ground == PATTERN else self._of(ground))

    def _of(self, number: int) -> Colour | None:
        return self._colours[number] if 0 <= number < len(self._colours) else None
