"""The command bin: documents that were removed, brought back or deleted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.rows import error_row
from app.cli.session import Session, only_of
from app.errors import SeveralDocuments
from app.words.catalogue import count, say
from rag.errors import DocumentUnknown

if TYPE_CHECKING:
    from app.services import Services


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    action("list", say("cli.bin.actions.list"))
    for name in ("restore", "delete"):
        action(name, say(f"cli.bin.actions.{name}")).add(
            "names", nargs="+", metavar="NAME", help=say("cli.bin.names")
        )
    action("empty", say("cli.bin.actions.empty"))


def run(session: Session) -> bool:
    """Do it, or list; False when one is not there or its name is not enough."""
    action = session.arguments.action
    with session.services() as services:
        if action in (None, "list"):
            _list(session, services)
            return True
        if action == "empty":
            names = [str(one.document.id) for one in services.removals.documents()]
        else:
            names = session.arguments.names
        done = [_one(session, services, name, restores=action == "restore") for name in names]
    return all(done)


def _list(session: Session, services: Services) -> None:
    removals, found = services.removals, services.removals.documents()
    if not found:
        session.output.tell(say("cli.bin.nothing"))
    for one in found:
        left, document = removals.days_left(one), one.document
        row = {"document": document.name, "id": document.id, "removed": round(one.at, 3), "days": left}
        session.output.give(row, count("cli.bin.row", left, id=document.id, name=document.name))


def _one(session: Session, services: Services, name: str, *, restores: bool) -> bool:
    removals, output = services.removals, session.output
    try:
        document = only_of([one.document for one in removals.documents()], name)
    except (DocumentUnknown, SeveralDocuments) as fault:
        output.refuse(fault, {"document": name, "id": None, "state": None, "error": error_row(fault)})
        return False
    if restores:
        removals.restore([document.id])
    else:
        removals.delete([document.id])
    state = document.state.value if restores else "deleted"
    name = document.name
    words = say("cli.bin.restored", name=name) if restores else say("cli.bin.deleted", name=name)
    output.give({"document": name, "id": document.id, "state": state, "error": None}, words)
    return True


COMMAND = Command("bin", run, grammar)
