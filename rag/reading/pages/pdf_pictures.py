"""Pages of a PDF whose text is in pictures: which they are, and reading them.

A page is read from its picture where its text layer is missing or garbled; pictures on a page with text are
read each by itself where the layer says nothing in their place.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import Fault
from rag.layout.printed import RawLine, RawPage, RawWord, Rectangle
from rag.layout.trust import CHECK
from rag.reading.pages.pdf_bitmaps import drawn
from rag.reading.pages.pdf_objects import PageObjects
from rag.reading.pages.pdf_placed import PlacedPicture, pictures_of
from rag.scanning.sizing import LONGEST_SIDE
from rag.types import TextSource

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first

_log = logging.getLogger(__name__)

TOO_LARGE = "picture not read: too large"
DAMAGED = "picture not read: damaged"

_DPI = 200
_LEAST_DPI = 100  # of a picture: a coarser one is drawn so
_POINTS = 72
_NARROWEST = 900  # pixels: a small page is enlarged to this
_MOST_PIXELS = 12_000_000
_LEAST_PICTURE = 0.04  # of the page: a smaller one is a logo or a rule
_WHOLE = 0.6  # of the page: a scan with a stamp or a number printed over it
_FEW_CHARACTERS = 100
_STRANGE = 0.25  # of the characters
_ODD_WORDS = 0.45
_ENOUGH_WORDS = 12
_SHORTEST_WORD = 2  # characters
_MIXED = r"[A-Za-z][^\sA-Za-zÀ-ɏ'’./&-]+[A-Za-z]"
_CONSONANTS = r"[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{6,}"
_ODD = re.compile(rf"{_MIXED}|^{_CONSONANTS}$")
_ODD_PARTS = re.compile(rf"{_MIXED}|(?<!\S){_CONSONANTS}(?!\S)")  # at least one in each odd word of a text
_SMALLEST = 16  # pixels of a side: a bullet or a line
_MOST_KNOWN = 256  # pictures whose lines are kept: what recurs does so within so many
_SAID = 0.03  # of a picture under words: a note laid over a screenshot covers less, a scan's own text more
_SAID_LINE = 0.3  # of a line of a picture under words: the page's text says it already
_LETTERS = 3  # a line of a picture on a page with text has at least so many


class PictureReading:
    """Reads the pictures of one document's pages: one that recurs, such as a watermark, only once."""

    def __init__(self, read: Callable[[Colours], Sequence[RawLine]] | None = None) -> None:
        """`read` gives the lines of a part of a page, with boxes in fractions of it."""
        self._read = read or _lines_of_part
        self._known: dict[bytes, list[RawLine]] = {}

    def add(self, raw: RawPage, objects: PageObjects) -> None:
        """Add to `raw` what only the page's pictures say.

        What cannot be read is told in `raw.unread`. Raises `ModelError`s.
        """
        try:
            self._add(raw, objects)
        except Fault:
            raise
        except MemoryError:
            _tell(raw, TOO_LARGE)
        except Exception:
            # A boundary like that of the process: whatever a library makes of a picture, the text stays.
            _log.exception("The pictures of page %d of a PDF cannot be read", raw.number)
            _tell(raw, DAMAGED)

    def _add(self, raw: RawPage, objects: PageObjects) -> None:
        pictures, page = [], objects.page
        for one in pictures_of(objects):
            if one.is_too_large:
                one.hide()
                if _is_silent(raw, one):
                    _tell(raw, TOO_LARGE)
            else:
                pictures.append(one)
        if _needs_reading(raw, pictures, page):
            _read_whole(raw, page)
            if not raw.lines and any(one.area >= _LEAST_PICTURE and one.is_damaged for one in pictures):
                _tell(raw, DAMAGED)
            return
        if not raw.lines:
            return
        for one in [one for one in pictures if _is_silent(raw, one)]:
            try:
                lines = self._lines(one, page)
            except MemoryError:
                _tell(raw, TOO_LARGE)
                continue
            if not lines and one.is_damaged:
                _tell(raw, DAMAGED)
            placed = [_placed(line, one.box) for line in lines]
            raw.lines += [line for line in placed if _said(raw, line.box) < _SAID_LINE * _area(line.box)]

    def _lines(self, picture: PlacedPicture, page: Any) -> list[RawLine]:
        """The lines of a picture; their boxes are fractions of it."""
        identity = picture.identity()
        if identity is None:
            return self._read_part(page, picture)
        lines = self._known.pop(identity, None)
        if lines is None:
            lines = self._read_part(page, picture)
            while len(self._known) >= _MOST_KNOWN:
                del self._known[next(iter(self._known))]
        self._known[identity] = lines  # the last one of them
        return lines

    def _read_part(self, page: Any, picture: PlacedPicture) -> list[RawLine]:
        """The lines that stand on a part of a page, surely enough; their boxes are fractions of it."""
        with _without_text(page):
            part = _drawn(page, picture.box, picture.density)
        if min(part.shape[:2]) < _SMALLEST:
            return []
        return [
            line
            for line in self._read(part)
            if line.confidence >= CHECK and sum(one.isalnum() for one in line.text) >= _LETTERS
        ]


@contextmanager
def _without_text(page: Any) -> Iterator[None]:
    """While the page is drawn without what its text layer says."""
    import pypdfium2.raw as pdfium

    texts = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]))
    for one in texts:
        pdfium.FPDFPageObj_SetIsActive(one, False)
    try:
        yield
    finally:
        for one in texts:
            pdfium.FPDFPageObj_SetIsActive(one, True)


def asks_for_pictures(raw: RawPage, objects: PageObjects) -> bool:
    """Whether the page has pictures that say what its text does not. None is decoded to tell."""
    pictures = list(pictures_of(objects))
    return _needs_reading(raw, pictures, objects.page) or any(_is_silent(raw, one) for one in pictures)


def _is_silent(raw: RawPage, picture: PlacedPicture) -> bool:
    """Whether it is large enough to say something, and the page's text says next to nothing in its place."""
    if picture.area < _LEAST_PICTURE:
        return False
    return not _says_something(raw, picture.box) or _said(raw, picture.box) < _SAID * picture.area


def _tell(raw: RawPage, reason: str) -> None:
    if reason not in raw.unread:
        raw.unread += (reason,)


def garbled(text: str) -> bool:
    """Whether a text layer holds codes without meaning, as fonts without a character map leave them."""
    words = text.split()
    letters = "".join(words)
    if not letters:
        return False
    strange = letters.count("\ufffd")
    if not letters.isprintable():
        strange += sum(unicodedata.category(one) in ("Co", "Cn", "Cc", "Cs") for one in letters)
    if strange > _STRANGE * len(letters):
        return True
    words = [word for word in words if len(word) >= _SHORTEST_WORD]
    most = _ODD_WORDS * len(words)
    if len(words) < _ENOUGH_WORDS or len(_ODD_PARTS.findall(text)) <= most:
        return False
    odd = sum(_ODD.search(word) is not None for word in words)
    return odd > most


def _needs_reading(raw: RawPage, pictures: Sequence[PlacedPicture], page: Any) -> bool:
    import pypdfium2.raw as pdfium

    text = " ".join(line.text for line in raw.lines)
    if not text.strip():
        return bool(pdfium.FPDFPage_CountObjects(page) > 0)
    if garbled(text):
        return True
    whole = any(one.area >= _WHOLE for one in pictures)
    return whole and len(text) < _FEW_CHARACTERS


def _read_whole(raw: RawPage, page: Any) -> None:
    from rag.scanning.opening import lines_of

    lines = lines_of(_drawn(page))
    if lines or garbled(" ".join(line.text for line in raw.lines)):
        raw.lines = list(lines)
        raw.source = TextSource.OCR
        raw.kept = confidence_of(raw.lines)


def confidence_of(lines: Sequence[RawLine]) -> float:
    """Of a page: the mean of its lines', by length."""
    length = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / length if length else 0.0


def _lines_of_part(picture: Colours) -> Sequence[RawLine]:
    from rag.scanning.opening import lines_of_figure

    return lines_of_figure(picture)


def _placed(line: RawLine, inside: Rectangle) -> RawLine:
    """A line of a part, on the whole page. `inside`: where the part stands."""
    left, top, wide, high = inside[0], inside[1], inside[2] - inside[0], inside[3] - inside[1]

    def place(box: Rectangle) -> Rectangle:
        return (left + box[0] * wide, top + box[1] * high, left + box[2] * wide, top + box[3] * high)

    words = [RawWord(word.text, place(word.box), word.score) for word in line.words]
    return replace(line, words=words, box=place(line.box))


def _drawn(page: Any, part: Rectangle = (0.0, 0.0, 1.0, 1.0), density: float | None = None) -> Colours:
    """A part of the page, in fractions of it, as 8-bit RGB.

    `density`: the pixels to a point that the part has itself; more would say no more.
    """
    width, height = page.get_size()
    scale = max(_DPI / _POINTS, _NARROWEST / max(min(width, height), 1.0))
    if density is not None:
        scale = min(scale, max(density, _LEAST_DPI / _POINTS))
    scale = min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5, LONGEST_SIDE / max(width, height))
    return drawn(page, part, scale)


def _says_something(raw: RawPage, box: Rectangle) -> bool:
    """Whether the text layer has words inside a box."""
    inside = 0
    for line in raw.lines:
        for word in line.words:
            x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
            inside += box[0] <= x <= box[2] and box[1] <= y <= box[3]
            if inside > 1:
                return True
    return False


def _said(raw: RawPage, box: Rectangle) -> float:
    """How much of a box lies under words, as a fraction of the page."""
    words = (word.box for line in raw.lines for word in line.words)
    return sum(
        _area(one)
        for one in words
        if box[0] <= (one[0] + one[2]) / 2 <= box[2] and box[1] <= (one[1] + one[3]) / 2 <= box[3]
    )


def _area(box: Rectangle) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
