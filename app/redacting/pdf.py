"""A PDF of pictures with words that are not seen: written anew to the last byte (ISO 32000-1), nothing
beside.

No information dictionary, no metadata, no identifier, no outline, one revision.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.exporting.searchable_pdf import font_of_boxes
from rag.types import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_EM, _ADVANCE, _ASCENT, _DESCENT = 1000, 500, 800, -200
_JPEG_QUALITY = 78
_GREYS = 16
_FEW_COLOURED = 1e-5  # of all dots
_COLOURS = 64
_ALIKE = 1.5  # of 255, the mean that fewer colours may differ
_COLOURED = 14  # of 255: less is the shade of a grey
_HEAD = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size in points, its picture, and words with their places, line by line."""

    width: float
    height: float
    picture: Image
    words: Sequence[tuple[str, Box]]


def write_pdf(sheets: Iterable[Sheet]) -> bytes:
    """The whole file."""
    file = _File()
    pages, font = file.reserve(), _font(file)
    kids = [_page(file, pages, font, sheet) for sheet in sheets]
    file.put(
        pages, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(map(_reference, kids)))
    )
    return file.bytes(file.add(b"<< /Type /Catalog /Pages %d 0 R >>" % pages))


class _File:
    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, body: bytes) -> None:
        self._objects[number - 1] = body

    def add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def stream(self, entries: bytes, data: bytes, *, packed: bool = True) -> int:
        if packed:
            data = zlib.compress(data, 9)
            entries += b" /Filter /FlateDecode"
        return self.add(b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data))

    def bytes(self, root: int) -> bytes:
        parts, places, at = [_HEAD], [], len(_HEAD)
        for number, body in enumerate(self._objects, 1):
            written = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            places.append(at)
            at += len(written)
            parts.append(written)
        count = len(places) + 1
        parts += [
            b"xref\n0 %d\n0000000000 65535 f \n" % count,
            b"".join(b"%010d 00000 n \n" % place for place in places),
            b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, root, at),
        ]
        return b"".join(parts)


def _reference(number: int) -> bytes:
    return b"%d 0 R" % number


def _font(file: _File) -> int:
    data = font_of_boxes()
    program = file.stream(b"/Length1 %d" % len(data), data)
    described = file.add(
        b"<< /Type /FontDescriptor /FontName /Boxes /Flags 4 /FontBBox [0 %d %d %d] /ItalicAngle 0 "
        b"/Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R >>"
        % (_DESCENT, _ADVANCE, _ASCENT, _ASCENT, _DESCENT, _ASCENT, program)
    )
    glyphs = file.stream(b"", b"\0\1" * 0x10000)
    inner = file.add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Boxes /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> /DW %d /FontDescriptor %d 0 R /CIDToGIDMap %d 0 R >>"
        % (_ADVANCE, described, glyphs)
    )
    # A range may not go over a change of the first byte.
    ranges = [b"<%02X00> <%02XFF> <%02X00>\n" % (high, high, high) for high in range(256)]
    blocks = b"".join(
        b"%d beginbfrange\n%sendbfrange\n" % (len(part), b"".join(part))
        for part in (ranges[at : at + 100] for at in range(0, 256, 100))
    )
    unicode = file.stream(b"", _CMAP_HEAD + blocks + _CMAP_TAIL)
    return file.add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Boxes /Encoding /Identity-H "
        b"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (inner, unicode)
    )


def _page(file: _File, pages: int, font: int, sheet: Sheet) -> int:
    image = _image(file, sheet.picture)
    drawn = [b"q %.3f 0 0 %.3f 0 0 cm /I Do Q\nBT 3 Tr" % (sheet.width, sheet.height)]
    drawn += [line for text, box in sheet.words if (line := _word(text, box, sheet))]
    drawn.append(b"ET")
    content = file.stream(b"", b"\n".join(drawn))
    return file.add(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.3f %.3f] /Resources << /XObject << /I %d 0 R >> "
        b"/Font << /F %d 0 R >> >> /Contents %d 0 R >>"
        % (pages, sheet.width, sheet.height, image, font, content)
    )


def _word(text: str, box: Box, sheet: Sheet) -> bytes:
    """The word, with a blank behind it, as wide as its box."""
    codes = [ord(one) if ord(one) <= 0xFFFF else 0xFFFD for one in text]
    if not codes:
        return b""
    wide, high = (box.x1 - box.x0) * sheet.width, (box.y1 - box.y0) * sheet.height
    sideways = high > 2 * wide and len(codes) > 2
    along, across = (high, wide) if sideways else (wide, high)
    size = max(across, 0.5) / (_ASCENT - _DESCENT) * _EM
    stretch = max(along, 0.5) / (len(codes) * size * _ADVANCE / _EM)
    descent = size * -_DESCENT / _EM
    left, top = box.x0 * sheet.width, sheet.height - box.y0 * sheet.height
    place = (
        b"0 %.4f 1 0 %.3f %.3f" % (-stretch, left + descent, top)
        if sideways
        else b"%.4f 0 0 1 %.3f %.3f" % (stretch, left, top - high + descent)
    )
    written = b"".join(b"%04X" % one for one in (*codes, 0x20))
    return b"/F %.3f Tf %s Tm <%s> Tj" % (size, place, written)


def _image(file: _File, picture: Image) -> int:
    """The picture in the form that takes least: greys, few colours, or JPEG."""
    pixels = np.asarray(picture.convert("RGB"))
    high, wide = pixels.shape[:2]
    size = b"/Type /XObject /Subtype /Image /Width %d /Height %d" % (wide, high)
    jpeg = io.BytesIO()
    spread = pixels.max(axis=2).astype(np.int16) - pixels.min(axis=2)
    if (spread > _COLOURED).mean() < _FEW_COLOURED:
        grey = picture.convert("L")
        grey.save(jpeg, "JPEG", quality=_JPEG_QUALITY, optimize=True)
        levels = (np.asarray(grey).astype(np.uint16) * (_GREYS - 1) + 127) // 255
        even = np.pad(levels.astype(np.uint8), ((0, 0), (0, wide % 2)))
        packed = zlib.compress(((even[:, ::2] << 4) | even[:, 1::2]).tobytes(), 9)
        space, entries = b"/DeviceGray", b"/ColorSpace /DeviceGray /BitsPerComponent 4"
    else:
        picture.save(jpeg, "JPEG", quality=_JPEG_QUALITY, optimize=True)
        few = picture.quantize(_COLOURS)
        palette = bytes((few.getpalette() or [])[: _COLOURS * 3]).ljust(_COLOURS * 3, b"\0")
        exact = np.abs(np.asarray(few.convert("RGB")).astype(np.int16) - pixels).mean() < _ALIKE
        packed = zlib.compress(few.tobytes(), 9) if exact else b"\0" * (len(jpeg.getvalue()) + 1)
        space = b"/DeviceRGB"
        entries = b"/ColorSpace [/Indexed /DeviceRGB %d <%s>] /BitsPerComponent 8" % (
            _COLOURS - 1,
            palette.hex().encode(),
        )
    if len(packed) <= len(jpeg.getvalue()):
        return file.stream(b"%s %s /Filter /FlateDecode" % (size, entries), packed, packed=False)
    entries = b"%s /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode" % (size, space)
    return file.stream(entries, jpeg.getvalue(), packed=False)
