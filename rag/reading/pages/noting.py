"""Notes written into a copy of a PDF, as annotations that any viewer shows.

Where something stands PDFium tells, as it does for reading: boxes are fractions of the page as it is drawn,
its crop box and rotation applied. pypdf writes behind what the file has, which stays byte for byte; where it
cannot, it writes the file anew. A highlight has its quadrilaterals in the order that viewers expect (upper
left, upper right, lower left, lower right; ISO 32000-1, 12.5.6.10 says otherwise) and an appearance, without
which some show nothing.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rag.reading.pages.pdf import opened
from rag.reading.pages.pdf_text import page_transform
from rag.reading.pdf_marks import PdfMark
from rag.reading.source import Source
from rag.types import Box

_PRINTED = 4  # a flag of annotations: it is on paper, too (ISO 32000-1, table 165)
_ICON = 18.0  # points
_EDGE = 6.0  # points between the page's edge and its notes
_OUTLINE = 0.4  # of a colour, for the lines of an icon

_TAIL = 2048  # bytes
_STARTXREF = re.compile(rb"startxref\s+(\d{1,12})")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")

_log = logging.getLogger(__name__)

Point = tuple[float, float]
Place = Callable[[float, float], Point]


def with_marks(path: Path, password: str | None, marks: Sequence[PdfMark]) -> tuple[bytes, list[int]]:
    """The bytes of a copy with the marks, and which of them are on no page of it (files in a file). A copy of
    a protected file is protected by the same password. Raises `ReadError`s.
    """
    with opened(Source(path), password) as document:
        count = len(document)
        places = _places(document, {mark.page for mark in marks if 1 <= mark.page <= count})
        data = path.read_bytes()
        writer, add = _writer(data if _is_sound(data) else _anew(document, data), password)
    left = []
    beside: dict[int, int] = {}
    for number, mark in enumerate(marks):
        if not 1 <= mark.page <= count:
            left.append(number)
            continue
        page, (to_page, size) = writer.pages[mark.page - 1], places[mark.page]
        if mark.boxes:
            made = _highlight(mark, to_page, add)
        else:
            at = beside.get(mark.page, 0)
            beside[mark.page] = at + 1
            made = _sticky(mark, to_page, size, at, add)
        _annotate(page, add(made))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue(), left


# --- where things are ---------------------------------------------------------------------------------------


def _places(document: Any, wanted: set[int]) -> dict[int, tuple[Place, Point]]:
    """For each page: from fractions of it as it is drawn to its own space, and its size in points."""
    import pypdfium2.raw as raw

    places = {}
    for number in wanted:
        page = document[number - 1]
        try:
            places[number] = (_inverse(page_transform(raw, page)), page.get_size())
        finally:
            page.close()
    return places


def _inverse(way: Any) -> Place:
    determinant = way.a * way.d - way.b * way.c

    def to_page(across: float, down: float) -> Point:
        x, y = across - way.e, down - way.f
        return (way.d * x - way.c * y) / determinant, (way.a * y - way.b * x) / determinant

    return to_page


def _corners(to_page: Place, box: Box) -> list[Point]:
    """Upper left, upper right, lower left, lower right, as the page is seen."""
    return [to_page(x, y) for y in (box.y0, box.y1) for x in (box.x0, box.x1)]


# --- the file -----------------------------------------------------------------------------------------------


def _is_sound(data: bytes) -> bool:
    """Whether what is written behind a file leads back to what it has. Where its own table of places is
    wrong, some viewers find nothing any more.
    """
    found = _STARTXREF.findall(data[-_TAIL:])
    if not data.startswith(b"%PDF") or not found:
        return False
    return _TABLE.match(data, int(found[-1])) is not None and b"%%EOF" in data[-_TAIL:]


def _anew(document: Any, data: bytes) -> bytes:
    """The file as PDFium understands it, written anew; a protected one as it is."""
    if b"/Encrypt" in data:
        return data
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _writer(data: bytes, password: str | None) -> tuple[Any, Callable[[Any], Any]]:
    """What writes the copy, and adds an object to it."""
    import pypdf
    from pypdf.constants import UserAccessPermissions

    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        reader.decrypt(password or "")
        writer = pypdf.PdfWriter(clone_from=reader)
        allowed = reader.user_access_permissions or UserAccessPermissions.all()
        writer.encrypt(password or "", permissions_flag=allowed, algorithm="AES-256")
        return writer, _adder(writer)
    try:
        writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
        len(writer.pages)
    except Exception as failure:  # whatever a library makes of a broken file; it is written anew then
        _log.info("A PDF is written anew: %s", type(failure).__name__)
        writer = pypdf.PdfWriter(clone_from=reader)
    return writer, _adder(writer)


def _adder(writer: Any) -> Callable[[Any], Any]:
    # The library's own annotations have no appearance, and it offers no other way to add a stream.
    return writer._add_object  # type: ignore[no-any-return]  # noqa: SLF001


def _annotate(page: Any, reference: Any) -> None:
    """Put an annotation behind those that a page has."""
    from pypdf.generic import ArrayObject, NameObject

    there = page.get("/Annots")
    there = there.get_object() if there is not None else None
    kept = list(there) if isinstance(there, list) else []
    page[NameObject("/Annots")] = ArrayObject([*kept, reference])


# --- annotations --------------------------------------------------------------------------------------------


def _highlight(mark: PdfMark, to_page: Place, add: Callable[[Any], Any]) -> Any:
    from pypdf.generic import ArrayObject, FloatObject, NameObject

    quads = [_corners(to_page, box) for box in mark.boxes]
    made = _annotation(mark, "/Highlight", [point for quad in quads for point in quad])
    made[NameObject("/QuadPoints")] = ArrayObject(
        FloatObject(round(value, 3)) for quad in quads for point in quad for value in point
    )
    red, green, blue = mark.colour
    drawn = [f"/Marked gs {red:.3f} {green:.3f} {blue:.3f} rg"]
    for upper_left, upper_right, lower_left, lower_right in quads:
        drawn.append(_path((upper_left, upper_right, lower_right, lower_left)) + " f")
    _draw(made, drawn, add)
    return made


def _sticky(mark: PdfMark, to_page: Place, size: Point, place: int, add: Callable[[Any], Any]) -> Any:
    """A note in the upper right corner, below those before it."""
    from pypdf.generic import NameObject

    wide, high = size
    rows = max(1, int((high - _EDGE) // (_ICON + _EDGE)))
    right = 1.0 - (_EDGE + (place // rows) * (_ICON + _EDGE)) / wide
    top = (_EDGE + (place % rows) * (_ICON + _EDGE)) / high
    box = Box(max(0.0, right - _ICON / wide), top, right, min(1.0, top + _ICON / high))
    corners = _corners(to_page, box)
    made = _annotation(mark, "/Text", corners)
    made[NameObject("/Name")] = NameObject("/Note")
    fill = " ".join(f"{one:.3f}" for one in mark.colour)
    line = " ".join(f"{one * _OUTLINE:.3f}" for one in mark.colour)
    upper_left, upper_right, lower_left, lower_right = corners
    drawn = [f"{fill} rg {line} RG 0.8 w", _path((upper_left, upper_right, lower_right, lower_left)) + " B"]
    for part in (0.3, 0.5, 0.7):
        ends = [
            to_page(box.x0 + edge * (box.x1 - box.x0), box.y0 + part * (box.y1 - box.y0))
            for edge in (0.2, 0.8)
        ]
        drawn.append(_path(ends, closed=False) + " S")
    _draw(made, drawn, add)
    return made


def _annotation(mark: PdfMark, kind: str, points: Sequence[Point]) -> Any:
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    across, up = [x for x, _ in points], [y for _, y in points]
    edges = (min(across), min(up), max(across), max(up))
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): ArrayObject(FloatObject(round(edge, 3)) for edge in edges),
            NameObject("/C"): ArrayObject(FloatObject(round(one, 3)) for one in mark.colour),
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/Contents"): TextStringObject(mark.text),
            NameObject("/NM"): TextStringObject(mark.name),
            NameObject("/CreationDate"): TextStringObject(_moment(mark.created)),
            NameObject("/M"): TextStringObject(_moment(mark.updated)),
        }
    )


def _draw(made: Any, drawn: Sequence[str], add: Callable[[Any], Any]) -> None:
    """Give an annotation its appearance, in the page's own space; the highlighter darkens paper and leaves
    ink black.
    """
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    state = DictionaryObject(
        {NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")}
    )
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawn).encode("ascii"))
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): made["/Rect"],
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject({NameObject("/Marked"): state})}
            ),
        }
    )
    made[NameObject("/AP")] = DictionaryObject({NameObject("/N"): add(stream)})


def _path(points: Sequence[Point], *, closed: bool = True) -> str:
    steps = [f"{x:.3f} {y:.3f} {'l' if number else 'm'}" for number, (x, y) in enumerate(points)]
    return " ".join(steps) + (" h" if closed else "")


def _moment(seconds: float) -> str:
    """A time as PDF writes it (ISO 32000-1, 7.9.4)."""
    return time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(seconds))
