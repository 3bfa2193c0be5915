"""Parts of a document as they are fetched to be shown; nothing of it in the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.words.catalogue import say
from app.words.places import place_words
from app.words.speakers import speaker_words
from rag.reading.formats import SUFFIXES, Format
from rag.types import PageUnit, Sheet, SpokenTurn, clock
from rag.types.views import Kind, Part, SheetView
from ui.reader.kinds import Opened
from ui.reader.laid.cells import Rows
from ui.reader.laid.sections import Section, sections_of
from ui.reader.laid.setting import Head

if TYPE_CHECKING:
    from app.library.library import Library

_CHARACTERS = 60_000  # of a part that nothing is known of
_TEXTS = (
    Format.WORD, Format.OPEN_TEXT, Format.RICH_TEXT, Format.HTML, Format.MARKDOWN, Format.BOOK, Format.SLIDES,
    Format.OPEN_SLIDES, Format.MAIL, Format.OUTLOOK, Format.PACKED_MAIL, Format.SIGNED, Format.SHEETS,
    Format.OLD_SHEETS, Format.OPEN_SHEETS, Format.TABLE, Format.RECORDING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """A part: the rows of a sheet with what its columns are called, or the sections of a text."""

    rows: Rows | None = None
    names: dict[int, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()


def fetched(library: Library, opened: Opened, part: Part, place: int, sheet: SheetView | None) -> Fetched:
    """Bring a part, which is the `place`-th of its document. Raises `DocumentUnknown`."""
    document = opened.document.id
    text, blocks = library.views.blocks(document, part)
    if sheet is not None:
        names = {one.column: library.text(document, one.start, one.end) for one in sheet.names}
        return Fetched(Rows(text, part.start, blocks), names)
    sections = sections_of(text, blocks, part, place, [one.start for one in opened.sheets])
    for link in library.references(document, part.start, part.end):
        for section in sections:
            if section.start <= link.start < section.end:
                section.links.append((link.start, link.end, link.target))
    if opened.document.unit is PageUnit.MINUTE:
        heads = [_head(turn) for turn in library.views.turns(document, part)]
        for section in sections:
            section.heads = tuple(one for one in heads if section.start <= one.start < section.end)
    return Fetched(sections=tuple(sections))


def _head(turn: SpokenTurn) -> Head:
    """Who speaks from there on, and since when."""
    who = speaker_words(turn.speaker, turn.name)
    return Head(turn.start, say("reader.sound.turn", at=clock(turn.seconds), who=who), turn.speaker)


def plain_parts(sheets: Sequence[Sheet]) -> list[Part]:
    """Pages by the part, of a text of which nothing is known."""
    found: list[Part] = []
    first = 0
    for place, sheet in enumerate(sheets):
        last = place + 1 == len(sheets)
        if last or sheet.start + sheet.length - sheets[first].start > _CHARACTERS:
            found.append(
                Part(sheets[first].number, sheet.number, sheets[first].start, sheet.start + sheet.length)
            )
            first = place + 1
    return found


def called(opened: Opened, page: int) -> str:
    """What stands above a page that is not the first."""
    sheet = opened.sheets[page - 1] if page <= len(opened.sheets) else None
    unit = opened.document.unit
    if sheet is not None and sheet.label and unit is not PageUnit.PAGE:
        return sheet.label
    if sheet is not None and sheet.label and ("," in sheet.label or ":" in sheet.label):
        return place_words(sheet.label)
    number = sheet.label if sheet is not None and sheet.label else str(page)
    return say(f"reader.laid.{unit.value}", number=number)


def is_laid(opened: Opened) -> bool:
    """Whether a document has no printed pages and more to be shown than lines of text."""
    document = opened.document
    if document.container is not None:
        return True  # a message of a mailbox
    form = SUFFIXES.get(Path(document.name).suffix.lower())
    return form in _TEXTS or (form is None and document.unit in (PageUnit.SHEET, PageUnit.SLIDE))


def attached_page(opened: Opened, section: Section, start: int) -> int:
    """The page of what is attached to a message, whose name begins at `start` of the text; 0 for none."""
    names = [cell for one in section.blocks if one.kind is Kind.ATTACHED for cell in one.cells]
    name = next((one for one in names if one.start == start), None)
    if name is None:
        return 0
    said = section.text[name.start - section.start : name.end - section.start]
    begins = (f"{said},", f"{said}:")
    return next((one.number for one in opened.sheets if (one.label or "").startswith(begins)), 0)
