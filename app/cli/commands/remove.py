"""The command remove: takes documents out of the library."""

from __future__ import annotations

from app.cli.command import Command, Grammar
from app.cli.rows import error_row
from app.cli.session import Session, only
from app.errors import SeveralDocuments
from app.words.catalogue import say
from rag.errors import DocumentUnknown


def grammar(command: Grammar) -> None:
    command.add("names", nargs="+", metavar="NAME", help=say("cli.remove.name"))


def run(session: Session) -> bool:
    """Take documents out; False when one is not there or its name is not enough."""
    from app.security.snapshots import Snapshots

    output, done = session.output, True
    with session.services() as services:
        for name in session.arguments.names:
            try:
                document = only(services, name)
                services.library.remove(document.id)
            except (DocumentUnknown, SeveralDocuments) as fault:
                done = False
                output.refuse(fault, {"document": name, "id": None, "state": None, "error": error_row(fault)})
            else:
                output.give(
                    {"document": document.name, "id": document.id, "state": "removed", "error": None},
                    say("cli.remove.removed", name=document.name),
                )
        if Snapshots(session.paths.home).all():
            output.note(say("cli.remove.snapshots"))
    return done


COMMAND = Command("remove", run, grammar)
