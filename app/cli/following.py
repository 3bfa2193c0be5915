"""Making a run while a bar shows how far it is; the same for every kind of run."""

from __future__ import annotations

from collections.abc import Callable

from app.cli.output import paragraph
from app.cli.progress import ProgressBar
from app.cli.session import Session
from app.services import Services
from app.words.catalogue import say
from app.words.covered import pages_of
from engine.cancel import CancelToken
from rag.runs.types import Begun, Done, Finishing, Quick, Run


def follow(
    session: Session,
    services: Services,
    run: Run,
    cancel: CancelToken,
    take: Callable[[Done], None] | None = None,
) -> Run:
    """Make a run, or go on with it, and give it as it stands then. `take` writes a part that is done.

    When `cancel` is set, what is done is kept and the run is STOPPED. Raises what `Runs.run` raises.
    """
    bar = ProgressBar(session.output.err)
    glanced = False
    try:
        for event in services.runs.run(run.id, cancel):
            if isinstance(event, Quick) and not glanced:
                glanced = True
                session.output.note(say("cli.making.glance"))
                for point in event.points:
                    session.output.note(paragraph(f"• {point.text} [{pages_of(point)}]", "  "))
            elif isinstance(event, Begun):
                label = say(f"cli.following.label.{run.maker}")
                bar.show(label, event.done, event.total, _detail(run, event), event.seconds_left)
            elif isinstance(event, Done) and take is not None:
                bar.clear()
                take(event)
            elif isinstance(event, Finishing):
                bar.show(say("cli.making.reducing"), 0, 1, say("cli.making.step", number=1))
    finally:
        bar.clear()
    return services.runs.get(run.id)


def _detail(run: Run, event: Begun) -> str:
    part = event.part
    name = part.heading or part.document
    facts = {"number": event.done + 1, "total": event.total, "heading": part.heading, "name": name}
    return say(f"cli.following.detail.{run.maker}", page=part.page, **facts)
