"""The command runs: everything that is kept, whatever made it; to look at, go on with, renew and delete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
                kept = services.runs.get(asked.id)
                _kind(services, kept).show(session, services, kept, cancel)
            case "resume":
                kept = services.runs.get(asked.id)
                return _kind(services, kept).make(session, services, kept, cancel)
            case "again":
                kind = _kind(services, services.runs.get(asked.id))
                return kind.make(session, services, kind.again(asked.id), cancel)
            case "delete":
                services.runs.delete(asked.id)
                session.output.give(
                    {"id": asked.id, "state": "deleted"}, say("cli.runs.deleted", id=asked.id)
                )
            case _:
                _list(session, services.runs.runs())
    return True


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the command does with the kept work of one kind of maker."""

    show: Callable[[Session, Services, Run, CancelToken], None]
    make: Callable[[Session, Services, Run, CancelToken], bool]
    again: Callable[[int], Run]


def _kind(services: Services, kept: Run) -> _Kind:
    """The row of what made a run; summaries and comparisons are shown as what they say, point by point."""
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

    def plainly(
        show: Callable[[Session, Services, Run], None],
    ) -> Callable[[Session, Services, Run, CancelToken], None]:
        return lambda session, services, kept, _cancel: show(session, services, kept)

    rows = (
        (tables, _Kind(plainly(surveys.show), surveys.fill, services.surveys.again)),
        (second_looks, _Kind(plainly(looks.show), looks.take, services.second_looks.again)),
        (extractions, _Kind(plainly(extracted.show), extracted.fill, services.extractions.again)),
        (drafts, _Kind(drafted.show, drafted.make, services.drafts.again)),
        (classifications, _Kind(plainly(classified.show), classified.fill, services.classifications.again)),
        (moderations, _Kind(plainly(moderated.show), moderated.fill, services.moderations.again)),
        (playbooks, _Kind(plainly(vetted.show), vetted.fill, services.playbooks.again)),
        (contradictions, _Kind(plainly(clashes.show), clashes.make, services.contradictions.again)),
    )
    points = _Kind(
        lambda session, services, kept, _: making.write(session, services.runs.report(kept.id)),
        making.make,
        services.summaries.again,
    )
    return next((kind for made, kind in rows if kept.maker in made.MADE_BY), points)


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
