"""What a row of the library says: how far its document is, what was read of it, why it was not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from app.events import DocumentProgress
from app.types import Notice
from app.words.amounts import counted, duration
from app.words.catalogue import say
from app.words.coverage import coverage_lines
from app.words.messages import notice_for
from rag.language.file_names import name_of, printable
from rag.types import Document, DocumentState

_WAITS_FOR_PASSWORD = ("password-needed", "password-wrong")


@dataclass(frozen=True, slots=True)
class Row:
    document: Document
    progress: DocumentProgress | None = None
    sought: str = field(init=False)  # what a filter looks for it in: its name and its mailbox's, case folded

    def __post_init__(self) -> None:
        one = self.document
        mailbox = one.container_path.rpartition("/")[2]
        object.__setattr__(self, "sought", f"{one.name}\n{mailbox}".casefold())


def failure(document: Document) -> Notice:
    """Why a document failed, in words."""
    return notice_for(document.error_code or "unknown", document.error_facts)


def needs_password(document: Document) -> bool:
    """Whether a document failed for want of its password."""
    return document.error_code in _WAITS_FOR_PASSWORD


def fraction(row: Row) -> float | None:
    """How much is done, 0–1, while work goes on; reading counts for a third, embedding for the rest."""
    event = row.progress
    if event is None or not event.total or row.document.state in (DocumentState.READY, DocumentState.FAILED):
        return None
    done = event.done / event.total
    return done / 3 if event.state is DocumentState.READING else 1 / 3 + done * 2 / 3


def status(row: Row) -> str:
    """The row's second line."""
    document, event = row.document, row.progress
    match document.state:
        case DocumentState.READY if document.is_container:
            return counted(document.held, document.unit.value)
        case DocumentState.READY:
            about = say(
                "library.row.ready",
                pages=counted(document.pages, document.unit.value),
                passages=counted(document.passages, "passage"),
            )
            if document.container is None:
                return about
            mailbox = name_of(PurePath(document.container_path))
            return say("library.row.member", mailbox=mailbox, about=about)
        case DocumentState.FAILED:
            return failure(document).title
        case DocumentState.QUEUED:
            return say("library.row.waiting")
    if event is None or not event.total:
        return say("library.row.starting")
    if event.state is DocumentState.READING:
        at = max(1, event.done)  # while the first is read none is
        words = say(f"library.reading.{document.unit.value}", done=at, total=event.total)
    else:
        words = say("library.row.learning", percent=100 * event.done // event.total)
    if event.seconds_left is None or event.seconds_left < 1:
        return words
    return say("library.row.with-time", words=words, time=duration(event.seconds_left))


def tooltip(row: Row) -> str:
    """Coverage: where every page's text came from; or why there is none, or not yet."""
    document = row.document
    if document.state is DocumentState.FAILED:
        words = failure(document)
        return f"{printable(document.path)}\n\n{words.sentence}\n{words.remedy}"
    parts = coverage_lines(document)
    tags = ", ".join(tag.name for tag in document.tags)
    told = [say("tagging.row.tags", tags=tags)] if tags else []
    head = [document.title or document.name, printable(document.path), *told]
    if document.state is not DocumentState.READY:
        return "\n".join([*head, "", status(row)])
    return "\n".join([*head, "", *parts]).strip()
