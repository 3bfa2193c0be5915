"""Second looks in the terminal: taking one, and what reads otherwise since."""

from __future__ import annotations

from app.cli.following import follow
from app.cli.session import Session
from app.exporting.records import look_row
from app.services import Services
from app.words.catalogue import count, say
from engine.cancel import CancelToken
from rag.runs.types import Done, Run, RunState


def take(session: Session, services: Services, run: Run, cancel: CancelToken) -> bool:
    """Take a second look, or go on with it; what was looked at until Ctrl-C is kept, and told.

    False when it did not come to its end. Raises `Cancelled`.
    """
    output = session.output

    def write(event: Done) -> None:
        page = event.result.part.page
        output.give({"page": page, "done": event.done, "total": event.total}, "")

    try:
        follow(session, services, run, cancel, write if output.as_json else None)
        cancel.raise_if_cancelled()
    finally:
        ended = services.runs.get(run.id)
        output.tell(count("cli.scans.looked-at", ended.done, name=ended.document))
    return ended.state is RunState.DONE


def show(session: Session, services: Services, run: Run) -> None:
    """Write the lines that read otherwise since a second look."""
    for result in services.runs.results(run.id):
        for point in result.points:
            row = look_row(result, point)
            session.output.give(row, say("cli.runs.line", **row))
