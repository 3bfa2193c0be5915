"""Views of documents as frames of the reader's process; blocks are opened where they are shown."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any, BinaryIO, cast

from engine.errors import ProtocolBroken
from engine.workers.frames import Frame, Json, encode, read_frame
from rag.types.views import (
    Area,
    Block,
    Cell,
    Family,
    Joint,
    Kind,
    Mark,
    Part,
    Pictured,
    SheetView,
    Stretch,
)

_QUICKLY = 1  # the least effort of gzip
_LARGEST = 20_000.0  # pixels of a side that a picture may be said to have
_LONGEST = 2_000  # characters of what it is said to show


@dataclass(frozen=True, slots=True)
class View:
    """How a document is laid out: parts in the order of the text, none of a sheet that says nothing."""

    family: Family
    sheets: tuple[SheetView, ...]
    parts: tuple[Part, ...]


def view_frames(family: Family, sheets: Sequence[SheetView], parts: Iterable[Part]) -> Iterator[Frame]:
    """A view as frames."""
    yield Frame({"family": family.value, "sheets": cast("list[Json]", [_listed(sheet) for sheet in sheets])})
    for part in parts:
        numbers = [part.first, part.last, part.start, part.end, part.sheet, part.top, part.bottom]
        yield Frame({"part": cast("list[Json]", numbers)}, (part.packed,))


def view_in(frames: Iterable[Frame], length: int) -> View:
    """The inverse of `view_frames`, of a text of `length` characters. Raises `ProtocolBroken`."""
    given = iter(frames)
    try:
        head = cast("dict[str, Any]", next(given).header)
        sheets = tuple(map(_sheet, head["sheets"]))
        parts = tuple(
            _part(cast("list[Any]", frame.header["part"]), frame.blobs[0], length) for frame in given
        )
        return View(Family(head["family"]), sheets, parts)
    except (StopIteration, LookupError, TypeError, ValueError) as error:
        raise ProtocolBroken(detail="no view of a document") from error


def kept_view(family: Family, sheets: Sequence[SheetView], parts: Iterable[Part]) -> bytes:
    """A view for `kept_view_in`, a sixth as large as its frames are."""
    made = b"".join(piece for frame in view_frames(family, sheets, parts) for piece in encode(frame))
    return gzip.compress(made, _QUICKLY)


def kept_view_in(kept: bytes, length: int) -> View:
    """The inverse of `kept_view`, of a text of `length` characters. Raises `ProtocolBroken`."""
    try:
        with gzip.open(io.BytesIO(kept)) as stream:
            frames = iter(partial(read_frame, cast("BinaryIO", stream)), None)
            return view_in(frames, length)
    except (OSError, EOFError, zlib.error) as error:
        raise ProtocolBroken(detail="no view of a document") from error


def _listed(sheet: SheetView) -> list[Any]:
    return [
        sheet.name, sheet.first, sheet.last, sheet.columns, sheet.rows, list(sheet.heads),
        [list(astuple(area)) for area in sheet.merges], sheet.above,
        [list(astuple(one)) for one in sheet.names],
    ]  # fmt: skip


def _sheet(row: list[Any]) -> SheetView:
    name, first, last, columns, rows, heads, merged, above, names = row
    counts = (first, last, columns, rows, *heads, above)
    begun, ended = heads
    if not isinstance(name, str) or not all(map(_is_count, counts)):
        raise TypeError("no sheet")
    merges = tuple(Area(*map(int, area)) for area in merged)
    said = tuple(Cell(*map(int, cell)) for cell in names)
    return SheetView(name, first, last, columns, rows, (begun, ended), merges, above, said)


def _part(numbers: list[Any], data: bytes, length: int) -> Part:
    if len(numbers) != 7 or not all(isinstance(number, int) for number in numbers):
        raise TypeError("no part")
    first, last, start, end, sheet, top, bottom = numbers
    part = Part(first, last, start, end, sheet, top, bottom, data)
    if not 0 <= part.start <= part.end <= length or not 1 <= part.first <= part.last:
        raise ValueError("no part")
    return part


def _is_count(number: object) -> bool:
    return isinstance(number, int) and 0 <= number < 1 << 31


_PICTURE = "picture"  # in the place where a line has its end


def packed(rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as `unpacked` takes them: start, end, kind, level, table, row, joint, and flat lists of numbers
    for cells, marks and hidden signs, which count from the block's start. A picture is a row of its place,
    its kind, number, width, height, words, and whether it is drawn.
    """
    return json.dumps(rows, separators=(",", ":")).encode()


def unpacked(data: bytes, start: int, end: int) -> tuple[Block, ...]:
    """The blocks of a part of the text that stands from `start` to `end`. Raises `ProtocolBroken` where they
    are none: a file that took its reader over may have written them.
    """
    try:
        return tuple(_blocks(json.loads(data), start, end))
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise ProtocolBroken(detail="no view of a document") from error


def _blocks(rows: Any, start: int, end: int) -> Iterator[Block]:
    done = start
    for values in rows:
        if values[1] == _PICTURE:
            picture = _picture(values, start, done, end)
            done = picture.start
            yield picture
            continue
        first, last, kind, level, table, row, joint, cells, marks, hidden = values
        low, high = start + first, start + last
        if not done <= low < high <= end or not all(isinstance(one, int) for one in (level, table, row)):
            raise ValueError("no block")
        done, length = high, high - low
        block = Block(
            low,
            high,
            Kind(kind),
            level,
            table,
            row,
            Joint(joint),
            tuple(
                Cell(column, low + begin, low + close, span)
                for column, begin, close, span in _in(cells, 4, 1, length)
                if column >= 0 and span >= 1
            ),
            tuple(
                Stretch(low + begin, low + close, Mark(mark & 15))
                for begin, close, mark in _in(marks, 3, 0, length)
            ),
            tuple((low + begin, low + close) for begin, close in _in(hidden, 2, 0, length)),
        )
        yield block


def _picture(values: Any, start: int, done: int, end: int) -> Block:
    at, _, number, wide, high, said, is_drawn = values
    sides = [float(side) for side in (wide, high)]
    if (
        not done <= start + at <= end
        or not _is_count(number)
        or not all(1 <= one <= _LARGEST for one in sides)
    ):
        raise ValueError("no picture")
    shown = Pictured(number, sides[0], sides[1], str(said)[:_LONGEST], bool(is_drawn))
    return Block(start + at, start + at, Kind.PICTURE, picture=shown)


def _in(flat: Any, width: int, at: int, length: int) -> Iterator[tuple[int, ...]]:
    """Numbers by the `width`, of which those at `at` are a start and an end; in order, none over another."""
    done = 0
    for place in range(0, len(flat), width):
        one = tuple(int(number) for number in flat[place : place + width])
        if not done <= one[at] <= one[at + 1] <= length:
            raise ValueError("no stretch")
        done = one[at + 1]
        yield one
