"""When a recipe is due: daily or weekly, by the clock of this machine."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from app.errors import RecipeInvalid
from app.words.catalogue import say

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AT = re.compile(r"(?:daily|weekly (?P<day>mon|tue|wed|thu|fri|sat|sun)) (?P<hour>\d{1,2}):(?P<minute>\d\d)")


def next_due(at: str, after: float) -> float | None:
    """The first moment of a schedule after another, in seconds since the epoch; None for no schedule.

    Raises `RecipeInvalid` for one that is none.
    """
    if not at:
        return None
    found = _AT.fullmatch(" ".join(at.lower().split()))
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise RecipeInvalid(detail=say("recipes.wrong-at", at=at))
    now = datetime.fromtimestamp(after, UTC).astimezone().replace(tzinfo=None)  # by the wall's clock
    due = now.replace(hour=int(found["hour"]), minute=int(found["minute"]), second=0, microsecond=0)
    if found["day"]:
        due += timedelta(days=(_DAYS.index(found["day"]) - due.weekday()) % 7)
    step = timedelta(days=7 if found["day"] else 1)
    while due.timestamp() <= after:
        due += step
    return due.timestamp()
