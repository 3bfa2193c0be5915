"""The command add: reads files and folders into the library."""

from __future__ import annotations

from pathlib import Path

from app.cli import arguments
from app.cli.additions import read_in
from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import say


def grammar(command: Grammar) -> None:
    command.add("paths", nargs="+", type=Path, metavar="PATH")
    command.add("--collection", default="", metavar="C", help=say("cli.add.collection"))
    arguments.password(command)


def run(session: Session) -> bool:
    """Read files and folders into the library; False when any of them failed."""
    given, password = session.arguments, session.password
    try:
        with session.services(resume=True) as services:
            results = read_in(
                session, services, lambda: services.library.add(given.paths, given.collection, password)
            )
    except KeyboardInterrupt:
        session.output.note(say("cli.add.goes-on"))
        raise
    if not results:
        session.output.note(say("cli.read.nothing"))
    return bool(results) and all(results)


COMMAND = Command("add", run, grammar)
