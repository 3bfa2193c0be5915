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
_COLOURED = 14  # of 255: less is the shade of a grey
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
    file.put(pages, f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{one} 0 R' for one in kids)}] >>")
    root = file.add(f"<< /Type /Catalog /Pages {pages} 0 R >>")
    return file.bytes(root)


class _File:
    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, body: str) -> None:
        self._objects[number - 1] = body.encode("ascii")

    def add(self, body: str) -> int:
        self._objects.append(body.encode("ascii"))
        return len(self._objects)

    def stream(self, entries: str, data: bytes, *, packed: bool = True) -> int:
        if packed:
            data = zlib.compress(data, 9)
            entries += " /Filter /FlateDecode"
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode("ascii")
        self._objects.append(head + data + b"\nendstream")
        return len(self._objects)

    def bytes(self, root: int) -> bytes:
        parts, places, at = [b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"], [], 15
        for number, body in enumerate(self._objects, 1):
            written = b"%d 0 obj\n" % number + body + b"\nendobj\n"
            places.append(at)
            at += len(written)
            parts.append(written)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        count = len(places) + 1
        parts += [
            b"xref\n0 %d\n0000000000 65535 f \n" % count,
            table,
            b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, root, at),
        ]
        return b"".join(parts)


def _font(file: _File) -> int:
    data = font_of_boxes()
    program = file.stream(f"/Length1 {len(data)}", data)
    described = file.add(
        f"<< /Type /FontDescriptor /FontName /Boxes /Flags 4 /FontBBox [0 {_DESCENT} {_ADVANCE} {_ASCENT}] "
        f"/ItalicAngle 0 /Ascent {_ASCENT} /Descent {_DESCENT} /CapHeight {_ASCENT} /StemV 80 "
        f"/FontFile2 {program} 0 R >>"
    )
    glyphs = file.stream("", b"\0\1" * 0x10000)
    inner = file.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Boxes /CIDSystemInfo "
        f"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW {_ADVANCE} "
        f"/FontDescriptor {described} 0 R /CIDToGIDMap {glyphs} 0 R >>"
    )
    # A range may not go over a change of the first byte.
    ranges = [b"<%02X00> <%02XFF> <%02X00>\n" % (high, high, high) for high in range(256)]
    blocks = b"".join(
        b"%d beginbfrange\n%sendbfrange\n" % (len(part), b"".join(part))
        for part in (ranges[at : at + 100] for at in range(0, 256, 100))
    )
    unicode = file.stream("", _CMAP_HEAD + blocks + _CMAP_TAIL)
    return file.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Boxes /Encoding /Identity-H "
        f"/DescendantFonts [{inner} 0 R] /ToUnicode {unicode} 0 R >>"
    )


def _page(file: _File, pages: int, font: int, sheet: Sheet) -> int:
    image = _image(file, sheet.picture)
    drawn = [f"q {sheet.width:.3f} 0 0 {sheet.height:.3f} 0 0 cm /I Do Q\nBT 3 Tr"]
    drawn += [line for text, box in sheet.words if (line := _word(text, box, sheet))]
    drawn.append("ET")
    content = file.stream("", "\n".join(drawn).encode("ascii"))
    return file.add(
        f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {sheet.width:.3f} {sheet.height:.3f}] "
        f"/Resources << /XObject << /I {image} 0 R >> /Font << /F {font} 0 R >> >> /Contents {content} 0 R >>"
    )


def _word(text: str, box: Box, sheet: Sheet) -> str:
    """The word, with a blank behind it, as wide as its box."""
    codes = [ord(one) if ord(one) <= 0xFFFF else 0xFFFD for one in text]
    if not codes:
        return ""
    wide, high = (box.x1 - box.x0) * sheet.width, (box.y1 - box.y0) * sheet.height
    sideways = high > 2 * wide and len(codes) > 2
    along, across = (high, wide) if sideways else (wide, high)
    size = max(across, 0.5) / (_ASCENT - _DESCENT) * _EM
    stretch = max(along, 0.5) / (len(codes) * size * _ADVANCE / _EM)
    descent = size * -_DESCENT / _EM
    left, top = box.x0 * sheet.width, sheet.height - box.y0 * sheet.height
    place = (
        f"0 {-stretch:.4f} 1 0 {left + descent:.3f} {top:.3f}"
        if sideways
        else f"{stretch:.4f} 0 0 1 {left:.3f} {top - high + descent:.3f}"
    )
    written = "".join(f"{one:04X}" for one in (*codes, 0x20))
    return f"/F {size:.3f} Tf {place} Tm <{written}> Tj"


def _image(file: _File, picture: Image) -> int:
    """The picture in the form that takes least: greys, few colours, or JPEG."""
    pixels = np.asarray(picture.convert("RGB"))
    high, wide = pixels.shape[:2]
    size = f"/Type /XObject /Subtype /Image /Width {wide} /Height {high}"
    jpeg = io.BytesIO()
    spread = pixels.max(axis=2).astype(np.int16) - pixels.min(axis=2)
    if (spread > _COLOURED).mean() < 1e-5:
        grey = picture.convert("L")
        grey.save(jpeg, "JPEG", quality=_JPEG_QUALITY, optimize=True)
        levels = (np.asarray(grey).astype(np.uint16) * (_GREYS - 1) + 127) // 255
        even = np.pad(levels.astype(np.uint8), ((0, 0), (0, wide % 2)))
        packed = zlib.compress(((even[:, ::2] << 4) | even[:, 1::2]).tobytes(), 9)
        space, entries = "/DeviceGray", "/ColorSpace /DeviceGray /BitsPerComponent 4"
    else:
        picture.save(jpeg, "JPEG", quality=_JPEG_QUALITY, optimize=True)
        few = picture.quantize(64)
        palette = bytes((few.getpalette() or [])[: 64 * 3]).ljust(64 * 3, b"\0")
        exact = np.abs(np.asarray(few.convert("RGB")).astype(np.int16) - pixels).mean() < 1.5
        packed = zlib.compress(few.tobytes(), 9) if exact else b"\0" * (len(jpeg.getvalue()) + 1)
        space = "/DeviceRGB"
        entries = f"/ColorSpace [/Indexed /DeviceRGB 63 <{palette.hex()}>] /BitsPerComponent 8"
    if len(packed) <= len(jpeg.getvalue()):
        return file.stream(f"{size} {entries} /Filter /FlateDecode", packed, packed=False)
    jpeg_entries = f"{size} /ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode"
    return file.stream(jpeg_entries, jpeg.getvalue(), packed=False)
