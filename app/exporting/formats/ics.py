"""Calendars (iCalendar, RFC 5545): each day as an event of the whole day, with what it rests on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.errors import NothingDated
from app.exporting.shape import Paper
from app.exporting.text import printable

_PRODUCT = "-//Confidant//EN"


def ics(paper: Paper) -> bytes:
    """Raises `NothingDated`."""
    from icalendar import Alarm, Calendar, Event

    if not paper.days:
        raise NothingDated(title=paper.title)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    stamp = datetime.fromtimestamp(paper.made, UTC).replace(microsecond=0)
    for day in paper.days:
        event = Event()
        event.add("uid", day.key)
        event.add("dtstamp", stamp)
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", printable(day.title))
        event.add("description", printable(day.about))
        event.add("transp", "TRANSPARENT")  # it takes nobody's time
        if paper.remind is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", printable(day.title))
            alarm.add("trigger", timedelta(days=-paper.remind))
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
