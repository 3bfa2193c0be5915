"""Deadlines that a question asks for in so many words: "30 working days after 3 March 2025 in Bavaria".

Only a question of which nothing is left beside the number, the unit, the date and the place is answered: one
that speaks of a notice or a lease is for the documents.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from rag.extracting.fields.days import days
from rag.language.languages import Language
from rag.reckoning.phrases import Phrases, named, phrases_of
from rag.reckoning.workdays import counted, holiday, next_working

_UNITS = ("working", "six", "day", "week", "month", "year")  # the narrower before the wider
_WORDS = {
    "working": "working-days",
    "six": "six-days",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
_MOST = {"working": 20_000, "six": 20_000, "day": 40_000, "week": 5_000, "month": 1_200, "year": 100}
_EDGES = " \t\n?!.,;:()¿¡"
_MOST_SHOWN = 12  # holidays


@dataclass(frozen=True, slots=True)
class Deadline:
    """`unit` is "working" (Monday to Friday), "six" (to Saturday), "day", "week", "month" or "year"; `number`
    is below nought for days before.
    """

    start: date
    number: int
    unit: str
    place: str  # "DE", "DE-BY", "" where none is named
    place_called: str = ""


def deadline_in(question: str, language: Language) -> Deadline | None:
    """The deadline that a question asks for; None where it is about anything else."""
    phrases = phrases_of(language)
    dates = days(question, month_first=None)
    if phrases is None or len(dates) != 1:
        return None
    (day,) = dates
    rest = f"{question[: day.start]} ∎ {question[day.end :]}"
    period = _period(phrases).search(rest)
    if period is None:
        return None
    unit = next(one for one in _UNITS if period[one])
    rest = f"{rest[: period.start()]} {rest[period.end() :]}"
    place, called, rest = _place(rest)
    before, after = _direction(phrases, "before"), _direction(phrases, "after")
    later = after.search(rest) is not None
    if later == (before.search(rest) is not None):
        return None  # neither is said, or both
    rest = before.sub(" ", after.sub(" ", rest))
    if not _is_empty(rest, phrases):
        return None
    number = int(period["number"])
    if not 0 < number <= _MOST[unit]:
        return None
    try:
        start = date.fromisoformat(day.value)
    except ValueError:
        return None
    return Deadline(start, number if later else -number, unit, place, called)


def told(deadline: Deadline, language: Language) -> str:
    """When it is, and how that was reckoned. Raises `ValueError` outside the calendar."""
    phrases = phrases_of(language)
    if phrases is None:
        raise ValueError(language.code)
    lines = []
    counts = deadline.unit in ("working", "six")
    if counts:
        found = counted(deadline.start, deadline.number, deadline.place, 6 if deadline.unit == "six" else 5)
        if found is None:
            raise ValueError("outside the calendar")
        end, shown = found.day, found.holidays[:_MOST_SHOWN]
        if shown:
            names = "; ".join(f"{phrases.day(day)} ({name})" for day, name in shown)
            more = " …" if len(found.holidays) > len(shown) else ""
            lines.append(phrases["skipped"].format(holidays=names + more))
    else:
        end = _moved(deadline)
        resting = holiday(end, deadline.place)
        following = phrases.day(next_working(end, deadline.place))
        if resting:
            lines.append(phrases["holiday"].format(holiday=resting, next=following))
        elif end.weekday() > 4:
            lines.append(phrases["rest"].format(weekday=phrases.weekday(end), next=following))
    named_place = phrases["in-place"].format(place=deadline.place_called)
    basis = f", {named_place if deadline.place else phrases['no-place']}"
    if lines and not counts:
        lines[-1] = f"{lines[-1].rstrip('.')}{basis}."
    unit = phrases[_WORDS[deadline.unit]]
    if abs(deadline.number) == 1:
        unit = phrases["ones"].split("|")[_UNITS.index(deadline.unit)]
    first = phrases["deadline"].format(
        date=phrases.day(end),
        tool=phrases["deadline-tool"],
        count=abs(deadline.number),
        unit=unit,
        direction=phrases["after-word" if deadline.number > 0 else "before-word"],
        start=phrases.dated(deadline.start),
        basis=basis if counts else "",
    )
    return " ".join([first, phrases["how"], *lines])


def _moved(deadline: Deadline) -> date:
    start, number = deadline.start, deadline.number
    if deadline.unit in ("day", "week"):
        return start + timedelta(number * (7 if deadline.unit == "week" else 1))
    months = start.year * 12 + start.month - 1 + number * (12 if deadline.unit == "year" else 1)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]  # 31 January and a month is the last of February
    return date(year, month + 1, min(start.day, last))


def _place(text: str) -> tuple[str, str, str]:
    """The code of the place that a text names, its name as written, and the text without them. A state
    within the named country is meant itself: "Bavaria, Germany".
    """
    found = [(code, match) for code, names in named("places") for match in names.finditer(text)]
    if not found:
        return "", "", text
    code, match = max(found, key=lambda one: (len(one[0]), len(one[1].group())))
    countries = {one.split("-")[0] for one, _ in found}
    if len(countries) > 1:
        return "", "", text
    for _, one in found:
        text = text.replace(one.group(), " ")
    return code, match.group(), text


@cache
def _period(phrases: Phrases) -> re.Pattern[str]:
    units = "|".join(rf"(?P<{one}>{phrases[one]})" for one in _UNITS)
    return re.compile(rf"(?<!\w)(?P<number>\d{{1,5}})[- \u00a0]?(?:{units})(?!\w)", re.IGNORECASE)


@cache
def _direction(phrases: Phrases, key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrases[key]})(?!\w)", re.IGNORECASE)


def _is_empty(text: str, phrases: Phrases) -> bool:
    """Whether nothing is left but the words with which anything is asked."""
    text = re.sub(rf"^\W*(?:{phrases['lead']})(?!\w)", " ", text, flags=re.IGNORECASE)
    text = re.sub(rf"(?<!\w)(?:{phrases['filler']})(?!\w)", " ", text, flags=re.IGNORECASE)
    return not text.replace("∎", " ").strip(_EDGES + "'’+-=")
