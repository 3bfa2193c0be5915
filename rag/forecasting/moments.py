"""A column of dates as moments, however they are written: the whole column tells how.

Days of the month and months are told apart by the figures over twelve, else by which reading makes the steps
between rows more even.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

Reading = Callable[[str], datetime | None]

_FEWEST = 0.8  # of the filled cells that a way of reading must fit
# The first letters of months in the languages of the program (en, de, fr, es, it, nl, pt), without accents.
_MONTHS = (
    ("jan", "ene", "gen"), ("feb", "fev"), ("mar", "mrz", "maa", "mrt"), ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mei"), ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aou", "ago"),
    ("sep", "set"), ("oct", "okt", "ott", "out"), ("nov",), ("dec", "dez", "dic"),
)  # fmt: skip
_BARE = str.maketrans("äáàâéèêíîóôöûúüçñ", "aaaaeeeiiooouuucn")
_TIME = (
    r"(?:[T\s,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE = r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})[-/.](?P<a>\d{{1,2}})(?:[-/.](?P<b>\d{{1,2}}))?{_TIME}{_ZONE}", re.IGNORECASE
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<a>\d{2})(?P<b>\d{2})?")
_YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}){_TIME}{_ZONE}", re.IGNORECASE
)
_MONTH_YEAR = re.compile(r"(?P<a>\d{1,2})[-/.](?P<y>\d{4})")
_NAMED = re.compile(
    r"(?:(?P<b>\d{1,2})(?:\.|st|nd|rd|th|º|er)?[\s/-]*(?:de\s+)?)?(?P<name>[^\W\d_]{3,10})\.?[\s/-]*(?:de\s+)?"
    rf"(?:(?P<b2>\d{{1,2}})(?:st|nd|rd|th)?,\s*)?['’]?(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_YEAR_NAMED = re.compile(r"(?P<y>\d{4})[\s/-]+(?P<name>[^\W\d_]{3,10})\.?(?:[\s/-]+(?P<b>\d{1,2}))?")
_QUARTER = re.compile(
    r"(?P<y>\d{4})[\s/-]*[QT](?P<q>[1-4])|[QT](?P<q2>[1-4])[\s/-]*(?P<y2>\d{4})", re.IGNORECASE
)
_WEEK = re.compile(
    r"(?P<y>\d{4})[\s/-]*(?:W|KW|CW|S)\s*(?P<w>\d{1,2})|(?:W|KW|CW|S)\s*(?P<w2>\d{1,2})[\s/-]+(?P<y2>\d{4})",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(r"(?:FY\s*)?(?P<y>(?:18|19|20|21)\d{2})")
_PIVOT, _CENTURY = 69, 1900  # "70" is 1970, "68" 2068, as POSIX has it
_NOON = 12
_SHORT = 2  # figures of a year


def moments(cells: Sequence[str]) -> list[datetime | None]:
    """The moments of a column; None for a cell without one. All None where the column holds no dates."""
    filled = [cell for cell in cells if cell]
    best: list[datetime | None] = [None] * len(cells)
    score = (0, 0.0)
    for reading in (_iso_like, _day_first, _month_first, _month_year, _named, _quarter, _week, _year):
        found = [reading(cell) if cell else None for cell in cells]
        known = [one for one in found if one is not None]
        if len(known) >= max(1, _FEWEST * len(filled)) and (len(known), _evenness(known)) > score:
            best, score = found, (len(known), _evenness(known))
    return best


def _evenness(found: Sequence[datetime]) -> float:
    """The share of steps that are as long as most; by days, so that months count as alike."""
    ordered = sorted(set(found))
    steps = Counter(_step(one, other) for one, other in pairwise(ordered))
    return max(steps.values()) / steps.total() if steps else 1.0


def _step(one: datetime, other: datetime) -> tuple[str, float]:
    months = (other.year - one.year) * 12 + other.month - one.month
    if months and one.day == other.day and one.time() == other.time():
        return "months", months
    return "seconds", (other - one).total_seconds()


def _iso_like(cell: str) -> datetime | None:
    found = _YEAR_FIRST.fullmatch(cell) or _COMPACT.fullmatch(cell)
    return _made(found["y"], found["a"], found["b"], found) if found else None


def _day_first(cell: str) -> datetime | None:
    found = _YEAR_LAST.fullmatch(cell)
    return _made(found["y"], found["b"], found["a"], found) if found else None


def _month_first(cell: str) -> datetime | None:
    found = _YEAR_LAST.fullmatch(cell)
    return _made(found["y"], found["a"], found["b"], found) if found else None


def _month_year(cell: str) -> datetime | None:
    found = _MONTH_YEAR.fullmatch(cell)
    return _made(found["y"], found["a"], None, found) if found else None


def _named(cell: str) -> datetime | None:
    found = _NAMED.fullmatch(cell) or _YEAR_NAMED.fullmatch(cell)
    if found is None:
        return None
    month = _month(found["name"])
    day = found["b"] or found.groupdict().get("b2")
    return _made(found["y"], str(month), day, found) if month else None


def _quarter(cell: str) -> datetime | None:
    found = _QUARTER.fullmatch(cell)
    if found is None:
        return None
    quarter = int(found["q"] or found["q2"])
    return _made(found["y"] or found["y2"], str(3 * quarter - 2), None, found)


def _week(cell: str) -> datetime | None:
    found = _WEEK.fullmatch(cell)
    if found is None:
        return None
    with suppress(ValueError):
        return datetime.fromisocalendar(int(found["y"] or found["y2"]), int(found["w"] or found["w2"]), 1)
    return None


def _year(cell: str) -> datetime | None:
    found = _ONLY_YEAR.fullmatch(cell)
    return _made(found["y"], "1", None, found) if found else None


def _month(name: str) -> int:
    """The number of a month by its name, 0 for what is none."""
    plain = name.lower().translate(_BARE)
    return next((number for number, begins in enumerate(_MONTHS, 1) if plain.startswith(begins)), 0)


def _made(year: str, month: str, day: str | None, found: re.Match[str]) -> datetime | None:
    whole = int(year)
    if len(year) == _SHORT:
        whole += _CENTURY if whole >= _PIVOT else _CENTURY + 100
    parts = found.groupdict()
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    with suppress(ValueError):
        moment = datetime(whole, int(month), int(day or 1))  # noqa: DTZ001 — a table's, of no zone
        minutes, seconds = int(parts.get("minute") or 0), int(parts.get("second") or 0)
        return moment + timedelta(hours=hour, minutes=minutes, seconds=seconds)
    return None
