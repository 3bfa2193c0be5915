"""Making drafts and writing them: what draft and runs share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.cli.following import follow
from app.cli.output import paragraph
from app.cli.session import Session
from app.exporting.drafts import record, save
from app.exporting.runs import title_of
from app.services import Services
from app.words.catalogue import count
from app.words.drafts import draft_lines, place_words
from app.words.messages import notice_for
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.drafting.maker import draft_of
from rag.runs.types import PartState, Result, Run


def make(
    session: Session,
    services: Services,
    made: Run,
    cancel: CancelToken,
    out: Path | None = None,
    *,
    sources: bool = True,
) -> bool:
    """Make drafts, or go on with them, write them, and save them to `out` where that is given.

    False when one failed. Raises `Cancelled`, once what is done is written.
    """
    run = follow(session, services, made, cancel)
    show(session, services, run, cancel)
    results = services.runs.results(run.id)
    if out is not None and any(one.state is PartState.DONE for one in results):
        files = save(run, results, out, sources=sources)
        for file in files:
            services.audit.saved("run", file, title_of(services.runs.report(run.id)))
        done = sum(one.state is PartState.DONE for one in results)
        session.output.note(count("drafting.command.saved", done, name=out.name))
    if cancel.cancelled:
        raise Cancelled
    return not any(one.state is PartState.FAILED for one in results)


def show(session: Session, services: Services, made: Run, cancel: CancelToken) -> None:
    """Write drafts as far as they are made."""
    found = [one for one in services.runs.results(made.id) if one.state is not PartState.WAITING]
    flags: Sequence[tuple[str, ...]] = [() for _ in found]
    if not cancel.cancelled:
        flags = services.drafts.flags([draft_of(one).text for one in found], cancel)
    for result, flagged in zip(found, flags, strict=True):
        lines = "\n".join(_lines(result, flagged, len(found)))
        session.output.give(record(made, result, flagged), lines)


def _lines(result: Result, flags: tuple[str, ...], total: int) -> list[str]:
    """For a person: the letter, its places, and what is told beside it."""
    head = [f"── {result.part.document}", ""] if total > 1 else []
    if result.state is PartState.FAILED:
        notice = notice_for(result.error_code, result.error_facts)
        return [*head, f"{notice.sentence} {notice.remedy}", ""]
    draft = draft_of(result)
    places = dict.fromkeys(place_words(one) for said in draft.sentences for one in said.citations)
    beside = [paragraph(line) for line in (*(f"[{one}]" for one in places), *draft_lines(draft, flags))]
    return [*head, draft.text, "", *beside, ""]
