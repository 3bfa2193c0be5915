"""The annotations of a loaded page, as plain values.

What is read here is hidden in the page as it is held in memory, so that it is not drawn, read and written a
second time; what only its drawing says (a stamp, a caption) is left to be drawn into the page's content.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rag.layout.printed import Rectangle
from rag.reading.cleaning import one_line, tidy
from rag.reading.pages.annotations.fields import Field, FieldReader
from rag.reading.pages.annotations.strings import date_of, string_of
from rag.reading.pages.pdf_text import page_transform
from rag.reading.pages.withdrawing.shapes import is_dark

_MOST = 5000  # of a page
_MOST_SPOTS = 500  # of an annotation: the lines it marks
_HIDDEN, _NOT_SEEN = 2, 1 << 5  # flags (ISO 32000-1, table 165)
_TAG = re.compile(r"<[^>]*>")
_OPAQUE = 255
_STAMPS = re.compile(r"^(?:SB|SH|#?D(?=[A-Z]))")  # that Acrobat puts before the names of its stamps
_PLAIN = re.compile(r"[A-Za-z]{3,40}")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Note:
    """A comment. `spots`: the words it is about, in fractions of the page."""

    text: str
    author: str
    date: str
    box: Rectangle
    spots: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """Text that was typed onto the page."""

    text: str
    box: Rectangle


@dataclass(frozen=True, slots=True)
class Stamp:
    """`name`: what its form says, where its drawing has no words."""

    name: str
    box: Rectangle


@dataclass(slots=True)
class Annotations:
    """All of a page's. `struck` and `covered`: the parts of the page that they cross out and black out."""

    fields: list[Field] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    struck: list[Rectangle] = field(default_factory=list)
    covered: list[Rectangle] = field(default_factory=list)
    is_drawn: bool = False  # whether there are some whose drawing may say something
    has_files: bool = False  # attached to places of the page


def annotations_of(document: Any, page: Any) -> Annotations | None:
    """The annotations of a page; None where it has none but links."""
    import pypdfium2.raw as pdfium

    reader: _Reader | None = None
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
                reader = reader or _Reader(document, page)
                reader.read(annotation, kind)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return reader.found if reader is not None else None


class _Reader:
    def __init__(self, document: Any, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self.found = Annotations()
        self._pdfium = pdfium
        self._transform = page_transform(pdfium, page)
        self._fields = FieldReader(document.formenv) if document.formenv else None
        # What these show may be text that nothing else says.
        self._drawn = frozenset({
            pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_SQUARE,
            pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE,
            pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_WATERMARK, pdfium.FPDF_ANNOT_UNKNOWN,
        })  # fmt: skip

    def read(self, annotation: Any, kind: int) -> None:
        pdfium = self._pdfium
        flags = pdfium.FPDFAnnot_GetFlags(annotation)
        box = self._box(annotation)
        if flags & (_HIDDEN | _NOT_SEEN) or box is None:
            return
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            is_read = self._field(annotation, box)
        elif kind == pdfium.FPDF_ANNOT_FREETEXT:
            is_read = self._typed(annotation, box)
        else:
            self._marking(annotation, kind, box)
            is_read = kind not in self._drawn
        if is_read:
            pdfium.FPDFAnnot_SetFlags(annotation, flags | _HIDDEN)
        elif pdfium.FPDFAnnot_HasKey(annotation, b"AP"):
            self.found.is_drawn = True

    def _field(self, annotation: Any, box: Rectangle) -> bool:
        one = self._fields.read(annotation, box) if self._fields is not None else None
        if one is None:
            return False
        self.found.fields.append(one)
        return not one.is_formatted

    def _typed(self, annotation: Any, box: Rectangle) -> bool:
        said = _said(annotation)
        if said:
            self.found.typed.append(Typed(said, box))
        return bool(said)

    def _marking(self, annotation: Any, kind: int, box: Rectangle) -> None:
        pdfium = self._pdfium
        spots = tuple(self._spots(annotation))
        if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            self.found.has_files = True
        elif kind == pdfium.FPDF_ANNOT_STRIKEOUT:
            self.found.struck += spots or (box,)
        elif self._covers(annotation, kind):
            self.found.covered += spots or (box,)
        elif kind == pdfium.FPDF_ANNOT_STAMP:
            self.found.stamps += [Stamp(name, box) for name in (_stamped(annotation),) if name]
        said = "" if pdfium.FPDFAnnot_HasKey(annotation, b"StateModel") else one_line(_said(annotation))
        if said:
            author = one_line(string_of(annotation, b"T"))
            self.found.notes.append(Note(said, author, date_of(annotation), box, spots))

    def _covers(self, annotation: Any, kind: int) -> bool:
        """Whether it blacks out what is under it, or says that this is to be done."""
        pdfium = self._pdfium
        if kind == pdfium.FPDF_ANNOT_HIGHLIGHT:
            return self._is_black(annotation, pdfium.FPDFANNOT_COLORTYPE_Color)
        if kind in (pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_POLYGON):
            return self._is_black(annotation, pdfium.FPDFANNOT_COLORTYPE_InteriorColor)
        return bool(kind == pdfium.FPDF_ANNOT_REDACT)

    def _is_black(self, annotation: Any, which: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        key = b"C" if which == self._pdfium.FPDFANNOT_COLORTYPE_Color else b"IC"
        if not self._pdfium.FPDFAnnot_HasKey(annotation, key):
            return False
        if not self._pdfium.FPDFAnnot_GetColor(annotation, which, red, green, blue, alpha):
            return False
        return alpha.value == _OPAQUE and is_dark((red.value, green.value, blue.value))

    def _box(self, annotation: Any) -> Rectangle | None:
        rect = self._pdfium.FS_RECTF()
        if not self._pdfium.FPDFAnnot_GetRect(annotation, rect):
            return None
        return self._transform.box(rect.left, rect.bottom, rect.right, rect.top)

    def _spots(self, annotation: Any) -> Iterator[Rectangle]:
        """The places on the page that it marks, a line each."""
        pdfium = self._pdfium
        if not pdfium.FPDFAnnot_HasAttachmentPoints(annotation):
            return
        points = pdfium.FS_QUADPOINTSF()
        for place in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), _MOST_SPOTS)):
            if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, place, points):
                across = (points.x1, points.x2, points.x3, points.x4)
                up = (points.y1, points.y2, points.y3, points.y4)
                yield self._transform.box(min(across), min(up), max(across), max(up))


def _said(annotation: Any) -> str:
    """What an annotation says: plain, or else as rich text."""
    return tidy(string_of(annotation, b"Contents")) or tidy(_TAG.sub(" ", string_of(annotation, b"RC")))


def _stamped(annotation: Any) -> str:
    """What a stamp of a program's own says: "Not Approved"; empty for one that a person made."""
    name = _STAMPS.sub("", string_of(annotation, b"Name"))
    return " ".join(_CAPITAL.sub(" ", name).split()) if _PLAIN.fullmatch(name) else ""
