"""An honest estimate of how long a row of pieces of work still takes, from those of this run."""

from __future__ import annotations

_STEADY = 2  # pieces before a rate is worth telling


class Pace:
    """Pieces are weighed by their size."""

    def __init__(self, left: float) -> None:
        """`left` is the weight of all that waits."""
        self._left = left
        self._done = self._seconds = 0.0
        self._pieces = 0

    @property
    def seconds_left(self) -> float | None:
        """None until it can be told."""
        if self._pieces < _STEADY or not self._done:
            return None
        return self._seconds / self._done * self._left

    def take(self, weight: float, seconds: float) -> None:
        """A piece of `weight` took `seconds`."""
        self._left -= weight
        self._pieces += 1
        if self._pieces == 1 and self._left > 0:
            return  # the first piece waits for the model to be loaded
        self._done += weight
        self._seconds += seconds
