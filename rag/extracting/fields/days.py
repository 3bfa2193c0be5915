"""Days of the calendar in a text: "2014-05-07", "7. Mai 2014", "05/07/14", "this 5th day of May, 2014"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from rag.extracting.fields.mentions import Mention

# In en, de, fr, es, it, nl, pt: each form of a month, in the order of the year.
_MONTHS = """
    january jan januar jänner jän janvier janv enero ene gennaio genn gen januari janeiro
    february feb februar feber février fevrier févr fev febrero febbraio febbr februari fevereiro
    march mar märz maerz mrz mars marzo maart mrt março marco
    april apr avril avr abril abr aprile
    may mai mayo maggio magg mag mei maio
    june jun juni juin junio giugno giu junho
    july jul juli juillet juil julio luglio lug julho
    august aug août aout agosto ago augustus
    september sep sept septembre septiembre setiembre settembre sett set setembro
    october oct oktober okt octobre octubre ottobre ott outubro out
    november nov novembre noviembre novembro
    december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro
"""
_CENTURY = 69  # years of two digits below it are of this century, as POSIX has them
_FIRST, _LAST = 1800, 2199
_SPACE = r"[ \t\u00a0\u202f]*"
_NUMERIC = re.compile(
    r"(?<![\w/.])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<t>[-/.])"
    + _SPACE
    + r"(?P<b>\d{1,2})(?P=t)"
    + _SPACE
    + r"(?P<z>\d{4}(?![\d/])|\d{2}(?![\w/])))(?!\.\d)"  # a scan runs "21/05/2018Time" together
)
# ISO 8601's basic form, where a time follows or a word for it stands before: any number may look like it.
_COMPACT = re.compile(
    r"(?<![\w/.-])(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?![\w.-]|/\d{1,5}(?!\d))"
)
# A till's day before a time: "25032018 13:11", in the order of its country.
_RUN = re.compile(r"(?<![\w/.-])(?P<a>[0-3]\d)(?P<b>[0-3]\d)(?P<y>20\d{2})(?= (?:[01]\d|2[0-3])[:;][0-5]\d)")
_TIMED = re.compile(r"[T/ ](?:[01]\d|2[0-3])[:;]?[0-5]\d")
_CALLED = re.compile(r"\b(?:dat\w*|fecha|tarikh|jour|dag|tag)\b\W*(?:time)?\W*$", re.IGNORECASE)


def days(text: str, *, month_first: bool | None = None) -> list[Mention]:
    """Every day that a text names, in its order. `month_first`: how "03/04/2020" is read; None: as the other
    days of the text are written, else with the day first.
    """
    first = _month_first(text) if month_first is None else month_first
    found = [
        *_numeric(text, month_first=first),
        *_compact(text),
        *_run(text, month_first=first),
        *_named(text),
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Mention] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def writes_month_first(text: str) -> bool | None:
    """Whether a text writes the month before the day in figures; None where it does not tell."""
    told = [
        (int(one["a"]) <= 12 < int(one["b"]), int(one["b"]) <= 12 < int(one["a"]))
        for one in _NUMERIC.finditer(text)
        if one["a"]
    ]
    before, behind = sum(one for one, _ in told), sum(one for _, one in told)
    return None if before == behind else before > behind


def reads_both_ways(written: str) -> bool:
    """Whether a day in figures is another one with the month first: "03/04/2025". With points it is not: so
    nobody writes in the United States.
    """
    bare = written.strip()
    found = _NUMERIC.fullmatch(bare) or re.fullmatch(r"(?P<a>\d\d)(?P<b>\d\d)(?P<t>)\d{4}", bare)
    if found is None or not found["a"] or found["t"] == ".":
        return False
    first, second = int(found["a"]), int(found["b"])
    return first != second and first <= 12 and second <= 12


def _month_first(text: str) -> bool:
    return bool(writes_month_first(text))


def _numeric(text: str, *, month_first: bool) -> Iterator[Mention]:
    for one in _NUMERIC.finditer(text):
        if one["y"]:
            day = _day(int(one["y"]), int(one["m"]), int(one["d"]))
        else:
            first, second, year = int(one["a"]), int(one["b"]), _year(one["z"])
            turned = month_first if first <= 12 and second <= 12 else first <= 12
            month, number = (first, second) if turned and one["t"] != "." else (second, first)
            day = _day(year, month, number)
        if day:
            yield Mention(one.start(), one.end(), one[0], day)


def _compact(text: str) -> Iterator[Mention]:
    for one in _COMPACT.finditer(text):
        day = _day(int(one["y"]), int(one["m"]), int(one["d"]))
        if day and (
            _TIMED.match(text, one.end()) or _CALLED.search(text[max(0, one.start() - 24) : one.start()])
        ):
            yield Mention(one.start(), one.end(), one[0], day)


def _run(text: str, *, month_first: bool) -> Iterator[Mention]:
    for one in _RUN.finditer(text):
        first, second, year = int(one["a"]), int(one["b"]), int(one["y"])
        turned = month_first if first <= 12 and second <= 12 else first <= 12
        month, number = (first, second) if turned else (second, first)
        if day := _day(year, month, number):
            yield Mention(one.start(), one.end(), one[0], day)


def _named(text: str) -> Iterator[Mention]:
    for one in _names().finditer(text):
        month = _number((one["month"] or one["month2"] or one["month3"]).lower().rstrip("."))
        number = one["day"] or one["day2"] or one["day3"]
        day = _day(_year(one["year"] or one["year2"] or one["year3"]), month, int(number))
        if day:
            yield Mention(one.start(), one.end(), one[0], day)


@cache
def _by_name() -> dict[str, int]:
    lines = [line.split() for line in _MONTHS.strip().splitlines()]
    return {name: number for number, names in enumerate(lines, 1) for name in names}


def _number(name: str) -> int:
    return _by_name()[name]


@cache
def _names() -> re.Pattern[str]:
    names = "|".join(sorted(_by_name(), key=len, reverse=True))
    year = r"(?:\d{4}|['’]?\d{2})(?![\d.,]*\d)"
    # "7. Mai 2014", "5th day of May, 2014", "2 de mayo de 2014", "15-Nov-18", "15NOV2018"
    day_first = (
        rf"(?<![\w.,/])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|ª|º|°|\.)?{_SPACE}(?:day{_SPACE}of\s+|of\s+|"
        rf"de\s+|d['’])?"
        rf"[-./]?{_SPACE}(?P<month>{names})\.?{_SPACE}[-./,]?\s*(?:de\s+|del\s+|of\s+)?(?P<year>{year})"
    )
    # "May 7, 2014", "August 3 , 2014", "Sept. 3rd 2014"
    month_first = (
        rf"\b(?P<month2>{names})\.?\s*[-]?(?P<day2>\d{{1,2}})(?:st|nd|rd|"
        rf"th)?{_SPACE}[-,.]?\s*(?P<year2>\d{{4}}|'\d\d)\b"
    )
    year_first = rf"\b(?P<year3>\d{{4}})[-/ ](?P<month3>{names})\.?[-/ ](?P<day3>\d{{1,2}})\b"
    return re.compile(f"{day_first}|{month_first}|{year_first}", re.IGNORECASE)


def _year(written: str) -> int:
    digits = written.lstrip("'’")
    value = int(digits)
    if len(digits) == 4:
        return value
    return value + (2000 if value < _CENTURY else 1900)


def _day(year: int, month: int, number: int) -> str:
    if not _FIRST <= year <= _LAST:
        return ""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return ""
