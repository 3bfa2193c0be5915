"""Holding documents of the library against a policy: what moderate and runs share."""

from __future__ import annotations

from pathlib import Path

from app.cli import making
from app.cli.following import follow
from app.cli.session import Session, interruptible
from app.exporting.moderations import record
from app.runs.moderations import policy_from, scored
from app.services import Services
from app.words.catalogue import say
from app.words.messages import notice_for
from app.words.moderating import category_words, house_words, scored_words
from app.words.places import place_words
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.runs.types import PartState, Result, Run


def moderate(session: Session) -> bool:
    """Hold documents against the policy that was asked for; False where one could not be."""
    asked = session.arguments
    making.form_of(asked.out)  # what is wrong is told before the library is opened
    if asked.policy is not None:
        policy_from(asked.policy)
    with session.services() as services, interruptible() as cancel:
        names = [*asked.documents, *making.tagged(services, asked.tag)]
        documents = [making.document(session, services, one, cancel).id for one in names]
        note = house_words(services.guards.house) if asked.policy is None else ""
        if note:
            session.output.note(note)
        made = services.moderations.create(documents, asked.policy)
        return fill(session, services, made, cancel, asked.out)


def fill(
    session: Session, services: Services, made: Run, cancel: CancelToken, out: Path | None = None
) -> bool:
    """Fill a table, or go on with it, and write it. False when a document failed. Raises `Cancelled`, once
    what is done is written.
    """
    form = making.form_of(out)
    follow(session, services, made, cancel)
    show(session, services, made)
    report = services.runs.report(made.id)
    making.keep(services, report, out, form)
    if cancel.cancelled:
        raise Cancelled
    return not any(one.state is PartState.FAILED for one in report.results)


def show(session: Session, services: Services, made: Run) -> None:
    """Write a table as far as it is filled."""
    for result in services.runs.results(made.id):
        if result.state is not PartState.WAITING:
            session.output.give(record(made, result), "\n".join(_lines(result)))


def _lines(result: Result) -> list[str]:
    name = result.part.document
    if result.state is PartState.FAILED:
        notice = notice_for(result.error_code, result.error_facts)
        return [name, f"    {notice.sentence} {notice.remedy}"]
    told = list(zip(scored(result), result.points, strict=False))
    flagged = [(one, point) for one, point in told if one.flagged]
    if not flagged:
        return [say("cli.moderate.document-passes", document=name)]
    against = ", ".join(scored_words(one) for one, _ in flagged)
    lines = [say("cli.moderate.document-flagged", document=name, against=against)]
    for one, point in flagged:
        why, category = say(f"moderating.why.{one.why}"), category_words(one.category)
        for place in point.citations:
            where = place_words(place.place) or say("runs.actions.page", page=place.page)
            quote = " ".join(place.quote.split())
            lines.append(say("cli.moderate.place", category=category, why=why, place=where, quote=quote))
    return lines
