"""Compact bytes of page values, and the fields of a citation: what crosses from a reader's process and what
the vault keeps.

Words are records of 16 bytes, little-endian: start and end (uint32, characters of the page's text), then
x0, y0, x1, y1 (uint16, 65535 is the whole page). Lines and headings are JSON arrays.
"""

from __future__ import annotations

import functools
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from struct import Struct
from typing import Any, TypeVar, cast, get_args, get_type_hints, overload

from rag.types import Box, Citation, Doubt, Heading, Line, LineKind, Page, PageBox, Shared, Word

T = TypeVar("T")

_WORD = Struct("<IIHHHH")
_WHOLE = 65535
_EFFORT = 6  # of zlib


def _fraction(value: float) -> int:
    return min(max(round(value * _WHOLE), 0), _WHOLE)


class PackedWords(Sequence[Word]):
    """Words as their records, taken apart where one is asked for.

    A page has hundreds, and most that is read goes from its reader's process into the vault without anybody
    looking at one. As objects of their own they were 15,000 every few pages, which Python went through in the
    window's thread: 41 ms at one go (`bench loop`, while documents are read).
    """

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        """Raises ValueError when `data` is not whole records."""
        if len(data) % _WORD.size:
            raise ValueError(f"{len(data)} bytes are no whole number of words")
        self.data = data

    def __len__(self) -> int:
        return len(self.data) // _WORD.size

    @overload
    def __getitem__(self, place: int) -> Word: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Word]: ...
    def __getitem__(self, place: int | slice) -> Word | Sequence[Word]:
        if isinstance(place, slice):
            return tuple(self)[place]
        return _word(*_WORD.unpack_from(self.data, range(len(self))[place] * _WORD.size))

    def __iter__(self) -> Iterator[Word]:
        return starmap(_word, _WORD.iter_unpack(self.data))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PackedWords):
            return self.data == other.data
        return tuple(self) == other

    def __hash__(self) -> int:
        return hash(tuple(self))


def _word(start: int, end: int, x0: int, y0: int, x1: int, y1: int) -> Word:
    return Word(start, end, Box(x0 / _WHOLE, y0 / _WHOLE, x1 / _WHOLE, y1 / _WHOLE))


def pack_words(words: Iterable[Word]) -> bytes:
    """Sixteen bytes a word; fractions outside 0–1 are clipped."""
    if isinstance(words, PackedWords):
        return words.data
    pack = _WORD.pack
    return b"".join(
        pack(
            word.start,
            word.end,
            _fraction(word.box.x0),
            _fraction(word.box.y0),
            _fraction(word.box.x1),
            _fraction(word.box.y1),
        )
        for word in words
    )


def unpack_words(data: bytes) -> Sequence[Word]:
    """The inverse of `pack_words`. Raises ValueError when `data` is not whole records."""
    return PackedWords(data)


def pack_lines(lines: Iterable[Line]) -> bytes:
    """UTF-8 JSON.

    A line's text is left out, since it is the page's text from `start` to `end`; only a line set aside
    (`start == end`: a running header or footer) carries its own.
    """
    rows: list[list[Any]] = []
    for line in lines:
        box = line.box
        rows.append(
            [
                line.start,
                line.end,
                None if box is None else [round(value, 5) for value in (box.x0, box.y0, box.x1, box.y1)],
                line.kind.value,
                round(line.confidence, 4),
                round(line.size, 2),
                int(line.bold),
                line.text if line.start == line.end else "",
                *_of_picture(line),
            ]
        )
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _of_picture(line: Line) -> list[Any]:
    """What only lines read from pictures have: nothing for most."""
    if not (line.doubts or line.others or line.read is not None):
        return []
    doubts = [[doubt.start, doubt.end, round(doubt.confidence, 4)] for doubt in line.doubts]
    return [[doubts, line.others, line.read, [round(one, 2) for one in line.odds]]]


def unpack_lines(data: bytes, page_text: str) -> tuple[Line, ...]:
    """The inverse of `pack_lines`, given the text of the page the lines belong to."""
    return tuple(
        Line(
            start=start,
            end=end,
            text=page_text[start:end] or aside,
            box=None if box is None else Box(*box),
            kind=LineKind(kind),
            confidence=confidence,
            size=size,
            bold=bool(bold),
            doubts=tuple(Doubt(*one) for picture in more for one in picture[0]),
            others=tuple(one for picture in more for one in picture[1]),
            read=more[0][2] if more else None,
            odds=tuple(one for picture in more for kept in picture[3:] for one in kept),
        )
        for start, end, box, kind, confidence, size, bold, aside, *more in (json.loads(data) if data else ())
    )


def pack_headings(headings: Iterable[Heading]) -> bytes:
    """UTF-8 JSON."""
    rows = [[heading.start, heading.end, heading.level, heading.title] for heading in headings]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_headings(data: bytes) -> tuple[Heading, ...]:
    """The inverse of `pack_headings`. Raises ValueError, TypeError for what is none."""
    return tuple(made(Heading, row) for row in (json.loads(data) if data else ()))


def made(of: type[T], row: Sequence[Any]) -> T:
    """A value of plain fields from a row that came from elsewhere. Raises TypeError where a field is of
    another kind than it says, so that nobody meets that later.
    """
    if not all(map(isinstance, row, _kinds(cast("Any", of)))):
        raise TypeError(f"no {of.__name__}")
    return of(*row)


@functools.cache
def _kinds(of: Any) -> tuple[tuple[type, ...], ...]:
    """What each field of a dataclass may hold, in their order."""
    hints = get_type_hints(of)
    kinds = (get_args(hint) or (hint,) for hint in hints.values())
    return tuple((*kind, int) if float in kind else kind for kind in kinds)


def pack_page(page: Page) -> tuple[bytes, bytes, bytes, bytes]:
    """What the vault keeps of a page's content, each part compressed: text, lines, words, headings."""
    lines, words, headings = pack_lines(page.lines), pack_words(page.words), pack_headings(page.headings)
    text, lines, words, headings = (
        zlib.compress(part, _EFFORT) for part in (page.text.encode(), lines, words, headings)
    )
    return text, lines, words, headings


def decode_citation(fields: dict[str, Any]) -> Citation:
    """A citation from the fields that JSON kept of it."""
    boxes = tuple(_page_box(**place) for place in fields["boxes"])
    shared = fields.get("shared")
    return Citation(**{**fields, "boxes": boxes, "shared": shared and Shared(**shared)})


def _page_box(
    page: int, box: dict[str, float], confidence: float = 1.0, kind: str = LineKind.PRINTED
) -> PageBox:
    return PageBox(page, Box(**box), confidence, LineKind(kind))
