"""Pages of a PDF whose text is in pictures: which they are, and reading them.

A page is read from its picture where its text layer is missing or garbled; pictures on a page with text are
read each by itself where the layer says nothing in their place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import RawLine, RawPage, RawWord, Rectangle
from rag.layout.trust import CHECK
from rag.reading.pages.pdf_bitmaps import pixels
from rag.reading.pages.pdf_text import page_transform
from rag.types import TextSource

_DPI = 200
_POINTS = 72
_NARROWEST = 900  # pixels: a small page is enlarged to this
_MOST_PIXELS = 12_000_000
_LEAST_PICTURE = 0.04  # of the page: a smaller one is a logo or a rule
_WHOLE = 0.6  # of the page: a scan with a stamp or a number printed over it
_FEW_CHARACTERS = 100
_STRANGE = 0.25  # of the characters
_ODD_WORDS = 0.45
_ENOUGH_WORDS = 12
_WORD = re.compile(r"\S{2,}")
_ODD = re.compile(r"[A-Za-z][^\sA-Za-zÀ-ɏ'’./&-]+[A-Za-z]|^[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{6,}$")
_LETTERS = 3  # a line of a picture on a page with text has at least so many


def read_pictures(raw: RawPage, page: Any) -> RawPage:
    """`raw` with what only its pictures say. `page` is the loaded PDFium page.

    Raises `ModelError`s.
    """
    pictures = list(_pictures(page))
    if _needs_reading(raw, pictures, page):
        return _read_whole(raw, page)
    silent = [one for one in pictures if _area(one) >= _LEAST_PICTURE and not _says_something(raw, one)]
    if silent and raw.lines:
        raw.lines += _read_parts(page, silent)
    return raw


def garbled(text: str) -> bool:
    """Whether a text layer holds codes without meaning, as fonts without a character map leave them."""
    letters = [one for one in text if not one.isspace()]
    if not letters:
        return False
    strange = sum(one == "\ufffd" or unicodedata.category(one) in ("Co", "Cn", "Cc", "Cs") for one in letters)
    if strange > _STRANGE * len(letters):
        return True
    words = _WORD.findall(text)
    odd = sum(_ODD.search(word) is not None for word in words)
    return len(words) >= _ENOUGH_WORDS and odd > _ODD_WORDS * len(words)


def _needs_reading(raw: RawPage, pictures: Sequence[Rectangle], page: Any) -> bool:
    import pypdfium2.raw as pdfium

    text = " ".join(line.text for line in raw.lines)
    if not text.strip():
        return bool(pdfium.FPDFPage_CountObjects(page) > 0)
    if garbled(text):
        return True
    whole = any(_area(one) >= _WHOLE for one in pictures)
    return whole and len(text) < _FEW_CHARACTERS


def _read_whole(raw: RawPage, page: Any) -> RawPage:
    from rag.scanning.opening import lines_of

    lines = lines_of(_drawn(page))
    if lines or garbled(" ".join(line.text for line in raw.lines)):
        raw.lines = list(lines)
        raw.source = TextSource.OCR
        raw.kept = confidence_of(raw.lines)
    return raw


def confidence_of(lines: Sequence[RawLine]) -> float:
    """Of a page: the mean of its lines', by length."""
    length = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / length if length else 0.0


def _read_parts(page: Any, places: Sequence[Rectangle]) -> list[RawLine]:
    from rag.scanning.opening import page_reader

    drawn = _drawn(page)
    height, width = drawn.shape[:2]
    found = []
    for x0, y0, x1, y1 in places:
        left, top = max(int(x0 * width), 0), max(int(y0 * height), 0)
        part = np.ascontiguousarray(drawn[top : int(y1 * height) + 1, left : int(x1 * width) + 1])
        if min(part.shape[:2]) < 16:
            continue
        inside = (left / width, top / height, part.shape[1] / width, part.shape[0] / height)
        for line in page_reader().read(part).lines:
            letters = sum(one.isalnum() for one in line.text)
            if line.confidence >= CHECK and letters >= _LETTERS:
                found.append(_placed(line, inside))
    return found


def _placed(line: RawLine, inside: Rectangle) -> RawLine:
    """A line of a part, on the whole page. `inside`: left, top, width and height of the part."""
    left, top, wide, high = inside

    def place(box: Rectangle) -> Rectangle:
        return (left + box[0] * wide, top + box[1] * high, left + box[2] * wide, top + box[3] * high)

    line.words = [RawWord(word.text, place(word.box), word.score) for word in line.words]
    line.box = place(line.box)
    return line


def _drawn(page: Any) -> NDArray[np.uint8]:
    width, height = page.get_size()
    scale = max(_DPI / _POINTS, _NARROWEST / max(min(width, height), 1.0))
    scale = min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        return pixels(bitmap)
    finally:
        bitmap.close()


def _pictures(page: Any) -> Iterator[Rectangle]:
    """Where pictures stand, as fractions of the displayed page."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    transform = page_transform(pdfium, page)
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        try:
            left, bottom, right, top = found.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        x0, y0, x1, y1 = transform.box(left, bottom, right, top)
        box = (max(x0, 0.0), max(y0, 0.0), min(x1, 1.0), min(y1, 1.0))
        if box[2] > box[0] and box[3] > box[1]:
            yield box


def _area(box: Rectangle) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


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
