"""How often something comes again, in words. Source: RFC 5545, 3.3.10."""

from __future__ import annotations

import re

from rag.reading.text.calendars.times import MONTHS, spelled

_UNITS = {"SECONDLY": "second", "MINUTELY": "minute", "HOURLY": "hour", "DAILY": "day", "WEEKLY": "week",
          "MONTHLY": "month", "YEARLY": "year"}  # fmt: skip
_DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
         "SA": "Saturday", "SU": "Sunday"}  # fmt: skip
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
_WORDLESS = ("WKST",)


def repeats(rule: str) -> str:
    """A rule in words; parts that have none as they stand."""
    parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";") if "=" in part)
    unit = _UNITS.get(parts.pop("FREQ", ""))
    if unit is None:
        return rule.strip()
    every = parts.pop("INTERVAL", "1")
    said = [f"every {unit}" if every == "1" else f"every {every} {unit}s"]
    place = parts.pop("BYSETPOS", "")
    days = [_weekday(day) for day in parts.pop("BYDAY", "").split(",") if day]
    if days:
        said.append(f"on the {_placed(place)} of {_listed(days)}" if place else f"on {_listed(days)}")
    if dates := parts.pop("BYMONTHDAY", ""):
        said.append("on " + _listed([_month_day(day) for day in dates.split(",")]))
    if months := parts.pop("BYMONTH", ""):
        said.append("in " + _listed([_month(month) for month in months.split(",")]))
    count, until = parts.pop("COUNT", ""), parts.pop("UNTIL", "")
    said += [f"{name}={value}" for name, value in parts.items() if name not in _WORDLESS]
    times = "once" if count == "1" else f"{count} times" if count else ""
    return ", ".join(filter(None, (" ".join(said), times, f"until {spelled(until)}" if until else "")))


def _weekday(day: str) -> str:
    found = _WEEKDAY.fullmatch(day.strip())
    if found is None:
        return day
    return f"the {_placed(found[1])} {_DAYS[found[2]]}" if found[1] else _DAYS[found[2]]


def _placed(place: str) -> str:
    number = int(place) if re.fullmatch(r"[+-]?\d{1,3}", place) else 0
    return _PLACES.get(number, f"{place}.")


def _month_day(day: str) -> str:
    return "the last day" if day.strip() == "-1" else f"the {day.strip()}."


def _month(month: str) -> str:
    month = month.strip()
    return MONTHS[int(month) - 1] if re.fullmatch(r"[1-9]|1[0-2]", month) else month


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
