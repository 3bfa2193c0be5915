"""The command heads: brings the running heads of documents back into their text, or sets them aside again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.cli.additions import read_in
from app.cli.command import Command, Grammar
from app.cli.rows import error_row
from app.cli.session import Session, only
from app.errors import SeveralDocuments
from app.words.catalogue import say
from rag.errors import DocumentUnknown, FileMissing

if TYPE_CHECKING:
    from app.library.additions import Addition
    from app.services import Services


def grammar(command: Grammar) -> None:
    command.add("names", nargs="+", metavar="NAME", help=say("cli.remove.name"))
    command.add("--aside", action="store_true", help=say("cli.heads.aside"))


def run(session: Session) -> bool:
    """Read documents again, so; False when one is not there, its name is not enough, or its file is gone."""
    results = []
    with session.services(resume=True) as services:
        for name in session.arguments.names:
            try:
                results += read_in(session, services, partial(_again, session, services, name))
            except (DocumentUnknown, SeveralDocuments, FileMissing) as fault:
                results.append(False)
                row = {"document": name, "id": None, "state": None, "error": error_row(fault)}
                session.output.refuse(fault, row)
    return all(results)


def _again(session: Session, services: Services, name: str) -> list[Addition]:
    document = only(services, name)
    return [services.library.read_whole(document.id, whole=not session.arguments.aside)]


COMMAND = Command("heads", run, grammar)
