"""The command contradictions: what documents disagree in, between two or within one."""

from __future__ import annotations

from argparse import Namespace

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.session import Session, interruptible
from app.words.catalogue import say


def grammar(command: Grammar) -> None:
    command.add("documents", nargs="*", metavar="DOCUMENT", help=say("contradictions.command.document"))
    command.add("--collection", metavar="C", help=say("cli.arguments.collection"))
    arguments.out(command)


def run(session: Session) -> bool:
    """Hold documents against each other, one row a disagreement; False when one could not be read."""
    from app.cli import clashes, making

    asked = session.arguments
    form = making.form_of(asked.out)
    with session.services() as services, interruptible() as cancel:
        named = [making.document(session, services, name, cancel).id for name in asked.documents]
        made = services.contradictions.create(named, asked.collection)
        return clashes.make(session, services, made, cancel, asked.out, form)


def _wrong(given: Namespace) -> str:
    return say("contradictions.command.either") if given.documents and given.collection else ""


COMMAND = Command("contradictions", run, grammar, _wrong)
