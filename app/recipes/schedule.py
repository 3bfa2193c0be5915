"""When a recipe is due: daily, weekly or monthly, by the clock of this machine."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from app.errors import RecipeInvalid
from app.words.catalogue import say

ARRIVING = "arriving"
"""No time: when documents arrive."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AT = re.compile(
    r"(?:daily|weekly (?P<day>mon|tue|wed|thu|fri|sat|sun)|monthly (?P<date>\d{1,2}))"
    r" (?P<hour>\d{1,2}):(?P<minute>\d\d)"
)


def next_due(at: str, after: float) -> float | None:
    """The first moment of a schedule after another, in seconds since the epoch; None for one without times.

    A time that the clock leaves out in spring is an hour later that day, one that it has twice in autumn is
    the first. A month that is too short has its last day. Raises `RecipeInvalid` for what is no schedule.
    """
    if not at or at == ARRIVING:
        return None
    found = _found(at)
    now = datetime.fromtimestamp(after, UTC).astimezone().replace(tzinfo=None)  # by the wall's clock
    due = now.replace(hour=int(found["hour"]), minute=int(found["minute"]), second=0, microsecond=0)
    if found["date"]:
        date = int(found["date"])
        due = _dated(due, date)
        while due.timestamp() <= after:
            due = _dated((due.replace(day=1) + timedelta(days=32)).replace(day=1), date)
        return due.timestamp()
    if found["day"]:
        due += timedelta(days=(DAYS.index(found["day"]) - due.weekday()) % 7)
    step = timedelta(days=7 if found["day"] else 1)
    while due.timestamp() <= after:
        due += step
    return due.timestamp()


def set_right(at: str, due: float, now: float) -> float:
    """When a turn that is yet to come is due, after the clock or its time zone may have been changed: at a
    time of the schedule, and no further off than the schedule has one.

    A clock that was put back a little brings no turn a second time.
    """
    first = next_due(at, now)
    if first is None or due <= now or due == first:
        return due
    second = next_due(at, first)
    return due if due == second else first


def plain(at: str) -> str:
    """A schedule as it is kept. Raises `RecipeInvalid`."""
    told = " ".join(at.lower().split())
    if told and told != ARRIVING:
        _found(told)
    return told


def _found(at: str) -> re.Match[str]:
    found = _AT.fullmatch(" ".join(at.lower().split()))
    wrong = found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59
    if found is None or wrong or (found["date"] and not 1 <= int(found["date"]) <= 31):
        raise RecipeInvalid(detail=say("recipes.wrong-at", at=at))
    return found


def _dated(moment: datetime, date: int) -> datetime:
    """This day of its month, or the last one."""
    return moment.replace(day=min(date, monthrange(moment.year, moment.month)[1]))
