"""The command matter: vaults of their own below the library, each with its own key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.places import library, passphrase_for
from app.cli.rows import Row
from app.cli.session import Session
from app.cli.unlock import chosen_passphrase
from app.errors import MatterClosed
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.matters.matters import Matter, Matters


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    action("list", say("cli.matter.actions.list"))
    new = action("new", say("cli.matter.actions.new"))
    new.add("name", metavar="NAME")
    new.add("--closed", action="store_true", help=say("cli.matter.closed"))
    rename = action("rename", say("cli.matter.actions.rename"))
    rename.add("name", metavar="NAME")
    rename.add("new_name", metavar="NEW")
    for name in ("close", "open"):
        action(name, say(f"cli.matter.actions.{name}")).add("name", metavar="NAME")


def run(session: Session) -> bool:
    """Do it in the library that the matters belong to."""
    with library(session.arguments, session.paths) as matters:
        return _ACTIONS[session.arguments.action or "list"](session, matters)


def _list(session: Session, matters: Matters) -> bool:
    output, found = session.output, matters.all()
    for matter in found:
        state = say("cli.matter.open" if matter.is_open else "cli.matter.is-closed")
        day = datetime.fromtimestamp(matter.created, UTC).astimezone()
        output.give(_row(matter), f"{matter.name}  ({state}, {day:%Y-%m-%d}, {matter.id})")
    if not found:
        output.tell(say("cli.matter.none"))
    if unknown := matters.unknown():
        output.note(count("cli.matter.unknown", len(unknown), ids=", ".join(unknown)))
    return True


def _new(session: Session, matters: Matters) -> bool:
    asked = session.arguments
    matters.free(asked.name)  # before anybody types
    passphrase = _chosen(session) if asked.closed else None
    _tell(session, matters.new(asked.name, passphrase), "created")
    return True


def _rename(session: Session, matters: Matters) -> bool:
    asked = session.arguments
    _tell(session, matters.rename(matters.named(asked.name), asked.new_name), "renamed")
    return True


def _close(session: Session, matters: Matters) -> bool:
    from app.security.snapshots import Snapshots

    matter = matters.named(session.arguments.name)
    _tell(session, matters.close(matter, _chosen(session)), "closed")
    if Snapshots(matter.home).all():
        session.output.note(say("cli.matter.snapshots-closed"))
    return True


def _open(session: Session, matters: Matters) -> bool:
    matter = matters.named(session.arguments.name)
    passphrase = passphrase_for(session.arguments, matter)
    if passphrase is None:
        raise MatterClosed(matter=matter.name)
    _tell(session, matters.open(matter, passphrase), "opened")
    return True


def _chosen(session: Session) -> str:
    """The passphrase that a matter is to have."""
    return chosen_passphrase(getattr(session.arguments, "matter_passphrase_file", None))


def _tell(session: Session, matter: Matter, what: str) -> None:
    session.output.give(_row(matter), say(f"cli.matter.done.{what}", matter=matter.name))


def _row(matter: Matter) -> Row:
    return {"id": matter.id, "name": matter.name, "open": matter.is_open, "created": matter.created}


_ACTIONS = {"list": _list, "new": _new, "rename": _rename, "close": _close, "open": _open}

COMMAND = Command("matter", run, grammar)
