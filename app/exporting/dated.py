"""The days of kept work, for calendars: what a table says of them, with the quote that says so.

Of a table of values the columns of days, and what a length of time makes of the only day of its row; of other
tables the days that their rows name.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from app.exporting.shape import Day
from app.runs import extractions
from app.runs.extractions import Cell, rows_of, schema_of
from app.runs.reviews import is_open
from app.words.catalogue import quoted, say
from app.words.extracting import column_words
from rag.extracting.fields.days import days
from rag.extracting.fields.schema import ColumnType
from rag.runs.types import Point, Report
from rag.types import Citation


def days_of(report: Report) -> tuple[Day, ...]:
    """In the order of the table; nothing where it names none."""
    found = _of_values(report) if report.run.maker in extractions.MADE_BY else _of_rows(report)
    return tuple({one.key: one for one in found}.values())


def _of_values(report: Report) -> Iterator[Day]:
    schema = schema_of(report.run)
    for result in report.results:
        for number, row in enumerate(rows_of(schema, result)):
            document = result.part.document
            dated = {name: _days_in(cell) for name, cell in row.items()}
            for name, own in dated.items():
                for at, on in enumerate(own):
                    yield _event(document, row[name], on, f"{number}|{at}")
            told = [(name, on) for name, own in dated.items() for on in own]
            if len(told) == 1:
                yield from _computed(document, row, *told[0], number)


def _computed(document: str, row: Mapping[str, Cell], name: str, begin: date, number: int) -> Iterator[Day]:
    """What a length of time makes of the one day that its row has."""
    for cell in row.values():
        if cell.column.type is not ColumnType.PERIOD or not cell.values or cell.column.many:
            continue
        end = later(begin, str(cell.values[0]))
        if end is not None:
            words = column_words(cell.column)
            facts = {"column": words, "day": end.isoformat(), "period": str(cell.values[0])}
            since = f"{column_words(row[name].column)} {begin.isoformat()}"
            note = say("extractions.calendar.computed", **facts, **{"from": since})
            yield _event(document, cell, end, str(number), note)


def _event(document: str, cell: Cell, on: date, place: str, note: str = "") -> Day:
    title = say("extractions.calendar.title", column=column_words(cell.column), document=document)
    if is_open(cell):
        title = f"{title} {say('extractions.doubtful')}"
    about = "\n".join([*([note] if note else []), *(_quoted(one) for one in cell.citations[:1])])
    return Day(on, title, about, _key(document, cell.column.name, place))


def _of_rows(report: Report) -> Iterator[Day]:
    for block in report.blocks:
        for point in block.points:
            yield from _of_point(point)


def _of_point(point: Point) -> Iterator[Day]:
    told = " · ".join(" ".join(one.split()) for one in point.cells if one.strip())
    document = point.citations[0].document if point.citations else ""
    for found in days(told):
        title = f"{told} ({document})" if document else told
        about = "\n".join(_quoted(one) for one in point.citations)
        yield Day(date.fromisoformat(found.value), title, about, _key(document, told, found.value))


def later(begin: date, period: str) -> date | None:
    """A day as much later as a period in its normal form says, "3 months"; at the end of a shorter month its
    last day. None for what is no period, or leads too far.
    """
    count, _, unit = period.partition(" ")
    if not count.isdigit():
        return None
    number, unit = int(count), unit.rstrip("s")
    try:
        if unit in ("day", "week"):
            return begin + timedelta(days=number * (7 if unit == "week" else 1))
        if unit not in ("month", "year"):
            return None
        months = begin.year * 12 + begin.month - 1 + number * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(begin.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def _days_in(cell: Cell) -> list[date]:
    if cell.column.type is not ColumnType.DATE:
        return []
    return [date.fromisoformat(str(one)) for one in cell.values if one]


def _quoted(citation: Citation) -> str:
    place = say("extractions.calendar.place", document=citation.document, page=citation.page)
    return f"{quoted(' '.join(citation.quote.split()))} ({place})"


def _key(*parts: str) -> str:
    """The same for the same column of the same document, so that a calendar changes what it holds already."""
    return f"{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32]}@confidant"
