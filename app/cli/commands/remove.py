"""The command remove: takes documents out of the library, for good or into the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.rows import error_row
from app.cli.session import Session, only, only_of
from app.errors import SeveralDocuments
from app.words.catalogue import say
from rag.errors import DocumentUnknown

if TYPE_CHECKING:
    from app.services import Services
    from rag.types import Document


def grammar(command: Grammar) -> None:
    command.add("names", nargs="+", metavar="NAME", help=say("cli.remove.name"))
    command.add("--bin", action="store_true", help=say("cli.remove.bin"))


def run(session: Session) -> bool:
    """Take documents out, also of the bin; False when one is not there or its name is not enough."""
    from app.security.snapshots import Snapshots

    output, done, keeps = session.output, True, session.arguments.bin
    with session.services() as services:
        for name in session.arguments.names:
            try:
                document = _removed(services, name, keeps=keeps)
            except (DocumentUnknown, SeveralDocuments) as fault:
                done = False
                output.refuse(fault, {"document": name, "id": None, "state": None, "error": error_row(fault)})
            else:
                output.give(
                    {"document": document.name, "id": document.id, "state": "removed", "error": None},
                    say("cli.remove.binned" if keeps else "cli.remove.removed", name=document.name),
                )
        if not keeps and Snapshots(session.paths.home).all():
            output.note(say("cli.remove.snapshots"))
    return done


def _removed(services: Services, name: str, *, keeps: bool) -> Document:
    """Take out the document of this name. Raises `DocumentUnknown`, `SeveralDocuments`."""
    try:
        document = only(services, name)
    except DocumentUnknown:
        if keeps:
            raise
        document = only_of([one.document for one in services.removals.documents()], name)
        services.removals.delete([document.id])
    else:
        if keeps:
            services.removals.put([document.id])
        else:
            services.library.remove(document.id)
    return document


COMMAND = Command("remove", run, grammar)
