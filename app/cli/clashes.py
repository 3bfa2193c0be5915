"""Making a map of contradictions and writing it: what contradictions and runs share."""

from __future__ import annotations

from pathlib import Path

from app.cli import making
from app.cli.following import follow
from app.cli.output import paragraph
from app.cli.session import Session
from app.exporting.contradictions import record
from app.exporting.register import Format
from app.services import Services
from app.words.catalogue import quoted, say
from app.words.contradictions import found_words, kind_words, reason_words
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.contradicting.maker import ClashPoint, dismissed
from rag.contradicting.values import Kind
from rag.runs.types import PartState, Point, Run, RunState


def make(
    session: Session,
    services: Services,
    run: Run,
    cancel: CancelToken,
    out: Path | None = None,
    form: Format | None = None,
) -> bool:
    """Make a map, or go on with it, write it, and save it to `out` where that is given.

    False when a document failed. Raises `Cancelled`, once what is found is written.
    """
    ended = follow(session, services, run, cancel)
    show(session, services, ended)
    report = services.runs.report(run.id)
    making.keep(services, report, out, form)
    if cancel.cancelled:
        raise Cancelled
    return ended.state is RunState.DONE and not any(one.state is PartState.FAILED for one in report.results)


def show(session: Session, services: Services, run: Run) -> None:
    """Write a map as far as it is made, the surest of each kind first."""
    report = services.runs.report(run.id)
    points = [point for block in report.blocks for point in block.points]
    for block in report.blocks:
        session.output.tell(kind_words(Kind(block.heading)))
        for point in block.points:
            session.output.give(record(point), _lines(point))
    session.output.tell(found_words(run, points))


def _lines(point: Point) -> str:
    told = ClashPoint.of(point)
    mark = f" ({say('contradictions.marked')})" if dismissed(point) else ""
    lines = [f"  {told.subject}: {reason_words(told)}{mark}"]
    for citation in point.citations:
        where = say("contradictions.place", document=citation.document, page=citation.page)
        lines.append(paragraph(f"{quoted(' '.join(citation.quote.split()))} [{where}]", "      "))
    return "\n".join(lines)
