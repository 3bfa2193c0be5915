"""Dates, periods and amounts with what they are for; and what happened when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from rag.extracting.rows import AMOUNT, DATE, PERIOD, Row, deadlines, joined
from rag.language.statements import Sentence, statements
from rag.types import Hit

_DATE = re.compile(DATE, re.IGNORECASE)
_FIGURE = re.compile(f"{AMOUNT}|{DATE}", re.IGNORECASE)
_TERM = re.compile(
    rf"\b(?:(?:at (?:least|most)|not (?:less|more) than|no (?:less|more) than|up to|for|every"
    rf"|after|within|below the age of|aged?)\s+)?"
    rf"(?:(?:a|the)\s+)?(?:(?:maximum\s+)?(?:period|term)\s+of\s+)?(?:(?:up to|at (?:least"
    rf"|most))\s+)?{PERIOD}"
    rf"(?:\s+old\b|\s+of\s+age\b)?",
    re.IGNORECASE,
)
_CERTAIN = re.compile(
    rf"{PERIOD}|{DATE}|without (?:\w+ )?delay|\b(?:annually|monthly|quarterly|weekly|yearly|every"
    rf"|once|twice)\b",
    re.IGNORECASE,
)
# "Directive 95/46/EC of 24 October 1995" names a law, not a day on which something happened.
_LAW = re.compile(
    r"\b(?:Directive|Regulation|Decision|Recommendation|Framework Decision|Convention|Council|Act"
    r"|OJ|Publication|Special Publication|Commission|Communication)\b"
    r"[^.;]{0,90}$"
)
_NOTE = re.compile(r"(?:\d+\s+)?OJ [LC]\b")
_LINK = re.compile(r"https?://")  # a line of a bibliography
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd"
    r"|th)?\s+(?:day\s+of\s+)?(?P<month>[A-Za-z]{3})[a-z]*\.?,?\s+(?P<year>\d{4})"
    r"|(?P<month2>[A-Za-z]{3})[a-z]*\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4}))$"
)
_NUMERIC = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})$")
_FEWEST_WORDS = 4


def find_deadlines(hits: Sequence[Hit]) -> list[Row]:
    """Rows of what, when or how much, and clause: each sentence with a deadline, period, date or sum."""
    rows = []
    for sentence, clause in _each(hits):
        figures = _figures(sentence.text)
        if figures and len(sentence.text.split()) >= _FEWEST_WORDS:
            rows.append(
                Row((_tidy(sentence.text), figures, clause), sentence.hit, sentence.start, sentence.end)
            )
    return rows


def find_timeline(hits: Sequence[Hit]) -> list[Row]:
    """Rows of date, what happened and where, the earliest first."""
    rows = []
    for sentence, clause in _each(hits):
        if len(sentence.text.split()) < _FEWEST_WORDS or _LINK.search(sentence.text):
            continue
        days = {iso(found.group()): found for found in reversed(_own_dates(sentence.text))}
        for day, found in days.items():
            if day:
                cells = (" ".join(found.group().split()), _tidy(sentence.text), clause)
                rows.append(Row(cells, sentence.hit, sentence.start, sentence.end, day))
    return sorted(rows, key=lambda row: row.order)


def by_day(cells: Sequence[str]) -> str:
    """What rows of a timeline are sorted by."""
    return iso(cells[0])


def iso(written: str) -> str:
    """A date as "1995-10-24", "" for one that no calendar has or that two calendars read differently.

    "03/04/2020" is the third of April or the fourth of March; with dots the day comes first.
    """
    text = " ".join(written.split())
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text).isoformat()
        if numeric := _NUMERIC.match(text):
            first, mark, second, year = int(numeric[1]), numeric[2], int(numeric[3]), int(numeric[4])
            if mark == "/" and first <= 12 and second <= 12 and first != second:
                return f"{year:04d}"
            day, month = (second, first) if mark == "/" and second > 12 else (first, second)
            return date(year, month, day).isoformat()
        named = _NAMED.match(text)
        if named is None:
            return ""
        month = _MONTHS.index((named["month"] or named["month2"]).lower()) + 1
        return date(
            int(named["year"] or named["year2"]), month, int(named["day"] or named["day2"])
        ).isoformat()
    except ValueError:
        return ""


def _each(hits: Sequence[Hit]) -> Iterator[tuple[Sentence, str]]:
    for statement in statements(hits):
        if not _NOTE.match(statement.text):
            yield statement.sentence, statement.clause
        for item in statement.items:
            yield item, statement.clause_of(item)


def _figures(text: str) -> str:
    said = [one for one in deadlines(text).split("; ") if one and _CERTAIN.search(one)]
    own = {found.start() for found in _own_dates(text)}
    figures = [
        found.group()
        for found in _FIGURE.finditer(text)
        if not _DATE.fullmatch(found.group()) or found.start() in own
    ]
    terms = [found.group() for found in _TERM.finditer(text)]
    known = "; ".join(said)
    more = [one for one in (*terms, *figures) if " ".join(one.split()) not in known]
    return joined([*said, *more])


def _own_dates(text: str) -> list[re.Match[str]]:
    return [found for found in _DATE.finditer(text) if not _LAW.search(text[: found.start()])]


def _tidy(text: str) -> str:
    return re.sub(r"[\s;,]+(?:and|or)?$", "", text)
