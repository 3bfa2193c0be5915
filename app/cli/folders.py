"""The command folders: add, list, remove, sync."""

from __future__ import annotations

from collections.abc import Callable

from app.cli.library import described
from app.cli.output import Row, document_row
from app.cli.progress import ProgressBar
from app.cli.session import Session
from app.events import DocumentProgress, Event
from app.library.folder_sync import Change, FileChange
from app.services import Services
from app.types import FolderState, FolderStatus
from rag.types import DocumentState

_DONE = {
    Change.ADDED: "added",
    Change.CHANGED: "read again",
    Change.MOVED: "moved or renamed",
    Change.REMOVED: "deleted, so taken out",
    Change.FAILED: "failed",
}
_STATES = {
    FolderState.CURRENT: "up to date",
    FolderState.READING: "being read",
    FolderState.UNREACHABLE: "not reachable now; its documents stay",
}


def folders(session: Session) -> bool:
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
    if not found and not session.output.as_json:
        session.output.text("No folder is watched. Watch one with: confidant folders add PATH")
    return True


def _remove(session: Session) -> bool:
    with session.services() as services:
        for folder in [services.folders.named(name) for name in session.arguments.names]:
            services.folders.remove(folder.id)
            if session.output.as_json:
                session.output.row({"folder": folder.path, "state": "left"})
            else:
                session.output.text(f"{folder.path} is watched no longer. Its documents stay in the library.")
    return True


def _bring_up_to_date(session: Session, services: Services, folder_ids: list[int] | None) -> bool:
    """Look at folders until they are up to date, telling each change as it is done."""
    output, bar, failed = session.output, ProgressBar(session.output.err), []

    def progress(event: Event) -> None:
        if isinstance(event, DocumentProgress):
            unit = "page" if event.state is DocumentState.READING else "passage"
            detail = f"{unit} {event.done} of {event.total}"
            bar.show("reading", event.done, event.total, detail, event.seconds_left)

    def changed(change: FileChange) -> None:
        bar.clear()
        if change.change is Change.FAILED:
            failed.append(change)
        if output.as_json:
            output.row(_change_row(change))
        elif change.document is not None and change.change is not Change.MOVED:
            output.text(f"{change.path.name}: {_DONE[change.change]}; {described(change.document)}")
        else:
            output.text(f"{change.path.name}: {_DONE[change.change]}.")

    unsubscribe = services.bus.subscribe(progress)
    try:
        found = services.folders.sync(folder_ids, changed)
    except KeyboardInterrupt:
        bar.clear()
        output.note("What is not done yet goes on with the next “confidant folders sync”.")
        raise
    finally:
        unsubscribe()
        bar.clear()
    for status in found:
        _folder(session, status)
    return not failed and all(status.state is not FolderState.UNREACHABLE for status in found)


def _folder(session: Session, status: FolderStatus) -> None:
    if session.output.as_json:
        session.output.row(_folder_row(status))
        return
    group = f" [{status.folder.collection}]" if status.folder.collection else ""
    documents = f"{status.documents:,} document{'' if status.documents == 1 else 's'}"
    session.output.text(
        f"{status.folder.id:>4}  {status.folder.path}{group}  ({documents}, {_STATES[status.state]})"
    )


def _folder_row(status: FolderStatus) -> Row:
    folder = status.folder
    return {
        "folder": folder.path,
        "id": folder.id,
        "collection": folder.collection,
        "state": status.state.value,
        "documents": status.documents,
        "waiting": status.waiting,
    }


def _change_row(change: FileChange) -> Row:
    document = None if change.document is None else document_row(change.document)
    return {
        "folder": change.folder.path,
        "path": str(change.path),
        "change": change.change.value,
        "document": document,
    }
