"""Where stretches of a document's text stand in what is shown, both ways and to the character."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from ui.parts.controls import characters, utf16
from ui.reader.kinds import Span


class Placing:
    """The stretches of a text that a `QTextDocument` shows. They are added in the order in which it does.

    Qt counts UTF-16 units, a text characters. What is not shown of a text (the names of columns that each row
    repeats) stands for what is shown next after it.
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._starts: list[int] = []  # in the document's text
        self._ends: list[int] = []
        self._from: list[int] = []  # where what a stretch stands for begins
        self._at: list[int] = []  # in what is shown
        self._until: list[int] = []
        self._order: list[int] = []  # of the stretches, as they are shown

    def add(
        self, start: int, text: str, at: int, *, stands_from: int | None = None, width: int | None = None
    ) -> None:
        """A stretch of the text from `start` is shown from `at` on; it stands for what is before it from
        `stands_from` on. `width`: of what is shown in its place, a picture.
        """
        place = bisect_right(self._starts, start)  # the end, but for tables that are drawn from the right
        self._texts.insert(place, text)
        self._starts.insert(place, start)
        self._ends.insert(place, start + len(text))
        self._from.insert(place, start if stands_from is None else min(stands_from, start))
        self._at.insert(place, at)
        self._until.insert(place, at + (utf16(text, len(text)) if width is None else width))

    def ranges(self, span: Span) -> list[tuple[int, int]]:
        """Where a stretch of the text is shown: start and end of each part, in UTF-16 units."""
        found: list[tuple[int, int]] = []
        for place in range(bisect_right(self._ends, span.start), len(self._starts)):
            if self._from[place] >= span.end:
                break
            low, high = max(span.start, self._starts[place]), min(span.end, self._ends[place])
            if low < high:
                text, start, at = self._texts[place], self._starts[place], self._at[place]
                until = self._until[place]
                first = min(at + utf16(text, low - start), max(until - 1, at))
                found.append((first, min(at + utf16(text, high - start), until)))
            elif span.start < self._starts[place]:
                found.append((self._at[place], self._until[place]))
        return found

    def offset(self, position: int) -> int | None:
        """The character of the text that stands at a position of what is shown, or nearest before it; None
        where nothing is shown.
        """
        if not self._at:
            return None
        if len(self._order) != len(self._at):
            # A table that is written from right to left has its cells in another order than the text.
            self._order = sorted(range(len(self._at)), key=self._at.__getitem__)
        place = self._order[max(bisect_right(self._order, position, key=self._at.__getitem__) - 1, 0)]
        inside = min(max(position - self._at[place], 0), self._until[place] - self._at[place])
        return self._starts[place] + characters(self._texts[place], inside)

    def position(self, offset: int) -> int:
        """Where a character of the text is shown, or what stands for it, or what comes next."""
        if not self._at:
            return 0
        place = min(bisect_right(self._ends, offset), len(self._at) - 1)
        inside = min(max(offset - self._starts[place], 0), len(self._texts[place]))
        return min(self._at[place] + utf16(self._texts[place], inside), self._until[place])

    @property
    def shown(self) -> list[Span]:
        """The stretches of the text that are shown."""
        return [Span(start, end) for start, end in zip(self._starts, self._ends, strict=True)]

    def holds(self, start: int) -> bool:
        """Whether a stretch begins there."""
        place = bisect_left(self._starts, start)
        return place < len(self._starts) and self._starts[place] == start
