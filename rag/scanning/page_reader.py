"""A picture of a page to its lines: found, turned upright, made straight, read, put in reading order.

Coordinates: pixels of the picture while lines are found; fractions of the page in what is given back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.ocr.text_detector import Region
from rag.layout.order import reading_order
from rag.layout.printed import RawLine, RawWord, Rectangle
from rag.layout.trust import CHECK, SURE, is_noise
from rag.scanning.bend import Bend, bend_of
from rag.scanning.clearing import cleared
from rag.scanning.hands import kinds_of
from rag.scanning.line_reading import LineReader, Reading
from rag.scanning.lone_line import is_slim, lone_line, widened
from rag.scanning.sizing import sought_at
from rag.scanning.spread import gutter
from rag.scanning.strips import Corners, Gray, between, cut, parted
from rag.scanning.windows import is_blank, joined, windows
from rag.types import LineKind

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first

_MARGIN = 0.08  # of a line's height, added above and below
_UPRIGHT = 1.5  # a region this much higher than wide stands on its side
_TURNED = 0.6  # of the regions, then the page does
_TRIED = 4  # lines read both ways up, where the page may stand on its head
_BETTER = 0.1  # median confidence of lines on their heads, to lines that stand
_READABLE = SURE  # confidence of a page that certainly stands upright, or lies straight
_BENT = 0.25  # of a line's height, that lines stray from straight ones: then they are straightened
_LIKELY = 0.03  # of the picture's shorter side: a line's height, where none was found
_AS_MUCH = 0.85  # of the text read of the bent page, that is read of the straightened one
_JOINED = 0.9  # of a line's height: pieces of a row nearer than this are one line


class Detector(Protocol):
    """What finds lines; see `engine.ocr.text_detector.TextDetector`."""

    def find(self, picture: Colours) -> list[Region]: ...


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Lines in reading order, and how often the picture was turned left to stand upright (0–3)."""

    lines: tuple[RawLine, ...]
    turns: int


@dataclass(frozen=True, slots=True)
class _Upright:
    """A picture that was turned left `turns` times so that its lines lie, and where they are.

    `is_all`: what stands on it is all writing, also where no line is found.
    """

    picture: Colours
    gray: Gray
    turns: int
    regions: Sequence[Region]
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """The lines of a picture that was turned left `turns` times, and what the recogniser says at once.

    `bend`: what was taken from the picture before lines were sought; corners are those of the straight page.
    """

    picture: Colours
    turns: int
    corners: Sequence[Corners]
    strips: Sequence[Gray]
    readings: Sequence[Reading]
    looks: Sequence[Sequence[Gray]] = ()  # other pictures of each line, where there are any
    bend: Bend | None = None

    def on_page(self, corners: Corners) -> Rectangle:
        """The box around a field, as fractions of the page as it lies in the file."""
        height, width = self.picture.shape[:2]
        outline = corners if self.bend is None else self.bend.on_page(corners)
        return _fractions(_box(outline), width, height, self.turns)


class PageReader:
    def __init__(self, detector: Detector, reader: LineReader) -> None:
        self._detector = detector
        self._reader = reader

    def read_strips(self, strips: Sequence[Gray]) -> list[Reading]:
        """Pictures of single lines of one page."""
        first = self._reader.plain(strips)
        return self._reader.finished(strips, first, kinds_of(first))

    def regions(self, picture: Colours) -> list[Region]:
        """Where text stands on a picture, which is taken as it lies. Raises MemoryError."""
        return self._find(picture)

    def glance(self, picture: Colours, regions: Sequence[Region]) -> list[Reading]:
        """What the recogniser says at once of places on a picture, in their order."""
        if not regions:
            return []
        gray = _gray(picture)
        return self._reader.plain([cut(gray, one.corners, _MARGIN) for one in regions])

    def read(self, picture: Colours) -> ReadPage:
        """The lines of a page; of two pages of an open book, those of the left one first."""
        upright = self._upright(picture, 0)
        parted = gutter(upright.gray, [_box(region.corners) for region in upright.regions])
        if parted is not None:
            return self._read_both(upright, parted)
        return self._read_one(upright)

    def read_again(self, picture: Colours) -> ReadPage:
        """The lines of a picture in which none was found: what stands there, drawn out, and a line by itself
        wherever it is.
        """
        clear = cleared(picture)
        if clear is None:
            return ReadPage((), 0)
        upright = replace(self._upright(clear.picture, 0), is_all=True)
        page = self._read_one(upright)
        slim = is_slim(upright.gray)
        lines = tuple(line for line in page.lines if slim or line.confidence >= CHECK)
        for line in lines:
            for word in line.words:
                word.box = clear.on_picture(word.box)
            line.box = clear.on_picture(line.box)
        return ReadPage(lines, page.turns)

    def _read_both(self, spread: _Upright, parted: int) -> ReadPage:
        """Each page of an open book by itself: they may bend and slant each in its own way."""
        height, width = spread.picture.shape[:2]
        pages = []
        for left, right in ((0, parted), (parted, width)):

            def beside(box: Rectangle, left: int = left, wide: int = right - left) -> Rectangle:
                x0, y0, x1, y1 = box
                x0, x1 = left + x0 * wide, left + x1 * wide
                return _fractions((x0, y0 * height, x1, y1 * height), width, height, spread.turns)

            page = self._upright(np.ascontiguousarray(spread.picture[:, left:right]), 0)
            read = self._read_one(page)
            for line in read.lines:
                for word in line.words:
                    word.box = beside(word.box)
                line.box = beside(line.box)
            pages.append(read)
        if all(page.turns == 2 for page in pages):  # the book stands on its head
            pages.reverse()
        return ReadPage(tuple(line for page in pages for line in page.lines), spread.turns)

    def _read_one(self, upright: _Upright) -> ReadPage:
        found = self._found(upright)
        if found is None:
            return ReadPage((), 0)
        if self._is_upside_down(found):
            turned = np.ascontiguousarray(np.rot90(found.picture, 2))
            again = self._found(self._upright(turned, (found.turns + 2) % 4))
            found = again or found
        kinds = kinds_of(found.readings)
        finished = self._reader.finished(found.strips, found.readings, kinds, found.looks)
        lines: list[RawLine] = []
        for place, reading in enumerate(finished):
            if not reading.text.strip() or is_noise(
                reading.text, reading.confidence, by_hand=LineKind.HANDWRITTEN in kinds
            ):
                continue
            lines.append(_line(reading, found, found.corners[place], kinds[place]))
        return ReadPage(tuple(lines), found.turns)

    def _upright(self, picture: Colours, turns: int) -> _Upright:
        """A picture, turned where its lines run up or down it."""
        regions = self._find(picture)
        if regions and sum(_stands(region) for region in regions) > _TURNED * len(regions):
            turns, picture = (turns + 1) % 4, np.ascontiguousarray(np.rot90(picture, 1))
            regions = self._find(picture)
        return _Upright(picture, _gray(picture), turns, regions)

    def _found(self, upright: _Upright) -> _Found | None:
        """The lines of an upright picture, straightened where they bend; None where there are none."""
        picture, gray, turns, regions = upright.picture, upright.gray, upright.turns, upright.regions
        # Of lines that bend much, none is found: the shape of the page is looked for all the same.
        high = median([_height(one) for one in regions] or [min(picture.shape[:2]) * _LIKELY])
        bend = bend_of(gray)
        if bend is None or bend.depth < _BENT * high:
            return self._looked_at(picture, gray, turns, regions) if regions or upright.is_all else None
        flat = bend.flattened(picture)
        found = self._looked_at(flat, _gray(flat), turns, self._find(flat))
        straight = found and replace(found, picture=picture, bend=bend)
        if straight is not None and _sureness(straight.readings) >= _READABLE:
            return straight
        plain = self._looked_at(picture, gray, turns, regions)
        if straight is None or plain is None:
            return straight or plain
        return straight if _reads_better(straight.readings, plain.readings) else plain

    def _looked_at(
        self, picture: Colours, gray: Gray, turns: int, regions: Sequence[Region]
    ) -> _Found | None:
        """What the recogniser says of an upright page's regions; None where no line is."""
        tilt = _tilt(regions)
        rows = reading_order([_box(_turned(region.corners, -tilt)) for region in regions])
        corners = [joined for row in rows for joined in _joined([regions[place] for place in row], tilt)]
        whole = lone_line(gray, corners) if len(rows) <= 1 else None
        fields = corners if whole is None else [widened(_around(corners, tilt), whole) if corners else whole]
        if not fields:
            return None
        pieces = [piece for field in fields for piece in parted(gray, field)]
        looks = [[cut(gray, whole)]] if whole is not None and corners and len(pieces) == 1 else []
        strips = [cut(gray, one, _MARGIN) for one in pieces]
        return _Found(picture, turns, pieces, strips, self._reader.plain(strips), looks)

    def _is_upside_down(self, found: _Found) -> bool:
        """Whether the widest lines read better the other way up."""
        places = sorted(range(len(found.strips)), key=lambda place: -found.strips[place].shape[1])[:_TRIED]
        upright = median(found.readings[place].confidence for place in places)
        if upright >= _READABLE:
            return False
        turned = [np.ascontiguousarray(found.strips[place][::-1, ::-1]) for place in places]
        return median(one.confidence for one in self._reader.plain(turned)) > upright + _BETTER

    def _find(self, picture: Colours) -> list[Region]:
        height, width = picture.shape[:2]
        parts = windows(width, height)
        if len(parts) == 1:
            return self._found_in(picture)
        boxes: list[Rectangle] = []
        places: list[int] = []
        for place, (left, top, right, bottom) in enumerate(parts):
            part = picture[top:bottom, left:right]
            for region in () if is_blank(part) else self._found_in(part):
                x0, y0, x1, y1 = _box(region.corners)
                boxes.append((left + x0, top + y0, left + x1, top + y1))
                places.append(place)
        return [Region(_field(box)) for box in joined(boxes, places)]

    def _found_in(self, picture: Colours) -> list[Region]:
        import cv2

        height, width = picture.shape[:2]
        size = sought_at(picture)
        if size != (width, height):
            smaller = size[0] * size[1] < width * height
            how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
            picture = np.asarray(cv2.resize(picture, size, interpolation=how), np.uint8)
        scale = np.array([width / size[0], height / size[1]], np.float32)
        found = self._detector.find(np.ascontiguousarray(picture[:, :, ::-1]))
        return [replace(region, corners=region.corners * scale) for region in found]


def _reads_better(readings: Sequence[Reading], others: Sequence[Reading]) -> bool:
    """Whether a page is read more surely than otherwise, and nothing of it is lost."""
    length, before = (sum(len(one.text) for one in some) for some in (readings, others))
    return length >= _AS_MUCH * before and _sureness(readings) > _sureness(others)


def _sureness(readings: Sequence[Reading]) -> float:
    """Mean confidence of the lines, by length."""
    length = sum(len(one.text) for one in readings)
    return sum(one.confidence * len(one.text) for one in readings) / max(length, 1)


def _gray(picture: Colours) -> NDArray[np.uint8]:
    import cv2

    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _width(region: Region) -> float:
    return float(np.linalg.norm(region.corners[1] - region.corners[0]))


def _height(region: Region) -> float:
    return float(np.linalg.norm(region.corners[3] - region.corners[0]))


def _stands(region: Region) -> bool:
    return _height(region) > _UPRIGHT * _width(region)


def _tilt(regions: Sequence[Region]) -> float:
    """The angle of the lines, in radians: that of the middle one of the wide ones."""
    angles = [
        math.atan2(float(one.corners[1][1] - one.corners[0][1]), float(one.corners[1][0] - one.corners[0][0]))
        for one in regions
        if _width(one) > 4 * _height(one)
    ]
    return median(angles) if angles else 0.0


def _turned(corners: Corners, angle: float) -> Corners:
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.asarray(corners @ np.array([[cosine, sine], [-sine, cosine]], np.float32), np.float32)


def _box(corners: Corners) -> Rectangle:
    low, high = corners.min(axis=0), corners.max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _joined(row: Sequence[Region], tilt: float) -> list[Corners]:
    """The pieces of a row put together where little stands between them."""
    found: list[Corners] = []
    for region in row:
        if found:
            before, here = _box(_turned(found[-1], -tilt)), _box(_turned(region.corners, -tilt))
            height = min(before[3] - before[1], here[3] - here[1])
            alike = max(before[3] - before[1], here[3] - here[1]) < 1.6 * height
            if alike and here[0] - before[2] < _JOINED * height:
                found[-1] = _around([found[-1], region.corners], tilt)
                continue
        found.append(region.corners)
    return found


def _around(row: Sequence[Corners], tilt: float) -> Corners:
    """The field that holds all pieces of a row."""
    return _turned(_field(_box(np.concatenate([_turned(one, -tilt) for one in row]))), tilt)


def _field(box: Rectangle) -> Corners:
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def _line(reading: Reading, found: _Found, corners: Corners, kind: LineKind) -> RawLine:
    """The line with a box for each word, on the page as it lies in the file."""
    words: list[RawWord] = []
    letters = reading.letters
    start = 0
    for word in letters.text.split(" "):
        end = start + len(word)
        if word:
            low = letters.places[start - 1] if start else 0.0
            high = letters.places[end] if end < len(letters.places) else 1.0
            piece = between(corners, low, high)
            score = min(letters.chances[start:end])
            words.append(RawWord(word, found.on_page(piece), score))
        start = end + 1
    line = RawLine(words, 0.0, False, kind=kind, confidence=reading.confidence)
    line.others, line.odds = reading.others, reading.odds
    line.settle()
    line.box = found.on_page(corners)
    return line


def _fractions(box: Rectangle, width: int, height: int, turns: int) -> Rectangle:
    """A box as fractions of the page as it lies; `width` and `height` are those of the turned picture."""
    x0, y0, x1, y1 = box
    x0, x1, y0, y1 = x0 / width, x1 / width, y0 / height, y1 / height
    for _ in range(turns):  # undo one turn to the left
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    return (max(x0, 0.0), max(y0, 0.0), min(x1, 1.0), min(y1, 1.0))
