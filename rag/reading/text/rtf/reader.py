"""RTF: paragraphs in every encoding, headings by style, tables, footnotes, page breaks, comments.

Pictures, embedded objects, field codes, hidden and deleted text are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.source import Source
from rag.reading.text.rtf.blocks import Blocks, Paragraph
from rag.reading.text.rtf.encodings import USUAL, decoded, of_charset, of_code_page, paired
from rag.reading.text.rtf.tokens import Kind, tokens
from rag.reading.text.rtf.words import CAPTURED, LEFT_OUT, MARKS, SIGNS, STARRED
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_DEEPEST = 5_000  # groups
_MAGIC = b"{\\rtf"


@dataclass(slots=True)
class _Group:
    """What holds until a closing brace."""

    encoding: str = USUAL
    skip: int = 1  # characters that stand for one in Unicode, for older programs
    silent: bool = False  # its text is left out
    hidden: bool = False
    capture: str = ""  # the destination its text goes to
    fresh: bool = True  # nothing but the brace was seen
    starred: bool = False


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


class _Parser:
    """One pass over the tokens: which group they stand in, and so what they are said for."""

    def __init__(self) -> None:
        self.title = ""
        self.author = ""
        self._encoding = USUAL  # of the document
        self._fonts: dict[int, str] = {}  # with an encoding of their own
        self._font = 0  # under definition
        self._style: tuple[int, int | None] | None = None  # under definition, and its level
        self._blocks = Blocks()
        self._stack: list[_Group] = []
        self._group = _Group()
        self._bytes = bytearray()  # not yet decoded
        self._text: list[str] = []
        self._captured: list[str] = []
        self._left = 0  # characters to pass over after one in Unicode
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
        if data and not group.silent and not group.hidden:
            self._bytes += data

    def _add(self, text: str) -> None:
        self._decode()
        if not self._group.silent and not self._group.hidden:
            (self._captured if self._group.capture else self._text).append(text)

    def _decode(self) -> None:
        """Turn the bytes so far into text. To be called before anything changes that decides how."""
        if self._bytes:
            text = decoded(bytes(self._bytes), self._group.encoding)
            self._bytes.clear()
            (self._captured if self._group.capture else self._text).append(text)

    def _said(self) -> str:
        """The text since it was last asked for."""
        text = paired("".join(self._text))
        self._text.clear()
        return text

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
        self._group = replace(self._group, fresh=True, starred=False)
        return len(self._stack) < _DEEPEST

    def _close(self) -> None:
        self._decode()
        self._left = 0
        closed = self._group
        if self._stack:
            self._group = self._stack.pop()
        if closed.capture and (not self._group.capture or closed.capture in ("stylesheet", "fonttbl")):
            self._use(closed.capture)

    def _use(self, capture: str) -> None:
        """Put to use what was captured."""
        text = one_line(paired("".join(self._captured)))
        self._captured.clear()
        if capture == "stylesheet" and self._style is not None:
            style, level = self._style
            self._blocks.define_style(style, text, level)
            self._style = None
        elif capture == "title":
            self.title = text
        elif capture == "author":
            self.author = text
        elif capture == "footnote" and text:
            self._text.append(self._blocks.footnote(text))
        elif capture == "annotation" and text:
            self._blocks.comment(text)

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
        if word in LEFT_OUT or (group.starred and word not in STARRED):
            group.silent = True
            return True
        return False

    def _handlers(self) -> dict[str, Callable[[int | None], None]]:
        return {
            "u": self._unicode,
            "uc": self._set_skip,
            "ansicpg": lambda number: self._set_encoding(of_code_page(number)),
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
            "row": lambda _: self._blocks.end_row(),
            "trowd": lambda _: self._blocks.begin_row(),
            "trhdr": lambda _: self._blocks.declare_header(),
            "page": lambda _: self._break_page(),
            "sect": lambda _: self._break_page(),
        }

    def _set_skip(self, number: int | None) -> None:
        self._group.skip = min(max(number or 0, 0), 16)

    def _set_encoding(self, encoding: str) -> None:
        self._decode()
        self._encoding = self._group.encoding = encoding

    def _set_font(self, number: int | None) -> None:
        self._decode()
        self._font = number or 0
        if self._group.capture != "fonttbl":
            self._group.encoding = self._fonts.get(self._font, self._encoding)

    def _define_font(self, number: int | None) -> None:
        encoding = of_charset(number or 0)
        if self._group.capture == "fonttbl" and encoding is not None:
            self._fonts[self._font] = encoding

    def _set_style(self, number: int | None) -> None:
        if self._group.capture == "stylesheet":
            self._style = (number or 0, None)
        else:
            self._blocks.paragraph.style = number

    def _set_level(self, number: int | None) -> None:
        if self._group.capture != "stylesheet":
            self._blocks.paragraph.level = number
        elif self._style is not None:
            self._style = (self._style[0], number)

    def _set_hidden(self, number: int | None) -> None:
        self._decode()
        self._group.hidden = number != 0

    # Paragraphs and tables

    def _set_table(self) -> None:
        self._blocks.paragraph.in_table = True

    def _reset(self) -> None:
        self._blocks.paragraph = Paragraph()

    def _end_paragraph(self) -> None:
        self._decode()
        if self._group.capture:
            self._captured.append("\n")
        elif self._group.silent or self._group.hidden:
            return
        elif self._blocks.paragraph.in_table:
            self._text.append("\n")
        else:
            self._blocks.end_paragraph(self._said())

    def _end_cell(self) -> None:
        self._decode()
        self._blocks.end_cell(self._said())

    def _break_page(self) -> None:
        if not self._group.silent:
            self._blocks.paragraph.in_table = False
            self._end_paragraph()
            self._blocks.break_page()
