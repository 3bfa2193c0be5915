"""Filling a table of values and writing it: what extract and runs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.cli import making
from app.cli.following import follow
from app.cli.session import Session
from app.errors import AppError
from app.exporting.extractions import record, value_words
from app.exporting.register import Format
from app.runs.extractions import Cell, rows_of, schema_of
from app.services import Services
from app.words.catalogue import count, say
from app.words.extracting import head_words
from app.words.messages import notice_for
from app.words.places import cited_words
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.runs.types import PartState, Result, Run


def fill(
    session: Session,
    services: Services,
    made: Run,
    cancel: CancelToken,
    out: Path | None = None,
    form: Format | None = None,
    remind: int | None = None,
) -> bool:
    """Fill a table, or go on with it, write it, and save it to `out` where that is given.

    False when a document failed, or it could not be saved so. Raises `Cancelled`, once what is done is
    written.
    """
    follow(session, services, made, cancel)
    show(session, services, made)
    report = services.runs.report(made.id)
    saved = attempted(session, lambda: making.keep(services, report, out, form, remind))
    if not session.output.as_json:
        session.output.note(say("cli.extract.kept", id=made.id))
    if cancel.cancelled:
        raise Cancelled
    return saved and not any(one.state is PartState.FAILED for one in report.results)


def attempted(session: Session, act: Callable[[], None]) -> bool:
    """Do something with a table that is written already; what it fails of is told, and nothing else."""
    try:
        act()
    except AppError as fault:
        session.output.refuse(fault)
        return False
    return True


def append(session: Session, services: Services, made: Run, path: Path) -> None:
    """Add a table's rows to a sheet of a workbook. Raises `SheetUnfit`, `FileUnwritable`."""
    from app.exporting import appending
    from app.exporting.extractions import table

    report = services.runs.report(made.id)
    done = appending.append(path, table(report))
    services.audit.saved("run", path, made.title)
    facts = {"name": path.name, "sheet": done.sheet, "first": done.first}
    session.output.note(count("cli.extract.appended", done.rows, **facts))
    if done.left_out:
        session.output.note(say("cli.extract.left-out", columns=", ".join(done.left_out)))


def show(session: Session, services: Services, made: Run) -> None:
    """Write a table as far as it is filled."""
    for result in services.runs.results(made.id):
        if result.state is not PartState.WAITING:
            session.output.give(record(made, result), "\n".join(_lines(made, result)))


def _lines(made: Run, result: Result) -> list[str]:
    """For a person: a line for each cell, with its page and what it is worth."""
    found = [result.part.document]
    if result.state is PartState.FAILED:
        notice = notice_for(result.error_code, result.error_facts)
        return [*found, f"    {notice.sentence} {notice.remedy}"]
    for row in rows_of(schema_of(made), result):
        found += [cell_line(cell) for cell in row.values()]
    return found


def cell_line(cell: Cell) -> str:
    """A cell for a person: its column, its value, where that stands and what it is worth."""
    value = ", ".join(value_words(cell)) or "–"
    page = cited_words(cell.citations[0]) if cell.citations else ""
    told = f"extractions.decided.{cell.decision}" if cell.decision else f"extractions.status.{cell.status}"
    return f"    {head_words(cell.column):<20} {value}" + (f"  [{page}]" if page else "") + f"  {say(told)}"
