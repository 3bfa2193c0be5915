"""What commands write: a JSON row or lines for people, and notes beside them."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import textwrap
from pathlib import PurePath
from typing import TYPE_CHECKING, TextIO

from app.cli.plain import harmless
from app.cli.rows import Row
from app.words.amounts import counted
from app.words.catalogue import count, say
from app.words.places import place_words
from rag.language.file_names import name_of
from rag.types import Citation, Document, DocumentState, Hit, PageUnit

if TYPE_CHECKING:
    from app.events import DocumentProgress
    from rag.finding.asides import SetAside


class Output:
    """Results go to one stream, each as a JSON object or a paragraph; everything else to the other."""

    def __init__(self, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        for stream in (self.out, self.err):
            if isinstance(stream, io.TextIOWrapper):  # of a terminal that is not set to UTF-8
                stream.reconfigure(errors="backslashreplace")

    def give(self, row: Row, text: str) -> None:
        """One result: its row with --json, else its text. At once, so that no reader of a pipe waits."""
        self._line(json.dumps(row, ensure_ascii=False) if self.as_json else text)

    def tell(self, text: str = "") -> None:
        """What stands around the results for people; with --json, nothing."""
        if not self.as_json:
            self._line(text)

    def stream(self, text: str) -> None:
        """A piece of a result for people, without a newline of its own, at once."""
        self.out.write(harmless(text))
        self.out.flush()

    def note(self, text: str) -> None:
        """Something for the person at the terminal, not part of the result."""
        self.err.write(harmless(text) + "\n")
        self.err.flush()

    def refuse(self, fault: BaseException, row: Row | None = None) -> None:
        """Say what went wrong. Where it is the result of one of several things, `row` says so with --json."""
        if row is not None and self.as_json:
            self._line(json.dumps(row, ensure_ascii=False))
        else:
            self.note(refusal(fault))

    def abandon(self) -> None:
        """Nobody reads the results any more: say no more, also not at exit."""
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 — a device, and its descriptor is wanted
            os.dup2(nowhere.fileno(), self.out.fileno())

    def _line(self, line: str) -> None:
        self.stream(line + "\n")


def refusal(fault: BaseException) -> str:
    """What went wrong and what to do, under its title."""
    from app.words.messages import notice_of

    notice = notice_of(fault)
    return f"{notice.title}. {notice.sentence}\n{notice.remedy}"


def reason(fault: BaseException) -> str:
    """What went wrong and what to do, in a line."""
    from app.words.messages import notice_of

    notice = notice_of(fault)
    return f"{notice.sentence} {notice.remedy}"


def state_name(state: DocumentState) -> str:
    return say(f"cli.documents.states.{state.value}")


def described(document: Document) -> str:
    """A document's state in a line."""
    if document.state is DocumentState.FAILED:
        from app.words.messages import notice_for

        notice = notice_for(document.error_code or "unknown", document.error_facts)
        return f"{notice.sentence} {notice.remedy}"
    if document.state is not DocumentState.READY:
        return state_name(document.state)
    if document.is_container:
        return count("cli.documents.holds", document.held, seconds=document.seconds)
    text = say(
        "cli.documents.ready",
        pages=counted(document.pages, document.unit.value),
        passages=counted(document.passages, "passage"),
        seconds=document.seconds,
    )
    empty = document.coverage.empty + document.coverage.failed
    return text + (say("cli.documents.without-text", pages=empty) if empty else "")


def told(document: Document) -> str:
    """The same of a row of the library: of a message also which mailbox it is from."""
    about = described(document)
    if document.container is None:
        return about
    return say("cli.documents.from", mailbox=name_of(PurePath(document.container_path)), about=about)


def steps(event: DocumentProgress) -> str:
    """How far a document has come: the pages read, then the passages embedded."""
    unit = "passage" if event.state is DocumentState.EMBEDDING else "page"
    if unit == "page" and event.unit in (PageUnit.MESSAGE, PageUnit.MINUTE):
        unit = event.unit.value
    return say(f"cli.documents.steps.{unit}", done=event.done, total=event.total)


def paragraph(text: str, indent: str = "") -> str:
    """Text wrapped to the terminal's width."""
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 110))
    return textwrap.fill(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)


def set_aside(found: SetAside) -> str:
    """What was set aside of pages, and of which, for people."""
    pages = counted(found.aside.pages, PageUnit.PAGE.value)
    return say(
        "cli.search.aside",
        document=found.document,
        pages=pages,
        page=found.aside.page,
        text=found.aside.text,
    )


def place_of(found: Hit | Citation) -> str:
    """Where a passage stands, for people."""
    place = place_words(found.place) or say("cli.documents.page", page=found.page)
    return f"{found.document}, {place}" + (f", {found.section}" if found.section else "")
