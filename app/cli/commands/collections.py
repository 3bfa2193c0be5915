"""The command collections: list, make, rename, colour, move documents, remove, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.session import Session, only
from app.words.catalogue import count, say
from rag.types import COLLECTION_COLOURS

if TYPE_CHECKING:
    from app.services import Services
    from rag.storing.collections import CollectionUse
    from rag.types import Document


def grammar(command: Grammar) -> None:
    action = command.actions()
    action("list", say("cli.collections.list"))
    make = action("make", say("cli.collections.make"))
    make.add("name", metavar="NAME", help=say("cli.collections.name"))
    make.add("--colour", choices=COLLECTION_COLOURS, help=say("cli.collections.colours"))
    rename = action("rename", say("cli.collections.rename"))
    rename.add("name", metavar="NAME", help=say("cli.collections.name"))
    rename.add("new", metavar="NEW")
    colour = action("colour", say("cli.collections.colour"))
    colour.add("name", metavar="NAME", help=say("cli.collections.name"))
    colour.add("colour", choices=COLLECTION_COLOURS, help=say("cli.collections.colours"))
    move = action("move", say("cli.collections.move"))
    move.add("name", metavar="NAME", help=say("cli.collections.name"))
    out = action("out", say("cli.collections.out"))
    for one in (move, out):
        one.add("documents", nargs="+", metavar="DOCUMENT", help=say("cli.tags.document"))
    remove = action("remove", say("cli.collections.remove"))
    remove.add("name", metavar="NAME", help=say("cli.collections.name"))
    remove.add("--to", default="", metavar="OTHER", help=say("cli.collections.to"))
    action("undo", say("cli.collections.undo"))


def run(session: Session) -> bool:
    """List collections, or change which there are and which documents are in them."""
    actions: dict[str, Callable[[Session, Services], bool]] = {
        "list": _list,
        "make": _make,
        "rename": _rename,
        "colour": _colour,
        "move": _move,
        "out": _move,
        "remove": _remove,
        "undo": _undo,
    }
    with session.services() as services:
        return actions[session.arguments.action](session, services)


def _list(session: Session, services: Services) -> bool:
    found = services.collections.all()
    for one in found:
        colour = say(f"collections.colours.{one.colour}")
        session.output.give(
            _row(one), count("cli.collections.row", one.documents, name=one.name, colour=colour)
        )
    if not found:
        session.output.tell(say("cli.collections.none"))
    return True


def _make(session: Session, services: Services) -> bool:
    asked = session.arguments
    made = services.collections.make(asked.name, _tone(asked.colour))
    return _show(session, services, made.name, say("cli.collections.made", name=made.name))


def _rename(session: Session, services: Services) -> bool:
    old = services.collections.named(session.arguments.name).name
    new = services.collections.rename(old, session.arguments.new).name
    return _show(session, services, new, say("cli.collections.renamed", old=old, new=new))


def _colour(session: Session, services: Services) -> bool:
    asked = session.arguments
    done = services.collections.colour(asked.name, COLLECTION_COLOURS.index(asked.colour))
    words = say("cli.collections.coloured", name=done.name, colour=say(f"collections.colours.{asked.colour}"))
    return _show(session, services, done.name, words)


def _move(session: Session, services: Services) -> bool:
    """False where some of them stay, since the collection holds their files already."""
    documents = [only(services, name) for name in session.arguments.documents]
    to = services.collections.named(session.arguments.name).name if session.arguments.action == "move" else ""
    done = services.collections.move([one.id for one in documents], to)
    for one in documents:
        now = services.library.document(one.id)
        stays = one.id in done.passed_over
        row = {"document": now.name, "collection": now.collection, "state": "there" if stays else "moved"}
        session.output.give(row, _words(now, stays=stays, to=to))
    return not done.passed_over


def _remove(session: Session, services: Services) -> bool:
    asked = session.arguments
    gone = services.collections.named(asked.name)
    to = services.collections.named(asked.to).name if asked.to else ""
    services.collections.remove(gone.name, to)
    words = count("cli.collections.removed", gone.documents, name=gone.name)
    session.output.give(_row(gone) | {"to": to}, words)
    return True


def _undo(session: Session, services: Services) -> bool:
    last = services.collections.last()
    if last is None:
        session.output.tell(say("cli.collections.nothing"))
        return True
    changed: Sequence[Document] = services.collections.undo(last.id)
    for one in changed:
        row = {"document": one.name, "collection": one.collection, "state": "moved"}
        session.output.give(row, _words(one, stays=False, to=one.collection))
    session.output.note(say("cli.collections.undone"))
    return True


def _words(document: Document, *, stays: bool, to: str) -> str:
    if stays and to:
        return say("cli.collections.there", document=document.name, name=to)
    if stays:
        return say("cli.collections.loose", document=document.name)
    if document.collection:
        return say("cli.collections.in", document=document.name, name=document.collection)
    return say("cli.collections.in-none", document=document.name)


def _show(session: Session, services: Services, name: str, words: str) -> bool:
    session.output.give(_row(services.collections.named(name)), words)
    return True


def _row(one: CollectionUse) -> dict[str, object]:
    return {"collection": one.name, "colour": one.colour, "documents": one.documents}


def _tone(colour: str | None) -> int | None:
    return None if colour is None else COLLECTION_COLOURS.index(colour)


COMMAND = Command("collections", run, grammar)
