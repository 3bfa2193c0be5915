"""How often a series has a value, found from its dates, and the places of dates on that grid."""

from __future__ import annotations

import math
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_WEEK, _WORKING_DAYS, _SATURDAY = 7, 5, 5
_FEWEST_WORKING = 10  # days without a weekend among them, before they are called working days
_MOST = 0.6  # of the steps: the longest grid that so many fit is the series'
_YEAR_MONTHS = 12
_LONGEST_MONTH, _SHORTEST_MONTH = 31, 28


class Unit(StrEnum):
    """What a grid counts in."""

    MONTH = "month"
    WORKING_DAY = "working-day"
    DAY = "day"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A value every `size` units, from `origin` on. `ends`: on the last day of months."""

    unit: Unit
    size: int
    origin: datetime
    ends: bool = False

    @property
    def name(self) -> str:
        """How often that is: "month", "quarter", "year", "week", "day", "working-day", "hour", or "other"."""
        match self.unit, self.size:
            case Unit.MONTH, 1 | 3 | 12:
                return {1: "month", 3: "quarter", 12: "year"}[self.size]
            case Unit.DAY, 1 | 7:
                return "day" if self.size == 1 else "week"
            case Unit.WORKING_DAY, _:
                return "working-day"
            case Unit.SECOND, 3_600:
                return "hour"
            case _:
                return "other"

    @property
    def seasons(self) -> tuple[int, ...]:
        """Lengths in values of what may come back, the shortest first; (1,) for none."""
        match self.name:
            case "month":
                return (12,)
            case "quarter":
                return (4,)
            case "week":
                return (52,)
            case "working-day":
                return (5, 261)
            case "day":
                return (7, 365)
            case "hour":
                return (24, 168)
        if self.unit is Unit.SECOND and _DAY % self.size == 0:
            return (_DAY // self.size, _WEEK * _DAY // self.size)
        if self.unit is Unit.MONTH and _YEAR_MONTHS % self.size == 0:
            return (_YEAR_MONTHS // self.size,)
        return (1,)

    @property
    def has_times(self) -> bool:
        """Whether its dates have a time of day worth writing."""
        return self.unit is Unit.SECOND

    def place(self, moment: datetime) -> int:
        """Which value a moment's is; one off the grid belongs to the value before it."""
        match self.unit:
            case Unit.MONTH:
                return (_months(moment) - _months(self.origin)) // self.size
            case Unit.WORKING_DAY:
                return _working_days(moment) - _working_days(self.origin)
            case Unit.DAY:
                return (moment.date() - self.origin.date()).days // self.size
            case _:
                return int((moment - self.origin).total_seconds() // self.size)

    def moment(self, place: int) -> datetime:
        """The date of a value. Raises `OverflowError` beyond the year 9999."""
        match self.unit:
            case Unit.MONTH:
                year, month = divmod(_months(self.origin) + place * self.size, _YEAR_MONTHS)
                if year > MAXYEAR:
                    raise OverflowError
                last = monthrange(year, month + 1)[1]
                day = last if self.ends else min(self.origin.day, last)
                return self.origin.replace(year=year, month=month + 1, day=day)
            case Unit.WORKING_DAY:
                weeks, day = divmod(_working_days(self.origin) + place, _WORKING_DAYS)
                start = datetime.fromordinal(weeks * _WEEK + 1)
                return start + timedelta(days=day)
            case Unit.DAY:
                return self.origin + timedelta(days=place * self.size)
            case _:
                return self.origin + timedelta(seconds=place * self.size)


def calendar_of(moments: Sequence[datetime]) -> Calendar:
    """The grid that dates lie on: the longest that most steps between them fit. At least one date."""
    ordered = sorted(set(moments))
    origin = ordered[0]
    pairs = list(pairwise(ordered))
    if not pairs:
        return Calendar(Unit.DAY, 1, origin)
    if all(moment.time() == origin.time() for moment in ordered):
        return _of_months(ordered) or _of_days(ordered)
    seconds = [round((other - one).total_seconds()) for one, other in pairs]
    step = _usual(seconds)
    if step >= _DAY:
        return _of_days(ordered)
    return Calendar(Unit.SECOND, step, origin)


def _of_months(ordered: Sequence[datetime]) -> Calendar | None:
    """A grid of months, where dates are of one day of theirs."""
    ends = all(one.day == monthrange(one.year, one.month)[1] for one in ordered)
    latest = max(one.day for one in ordered)
    same = all(one.day == min(latest, monthrange(one.year, one.month)[1]) for one in ordered)
    numbers = [_months(one) for one in ordered]
    steps = [other - one for one, other in pairwise(numbers)]
    if not (ends or same) or min(steps) < 1:
        return None
    return Calendar(Unit.MONTH, _usual(steps), ordered[0], ends=ends)


def _of_days(ordered: Sequence[datetime]) -> Calendar:
    steps = [(other.date() - one.date()).days for one, other in pairwise(ordered)]
    step = _usual([max(one, 1) for one in steps])
    weekdays = {one.weekday() for one in ordered}
    if step == 1 and len(ordered) >= _FEWEST_WORKING and max(weekdays) < _SATURDAY:
        return Calendar(Unit.WORKING_DAY, 1, ordered[0])
    return Calendar(Unit.DAY, step, ordered[0])


def _usual(steps: Sequence[int]) -> int:
    """The longest step of which most are multiples; where none is, what divides all of them."""
    for step, _ in sorted(Counter(steps).items(), key=lambda item: (-item[1], item[0])):
        if sum(one % step == 0 for one in steps) >= _MOST * len(steps):
            return step
    return math.gcd(*steps)


def _months(moment: datetime) -> int:
    return moment.year * _YEAR_MONTHS + moment.month - 1


def _working_days(moment: datetime) -> int:
    """How many working days lie before; Saturday and Sunday count as the Friday before them."""
    weeks, day = divmod(moment.toordinal() - 1, _WEEK)
    return weeks * _WORKING_DAYS + min(day, _WORKING_DAYS - 1)
