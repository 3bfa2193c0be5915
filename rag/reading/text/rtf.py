"""RTF: paragraphs in every encoding, headings by style, tables, footnotes, page breaks, comments.

Pictures, embedded objects, field codes, hidden and deleted text are left out.
Source: Rich Text Format (RTF) Specification 1.9.1.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from rag.errors import FileCorrupt
from rag.reading.cleaning import clean, one_line
from rag.reading.paging import FlowPages
from rag.reading.rows import table_blocks
from rag.reading.source import Source
from rag.reading.text.rtf_words import (
    CAPTURED,
    CHARSETS,
    LEFT_OUT,
    MARKS,
    SIGNS,
    STARRED,
    SYMBOL,
    SYMBOL_CHARSET,
)
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_DEEPEST = 5_000  # groups
_MAGIC = b"{\\rtf"
_TOKEN = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})?[ ]?|'(?P<hex>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_HEADING = re.compile(r"heading (\d)|title", re.IGNORECASE)


@dataclass(slots=True)
class _Group:
    """What holds until a closing brace."""

    encoding: str = "cp1252"
    skip: int = 1  # characters that stand for one in Unicode, for older programs
    silent: bool = False  # its text is left out
    hidden: bool = False
    capture: str = ""  # the destination its text goes to
    fresh: bool = True  # nothing but the brace was seen
    starred: bool = False


@dataclass(slots=True)
class _Paragraph:
    """The properties of the paragraph under way."""

    style: int | None = None
    level: int | None = None  # of the outline, 0 is the highest
    in_table: bool = False


@dataclass(slots=True)
class _About:
    title: str = ""
    author: str = ""
    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    headings: dict[int, int] = field(default_factory=dict)  # style: level from 1


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    data = source.load(_MAX_BYTES)
    if _MAGIC not in data[:64]:
        raise FileCorrupt(path=str(source.path), detail="no RTF")
    parser = _Parser(data)
    pages = parser.pages()
    about = parser.about
    yield DocumentInfo(title=about.title, page_count=len(pages), author=about.author)
    yield from pages


def plain_text(data: bytes) -> str:
    """The text of an RTF, such as the body of a message."""
    return "\n\n".join(page.text for page in _Parser(data).pages())


class _Parser:
    """One pass over the tokens."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.about = _About()
        self._flow = FlowPages()
        self._stack: list[_Group] = []
        self._group = _Group()
        self._paragraph = _Paragraph()
        self._bytes = bytearray()  # not yet decoded
        self._text: list[str] = []
        self._captured: list[str] = []
        self._left = 0  # characters to pass over after one in Unicode
        self._font = 0  # under definition
        self._defined: tuple[int, int | None] | None = None  # style under definition, and its level
        self._cells: list[str] = []
        self._rows: list[list[str]] = []
        self._declared = 0
        self._heads = False
        self._notes = 0
        self._listed = False
        self._words: dict[str, Callable[[int | None], None]] = self._handlers()

    def pages(self) -> list[Page]:
        at = 0
        while match := _TOKEN.search(self._data, at):
            at = match.end()
            if match["text"] is not None:
                self._say(match["text"])
            elif match["hex"] is not None:
                self._say(bytes.fromhex(match["hex"].decode()))
            elif match["word"] is not None:
                number = None if match["number"] is None else int(match["number"])
                if match["word"] == b"bin":
                    at += max(number or 0, 0)
                self._word(match["word"].decode(), number)
            elif match["brace"] is not None:
                if not self._brace(opens=match["brace"] == b"{"):
                    break
            else:
                self._sign(match["sign"])
        self._end_paragraph()
        self._end_table()
        return self._flow.finish()

    # Text

    def _say(self, data: bytes) -> None:
        group = self._group
        group.fresh = False
        if self._left:
            passed = min(self._left, len(data))
            self._left -= passed
            data = data[passed:]
        if data and not group.silent and not group.hidden:
            self._bytes += data

    def _add(self, text: str) -> None:
        self._decode()
        if not self._group.silent and not self._group.hidden:
            (self._captured if self._group.capture else self._text).append(text)

    def _decode(self) -> None:
        """Turn the bytes so far into text. To be called before anything changes that decides how."""
        if not self._bytes:
            return
        encoding = self._group.encoding
        if encoding == SYMBOL:
            text = "".join(_symbol(byte) for byte in self._bytes)
        else:
            text = self._bytes.decode(encoding, "replace")
        self._bytes.clear()
        (self._captured if self._group.capture else self._text).append(text)

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

    def _brace(self, *, opens: bool) -> bool:
        """Open or close a group; False where there are too many to go on."""
        self._decode()
        self._left = 0
        if opens:
            self._stack.append(self._group)
            self._group = replace(self._group, fresh=True, starred=False)
            return len(self._stack) < _DEEPEST
        closed = self._group
        if self._stack:
            self._group = self._stack.pop()
        if closed.capture and (not self._group.capture or closed.capture in ("stylesheet", "fonttbl")):
            self._close(closed.capture)
        return True

    def _close(self, capture: str) -> None:
        """Put to use what was captured."""
        text = one_line(_paired("".join(self._captured)))
        self._captured.clear()
        if capture == "stylesheet" and self._defined is not None:
            style, level = self._defined
            named = _HEADING.match(text)
            if named is not None:
                self.about.headings[style] = int(named[1] or 1)
            elif level is not None and level < 9:
                self.about.headings[style] = level + 1
            self._defined = None
        elif capture == "title":
            self.about.title = text
        elif capture == "author":
            self.about.author = text
        elif capture == "footnote" and text:
            self._notes += 1
            self._text.append(f"[{self._notes}]")
            self._flow.note(f"{self._notes} {text}")
        elif capture == "annotation" and text:
            self._flow.note(f"Comment: {text}")

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

    def _destination(self, word: str) -> bool:
        """Whether the group that begins is one whose text goes elsewhere, or nowhere."""
        group = self._group
        if word in CAPTURED:
            # Title and author stand inside a group that is left out otherwise.
            group.silent = group.silent and word not in ("title", "author")
            group.capture = word
            return True
        if word in LEFT_OUT:
            group.silent = True
            return True
        if group.starred and word not in STARRED:
            group.silent = True
            return True
        return False

    def _handlers(self) -> dict[str, Callable[[int | None], None]]:
        return {
            "u": self._unicode,
            "uc": self._set_skip,
            "ansicpg": self._set_code_page,
            "mac": lambda _: self._set_encoding("mac_roman"),
            "pc": lambda _: self._set_encoding("cp437"),
            "pca": lambda _: self._set_encoding("cp850"),
            "f": self._set_font,
            "fcharset": self._define_font,
            "s": self._set_style,
            "outlinelevel": self._set_level,
            "par": lambda _: self._end_paragraph(),
            "pard": lambda _: self._reset(),
            "plain": lambda _: self._set_hidden(0),
            "v": self._set_hidden,
            "deleted": self._set_hidden,
            "htmlrtf": self._set_hidden,
            "intbl": lambda _: self._set_table(),
            "cell": lambda _: self._end_cell(),
            "row": lambda _: self._end_row(),
            "trowd": lambda _: self._begin_row(),
            "trhdr": lambda _: self._declare(),
            "page": lambda _: self._break_page(),
            "sect": lambda _: self._break_page(),
        }

    def _set_skip(self, number: int | None) -> None:
        self._group.skip = min(max(number or 0, 0), 16)

    def _set_code_page(self, number: int | None) -> None:
        self._set_encoding("utf-8" if number == 65001 else f"cp{number or 1252}")

    def _set_encoding(self, name: str) -> None:
        self._decode()
        self.about.encoding = self._group.encoding = _known(name)

    def _set_font(self, number: int | None) -> None:
        self._decode()
        self._font = number or 0
        if self._group.capture != "fonttbl":
            self._group.encoding = self.about.fonts.get(self._font, self.about.encoding)

    def _define_font(self, number: int | None) -> None:
        if self._group.capture == "fonttbl" and number not in (0, 1, None):
            name = SYMBOL if number == SYMBOL_CHARSET else CHARSETS.get(number or 0, "")
            if name:
                self.about.fonts[self._font] = name if name == SYMBOL else _known(name)

    def _set_style(self, number: int | None) -> None:
        if self._group.capture == "stylesheet":
            self._defined = (number or 0, None)
        else:
            self._paragraph.style = number

    def _set_level(self, number: int | None) -> None:
        if self._group.capture == "stylesheet":
            if self._defined is not None:
                self._defined = (self._defined[0], number)
        else:
            self._paragraph.level = number

    def _set_hidden(self, number: int | None) -> None:
        self._decode()
        self._group.hidden = number != 0

    # Paragraphs and tables

    def _set_table(self) -> None:
        self._paragraph.in_table = True

    def _reset(self) -> None:
        self._paragraph = _Paragraph()

    def _end_paragraph(self) -> None:
        self._decode()
        if self._group.capture:
            self._captured.append("\n")
            return
        if self._group.silent or self._group.hidden:
            return
        if self._paragraph.in_table:
            self._text.append("\n")
            return
        self._end_table()
        text = clean(_paired("".join(self._text))).strip()
        self._text.clear()
        level = self._level()
        item = level is None and text[:1] in "•·▪◦-" and text[1:2] in ("\t", " ")
        self._flow.add(text, level, title=one_line(text), tight=item and self._listed)
        self._listed = item

    def _level(self) -> int | None:
        own = self._paragraph.level
        if own is not None:
            return own + 1 if own < 9 else None
        return self.about.headings.get(self._paragraph.style or -1)

    def _end_cell(self) -> None:
        self._decode()
        self._cells.append(one_line(_paired("".join(self._text))))
        self._text.clear()

    def _begin_row(self) -> None:
        self._heads = False

    def _declare(self) -> None:
        self._heads = True

    def _end_row(self) -> None:
        if any(self._cells):
            self._rows.append(self._cells)
            self._declared += self._heads
        self._cells = []

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        if self._cells:
            rows.append(self._cells)
            self._cells = []
        for block in table_blocks(rows, self._declared):
            self._flow.add(block)
        self._declared = 0

    def _break_page(self) -> None:
        if self._group.silent:
            return
        self._paragraph.in_table = False
        self._end_paragraph()
        if not self._flow.empty:
            self._flow.break_page()


def _symbol(byte: int) -> str:
    """A character of a font of signs, in the private use area, but for those that only stand as bullets."""
    if byte <= 0x20:
        return chr(byte)
    return "•" if byte >= 0x80 else chr(0xF000 + byte)


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _paired(text: str) -> str:
    """Text whose characters beyond the first plane were written as two halves."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
