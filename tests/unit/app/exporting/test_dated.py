"""Days of tables as a calendar, read again by a parser that is not the one that wrote it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
import vobject

from app.errors import NothingDated
from app.exporting.dated import days_of, later
from app.exporting.formats.ics import ics
from app.exporting.shape import Day, Paper
from rag.extracting.fields.cells import CellPoint
from rag.extracting.fields.filling import Status
from rag.extracting.fields.maker import ExtractionMaker, ExtractionScope
from rag.extracting.fields.schema import Schema, parsed
from rag.runs.types import Block, Covered, Part, PartState, Point, Report, Result, Run, RunState
from rag.types import Citation

LEASE = parsed(
    json.dumps(
        {
            "name": "Leases",
            "columns": [
                {"name": "start_date", "type": "date"},
                {"name": "term", "type": "period"},
                {"name": "tenant", "type": "person"},
            ],
        }
    )
)


def report(schema: Schema, *rows: tuple[str, list[tuple[object, Status, str]]]) -> Report:
    """A table with a row for each document: its cells' values, what they are worth, and their quotes."""
    results = []
    for place, (document, cells) in enumerate(rows):
        points = tuple(
            Point(
                quote,
                (Citation(1, document, 2, "", 0, len(quote), quote),) if quote else (),
                cells=CellPoint((value,) if value else (), status, 0.9).encoded(),  # type: ignore[arg-type]
            )
            for value, status, quote in cells
        )
        results.append(Result(Part(place, 1, document), PartState.DONE, points))
    scope = ExtractionScope(schema).encoded()
    run = Run(
        1, ExtractionMaker.name, "Leases", None, None, "", "", (), scope, "", RunState.DONE, 0, 0, 1, 1, 1
    )
    return Report(run, (), (), tuple(results), Covered(0, 0, 1, 1))


def events(days: tuple[Day, ...], remind: int | None = None) -> list[Any]:
    written = ics(Paper("Leases", (), made=1_750_000_000.0, days=days, remind=remind))
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    return list(vobject.readOne(written.decode()).vevent_list)


def test_a_day_and_what_a_period_makes_of_it_are_events_with_their_quotes() -> None:
    quoted = "from 31 January 2024, with rent; payable \\ monthly, und zwar für die Wohnung im 3. Stock"
    cells = [
        ("2024-01-31", Status.CHECKED, quoted),
        ("13 months", Status.FOUND, "thirteen months"),
        ("Ada", Status.FOUND, "Ada"),
    ]
    begin, end = events(days_of(report(LEASE, ("lease.pdf", cells))))
    assert (begin.dtstart.value, begin.dtend.value) == (date(2024, 1, 31), date(2024, 2, 1))
    assert begin.summary.value == "start date: lease.pdf"
    assert begin.description.value == f"“{quoted}” (lease.pdf, page 2)"
    assert end.dtstart.value == date(2025, 2, 28), "the last day of the shorter month"
    assert "13 months from start date 2024-01-31" in end.description.value
    assert "“thirteen months”" in end.description.value
    assert begin.uid.value != end.uid.value


def test_what_is_to_be_checked_says_so_and_what_is_absent_is_no_event() -> None:
    doubtful = [
        ("2024-01-31", Status.DOUBTFUL, "31/1/24"),
        (None, Status.ABSENT, ""),
        (None, Status.ABSENT, ""),
    ]
    absent = [(None, Status.ABSENT, ""), ("2 years", Status.FOUND, "two years"), (None, Status.ABSENT, "")]
    (only,) = events(days_of(report(LEASE, ("a.pdf", doubtful), ("b.pdf", absent))))
    assert only.summary.value == "start date: a.pdf (to be checked)"


def test_the_same_cell_keeps_its_event_when_its_day_changes() -> None:
    def of(day: str) -> Day:
        cells = [(day, Status.FOUND, day), (None, Status.ABSENT, ""), (None, Status.ABSENT, "")]
        (found,) = days_of(report(LEASE, ("a.pdf", cells)))
        return found

    assert of("2024-01-31").key == of("2024-02-15").key


def test_rows_of_other_tables_give_the_days_that_they_name() -> None:
    place = Citation(1, "rules.pdf", 4, "", 0, 10, "shall report by 1 March 2027")
    point = Point("", (place,), cells=("Operator", "report", "by 1 March 2027"))
    run = Run(1, "summary", "Deadlines", 1, None, "rules.pdf", "", ("Who", "Must", "By"), "{}", "",
              RunState.DONE, 0, 0, 1, 1, 1)  # fmt: skip
    found = days_of(Report(run, (), (Block("", 4, (point,)),), (), Covered(5, 5, 1, 1)))
    (event,) = events(found)
    assert event.dtstart.value == date(2027, 3, 1)
    assert event.summary.value == "Operator · report · by 1 March 2027 (rules.pdf)"


def test_alarms_come_when_they_are_asked_for() -> None:
    day = Day(date(2027, 3, 1), "Report", "", "a@confidant")
    (plain,) = events((day,))
    assert "valarm" not in plain.contents
    (reminding,) = events((day,), remind=14)
    assert reminding.valarm.trigger.value == timedelta(days=-14)


def test_without_a_day_nothing_is_written() -> None:
    with pytest.raises(NothingDated):
        ics(Paper("Leases", ()))


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        ("10 days", date(2024, 2, 10)),
        ("2 weeks", date(2024, 2, 14)),
        ("1 month", date(2024, 2, 29)),
        ("1 year", date(2025, 1, 31)),
        ("9999 years", None),
        ("soon", None),
    ],
)
def test_a_period_later(period: str, wanted: date | None) -> None:
    assert later(date(2024, 1, 31), period) == wanted
