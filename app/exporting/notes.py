"""Notes of one's own, taken along: as Markdown, in the other formats as a table, and in a copy of the PDF
that they are on, where every viewer shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from app.errors import FileChanged, FileUnwritable, SummaryFileUnknown
from app.exporting.formats.json import moment
from app.exporting.markup import bulleted
from app.exporting.register import FORMATS, format_of
from app.exporting.shape import Cell, Paper, Section, Table
from app.exporting.text import marked_up, printable
from app.words.catalogue import quoted, say
from app.words.places import place_words
from engine.cancel import CancelToken
from rag.errors import FileMissing
from rag.language.words import plain
from rag.reading.pdf_marks import PdfMark
from rag.reading.reader import DocumentReader
from rag.storing.documents import DocumentStore
from rag.types import Colour, Document, Note, NoteKind

COLOURS: Mapping[Colour, tuple[int, int, int]] = {
    Colour.YELLOW: (255, 221, 87),
    Colour.GREEN: (154, 222, 123),
    Colour.BLUE: (140, 200, 255),
    Colour.RED: (255, 150, 140),
    Colour.PURPLE: (206, 168, 255),
}
"""Red, green and blue of what is marked, light enough that ink stays legible on it."""


@dataclass(frozen=True, slots=True)
class Written:
    """`left`: notes that are on no page of the PDF, as those on a file inside it."""

    notes: int
    left: tuple[Note, ...] = ()


def is_copy(document: Document, path: Path) -> bool:
    """Whether saving a document's notes there makes a copy of its PDF with the notes in it."""
    return path.suffix.lower() == ".pdf" and _is_pdf(document)


def write(notes: Sequence[Note], title: str, path: Path) -> Written:
    """Write notes as a text or a table, in the format that the file's name asks for. Raises
    `SummaryFileUnknown`, `FileUnwritable`.
    """
    form = format_of(path)
    if form is None:
        endings = [f".{one.suffix}" for one in FORMATS]
        raise SummaryFileUnknown(path=str(path), endings=", ".join(endings[:-1]), last=endings[-1])
    data = markdown(notes, title).encode() if form.suffix == "md" else form.write(paper(notes, title))
    _save(path, data)
    return Written(len(notes))


def write_copy(
    reader: DocumentReader,
    store: DocumentStore,
    document: Document,
    notes: Sequence[Note],
    path: Path,
    password: str | None,
    cancel: CancelToken,
) -> Written:
    """Write a copy of a PDF with the notes in it, highlights where their words stand. What is about the whole
    document, or lost its place, is a note at the edge of a page.

    Raises `FileMissing`, `FileChanged` where the file is not the one that was read any more, `ReadError`s,
    `WorkerError`s, `FileUnwritable`.
    """
    source = Path(document.path)
    try:
        size = source.stat().st_size
    except OSError as error:
        raise FileMissing(path=str(source)) from error
    if size != document.size:
        raise FileChanged(path=str(source))
    if path.expanduser().exists() and path.expanduser().samefile(source):
        raise FileUnwritable(path=str(path), detail=say("notes.export.itself"))
    marks = [one for note in notes for one in _marks(store, note)]
    copy, left = reader.annotated(source, [mark for _, mark in marks], cancel, password)
    _save(path, copy)
    gone = dict.fromkeys(marks[number][0] for number in left)
    return Written(len(notes) - len(gone), tuple(gone))


def markdown(notes: Sequence[Note], title: str) -> str:
    """Of each note its document, its page by number and by what is printed on it, what is marked, and what
    was written.
    """
    lines = [f"# {_text(title)}", ""]
    for name, group in groupby(notes, key=lambda one: one.document):
        lines += [f"## {_text(name)}", ""]
        for note in group:
            lines += [f"**{_text(where(note))}**", ""]
            if note.quote:
                lines += [f"> {_text(plain(note.quote))}", ""]
            if note.was:
                lines += [_text(say("notes.export.was", words=plain(note.was))), ""]
            if note.text:
                lines += ["  \n".join(_text(line) for line in bulleted(note.text).splitlines()), ""]
    return "\n".join(lines)


def paper(notes: Sequence[Note], title: str) -> Paper:
    """The same as a table."""
    columns = tuple(
        say(f"notes.export.columns.{one}") for one in ("document", "place", "quote", "note", "colour")
    )
    rows = tuple(
        (
            Cell(note.document),
            Cell(where(note)),
            Cell(plain(note.quote)),
            Cell(bulleted(note.text)),
            Cell(say(f"notes.colours.{note.colour.value}")),
        )
        for note in notes
    )
    made = max((note.updated for note in notes), default=0.0)
    return Paper(title, (Section("", (Table(columns, rows),)),), made=made, record=tuple(map(_record, notes)))


def row(note: Note) -> dict[str, Any]:
    """A note as JSON; its shape is a contract (see README)."""
    return {
        "note": note.id,
        "document": note.document,
        "kind": note.kind.value,
        "page": note.page,
        "place": note.place,
        "start": note.start,
        "end": note.end,
        "quote": note.quote,
        "was": note.was,
        "colour": note.colour.value,
        "text": note.text,
        "lost": note.is_lost,
        "created": round(note.created, 3),
        "updated": round(note.updated, 3),
    }


def _record(note: Note) -> dict[str, Any]:
    """The same in a file."""
    return {**row(note), "created": moment(note.created), "updated": moment(note.updated)}


def where(note: Note) -> str:
    """The place of a note as people say it."""
    if note.kind is NoteKind.DOCUMENT:
        return say("notes.place.document")
    if note.is_lost:
        return say("notes.place.lost", place=place_words(note.place))
    return place_words(note.place)


# --- inside -------------------------------------------------------------------------------------------------


def _marks(store: DocumentStore, note: Note) -> list[tuple[Note, PdfMark]]:
    """What is written of a note: one mark for each page that its words are on; its text with the first."""
    red, green, blue = (one / 255 for one in COLOURS[note.colour])
    rest = ((red, green, blue), note.created, note.updated)

    def mark(page: int, boxes: tuple[Any, ...], text: str, number: int = 0) -> tuple[Note, PdfMark]:
        name = f"confidant-{note.id}" + (f"-{number}" if number else "")
        colour, created, updated = rest
        return note, PdfMark(page, boxes, colour, text, name, created, updated)

    if note.kind is NoteKind.WORDS and note.start is not None and note.end is not None:
        places = store.boxes(note.document_id, note.start, note.end)
        pages = [
            (page, tuple(one.box for one in group)) for page, group in groupby(places, lambda one: one.page)
        ]
        if pages:
            return [
                mark(page, boxes, bulleted(note.text) if not number else "", number)
                for number, (page, boxes) in enumerate(pages)
            ]
    told = [say("notes.export.lost", words=plain(note.quote))] if note.is_lost and note.quote else []
    if not note.is_lost and note.quote:  # of a page without places of its words
        told = [quoted(plain(note.quote))]
    return [mark(note.page or 1, (), "\n".join((*told, bulleted(note.text))).strip())]


def _is_pdf(document: Document) -> bool:
    return document.container is None and Path(document.path).suffix.lower() == ".pdf"


def _save(path: Path, data: bytes) -> None:
    try:
        path.expanduser().write_bytes(data)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def _text(text: str) -> str:
    return marked_up(printable(text))
