"""The command matter: vaults of their own below the library, each with its own key."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.places import library, passphrase_for
from app.cli.rows import Row, error_row
from app.cli.session import Session, only_of
from app.cli.unlock import chosen_passphrase
from app.errors import MatterClosed, MovesWithFile, NotReadYet, SeveralDocuments
from app.words.catalogue import count, say
from rag.errors import DocumentUnknown

if TYPE_CHECKING:
    from app.matters.matters import Matter, Matters
    from app.matters.moving import Moved, Side


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
    move = action("move", say("cli.matter.actions.move"))
    move.add("documents", nargs="*", metavar="DOCUMENT", help=say("cli.matter.documents"))
    move.add("--from", dest="source", metavar="MATTER", help=say("cli.matter.from"))
    move.add("--to", dest="target", metavar="MATTER", help=say("cli.matter.to"))
    merge = action("merge", say("cli.matter.actions.merge"))
    merge.add("name", metavar="NAME")
    merge.add("--into", dest="target", metavar="MATTER", help=say("cli.matter.to"))


def wrong(arguments: argparse.Namespace) -> str:
    """What is wrong with where documents are moved from and to; "" when nothing is."""
    if arguments.action == "move" and arguments.source == arguments.target:
        return say("cli.matter.same")
    return ""


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
    names = {matter.id: matter.name for matter in found} | {"": say("cli.matter.library")}
    for going in matters.store.moves():
        sides = {
            "source": names.get(going.source, going.source),
            "target": names.get(going.target, going.target),
        }
        output.note(say("cli.matter.on-its-way", document=going.document, **sides))
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


def _move(session: Session, matters: Matters) -> bool:
    """Move documents; False when one is not there, its name is not enough, or it is not read to its end."""
    from app.matters.moving import finish_moves, move
    from app.security.snapshots import Snapshots
    from rag.storing.documents import DocumentStore

    asked, output, done = session.arguments, session.output, True
    with ExitStack() as opened:
        source = _side(session, matters, asked.source, opened)
        target = _side(session, matters, asked.target, opened)
        for one in finish_moves(matters, source, target):
            _tell_moved(session, one, target.name)
        for name in asked.documents:
            try:
                document = only_of(DocumentStore(source.vault).list(), name)
                one = move(matters, source, target, document)
            except (DocumentUnknown, SeveralDocuments, NotReadYet, MovesWithFile) as fault:
                done = False
                output.refuse(fault, {"document": name, "state": None, "error": error_row(fault)})
            else:
                _tell_moved(session, one, target.name)
        if Snapshots(source.vault.path.parent).all():
            output.note(say("cli.matter.snapshots-moved", matter=source.name))
    output.note(say("cli.matter.files-stay"))
    return done


def _merge(session: Session, matters: Matters) -> bool:
    """Bring a matter's documents back; False where some were not read to their end."""
    from app.matters.moving import merge

    with ExitStack() as opened:
        source = _side(session, matters, session.arguments.name, opened)
        target = _side(session, matters, session.arguments.target, opened)
        merged = merge(source, target)
    for one in merged.documents:
        _tell_moved(session, one, target.name)
    row: Row = {
        "state": "merged",
        "documents": len(merged.documents),
        "conversations": merged.conversations,
        "runs": merged.runs,
        "left": merged.left,
    }
    told = say("cli.matter.merged", **row | {"matter": source.name, "into": target.name})
    session.output.give(row, told)
    if merged.left:
        session.output.note(count("cli.matter.left", len(merged.left), names=", ".join(merged.left[:8])))
    return not merged.left


def _side(session: Session, matters: Matters, name: str | None, opened: ExitStack) -> Side:
    """The library, or a matter of it, open until `opened` ends."""
    from app.matters.moving import Side

    if name is None:
        return Side(matters.vault, "", say("cli.matter.library"))
    matter = matters.named(name)
    vault = opened.enter_context(matters.opened(matter, passphrase_for(session.arguments, matter)))
    return Side(vault, matter.id, matter.name)


def _tell_moved(session: Session, one: Moved, target: str) -> None:
    row: Row = {"document": one.document, "state": one.how.value, "collection": one.collection, "error": None}
    facts = {"document": one.document, "matter": target, "collection": one.collection}
    session.output.give(row, say(f"cli.matter.moved.{one.how.value}", **facts))


def _chosen(session: Session) -> str:
    """The passphrase that a matter is to have."""
    return chosen_passphrase(getattr(session.arguments, "matter_passphrase_file", None))


def _tell(session: Session, matter: Matter, what: str) -> None:
    session.output.give(_row(matter), say(f"cli.matter.done.{what}", matter=matter.name))


def _row(matter: Matter) -> Row:
    return {"id": matter.id, "name": matter.name, "open": matter.is_open, "created": matter.created}


_ACTIONS = {
    "list": _list,
    "new": _new,
    "rename": _rename,
    "close": _close,
    "open": _open,
    "move": _move,
    "merge": _merge,
}

COMMAND = Command("matter", run, grammar, wrong)
