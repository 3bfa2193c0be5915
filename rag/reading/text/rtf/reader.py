"""RTF: paragraphs in every encoding, headings, lists, tables, notes, comments, headers, forms, text boxes.

Pictures, embedded objects, field codes and deleted text are left out; struck and hidden text is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from rag.errors import FileCorrupt
from rag.reading.cleaning import clean, one_line
from rag.reading.glyphs import RAISED, of_font, with_ticks
from rag.reading.margins import PAGE_NUMBER
from rag.reading.runs import Runs
from rag.reading.source import Source
from rag.reading.text.rtf.blocks import Paragraph
from rag.reading.text.rtf.encodings import LETTERS, decoded, paired
from rag.reading.text.rtf.fields import Field
from rag.reading.text.rtf.lists import OldList
from rag.reading.text.rtf.properties import Properties
from rag.reading.text.rtf.seeing import Sight
from rag.reading.text.rtf.state import Group, Remark
from rag.reading.text.rtf.tokens import Kind, tokens
from rag.reading.text.rtf.words import (
    BOXES,
    CAPTURED,
    ENTRIES,
    FOOTERS,
    HEADERS,
    LEFT_OUT,
    LIST_WORDS,
    MARKS,
    NUMBERS,
    OLD_LIST_WORDS,
    SIGNS,
    STARRED,
    TABLES,
)
from rag.reading.viewing.recording import recorder
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_DEEPEST = 5_000  # groups
_MAGIC = b"{\\rtf"
_MARGINS = HEADERS | FOOTERS


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    data = source.load(_MAX_BYTES)
    if _MAGIC not in data[:64]:
        raise FileCorrupt(path=str(source.path), detail="no RTF")
    parser = _Parser()
    pages = parser.pages(data)
    yield DocumentInfo(title=parser.title, page_count=len(pages), author=parser.author)
    yield from pages


def plain_text(data: bytes) -> str:
    """The text of an RTF, such as the body of a message."""
    return "\n\n".join(page.text for page in _Parser().pages(data))


class _Parser(Properties):
    """One pass over the tokens: which group they stand in, and so what they are said for."""

    def __init__(self) -> None:
        self.title = ""
        self.author = ""
        super().__init__()
        self._body = self._group.runs
        self._stack: list[Group] = []
        self._bytes = bytearray()  # not yet decoded
        self._left = 0  # characters to pass over after one in Unicode
        self._numbered = False  # the number of the paragraph under way was said, or it has none
        self._counts = True  # lists are numbered where the file says no number
        self._remark = Remark()
        self._boxes: list[str] = []  # that are anchored in the paragraph under way
        self._words: dict[str, Callable[[int | None], None]] = self._handlers()

    def pages(self, data: bytes) -> list[Page]:
        for kind, said, number in tokens(data):
            if kind is Kind.WORD:
                self._word(said.decode(), number)
            elif kind is Kind.TEXT:
                self._say(said)
            elif kind is Kind.OPEN:
                if not self._open():
                    break
            elif kind is Kind.CLOSE:
                self._close()
            else:
                self._sign(said)
        while self._stack:
            self._close()
        self._end_paragraph()
        return self._blocks.finish()

    # Text

    def _say(self, data: bytes) -> None:
        group = self._group
        group.fresh = False
        if self._left:
            passed = min(self._left, len(data))
            self._left -= passed
            data = data[passed:]
        if data and not group.is_left_out:
            self._bytes += data
        elif group.capture == "colortbl":
            self._inks.end(data.count(b";"))

    def _add(self, text: str) -> None:
        self._decode()
        if not self._group.is_left_out:
            self._put(text)

    def _decode(self) -> None:
        """Turn the bytes so far into text. To be called before anything changes that decides how."""
        if self._bytes:
            encoding = LETTERS if self._group.pictures else self._group.encoding
            text = decoded(bytes(self._bytes), encoding)
            self._bytes.clear()
            self._put(text)

    def _put(self, text: str) -> None:
        group = self._group
        if not self._numbered and group.runs is self._body and not text.isspace():
            self._numbered = True
            self._number(self._next_number(group.paragraph))
        font = RAISED if group.raised else group.pictures
        group.runs.add(of_font(font, text) if font else text, self._kind())
        noted = recorder()
        if noted is not None:
            noted.run(text, group.marks)

    def _number(self, text: str) -> None:
        """Say the number of the paragraph under way."""
        if text:
            self._body.add(f"{text} ")

    def _next_number(self, paragraph: Paragraph) -> str:
        if paragraph.list is not None and self._counts:
            return self._lists.next(paragraph.list, paragraph.depth)
        return "" if paragraph.old is None else self._lists.next_old(paragraph.old)

    def _unicode(self, number: int | None) -> None:
        self._add(chr((number or 0) & 0xFFFF))
        self._left = self._group.skip

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._group.starred = True
        elif sign in b"\r\n":
            self._end_paragraph()
        elif sign in MARKS:
            self._add(MARKS[sign])
        elif sign in b"\\{}":
            self._say(sign)

    # Groups

    def _open(self) -> bool:
        """Open a group; False where there are too many to go on."""
        self._decode()
        self._left = 0
        self._stack.append(self._group)
        self._group = self._group.inner()
        return len(self._stack) < _DEEPEST

    def _close(self) -> None:
        self._decode()
        self._left = 0
        closed = self._group
        if self._stack:
            self._group = self._stack.pop()
        if closed.begins:
            self._use(closed)
        elif closed.capture in ENTRIES and self._group.begins == closed.capture:
            name = _said(closed)
            if closed.capture == "fonttbl":
                self._name_font(name)
            else:
                self._define(name)

    def _use(self, closed: Group) -> None:
        """Put to use what a destination that is closed has said."""
        match closed.begins:
            case "leveltext":
                self._lists.text(closed.runs.take())
            case "title":
                self.title = _said(closed)
            case "author":
                self.author = _said(closed)
            case name if name in NUMBERS:
                self._use_number(_said(closed))
            case "pn" | "pntxtb" | "pntxta":
                self._use_old_list(closed)
            case "footnote" | "annotation" | "atnauthor" | "atnid" | "atndate":
                self._use_note(closed.begins, _said(closed))
            case "fldinst" | "ffl":
                self._use_field(closed)
            case name if name in _MARGINS:
                self._blocks.margin("Header" if name in HEADERS else "Footer", _said(closed))
            case name if name in BOXES:
                self._use_box(paired(closed.runs.take(_whole)))

    def _use_number(self, text: str) -> None:
        group = self._group
        if group.is_left_out or not text:
            return
        if group.runs is not self._body:
            group.runs.add(f"{text} ")
        elif not self._numbered:
            self._numbered = True
            self._next_number(group.paragraph)  # as far as the list counts
            self._number(text)

    def _use_old_list(self, closed: Group) -> None:
        paragraph, old = self._group.paragraph, closed.paragraph.old or OldList()
        if closed.begins == "pn":
            self._group.paragraph = replace(paragraph, old=old)
        else:
            before = closed.begins == "pntxtb"
            text = _said(closed)
            old = paragraph.old or OldList()
            old = replace(old, before=text) if before else replace(old, after=text)
            self._group.paragraph = replace(paragraph, old=old)

    def _use_note(self, kind: str, text: str) -> None:
        remark = self._remark
        match kind:
            case "footnote" if text and not self._group.is_left_out:
                self._group.runs.add(self._blocks.footnote(text))
            case "annotation":
                self._blocks.comment(text, remark.author or remark.initials, remark.date)
                self._remark = Remark()
            case "atnauthor":
                remark.author = text
            case "atnid":
                remark.initials = text
            case "atndate":
                remark.date_of(text)

    def _use_field(self, closed: Group) -> None:
        field = closed.field
        if field is None:
            return
        if closed.begins == "ffl":
            field.entries.append(_said(closed))
            return
        field.instruction = _said(closed)
        if not self._group.is_left_out:
            self._put(field.shown)
            if field.counts_pages and self._group.capture in _MARGINS:
                self._put(PAGE_NUMBER)

    def _use_box(self, text: str) -> None:
        group = self._group
        if group.is_left_out:
            return
        if group.runs is self._body and not group.paragraph.in_table:
            self._boxes.append(text)
        else:
            group.runs.add(f" {text} ")

    def _define(self, name: str) -> None:
        """An entry of the style sheet ends."""
        if self._style is not None:
            self._blocks.define_style(self._style, name)
            self._style = None

    # Control words

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        first, group.fresh = group.fresh, False
        if first and self._destination(word):
            return
        if word in SIGNS:
            self._add(SIGNS[word])
            return
        handler = self._words.get(word)
        if handler is not None:
            handler(number)
        elif group.capture in TABLES and word in LIST_WORDS:
            self._lists.define(word, 1 if number is None else number)
        elif group.capture == "pn" and word in OLD_LIST_WORDS:
            group.paragraph = replace(
                group.paragraph, old=(group.paragraph.old or OldList()).told(word, number)
            )

    def _destination(self, word: str) -> bool:
        """Whether the group that begins is one whose text goes elsewhere, or nowhere."""
        group = self._group
        if group.capture in TABLES and word in ("list", "listoverride", "lfolevel", "listlevel"):
            self._lists.begin(word)
            return True
        if word in CAPTURED:
            # Title and author stand inside a group that is left out otherwise.
            group.silent = group.silent and word not in ("title", "author")
            group.capture = group.begins = word
            group.runs = Runs()
            self._begin(group, word)
            return True
        if word in LEFT_OUT or (group.starred and word not in STARRED):
            group.silent = True
            if word == "colortbl":
                group.capture = word
            self._painted = self._painted or word == "background"
            return True
        if word == "field":
            group.field = Field()
        elif word == "fldrslt" and group.field is not None:
            counted = group.field.counts_pages and group.capture in _MARGINS
            group.silent = group.silent or counted or bool(group.field.shown)
        return word in ("field", "fldrslt")

    def _begin(self, group: Group, word: str) -> None:
        if word == "formfield" and group.field is not None:
            group.field.is_form = True
        elif word in _MARGINS or word in BOXES or word in NUMBERS:
            group.hidden = group.struck = group.raised = False
            group.sight = Sight()
        elif word == "pn":
            group.paragraph = replace(group.paragraph, old=None)

    def _handlers(self) -> dict[str, Callable[[int | None], None]]:
        return self._property_handlers() | {
            "u": self._unicode,
            "par": lambda _: self._end_paragraph(),
            "cocoartf": lambda _: self._say_all_numbers(),
            "chpgn": lambda _: self._add(PAGE_NUMBER if self._group.capture in _MARGINS else ""),
            "cell": lambda _: self._end_cell(),
            "row": lambda _: self._end_row(),
            "trowd": lambda _: self._blocks.begin_row(),
            "trhdr": lambda _: self._blocks.declare_header(),
            "clvmrg": lambda _: self._blocks.merge_cell("down"),
            "clmrg": lambda _: self._blocks.merge_cell("across"),
            "cellx": lambda _: self._blocks.define_cell(),
            "page": lambda _: self._break_page(),
            "sect": lambda _: self._break_page(),
        }

    def _say_all_numbers(self) -> None:
        """The file is of a program that writes each number as text: a paragraph without one shows none."""
        self._counts = False

    # Paragraphs and tables

    def _end_paragraph(self) -> None:
        self._decode()
        group = self._group
        if group.is_left_out:
            return
        if group.runs is not self._body:
            group.runs.add("\n")
            return
        self._numbered = False
        if group.paragraph.in_table:
            self._body.add("\n")
            return
        self._blocks.end_paragraph(group.paragraph, self._taken())
        for box in self._boxes:
            self._blocks.end_paragraph(Paragraph(), box)
        self._boxes.clear()

    def _end_cell(self) -> None:
        self._decode()
        if self._group.runs is self._body:
            self._numbered = False
            self._blocks.end_cell(self._taken())
        else:
            self._group.runs.add(" ")

    def _end_row(self) -> None:
        if self._group.runs is self._body:
            self._blocks.end_row()

    def _break_page(self) -> None:
        if not self._group.silent and self._group.runs is self._body:
            self._set_paragraph(in_table=False)
            self._end_paragraph()
            self._blocks.break_page()

    def _taken(self) -> str:
        """What the body has said since it was asked last."""
        text = self._body.take(_whole)
        return paired(text if text.isascii() else with_ticks(text))


def _whole(text: str) -> str:
    return clean(paired(text))


def _said(group: Group) -> str:
    """What a destination has said, in one line."""
    return one_line(paired(group.runs.take(_whole)))
