"""The command folders: add, list, remove, sync."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.output import described, steps
from app.cli.progress import ProgressBar
from app.cli.rows import Row, document_row
from app.cli.session import Session
from app.words.catalogue import count, say
from rag.language.file_names import name_of, printable

if TYPE_CHECKING:
    from app.events import Event
    from app.library.folder_sync import FileChange
    from app.services import Services
    from app.types import FolderStatus


def grammar(command: Grammar) -> None:
    action = command.actions()
    add = action("add", say("cli.folders.add"))
    add.add("paths", nargs="+", type=Path, metavar="PATH")
    add.add("--collection", default="", metavar="C", help=say("cli.folders.collection"))
    action("list", say("cli.folders.list"))
    remove = action("remove", say("cli.folders.remove"))
    remove.add("names", nargs="+", metavar="PATH", help=say("cli.folders.name"))
    sync = action("sync", say("cli.folders.sync"))
    sync.add("names", nargs="*", metavar="PATH", help=say("cli.folders.all"))


def run(session: Session) -> bool:
    """Watch folders, or do so no longer; False when a file could not be read or a folder not be reached."""
    actions: dict[str, Callable[[Session], bool]] = {
        "add": _add,
        "list": _list,
        "remove": _remove,
        "sync": _sync,
    }
    return actions[session.arguments.action](session)


def _add(session: Session) -> bool:
    with session.services(resume=True) as services:
        collection = session.arguments.collection
        watched = [services.folders.add(path, collection) for path in session.arguments.paths]
        return _bring_up_to_date(session, services, [folder.id for folder in watched])


def _sync(session: Session) -> bool:
    with session.services(resume=True) as services:
        named = [services.folders.named(name).id for name in session.arguments.names] or None
        return _bring_up_to_date(session, services, named)


def _list(session: Session) -> bool:
    with session.services() as services:
        found = services.folders.list()
    for status in found:
        _folder(session, status)
    if not found:
        session.output.tell(say("cli.folders.none"))
    return True


def _remove(session: Session) -> bool:
    with session.services() as services:
        for folder in [services.folders.named(name) for name in session.arguments.names]:
            services.folders.remove(folder.id)
            row = {"folder": printable(folder.path), "state": "left"}
            session.output.give(row, say("cli.folders.left", path=printable(folder.path)))
    return True


def _bring_up_to_date(session: Session, services: Services, folder_ids: list[int] | None) -> bool:
    """Look at folders until they are up to date, telling each change as it is done."""
    from app.events import DocumentProgress
    from app.library.folder_sync import Change
    from app.types import FolderState

    output, bar, failed = session.output, ProgressBar(session.output.err), []

    def progress(event: Event) -> None:
        if isinstance(event, DocumentProgress):
            bar.show(say("cli.folders.reading"), event.done, event.total, steps(event), event.seconds_left)

    def changed(change: FileChange) -> None:
        bar.clear()
        if change.change is Change.FAILED:
            failed.append(change)
        done = say(f"cli.folders.changes.{change.change.value}")
        text = f"{name_of(change.path)}: {done}"
        if change.document is not None and change.change is not Change.MOVED:
            output.give(_change_row(change), f"{text}; {described(change.document)}")
        else:
            output.give(_change_row(change), f"{text}.")

    unsubscribe = services.bus.subscribe(progress)
    try:
        found = services.folders.sync(folder_ids, changed)
    except KeyboardInterrupt:
        bar.clear()
        output.note(say("cli.folders.goes-on"))
        raise
    finally:
        unsubscribe()
        bar.clear()
    for status in found:
        _folder(session, status)
    return not failed and all(status.state is not FolderState.UNREACHABLE for status in found)


def _folder(session: Session, status: FolderStatus) -> None:
    group = f" [{status.folder.collection}]" if status.folder.collection else ""
    documents = count("cli.folders.documents", status.documents)
    state = say(f"cli.folders.states.{status.state.value}")
    text = f"{status.folder.id:>4}  {printable(status.folder.path)}{group}  ({documents}, {state})"
    session.output.give(_folder_row(status), text)


def _folder_row(status: FolderStatus) -> Row:
    folder = status.folder
    return {
        "folder": printable(folder.path),
        "id": folder.id,
        "collection": folder.collection,
        "state": status.state.value,
        "documents": status.documents,
        "waiting": status.waiting,
    }


def _change_row(change: FileChange) -> Row:
    document = None if change.document is None else document_row(change.document)
    return {
        "folder": printable(change.folder.path),
        "path": printable(str(change.path)),
        "change": change.change.value,
        "document": document,
    }


COMMAND = Command("folders", run, grammar)
