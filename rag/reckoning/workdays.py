"""Working days of a country or state, and the public holidays among them (vacanza's holidays)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_FIRST, _LAST = date(1950, 1, 1), date(2150, 12, 31)  # beyond it no list of holidays reaches


@dataclass(frozen=True, slots=True)
class Counted:
    """Where counting ended, and the public holidays on weekdays that it passed over, with their names."""

    day: date
    holidays: tuple[tuple[date, str], ...] = field(default=())


def counted(start: date, number: int, place: str, week: int = 5) -> Counted | None:
    """So many working days after `start`, before it where `number` is below nought; the start itself does not
    count. `place`: "DE", "DE-BY", or "" for no holidays; `week`: days of a week that are worked, from Monday.
    None outside the years that are known.
    """
    step = timedelta(1 if number >= 0 else -1)
    left, day, passed = abs(number), start, []
    while left:
        day += step
        if not _FIRST <= day <= _LAST:
            return None
        name = holiday(day, place)
        if day.weekday() >= week:
            continue
        if name:
            passed.append((day, name))
            continue
        left -= 1
    return Counted(day, tuple(passed))


def next_working(day: date, place: str) -> date:
    """The day itself where it is a working day, else the next one."""
    while day.weekday() >= _SATURDAY or holiday(day, place):
        day += timedelta(1)
    return day


def holiday(day: date, place: str) -> str:
    """The name of the public holiday on a day, in the language of its country; "" where there is none."""
    return _of_year(place, day.year).get(day, "") if place else ""


@cache
def _of_year(place: str, year: int) -> dict[date, str]:
    import holidays

    country, _, state = place.partition("-")
    known = holidays.country_holidays(country, subdiv=state or None, years=year)
    own = known.default_language  # without a language they are English where the system's is
    if own:
        known = holidays.country_holidays(country, subdiv=state or None, years=year, language=own)
    return dict(known)
