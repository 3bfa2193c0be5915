"""The command read: what a file says, page by page, without a library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.output import reason
from app.cli.progress import ProgressBar
from app.cli.reading import document_reader
from app.cli.rows import error_row, page_row
from app.cli.session import Session, interruptible
from app.cli.unlock import ask_password
from app.words.catalogue import say
from app.words.reasons import gap_words
from engine.errors import Cancelled, Fault
from rag.errors import PasswordNeeded, PasswordWrong
from rag.language.file_names import name_of
from rag.types import DocumentInfo, Page, PageUnit

if TYPE_CHECKING:
    from engine.cancel import CancelToken
    from rag.reading.reader import DocumentReader


def grammar(command: Grammar) -> None:
    command.add("paths", nargs="+", type=Path, metavar="PATH")
    arguments.password(command)


def run(session: Session) -> bool:
    """Read files and folders; False when any of them failed."""
    from app.library.files import readable_files

    password, done = session.password, True
    with document_reader(session) as reader, interruptible() as cancel:
        files = list(readable_files(session.arguments.paths))
        if not files:
            session.output.note(say("cli.read.nothing"))
            return False
        for path in files:
            done = _read(session, reader, path, password, cancel) and done
    return done


def _read(
    session: Session, reader: DocumentReader, path: Path, password: str | None, cancel: CancelToken
) -> bool:
    output = session.output
    try:
        try:
            pages = _pages(session, reader, path, password, cancel)
        except (PasswordNeeded, PasswordWrong):
            typed = ask_password(name_of(path))
            if not typed:
                raise
            pages = _pages(session, reader, path, typed, cancel)
    except Cancelled:
        raise
    except Fault as fault:
        row = {"document": name_of(path), "pages": [], "error": error_row(fault)}
        output.give(row, f"{name_of(path)}: {reason(fault)}")
        return False
    lines = [line for page in pages for line in (_headed(path, page, len(pages)), page.text)]
    for page in pages:
        for why in page.unread:
            output.note(say("cli.read.unread", name=name_of(path), number=page.number, reason=gap_words(why)))
    output.give({"document": name_of(path), "pages": [page_row(page) for page in pages]}, "\n".join(lines))
    return True


def _headed(path: Path, page: Page, total: int) -> str:
    return say("cli.read.heading", name=name_of(path), number=page.number, total=total)


def _pages(
    session: Session, reader: DocumentReader, path: Path, password: str | None, cancel: CancelToken
) -> list[Page]:
    bar, total, unit, pages = ProgressBar(session.output.err), 0, "page", list[Page]()
    try:
        for event in reader.read(path, password, cancel):
            if isinstance(event, DocumentInfo):
                total = event.page_count
                unit = event.unit.value if event.unit is PageUnit.MINUTE else "page"
            elif isinstance(event, Page):
                pages.append(event)
                told = say(f"cli.documents.steps.{unit}", done=len(pages), total=total)
                bar.show(name_of(path), len(pages), total, told)
    finally:
        bar.clear()
    return pages


COMMAND = Command("read", run, grammar)
