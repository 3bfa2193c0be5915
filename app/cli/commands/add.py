"""The command add: reads files and folders into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.output import described, reason, state_name, steps
from app.cli.progress import ProgressBar
from app.cli.rows import document_row, failed_row
from app.cli.session import Session
from app.cli.unlock import ask_password
from app.words.catalogue import say
from engine.errors import Fault
from rag.types import DocumentState

if TYPE_CHECKING:
    from app.events import Event
    from app.library.library import Addition
    from app.services import Services


def grammar(command: Grammar) -> None:
    command.add("paths", nargs="+", type=Path, metavar="PATH")
    command.add("--collection", default="", metavar="C", help=say("cli.add.collection"))
    arguments.password(command)


def run(session: Session) -> bool:
    """Read files and folders into the library; False when any of them failed."""
    try:
        return _add(session)
    except KeyboardInterrupt:
        session.output.note(say("cli.add.goes-on"))
        raise


def _add(session: Session) -> bool:
    from app.events import DocumentProgress

    password = session.password
    bar = ProgressBar(session.output.err)
    with session.services(resume=True) as services:
        names: dict[int | None, str] = {}

        def progress(event: Event) -> None:
            if isinstance(event, DocumentProgress):
                name = names.get(event.document_id) or say("cli.add.earlier")
                detail = f"{state_name(event.state)} {steps(event)}"
                bar.show(name, event.done, event.total, detail, event.seconds_left)

        unsubscribe = services.bus.subscribe(progress)
        try:
            additions = services.library.add(session.arguments.paths, session.arguments.collection, password)
            names |= {addition.document_id: addition.path.name for addition in additions}
            results = [_added(session, services, addition, bar) for addition in additions]
        finally:
            unsubscribe()
            bar.clear()
    if not additions:
        session.output.note(say("cli.read.nothing"))
    return bool(additions) and all(results)


def _added(session: Session, services: Services, addition: Addition, bar: ProgressBar) -> bool:
    """Wait for one file and write its row; a protected one is tried again with a password typed in."""
    output, name = session.output, addition.path.name
    try:
        document = addition.outcome.result()
        if document.error_code in ("password-needed", "password-wrong"):
            bar.clear()
            password = ask_password(name)
            if password:
                document = services.library.retry(document.id, password).outcome.result()
    except Fault as fault:
        bar.clear()
        output.give(failed_row(name, fault), f"{name}: {reason(fault)}")
        return False
    bar.clear()
    output.give(document_row(document, name), f"{name}: {described(document)}")
    return document.state is DocumentState.READY


COMMAND = Command("add", run, grammar)
