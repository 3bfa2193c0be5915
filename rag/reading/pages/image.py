"""Pictures of pages: scans and photographs as PNG, JPEG, TIFF, WebP, BMP, GIF and HEIC.

Every frame of a TIFF is a page; of what only moves, the first.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.errors import FileCorrupt, FileTooLarge
from rag.layout.flow import Vocabulary, lay_out
from rag.layout.printed import RawPage
from rag.reading.pages.decoded import decoded, frames, too_large
from rag.reading.pages.pdf_pictures import DAMAGED, TOO_LARGE, confidence_of
from rag.reading.source import Source
from rag.scanning.windows import PLAIN_PIXELS, needs_to_be_fine
from rag.types import DocumentInfo, Page, TextSource

if TYPE_CHECKING:
    from PIL.Image import Image

_log = logging.getLogger(__name__)

_FINE_PIXELS = 40_000_000  # of a large sheet: A0 at 160 dpi
_MAX_WIDTH = 4000  # pixels of a page picture, as of a PDF
_MAX_PIXELS = 40_000_000
_SMALLEST = 6  # pixels of a side: less is no letter


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document's facts, then a page for each frame.

    Raises `FileCorrupt`, `FileTooLarge`.
    """
    found = frames(source)
    yield DocumentInfo(title="", page_count=len(found))
    vocabulary = Vocabulary()
    readable = False
    for number, frame in enumerate(found, 1):
        try:
            page = _page(number, source, frame, vocabulary)
        except (FileCorrupt, FileTooLarge) as fault:
            if number == len(found) and not readable:
                raise
            _log.warning("Frame %d of a picture cannot be read", number)
            reason = TOO_LARGE if isinstance(fault, FileTooLarge) else DAMAGED
            page = Page(number, "", TextSource.NONE, 0.0, unread=(reason,))
        else:
            readable = True
        yield page


def render(path: Path, number: int, width_px: int, _password: str | None) -> tuple[int, int, bytes]:
    """A frame's picture: width, height, and 8-bit RGB rows from the top without padding.

    The width is `width_px`, less where the picture would exceed 4,000 pixels of width or 40 million in
    all. Raises IndexError when there is no such frame, `FileCorrupt`, `FileTooLarge`.
    """
    from PIL.Image import Resampling

    source = Source(path)
    found = frames(source)
    if not 1 <= number <= len(found):
        raise IndexError(number)
    wanted = min(max(width_px, 1), _MAX_WIDTH)
    pixels = 4 * wanted * wanted  # as many as a sheet of that width has, whichever way it lies
    picture, _ = decoded(source, found[number - 1], min(pixels, _MAX_PIXELS))
    scale = min(wanted / picture.width, (_MAX_PIXELS / (picture.width * picture.height)) ** 0.5)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if size != picture.size:
        picture = picture.resize(size, Resampling.HAMMING if scale < 1 else Resampling.BICUBIC)
    return (*picture.size, picture.tobytes())


def _page(number: int, source: Source, frame: int, vocabulary: Vocabulary) -> Page:
    """Raises `FileCorrupt`, `FileTooLarge`."""
    picture, size = decoded(source, frame, PLAIN_PIXELS, of_large=_FINE_PIXELS)
    raw = RawPage(number, *size, source=TextSource.OCR)
    pixels = _as_fine_as_needed(picture)
    del picture  # another copy of it
    if min(pixels.shape[:2]) >= _SMALLEST:
        from rag.scanning.opening import lines_of

        try:
            raw.lines = list(lines_of(pixels))
        except MemoryError:
            raise too_large(source, pixels.nbytes) from None
    raw.kept = confidence_of(raw.lines)
    vocabulary.add(raw)
    return lay_out(raw, frozenset(), vocabulary)


def _as_fine_as_needed(picture: Image) -> NDArray[np.uint8]:
    """The pixels of a picture; of a large sheet fewer, where its letters allow."""
    from PIL.Image import Resampling

    pixels = np.asarray(picture)
    area = picture.width * picture.height
    if area <= PLAIN_PIXELS or needs_to_be_fine(pixels):
        return pixels
    scale = (PLAIN_PIXELS / area) ** 0.5
    smaller = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Resampling.HAMMING
    )
    return np.asarray(smaller)
