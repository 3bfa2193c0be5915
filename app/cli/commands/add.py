"""The command add: reads files and folders into the library."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.additions import read_in
from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import say
from engine.errors import Fault

if TYPE_CHECKING:
    from app.services import Services


def grammar(command: Grammar) -> None:
    command.add("paths", nargs="+", type=Path, metavar="PATH")
    command.add("--collection", default="", metavar="C", help=say("cli.add.collection"))
    arguments.password(command)


def run(session: Session) -> bool:
    """Read files and folders into the library; False when any of them failed."""
    given, password = session.arguments, session.password
    try:
        with session.services(resume=True) as services:
            add = services.collections.add if given.collection else services.library.add
            results = read_in(session, services, lambda: add(given.paths, given.collection, password))
            if any(results):
                _suggest(session, services)
    except KeyboardInterrupt:
        session.output.note(say("cli.add.goes-on"))
        raise
    if not results:
        session.output.note(say("cli.read.nothing"))
    return bool(results) and all(results)


def _suggest(session: Session, services: Services) -> None:
    """Say once that another embedder would find more in these languages; what fails here fails alone."""
    from app.words.models import suggested_command

    with suppress(Fault):
        found = services.models.offered(services.store.languages.counted())
        if found is not None:
            session.output.note(suggested_command(found))


COMMAND = Command("add", run, grammar)
