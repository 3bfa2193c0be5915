"""The command review: going through the values of a table, cell by cell, and saying which are right."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.rows import Row
from app.cli.session import Session
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.runs.extractions import Cell
    from app.runs.reviews import Spot
    from app.services import Services
    from rag.runs.types import Result, Run

_DECISIONS = ("accept", "correct", "reject", "undo")


def grammar(command: Grammar) -> None:
    action = command.actions()
    shown = action("list", say("cli.review.actions.list"))
    shown.add("id", type=int, metavar="ID", help=say("cli.review.id"))
    shown.add("--doubtful", action="store_true", help=say("cli.review.doubtful"))
    for name in _DECISIONS:
        one = action(name, say(f"cli.review.actions.{name}"))
        one.add("id", type=int, metavar="ID", help=say("cli.review.id"))
        one.add("document", metavar="DOCUMENT", help=say("cli.review.document"))
        one.add("column", metavar="COLUMN", help=say("cli.review.column"))
        if name == "correct":
            one.add("value", metavar="VALUE", help=say("cli.review.value"))
            one.add("--others", action="store_true", help=say("cli.review.others"))
        row = say("cli.review.row")
        one.add("--row", type=arguments.positive, default=1, metavar="N", help=row)

    action("taught", say("cli.review.actions.taught"))
    gone = action("forget", say("cli.review.actions.forget"))
    gone.add("lesson", nargs="?", type=arguments.positive, metavar="N", help=say("cli.review.lesson"))
    gone.add("--all", action="store_true", help=say("cli.review.all"))


def run(session: Session) -> bool:
    """List the cells of a table, or decide about one and write it as it stands now; list and forget what was
    taught.
    """
    from app.errors import NoTable
    from app.runs.extractions import MADE_BY

    asked = session.arguments
    with session.services() as services:
        if asked.action == "taught":
            return _taught(session, services)
        if asked.action == "forget":
            gone = services.reviews.lessons.forget(None if asked.all else asked.lesson)
            session.output.give({"forgotten": gone}, count("cli.review.forgotten", gone))
            return gone > 0 or asked.all
        kept = services.runs.get(asked.id)
        if kept.maker not in MADE_BY:
            raise NoTable(run=asked.id)
        if asked.action == "list":
            _list(session, services, kept)
            return True
        spot = services.reviews.spot(kept, asked.document, asked.column, asked.row)
        match asked.action:
            case "accept":
                services.reviews.accept(kept.id, spot)
            case "correct":
                services.reviews.correct(kept.id, spot, asked.value)
            case "reject":
                services.reviews.reject(kept.id, spot)
            case _:
                services.reviews.undo(kept.id, spot)
        _give(session, services, kept, spot)
        if asked.action == "correct":
            _others(session, services, kept, spot)
    return True


def _others(session: Session, services: Services, kept: Run, spot: Spot) -> None:
    """Put what was taught into the other documents, or say that it could be."""
    found = services.reviews.others(kept.id, spot)
    if session.arguments.others:
        for other in found:
            services.reviews.put(kept.id, other)
            _give(session, services, kept, other.spot)
    elif found:
        session.output.note(count("extractions.others", len(found), column=session.arguments.column))


def _taught(session: Session, services: Services) -> bool:
    for kept in services.reviews.lessons.all():
        lesson = kept.lesson
        row: Row = {
            "id": kept.id,
            "document": kept.document,
            "column": lesson.column,
            "label": lesson.label,
            "side": lesson.side.value,
            "value": lesson.value,
        }
        beside = say(f"extractions.sides.{lesson.side.value or 'none'}", label=lesson.label)
        session.output.give(row, f"{kept.id:>4}  {lesson.column}: {beside}  ({kept.document})")
    return True


def _wrong(given: Namespace) -> str:
    lacks = given.action == "forget" and given.lesson is None and not given.all
    return say("cli.review.which") if lacks else ""


def _list(session: Session, services: Services, kept: Run) -> None:
    from app.runs.reviews import cells_of, is_open, reviewed

    results = services.runs.results(kept.id)
    names = _names(results)
    for spot, cell in cells_of(kept, results):
        if not session.arguments.doubtful or is_open(cell):
            _write(session, names[spot.place], spot, cell)
    found = reviewed(kept, results)
    session.output.tell(count("extractions.reviewed", found.cells, decided=found.decided))


def _give(session: Session, services: Services, kept: Run, spot: Spot) -> None:
    from app.runs.reviews import cells_of

    results = services.runs.results(kept.id)
    cell = next(cell for at, cell in cells_of(kept, results) if at == spot)
    _write(session, _names(results)[spot.place], spot, cell)


def _names(results: list[Result]) -> dict[int, str]:
    return {one.part.place: one.part.document for one in results}


def _write(session: Session, document: str, spot: Spot, cell: Cell) -> None:
    from app.cli.extracted import cell_line
    from app.exporting.extractions import cell_row

    row: Row = {"document": document, "row": spot.row + 1, "column": cell.column.name, **cell_row(cell)}
    session.output.give(row, f"{document}{cell_line(cell)}")


COMMAND = Command("review", run, grammar, _wrong)
