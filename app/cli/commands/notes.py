"""The command notes: list, add, change, place, remove, search, export."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.own_notes import show
from app.cli.session import Session, interruptible, only
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.services import Services
    from rag.types import Document, Note

_COLOURS = ("yellow", "green", "blue", "red", "purple")


def grammar(command: Grammar) -> None:
    action = command.actions()
    action("list", say("cli.notes.list")).add(
        "document", nargs="?", metavar="DOCUMENT", help=say("cli.notes.document")
    )
    add, change = action("add", say("cli.notes.add")), action("change", say("cli.notes.change"))
    add.add("document", metavar="DOCUMENT", help=say("cli.notes.document"))
    add.add("--quote", default="", metavar="TEXT", help=say("cli.notes.quote"))
    add.add("--page", type=arguments.positive, metavar="N", help=say("cli.notes.page"))
    change.add("number", type=int, metavar="NUMBER", help=say("cli.notes.number"))
    for one in (add, change):
        one.add("--note", metavar="TEXT", help=say("cli.notes.note"))
        told = say("cli.notes.colour", colours=", ".join(_COLOURS))
        one.add("--colour", "--color", choices=_COLOURS, metavar="COLOUR", help=told)
    place = action("place", say("cli.notes.place"))
    place.add("number", type=int, metavar="NUMBER", help=say("cli.notes.number"))
    place.add("--quote", required=True, metavar="TEXT", help=say("cli.notes.quote"))
    place.add("--page", type=arguments.positive, metavar="N", help=say("cli.notes.page"))
    action("remove", say("cli.notes.remove")).add(
        "number", type=int, metavar="NUMBER", help=say("cli.notes.number")
    )
    search = action("search", say("cli.notes.search"))
    search.add("words", nargs="+", metavar="WORDS", help=say("cli.notes.words"))
    export = action("export", say("cli.notes.export"))
    export.add("document", nargs="?", metavar="DOCUMENT", help=say("cli.notes.document"))
    export.add("file", type=Path, metavar="FILE", help=say("cli.notes.file"))
    arguments.password(export)


def wrong(asked: argparse.Namespace) -> str:
    """What no argument alone can be blamed for."""
    if asked.action == "add" and not asked.quote.strip() and not (asked.note or "").strip():
        return say("cli.notes.whole")
    if asked.action == "change" and asked.note is None and asked.colour is None:
        return say("cli.notes.nothing")
    return ""


def run(session: Session) -> bool:
    """List and find notes, make, change and delete them, or take them along."""
    actions: dict[str, Callable[[Session, Services], bool]] = {
        "list": _list,
        "add": _add,
        "change": _change,
        "place": _place,
        "remove": _remove,
        "search": _search,
        "export": _export,
    }
    with session.services() as services:
        return actions[session.arguments.action](session, services)


def _list(session: Session, services: Services) -> bool:
    _, notes = _chosen(session, services)
    show(session, notes)
    if not notes:
        session.output.tell(say("cli.notes.none"))
    return True


def _add(session: Session, services: Services) -> bool:
    from rag.types import Colour

    asked, notes = session.arguments, services.notes
    document = only(services, asked.document)
    colour, text = Colour(asked.colour or Colour.YELLOW), asked.note or ""
    if asked.quote.strip():
        made = notes.mark_quote(document, asked.quote, colour, text, asked.page)
    elif asked.page is not None:
        made = notes.on_page(document, asked.page, text, colour)
    else:
        made = notes.on_document(document, text, colour)
    show(session, [made])
    return True


def _change(session: Session, services: Services) -> bool:
    from rag.types import Colour

    asked = session.arguments
    colour = None if asked.colour is None else Colour(asked.colour)
    show(session, [services.notes.change(asked.number, asked.note, colour)])
    return True


def _place(session: Session, services: Services) -> bool:
    asked, notes = session.arguments, services.notes
    document = services.library.document(notes.get(asked.number).document_id)
    show(session, [notes.place_quote(asked.number, document, asked.quote, asked.page)])
    return True


def _remove(session: Session, services: Services) -> bool:
    from app.exporting.notes import row

    note = services.notes.get(session.arguments.number)
    services.notes.delete(note.id)
    told = say("cli.notes.removed", number=note.id, document=note.document)
    session.output.give(row(note), told)
    return True


def _search(session: Session, services: Services) -> bool:
    found = services.notes.search(" ".join(session.arguments.words))
    show(session, found)
    if not found:
        session.output.tell(say("cli.notes.not-found"))
    return True


def _export(session: Session, services: Services) -> bool:
    from app.exporting import notes as exporting

    document, notes = _chosen(session, services)
    file: Path = session.arguments.file
    copies = document is not None and exporting.is_copy(document, file)
    if document is not None and copies:
        with interruptible() as cancel:
            written = exporting.write_copy(
                services.reader, services.store, document, notes, file, session.password, cancel
            )
    else:
        name = None if document is None else document.name
        title = say("notes.export.all") if name is None else say("notes.export.title", document=name)
        written = exporting.write(notes, title, file)
    services.audit.saved("notes", file, "" if document is None else document.name)
    row = {"file": str(file), "notes": written.notes, "left": [one.id for one in written.left]}
    session.output.give(row, count("cli.notes.saved", written.notes, file=file))
    if copies:
        session.output.tell(say("cli.notes.copied"))
    for one in written.left:
        session.output.note(say("cli.notes.left", number=one.id))
    return True


def _chosen(session: Session, services: Services) -> tuple[Document | None, list[Note]]:
    name = session.arguments.document
    if name is None:
        return None, services.notes.all()
    document = only(services, name)
    return document, services.notes.of(document.id)


COMMAND = Command("notes", run, grammar, wrong)
