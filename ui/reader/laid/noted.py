"""What a person marked for themselves in a sheet: which of it a cell shows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from ui.reader.kinds import Highlight
from ui.reader.laid.cells import Shown


class NotedCells:
    """Asked for each cell that is drawn, so that notes far away cost nothing."""

    def __init__(self, notes: Sequence[Highlight] = ()) -> None:
        self._notes = sorted(notes, key=lambda one: one.span)
        self._starts = [one.span.start for one in self._notes]
        self._reach = list(accumulate((one.span.end for one in self._notes), max))

    def on(self, shown: Shown) -> Highlight | None:
        """The note on a cell, or on a comment of it; of several the shortest, which lies in the others."""
        first, last = shown.stands_from, shown.end
        if shown.note_at is not None:
            first, last = min(first, shown.note_at.start), max(last, shown.note_at.end)
        here = []
        place = bisect_left(self._starts, last)
        while place and self._reach[place - 1] > first:
            place -= 1
            if shown.is_in(self._notes[place].span):
                here.append(self._notes[place])
        return min(here, key=lambda one: one.span.end - one.span.start) if here else None
