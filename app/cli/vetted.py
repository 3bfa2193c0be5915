"""Holding contracts against a playbook and writing what it says: what playbook and runs share."""

from __future__ import annotations

from collections.abc import Callable

from app.cli.following import follow
from app.cli.output import paragraph
from app.cli.session import Session
from app.exporting.playbooks import record
from app.runs.playbooks import clauses_of
from app.services import Services
from app.words.catalogue import quoted
from app.words.messages import notice_for
from app.words.places import cited_words
from app.words.playbooks import reason_words, stance_words
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.runs.types import PartState, Report, Result, Run
from rag.vetting.playbook import Stance

Keep = Callable[[Report], None]


def fill(
    session: Session, services: Services, made: Run, cancel: CancelToken, keep: Keep | None = None
) -> bool:
    """Make it, write it, and have `keep` save it. False when a contract failed. Raises `Cancelled`, once what
    is done is written.
    """
    follow(session, services, made, cancel)
    show(session, services, made)
    report = services.runs.report(made.id)
    if keep is not None:
        keep(report)
    if cancel.cancelled:
        raise Cancelled
    return not any(one.state is PartState.FAILED for one in report.results)


def show(session: Session, services: Services, made: Run) -> None:
    """Write it as far as it is made."""
    for result in services.runs.results(made.id):
        if result.state is not PartState.WAITING:
            session.output.give(record(made, result), "\n".join(_lines(made, result)))


def _lines(made: Run, result: Result) -> list[str]:
    """For a person: what needs a look first."""
    found = [result.part.document]
    if result.state is PartState.FAILED:
        notice = notice_for(result.error_code, result.error_facts)
        return [*found, f"    {notice.sentence} {notice.remedy}"]
    weights = (Stance.UNACCEPTABLE, Stance.MISSING, Stance.REVIEW, Stance.ACCEPTABLE)
    for clause in sorted(clauses_of(made, result), key=lambda one: weights.index(one.point.stance)):
        point = clause.point
        page = cited_words(clause.citations[0]) if clause.citations else ""
        found.append(f"  {stance_words(point.stance)}: {clause.name}" + (f"  [{page}]" if page else ""))
        if point.stance is not Stance.ACCEPTABLE:
            said = quoted(clause.quote) if clause.quote else ""
            found += [paragraph(text, "      ") for text in (said, reason_words(point)) if text]
    return found
