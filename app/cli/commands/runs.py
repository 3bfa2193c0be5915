"""The command runs: everything that is kept, whatever made it; to look at, go on with, renew and delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.rows import Row
from app.cli.session import Session, interruptible
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.services import Services
    from engine.cancel import CancelToken
    from rag.runs.types import Run


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    action("list", say("cli.runs.actions.list"))
    for name in ("show", "resume", "again", "delete"):
        action(name, say(f"cli.runs.actions.{name}")).add("id", type=int, metavar="ID")


def run(session: Session) -> bool:
    """List what is kept, show, go on with, renew or delete one; False when it did not come to its end."""
    asked = session.arguments
    with session.services() as services, interruptible() as cancel:
        match asked.action:
            case "show":
                _show(session, services, services.runs.get(asked.id), cancel)
            case "resume":
                return _make(session, services, services.runs.get(asked.id), cancel)
            case "again":
                return _make(session, services, _again(services, asked.id), cancel)
            case "delete":
                services.runs.delete(asked.id)
                session.output.give(
                    {"id": asked.id, "state": "deleted"}, say("cli.runs.deleted", id=asked.id)
                )
            case _:
                _list(session, services.runs.runs())
    return True


def _show(session: Session, services: Services, kept: Run, cancel: CancelToken) -> None:
    from app.cli import clashes, classified, drafted, extracted, looks, making, moderated, surveys, vetted
    from app.runs import (
        classifications,
        contradictions,
        drafts,
        extractions,
        moderations,
        playbooks,
        second_looks,
    )
    from app.runs import surveys as tables

    if kept.maker in tables.MADE_BY:
        surveys.show(session, services, kept)
    elif kept.maker in second_looks.MADE_BY:
        looks.show(session, services, kept)
    elif kept.maker in extractions.MADE_BY:
        extracted.show(session, services, kept)
    elif kept.maker in drafts.MADE_BY:
        drafted.show(session, services, kept, cancel)
    elif kept.maker in classifications.MADE_BY:
        classified.show(session, services, kept)
    elif kept.maker in moderations.MADE_BY:
        moderated.show(session, services, kept)
    elif kept.maker in playbooks.MADE_BY:
        vetted.show(session, services, kept)
    elif kept.maker in contradictions.MADE_BY:
        clashes.show(session, services, kept)
    else:
        making.write(session, services.runs.report(kept.id))


def _make(session: Session, services: Services, kept: Run, cancel: CancelToken) -> bool:
    from app.cli import clashes, classified, drafted, extracted, looks, making, moderated, surveys, vetted
    from app.runs import (
        classifications,
        contradictions,
        drafts,
        extractions,
        moderations,
        playbooks,
        second_looks,
    )
    from app.runs import surveys as tables

    if kept.maker in tables.MADE_BY:
        return surveys.fill(session, services, kept, cancel)
    if kept.maker in second_looks.MADE_BY:
        return looks.take(session, services, kept, cancel)
    if kept.maker in extractions.MADE_BY:
        return extracted.fill(session, services, kept, cancel)
    if kept.maker in drafts.MADE_BY:
        return drafted.make(session, services, kept, cancel)
    if kept.maker in classifications.MADE_BY:
        return classified.fill(session, services, kept, cancel)
    if kept.maker in moderations.MADE_BY:
        return moderated.fill(session, services, kept, cancel)
    if kept.maker in playbooks.MADE_BY:
        return vetted.fill(session, services, kept, cancel)
    if kept.maker in contradictions.MADE_BY:
        return clashes.make(session, services, kept, cancel)
    return making.make(session, services, kept, cancel)


def _again(services: Services, run_id: int) -> Run:
    from app.runs import (
        classifications,
        contradictions,
        drafts,
        extractions,
        moderations,
        playbooks,
        second_looks,
    )
    from app.runs import surveys as tables

    kept = services.runs.get(run_id)
    if kept.maker in tables.MADE_BY:
        return services.surveys.again(run_id)
    if kept.maker in second_looks.MADE_BY:
        return services.second_looks.again(run_id)
    if kept.maker in extractions.MADE_BY:
        return services.extractions.again(run_id)
    if kept.maker in drafts.MADE_BY:
        return services.drafts.again(run_id)
    if kept.maker in classifications.MADE_BY:
        return services.classifications.again(run_id)
    if kept.maker in moderations.MADE_BY:
        return services.moderations.again(run_id)
    if kept.maker in playbooks.MADE_BY:
        return services.playbooks.again(run_id)
    if kept.maker in contradictions.MADE_BY:
        return services.contradictions.again(run_id)
    return services.summaries.again(run_id)


def _list(session: Session, found: list[Run]) -> None:
    for kept in found:
        documents = " → ".join(name for name in (kept.document, kept.other) if name)
        named = f"{kept.title}: {documents}" if documents else kept.title
        session.output.give(run_row(kept), f"{kept.id:>4}  {named}  ({kept.state}, {kept.done}/{kept.total})")
    if not found:
        session.output.tell(say("cli.runs.none"))


def run_row(kept: Run) -> Row:
    """Of `runs list`; its shape is a contract (see README)."""
    return {
        "id": kept.id,
        "maker": kept.maker,
        "title": kept.title,
        "document": kept.document,
        "state": kept.state.value,
        "done": kept.done,
        "total": kept.total,
        "found": kept.found,
        "created": round(kept.created, 3),
        "model": kept.model,
    }


COMMAND = Command("runs", run, grammar)
