"""The pictures of a PDF's page: where they stand, which is which, and what drawing one would cost."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from rag.layout.printed import Rectangle
from rag.reading.pages.pdf_objects import PageObjects
from rag.reading.pages.pdf_text import page_transform

_MOST_DECODED = 384 << 20  # bytes of one decoded picture: what the reader's memory holds beside its models
_COLOURS = 24  # bits of a pixel, where nothing tells
_BITS = {"JPXDecode": _COLOURS, "JBIG2Decode": 1}
# What decoders hold of a picture, in times of its bytes; others give one row after the other.
_HELD = {"JPXDecode": 6, "DCTDecode": 2}
_CODECS = frozenset({"JPXDecode", "DCTDecode", "JBIG2Decode", "CCITTFaxDecode"})
_LOOKED_INTO = 16 << 20  # bytes: a larger picture is not unpacked only to see whether it is whole
_BITS_A_BYTE = 8


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture on a loaded page. `box`: where it stands, in fractions of the displayed page."""

    box: Rectangle
    found: Any  # PDFium's object

    @property
    def area(self) -> float:
        """As a fraction of the page."""
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])

    @property
    def density(self) -> float:
        """Pixels to a point of the page: of both directions, in the mean."""
        wide, high = self.found.page.get_size()
        across, down = self.found.get_px_size()
        return float((across * down / max(self.area * wide * high, 1.0)) ** 0.5)

    @property
    def is_too_large(self) -> bool:
        """Whether decoding it would take more memory than there is. It is not decoded to tell."""
        held = max((_HELD.get(one, 1) for one in self.found.get_filters()), default=1)
        return self._size() * held > _MOST_DECODED

    @property
    def is_damaged(self) -> bool:
        """Whether it is known to be incomplete."""
        import pypdfium2.raw as pdfium

        size = self._size()
        if size > _LOOKED_INTO:
            return False
        if _CODECS.intersection(self.found.get_filters()):
            return self._bits() == 0
        return bool(pdfium.FPDFImageObj_GetImageDataDecoded(self.found, None, 0) < size)

    def hide(self) -> None:
        """Leave it out when the page is drawn."""
        import pypdfium2.raw as pdfium

        pdfium.FPDFPageObj_SetIsActive(self.found, False)

    def identity(self) -> bytes | None:
        """The same for a picture shown in the same way, on whatever page; None where that is unknown."""
        import pypdfium2.raw as pdfium

        count = pdfium.FPDFImageObj_GetImageDataRaw(self.found, None, 0)
        if not count:
            return None
        data = ctypes.create_string_buffer(count)
        pdfium.FPDFImageObj_GetImageDataRaw(self.found, data, count)
        page = self.found.page
        wide, high = page.get_size()
        x0, y0, x1, y1 = self.box
        shown = (
            round((x1 - x0) * wide), round((y1 - y0) * high), page.get_rotation(), self.found.get_px_size(),
            [_sign(one) for one in self.found.get_matrix().get()[:4]],
        )  # fmt: skip
        return blake2b(data.raw + repr(shown).encode(), digest_size=16).digest()

    def _bits(self) -> int:
        """Of a pixel; 0 where the picture cannot be decoded."""
        import pypdfium2

        for one in self.found.get_filters():
            if one in _BITS:  # PDFium would decode all of it to tell
                return _BITS[one]
        try:
            return int(self.found.get_metadata().bits_per_pixel)
        except pypdfium2.PdfiumError:
            return 0

    def _size(self) -> int:
        """Bytes of its pixels."""
        width, height = self.found.get_px_size()
        return int(width) * int(height) * (self._bits() or _COLOURS) // _BITS_A_BYTE


def pictures_of(objects: PageObjects) -> Iterator[PlacedPicture]:
    """The pictures of a page, in the order they are drawn."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    transform = page_transform(pdfium, objects.page)
    for found in objects.pictures:
        try:
            left, bottom, right, top = found.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        x0, y0, x1, y1 = transform.box(left, bottom, right, top)
        box = (max(x0, 0.0), max(y0, 0.0), min(x1, 1.0), min(y1, 1.0))
        if box[2] > box[0] and box[3] > box[1]:
            yield PlacedPicture(box, found)


def hide_too_large(objects: PageObjects) -> None:
    """Leave out, when the page is drawn, what it would take too much memory to decode."""
    for one in pictures_of(objects):
        if one.is_too_large:
            one.hide()


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
