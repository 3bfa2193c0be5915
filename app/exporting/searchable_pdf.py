"""A scan as a PDF that can be searched: its pages' pictures, with what was read of them unseen in its place.

The text is set in a font of mere boxes, whose codes are those of Unicode, so that every character that can be
read can be found and copied, whichever fonts a viewer has.
"""

from __future__ import annotations

import ctypes
import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.scans import Scans
from rag.reading.reader import Picture
from rag.scanning.scanned import ScannedLine, ScannedPage

_DPI = 200
_WIDEST = 3300  # pixels: A3 across at that resolution
_POINTS = 72.0
_JPEG_QUALITY = 80
_EM = 1000  # units of the font
_ADVANCE = 500  # of every character
_ASCENT, _DESCENT = 800, -200
_INVISIBLE = 3  # text rendering mode, ISO 32000-1, table 106
_ON_ITS_SIDE = 2.0  # a line this much higher than wide runs down the page
_ONE_LETTER = 2
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
PDFIUM = threading.Lock()  # PDFium is for one thread at a time


def write_searchable(scans: Scans, document_id: int, pages: int, path: Path) -> None:
    """Write pages 1 to `pages` of a document. Raises OSError, `ReadError`s, `DocumentUnknown`."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument.new()
        try:
            with _font(document) as font:
                for number in range(1, pages + 1):
                    page = scans.page(document_id, number)
                    wanted = round(page.width / _POINTS * _DPI) or _WIDEST // 2
                    _add(document, font, page, scans.picture(document_id, number, min(wanted, _WIDEST)))
                document.save(path)
        finally:
            document.close()


def _add(document: Any, font: Any, scanned: ScannedPage, picture: Picture) -> None:
    import pypdfium2
    import pypdfium2.raw as raw

    width = scanned.width or picture.width / _DPI * _POINTS
    height = width * picture.height / picture.width
    page = document.new_page(width, height)
    try:
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(_jpeg(picture)), inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page.insert_obj(image)
        for line in scanned.written:
            placed = _text(document, font, line, width, height)
            raw.FPDFPage_InsertObject(page, placed)
        page.gen_content()
    finally:
        page.close()


def _jpeg(picture: Picture) -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.frombytes("RGB", (picture.width, picture.height), picture.rgb).save(
        target, "JPEG", quality=_JPEG_QUALITY, optimize=True
    )
    return target.getvalue()


def _text(document: Any, font: Any, line: ScannedLine, width: float, height: float) -> Any:
    """The line as a text object that fills its box."""
    import pypdfium2.raw as raw

    codes = [ord(one) if ord(one) <= 0xFFFF else 0xFFFD for one in line.text]
    wide, high = (line.box.x1 - line.box.x0) * width, (line.box.y1 - line.box.y0) * height
    sideways = high > _ON_ITS_SIDE * wide and len(codes) > _ONE_LETTER
    along, across = (high, wide) if sideways else (wide, high)
    size = max(across, 0.5) / (_ASCENT - _DESCENT) * _EM
    stretch = max(along, 0.5) / (len(codes) * size * _ADVANCE / _EM)
    descent = size * -_DESCENT / _EM
    text = raw.FPDFPageObj_CreateTextObj(document, font, size)
    raw.FPDFText_SetCharcodes(text, (ctypes.c_uint * len(codes))(*codes), len(codes))
    raw.FPDFTextObj_SetTextRenderMode(text, _INVISIBLE)
    left, top = line.box.x0 * width, height - line.box.y0 * height
    if sideways:
        raw.FPDFPageObj_Transform(text, 0.0, -stretch, 1.0, 0.0, left + descent, top)
    else:
        raw.FPDFPageObj_Transform(text, stretch, 0.0, 0.0, 1.0, left, top - high + descent)
    return text


@contextmanager
def _font(document: Any) -> Iterator[Any]:
    import pypdfium2.raw as raw

    data = font_of_boxes()
    glyphs = struct.pack(">H", 1) * 0x10000  # every character is the same glyph
    font = raw.FPDFText_LoadCidType2Font(
        document, _bytes(data), len(data), _TO_UNICODE, _bytes(glyphs), len(glyphs)
    )
    try:
        yield font
    finally:
        raw.FPDFFont_Close(font)


def _bytes(data: bytes) -> Any:
    return (ctypes.c_ubyte * len(data)).from_buffer_copy(data)


def font_of_boxes() -> bytes:
    """A TrueType font of two glyphs of one width, nothing and a box (specification: ISO/IEC 14496-22)."""
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _ADVANCE, _ASCENT, 0, 8, 2, 0, 0,
    )  # fmt: skip
    metrics = (0x10000, _ASCENT, _DESCENT, 0, _ADVANCE, 0, 0, _ADVANCE, 1, 0, 0, 0, 0, 0, 0, 0, 1)
    hhea = struct.pack(">IhhhHhhhhhhhhhhhH", *metrics)
    maxp = struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(
        ">HHHHHHHHHHHH", 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0
    )
    # One outline of four corners, around all that a letter may fill: viewers mark what is found by it.
    box = struct.pack(
        ">hhhhhHH4B8h",
        1, 0, _DESCENT, _ADVANCE, _ASCENT, 3, 0, 1, 1, 1, 1,
        0, 0, _ADVANCE, 0, _DESCENT, _ASCENT - _DESCENT, 0, _DESCENT - _ASCENT,
    )  # fmt: skip
    tables = {
        b"cmap": cmap,
        b"glyf": box,
        b"head": head,
        b"hhea": hhea,
        b"hmtx": struct.pack(">Hhh", _ADVANCE, 0, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(box) // 2),  # the first glyph is empty
        b"maxp": maxp,
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    directory, body = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, len(tables) * 16 - 128), b""
    start = 12 + 16 * len(tables)
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += tag + struct.pack(">III", total, start + len(body), len(data))
        body += padded
    return directory + body
