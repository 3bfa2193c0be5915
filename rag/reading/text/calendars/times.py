"""Points in time and spans of calendars in words. Source: RFC 5545, 3.3.4–3.3.6 and 3.3.9."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from rag.reading.text.calendars.lines import ContentLine

_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_SPAN = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?"
)
# English whatever language the machine is set to.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def moment(value: str) -> date | None:
    """A day, or a day and a time of it; None for anything else."""
    found = _STAMP.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        if found[4] is None:
            return date(year, month, day)
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 — the zone is written
    except ValueError:
        return None


def spelled(value: str) -> str:
    """A day and time in words; what stands there where it is none."""
    at = moment(value)
    return value.strip() if at is None else f"{_day(at)}{_clock(at)}{' UTC' * value.strip().endswith('Z')}"


def when(start: ContentLine, end: ContentLine | None, span: str) -> str:
    """From when to when something lasts, with its time zone."""
    first = moment(start.value)
    if first is None:
        return start.value.strip()
    last = moment(end.value) if end is not None else _after(first, span)
    if not isinstance(first, datetime):
        return _whole_days(first, last)
    zone = _zone(start)
    if last is None or last == first:
        return f"{_day(first)}{_clock(first)}{zone}"
    other = _zone(end) if end is not None else zone
    if _is_one_day(first, last):
        return f"{_day(first)}{_clock(first)}–{_time(last)}{zone}"
    return f"{_day(first)}{_clock(first)}{zone if other != zone else ''} to {_day(last)}{_clock(last)}{other}"


def _is_one_day(first: datetime, last: date) -> bool:
    return isinstance(last, datetime) and last.date() == first.date()


def _whole_days(first: date, last: date | None) -> str:
    """All-day events end before the day that they name."""
    if isinstance(last, datetime):
        last = last.date()
    if last is None or last <= first:
        return f"{_day(first)}, all day"
    last -= timedelta(days=1)
    return f"{_day(first)}, all day" if last == first else f"{_day(first)} to {_day(last)}, all day"


def _after(first: date, span: str) -> date | None:
    found = _SPAN.fullmatch(span.strip())
    if found is None or found[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    try:
        return first + timedelta(days=days + 7 * weeks, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None


def _zone(line: ContentLine) -> str:
    name = line.parameters.get("TZID", "")
    return " (UTC)" if line.value.strip().endswith("Z") else f" ({name})" * bool(name)


def _day(at: date) -> str:
    return f"{_DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year}"


def _clock(at: date) -> str:
    return f", {_time(at)}" if isinstance(at, datetime) else ""


def _time(at: date) -> str:
    return f"{at:%H:%M}".removeprefix("0") if isinstance(at, datetime) else ""
