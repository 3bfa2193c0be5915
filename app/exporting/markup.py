"""The Markdown of an answer as blocks of pieces, each with its place in the answer's text.

Tables, code, lists, headings, quotes, bold, italic: what models write. Nothing of it is ever fetched or
followed: a link is its words with its address behind them, a picture its description, HTML the text that it
is written with. What is quoted from documents is text and no markup, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from rag.language.marks import unmarked, unquoted
from rag.types import Sentence

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ ]*([\w+#.-]*)[^`\n]*$")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
_ITEM = re.compile(r"([ \t]*)([-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_RULE = re.compile(r"[ ]{0,3}([-*_])[ ]*(\1[ ]*){2,}$")
_ROW = re.compile(r"[ \t]*\|")
_BETWEEN = re.compile(r"[\s:|-]*-[\s:|-]*")  # the line below the head of a table
_BAR = re.compile(r"(?<!\\)\|")
_INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+.!|~>-])"
    r"|(?P<tick>`+)(?P<code>[^\n]*?[^`\n])(?P=tick)(?!`)"
    r"|!?\[(?P<label>[^\[\]\n]*)\]\((?P<url>[^()\s]+)(?:[ ]+\"[^\"\n]*\")?\)"
    r"|(?<![\w*])\*\*(?P<bold>[^\s*](?:[^\n]*?[^\s*])?)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<slanted>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<emphasis>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
)
# Behind a dash, what makes it no bullet: an amount below zero, and in what is quoted, something that is said.
_AMOUNT = re.compile(r"[€$£¥]?[ ]?\d")
_SAID = re.compile(r"[“„«»\"'‘”]|.*[?!…]\W*$")
_NEST = 2  # blanks that make an item one of the item above
_DEEPEST = 6


class Kind(StrEnum):
    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"  # of a list
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look, which stand in the answer's text from `start` to `end`."""

    text: str
    start: int
    end: int
    bold: bool = False
    italic: bool = False
    code: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the place of its line, and its cells."""

    start: int
    end: int
    cells: tuple[Pieces, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind. `level` of a heading, from 1, or of an item, from 0; `marker` of an item: "•", "3.".
    `rows` of a table, the head first, `lines` of code, `language` as its fence calls it. `gap`: an empty line
    stood before it.
    """

    kind: Kind
    start: int
    end: int
    pieces: Pieces = ()
    level: int = 0
    marker: str = ""
    rows: tuple[Row, ...] = ()
    lines: str = ""
    language: str = ""
    gap: bool = False

    @property
    def number(self) -> int | None:
        """Of an item that has one."""
        return int(self.marker.rstrip(".)")) if self.marker[:1].isdigit() else None


def blocks(text: str, sentences: Sequence[Sentence] = (), *, growing: bool = False) -> list[Block]:
    """The blocks of an answer. Of one that is `growing`, a last line that may become a table is one already,
    so that what is read does not jump.
    """
    return list(_Reader(text, [one for one in sentences if _is_quote(one)], growing).blocks())


def bulleted(text: str) -> str:
    """What somebody typed, with bullets for the dashes and stars of its lists; all else is as it was."""
    return "\n".join(_Reader(text, (), growing=False).bulleted())


def split(pieces: Pieces, sentences: Sequence[Sentence]) -> Iterator[tuple[Piece, Sentence | None]]:
    """Pieces cut where sentences begin and end, each with the sentence that it is of."""
    for piece in pieces:
        if piece.end - piece.start != len(piece.text):  # a link, an escape: not to be cut
            yield piece, next((one for one in sentences if one.start <= piece.start < one.end), None)
            continue
        edges = {piece.start, piece.end}
        for one in sentences:
            edges |= {edge for edge in (one.start, one.end) if piece.start < edge < piece.end}
        ordered = sorted(edges)
        for start, end in pairwise(ordered):
            part = piece.text[start - piece.start : end - piece.start]
            owner = next((one for one in sentences if one.start <= start < one.end), None)
            yield Piece(part, start, end, piece.bold, piece.italic, piece.code), owner


def plain(pieces: Pieces) -> str:
    """The words alone."""
    return "".join(one.text for one in pieces)


def _is_quote(sentence: Sentence) -> bool:
    """Whether a sentence is one of the documents, word for word."""
    words = " ".join(unquoted(sentence.text).split())
    return bool(words) and any(
        words in " ".join(said.split())
        for one in sentence.citations
        for said in (one.quote, unmarked(one.quote))
    )


class _Reader:
    def __init__(self, text: str, literal: Sequence[Sentence], growing: bool) -> None:
        self._text = text
        self._growing = growing
        self._literal = literal
        self._lines: list[tuple[int, int]] = []
        at = 0
        for line in text.split("\n"):
            self._lines.append((at, at + len(line)))
            at += len(line) + 1

    def blocks(self) -> Iterator[Block]:
        at, gap, indents = 0, False, list[int]()
        while at < len(self._lines):
            start, end = self._lines[at]
            line = self._text[start:end]
            if not line.strip():
                gap, at = True, at + 1
                continue
            if self._is_literal(start + len(line) - len(line.lstrip())):
                found, taken = self._quoted(at, line, start, end, indents), 1
            else:
                found, taken = self._block(at, line, start, end, indents)
            if found.kind is not Kind.ITEM:
                indents = []
            yield _with_gap(found, gap=gap)
            gap, at = False, at + taken

    def _block(self, at: int, line: str, start: int, end: int, indents: list[int]) -> tuple[Block, int]:
        fence = _FENCE.fullmatch(line)
        if fence is not None:
            return self._code(at, fence)
        if _ROW.match(line) and self._begins_table(at):
            return self._table(at)
        if _RULE.fullmatch(line):
            return Block(Kind.RULE, start, end), 1
        heading = _HEADING.match(line)
        if heading is not None:
            pieces = self._pieces(start + heading.end(), end)
            return Block(Kind.HEADING, start, end, pieces, len(heading[1])), 1
        item = _ITEM.match(line)
        if item is not None and not self._is_amount(at, item):
            return self._item(item, start, end, indents), 1
        quote = _QUOTE.match(line)
        if quote is not None:
            return Block(Kind.QUOTE, start, end, self._pieces(start + quote.end(), end)), 1
        return Block(Kind.TEXT, start, end, self._pieces(start, end)), 1

    def _quoted(self, at: int, line: str, start: int, end: int, indents: list[int]) -> Block:
        """A line of a document: of its marks, only the dash or star of a list is drawn as its bullet."""
        item = self._bullet(at, line)
        if item is not None:
            return self._item(item, start, end, indents)
        return Block(Kind.TEXT, start, end, self._pieces(start, end))

    def _bullet(self, at: int, line: str) -> re.Match[str] | None:
        """The head of a line that is an item of a list with dashes or stars."""
        item = _ITEM.match(line)
        if item is None or item[2] not in "-*+" or self._is_amount(at, item):
            return None
        return None if item[2] == "-" and _SAID.match(line, item.end()) else item

    def bulleted(self) -> Iterator[str]:
        """Its lines, with a bullet for the dash or star of each item."""
        for at, (start, end) in enumerate(self._lines):
            line = self._text[start:end]
            item = self._bullet(at, line)
            yield line if item is None else f"{item[1]}• {line[item.end() :]}"

    def _item(self, item: re.Match[str], start: int, end: int, indents: list[int]) -> Block:
        indent = len(item[1].expandtabs(4))
        while indents and indent < indents[-1]:
            indents.pop()
        if not indents or indent >= indents[-1] + _NEST:
            indents.append(indent)
        marker = item[2] if item[2][0].isdigit() else "•"
        pieces = self._pieces(start + item.end(), end)
        return Block(Kind.ITEM, start, end, pieces, min(len(indents) - 1, _DEEPEST), marker)

    def _is_amount(self, at: int, item: re.Match[str]) -> bool:
        """Whether a dash is the sign of a number: of one that stands alone, in no list."""
        if item[2] != "-" or not _AMOUNT.match(item.string, item.end()):
            return False
        around = (
            self._text[slice(*self._lines[one])] for one in (at - 1, at + 1) if 0 <= one < len(self._lines)
        )
        return not any(_ITEM.match(one) for one in around)

    def _code(self, at: int, fence: re.Match[str]) -> tuple[Block, int]:
        """Up to the fence that closes it, or to the end of what is written."""
        last = at + 1
        while last < len(self._lines):
            start, end = self._lines[last]
            closing = self._text[start:end].strip()
            if closing.startswith(fence[1]) and not closing.strip(fence[1][0]):
                break
            last += 1
        closed = last < len(self._lines)
        begin = min(self._lines[at][1] + 1, len(self._text))
        end = max(begin, self._lines[last][0] - 1) if closed else len(self._text)
        block = Block(
            Kind.CODE,
            self._lines[at][0],
            self._lines[last][1] if closed else len(self._text),
            lines=self._text[begin:end],
            language=fence[2],
        )
        return block, last - at + 1

    def _begins_table(self, at: int) -> bool:
        if at + 1 >= len(self._lines):
            return self._growing
        start, end = self._lines[at + 1]
        below = self._text[start:end]
        begun = self._growing and at + 2 == len(self._lines) and "|".startswith(below.strip())
        return begun or bool(_ROW.match(below) and _BETWEEN.fullmatch(below))

    def _table(self, at: int) -> tuple[Block, int]:
        rows, last = list[Row](), at
        while last < len(self._lines):
            start, end = self._lines[last]
            line = self._text[start:end]
            if not _ROW.match(line) and last != at + 1:
                break
            if last != at + 1:
                rows.append(self._row(start, end))
            last += 1
        width = max(len(row.cells) for row in rows)
        even = (Row(one.start, one.end, one.cells + ((),) * (width - len(one.cells))) for one in rows)
        begin, end = self._lines[at][0], self._lines[last - 1][1]
        return Block(Kind.TABLE, begin, end, rows=tuple(even)), last - at

    def _row(self, start: int, end: int) -> Row:
        bars = [start + one.start() for one in _BAR.finditer(self._text[start:end])]
        if self._text[bars[-1] + 1 : end].strip() or len(bars) == 1:
            bars.append(end)  # its last bar is not there, or not written yet
        cells = tuple(self._cell(one + 1, other) for one, other in pairwise(bars))
        return Row(start, end, cells)

    def _cell(self, start: int, end: int) -> Pieces:
        text = self._text[start:end]
        begin = start + len(text) - len(text.lstrip())
        return self._pieces(begin, max(begin, start + len(text.rstrip())))

    def _pieces(self, start: int, end: int) -> Pieces:
        """The line from `start` to `end`, what is quoted in it left as it is."""
        found, at = list[Piece](), start
        for one in self._literal:
            if one.end > at and one.start < end:
                begin, stop = max(at, one.start), min(end, one.end)
                found += self._inline(at, begin, "")
                found.append(Piece(self._text[begin:stop], begin, stop))
                at = stop
        found += self._inline(at, end, "")
        return tuple(one for one in found if one.text)

    def _inline(self, start: int, end: int, look: str) -> Iterator[Piece]:
        at = start
        for found in _INLINE.finditer(self._text, start, end):
            if found.start() < at:
                continue
            yield self._piece(at, found.start(), look)
            at = found.end()
            if found["escaped"]:
                yield self._piece(found.start(), at, look, found["escaped"])
            elif found["code"]:
                yield self._piece(*found.span("code"), look + "c")
            elif found["url"]:
                words = f"{found['label']} ({found['url']})" if found["label"] else found["url"]
                yield self._piece(found.start(), at, look, words)
            else:
                group = next(one for one in ("bold", "slanted", "emphasis") if found[one])
                inner = "b" if group == "bold" else "i"
                yield from self._inline(*found.span(group), look + inner)
        yield self._piece(at, end, look)

    def _piece(self, start: int, end: int, look: str, text: str | None = None) -> Piece:
        words = self._text[start:end] if text is None else text
        return Piece(words, start, end, "b" in look, "i" in look, "c" in look)

    def _is_literal(self, at: int) -> bool:
        return any(one.start <= at < one.end for one in self._literal)


def _with_gap(block: Block, *, gap: bool) -> Block:
    return replace(block, gap=True) if gap else block
