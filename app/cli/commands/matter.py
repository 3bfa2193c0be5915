"""The command matter: vaults of their own below the library, each with its own key."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.places import library, passphrase_for
from app.cli.rows import Row, error_row
from app.cli.session import Session, only_of
from app.cli.unlock import ask_password, chosen_passphrase, secret_line
from app.errors import HandoverLocked, MatterClosed, MovesWithFile, NotReadYet, SeveralDocuments
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
    handover = action("handover", say("cli.matter.actions.handover"))
    handover.add("name", metavar="NAME")
    handover.add("file", type=Path, metavar="FILE")
    either = handover.either()
    either.add_argument("--secret-file", type=Path, metavar="F", help=say("cli.matter.secret-file"))
    either.add_argument("--to", dest="recipient", metavar="KEY", help=say("cli.matter.recipient"))
    handover.add("--expires", type=_until, metavar="DATE", help=say("cli.matter.expires"))
    handover.add("--read-only", action="store_true", help=say("cli.matter.read-only"))
    receive = action("receive", say("cli.matter.actions.receive"))
    receive.add("file", type=Path, metavar="FILE")
    receive.add("--name", metavar="NAME", help=say("cli.matter.name"))
    receive.add("--secret-file", type=Path, metavar="F", help=say("cli.matter.secret-file"))
    receive.add("--closed", action="store_true", help=say("cli.matter.closed"))
    action("key", say("cli.matter.actions.key"))
    destroy = action("destroy", say("cli.matter.actions.destroy"))
    destroy.add("name", metavar="NAME")
    destroy.add("certificate", type=Path, metavar="CERTIFICATE", help=say("cli.matter.certificate"))
    destroy.add("--unopened", action="store_true", help=say("cli.matter.unopened"))


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
            _tell_moved(session, one, target.name, source.name)
        for name in asked.documents:
            try:
                document = only_of(DocumentStore(source.vault).list(), name)
                one = move(matters, source, target, document)
            except (DocumentUnknown, SeveralDocuments, NotReadYet, MovesWithFile) as fault:
                done = False
                output.refuse(fault, {"document": name, "state": None, "error": error_row(fault)})
            else:
                _tell_moved(session, one, target.name, source.name)
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


def _handover(session: Session, matters: Matters) -> bool:
    from app.matters.handing import hand_over
    from rag.storing.terms import Terms

    asked, output = session.arguments, session.output
    matter = matters.named(asked.name)
    made = hand_over(
        matters,
        matter,
        asked.file.expanduser(),
        Terms(asked.expires, asked.read_only),
        passphrase=None if asked.recipient else chosen_passphrase(asked.secret_file),
        recipient=asked.recipient,
        opens_with=passphrase_for(asked, matter),
    )
    row: Row = {
        "file": str(asked.file),
        "sha256": made.sha256,
        "size": made.size,
        "documents": made.documents,
        "expires": made.terms.expires,
        "read_only": made.terms.read_only,
        "left": made.left,
    }
    output.give(row, count("cli.matter.handed-over", made.documents, matter=matter.name, file=asked.file))
    if made.terms.bind:
        output.note(say("cli.matter.terms"))
    if made.left:
        output.note(count("cli.matter.left", len(made.left), names=", ".join(made.left[:8])))
    return not made.left


def _receive(session: Session, matters: Matters) -> bool:
    from app.matters.handing import receive

    asked = session.arguments
    secret = secret_line(asked.secret_file) if asked.secret_file else None
    own = _chosen(session) if asked.closed else None
    path = asked.file.expanduser()
    try:
        matter = receive(matters, path, name=asked.name, passphrase=secret, own=own)
    except HandoverLocked:
        if secret is not None or (typed := ask_password(path.name)) is None:
            raise
        matter = receive(matters, path, name=asked.name, passphrase=typed, own=own)
    _tell(session, matter, "received")
    return True


def _key(session: Session, matters: Matters) -> bool:
    from app.matters.handing import own_key

    key = own_key(matters)
    session.output.give({"key": key}, key)
    return True


def _destroy(session: Session, matters: Matters) -> bool:
    from app.matters.destroying import destroy

    asked, output = session.arguments, session.output
    matter = matters.named(asked.name)
    record = destroy(
        matters,
        matter,
        asked.certificate.expanduser(),
        say("cli.matter.certifies"),
        passphrase=None if asked.unopened else passphrase_for(asked, matter),
        unopened=asked.unopened,
    )
    output.give(record, say("cli.matter.destroyed", matter=matter.name, certificate=asked.certificate))
    output.note(say("cli.matter.elsewhere"))
    return True


def _until(text: str) -> float:
    """The end of a day of this machine's calendar, or a moment of it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("cli.arguments.date")) from None
    return (moment + timedelta(days=1) if len(text) == len("2026-01-01") else moment).timestamp()


def _side(session: Session, matters: Matters, name: str | None, opened: ExitStack) -> Side:
    """The library, or a matter of it, open until `opened` ends."""
    from app.matters.moving import Side

    if name is None:
        return Side(matters.vault, "", say("cli.matter.library"))
    matter = matters.named(name)
    vault = opened.enter_context(matters.opened(matter, passphrase_for(session.arguments, matter)))
    return Side(vault, matter.id, matter.name)


def _tell_moved(session: Session, one: Moved, target: str, source: str = "") -> None:
    """Tell where a document is now, and what went where it was in `source`."""
    gone = one.forgotten
    row: Row = {"document": one.document, "state": one.how.value, "collection": one.collection, "error": None}
    if source:
        row |= {"answers": gone.answers, "runs": gone.runs}
    facts = {"document": one.document, "matter": target, "collection": one.collection}
    told = [say(f"cli.matter.moved.{one.how.value}", **facts)]
    for key, number in (("answers", gone.answers), ("runs", gone.runs)):
        if number:
            told.append(count(f"cli.matter.went.{key}", number, document=one.document, matter=source))
    session.output.give(row, " ".join(told))


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
    "handover": _handover,
    "receive": _receive,
    "key": _key,
    "destroy": _destroy,
}

COMMAND = Command("matter", run, grammar, wrong)
