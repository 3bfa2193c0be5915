"""What the system is told of: what took long and ended while nobody looked, little by little."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from app.activity.work import Sort, Standing, Work

LONG = 20.0  # seconds that something took to be worth telling

_BETWEEN = 60.0  # seconds between two messages while something still works


class Telling:
    """Gathers what ended, so that a hundred documents are one message and not a hundred."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: set[str] = set()
        self._untold: list[Work] = []
        self._told: float | None = None

    def take(self, ended: Sequence[Work], *, looked: bool, idle: bool) -> tuple[Work, ...]:
        """What is to be told now, none for nothing. `ended` is all that did in this session; `looked`: the
        window is in front, whoever sits there has seen it; `idle`: nothing works any more.
        """
        new = [one for one in ended if _moment(one) not in self._known]
        self._known = {_moment(one) for one in ended}
        self._untold += [one for one in new if _is_worth_it(one)]
        if looked:
            self._untold.clear()
        waits = self._told is not None and self._clock() - self._told < _BETWEEN
        if not self._untold or (waits and not idle):
            return ()
        told, self._untold = tuple(self._untold), []
        self._told = self._clock()
        return told


def _moment(work: Work) -> str:
    return f"{work.key} {work.ended}"


def _is_worth_it(work: Work) -> bool:
    if work.sort in (Sort.LOADING, Sort.LAYING) or work.standing not in (Standing.FINISHED, Standing.FAILED):
        return False
    return work.seconds >= LONG or work.sort is Sort.DOCUMENT
