"""The command compare: what changed between two editions, clause by clause."""

from __future__ import annotations

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.session import Session, interruptible
from app.words.catalogue import say


def grammar(command: Grammar) -> None:
    command.add("earlier", metavar="EARLIER", help=say("cli.compare.earlier"))
    command.add("later", metavar="LATER")
    arguments.out(command)


def run(session: Session) -> bool:
    """Compare two documents or editions, clause by clause."""
    from app.cli import making

    asked = session.arguments
    form = making.form_of(asked.out)
    with session.services() as services, interruptible() as cancel:
        earlier, later = (
            making.document(session, services, name, cancel) for name in (asked.earlier, asked.later)
        )
        summary = services.summaries.compare(earlier.id, later.id)
        return making.make(session, services, summary, cancel, asked.out, form)


COMMAND = Command("compare", run, grammar)
