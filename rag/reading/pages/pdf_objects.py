"""What is drawn on a page of a PDF, gone through once: pictures, paths, and text that may not be seen.

PDFium's own handles are used, since a page of a report has thousands of objects, nearly all of them text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rectangle
from rag.reading.pages.pdf_text import page_transform

_DEEPEST = 3  # of objects in forms in forms
_PALE = 245  # of 255, of each colour: white, or hardly darker
_MOST_OBJECTS = 200_000  # of a page: what comes after them is a map or a drawing

_NOWHERE = [-1e6] * 4  # points

Boxes = NDArray[np.float64]  # shape (number, 4)
Matrix = tuple[float, float, float, float, float, float]


class Drawn(NamedTuple):
    """One object. `order`: its place among all that is drawn; `matrix`: of the form that holds it."""

    order: int
    handle: Any
    matrix: Matrix | None


@dataclass(slots=True)
class PageObjects:
    """The objects of one loaded page, in the order they are drawn."""

    page: Any
    pictures: list[Any] = field(default_factory=list)  # pypdfium2's objects
    paths: list[Drawn] = field(default_factory=list)
    texts: list[tuple[int, Any]] = field(default_factory=list)  # order, handle
    invisible: list[Drawn] = field(default_factory=list)  # text in a mode that draws nothing
    pale: list[Drawn] = field(default_factory=list)  # text as white as paper

    def orders(self) -> dict[int | None, int]:
        """The orders of the pieces of text, by the addresses of their handles."""
        return {address_of(handle): order for order, handle in self.texts}


def address_of(handle: Any) -> int | None:
    """Where PDFium keeps an object: two handles of one object differ, their address does not."""
    return ctypes.cast(handle, ctypes.c_void_p).value


def objects_of(page: Any) -> PageObjects:
    """Go through a loaded page, and through the forms drawn on it."""
    import pypdfium2.raw as pdfium

    found = PageObjects(page)
    _Walk(found).into(
        pdfium.FPDFPage_GetObject, page.raw, pdfium.FPDFPage_CountObjects(page.raw), None, None, 0
    )
    return found


class Bounds:
    """Tells where the objects of a page stand, in fractions of the displayed page."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._get = pdfium.FPDFPageObj_GetBounds
        self._edges = (ctypes.c_float * 4)()
        first, step = ctypes.addressof(self._edges), ctypes.sizeof(ctypes.c_float)
        one = ctypes.POINTER(ctypes.c_float)
        self._places = [ctypes.cast(first + side * step, one) for side in range(4)]
        self._transform = page_transform(pdfium, page)

    def of(self, many: Sequence[Drawn]) -> Boxes:
        """A row of x0, y0, x1, y1 for each; outside the page for what has no place."""
        get, edges, places = self._get, self._edges, self._places
        rows = []
        for one in many:
            row = edges[:] if get(one.handle, *places) else _NOWHERE
            rows.append(row if one.matrix is None else through(one.matrix, row))
        left, bottom, right, top = np.array(rows, np.float64).reshape(-1, 4).T
        a, b, c, d, e, f = astuple(self._transform)
        x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
        x1, y1 = a * right + c * top + e, b * right + d * top + f
        return np.stack(
            (np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)), axis=1
        )

    def placed(self, edges: Sequence[float], matrix: Matrix | None) -> Rectangle:
        """A rectangle (left, bottom, right, top) of the space that `matrix` maps to the page."""
        left, bottom, right, top = edges if matrix is None else through(matrix, edges)
        return self._transform.box(left, bottom, right, top)


def through(matrix: Matrix, edges: Sequence[float]) -> Rectangle:
    """The rectangle around a rectangle that is mapped."""
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (edges[0], edges[2]) for y in (edges[1], edges[3])]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return (min(across), min(up), max(across), max(up))


class _Walk:
    def __init__(self, found: PageObjects) -> None:
        import pypdfium2.raw as pdfium

        self._found = found
        self._pdfium = pdfium
        self._order = 0
        self._colour = [ctypes.c_uint() for _ in range(4)]

    def into(
        self,
        get: Callable[[Any, int], Any],
        holder: Any,
        count: int,
        form: Any,
        matrix: Matrix | None,
        level: int,
    ) -> None:
        pdfium, found = self._pdfium, self._found
        kind_of, mode_of, fill_of = (
            pdfium.FPDFPageObj_GetType, pdfium.FPDFTextObj_GetTextRenderMode, pdfium.FPDFPageObj_GetFillColor,
        )  # fmt: skip
        red, green, blue, alpha = self._colour
        text, path = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
        invisible = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        for place in range(count):
            handle = get(holder, place)
            self._order += 1
            if not handle or self._order > _MOST_OBJECTS:
                return
            kind = kind_of(handle)
            if kind == text:
                found.texts.append((self._order, handle))
                if mode_of(handle) == invisible:
                    found.invisible.append(Drawn(self._order, handle, matrix))
                elif fill_of(handle, red, green, blue, alpha) and (
                    not alpha.value or min(red.value, green.value, blue.value) >= _PALE
                ):
                    found.pale.append(Drawn(self._order, handle, matrix))
            elif kind == path:
                found.paths.append(Drawn(self._order, handle, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                found.pictures.append(self._helper(handle, form, level))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and level < _DEEPEST - 1:
                self._into_form(handle, form, matrix, level)

    def _into_form(self, handle: Any, holder: Any, outer: Matrix | None, level: int) -> None:
        pdfium = self._pdfium
        own = pdfium.FS_MATRIX()
        matrix = outer
        if pdfium.FPDFPageObj_GetMatrix(handle, own):
            inner = (own.a, own.b, own.c, own.d, own.e, own.f)
            matrix = inner if outer is None else _product(inner, outer)
        form = self._helper(handle, holder, level)
        count = pdfium.FPDFFormObj_CountObjects(handle)
        self.into(pdfium.FPDFFormObj_GetObject, handle, count, form, matrix, level + 1)

    def _helper(self, handle: Any, form: Any, level: int) -> Any:
        import pypdfium2

        page = self._found.page
        return pypdfium2.PdfObject(handle, page=page, pdf=page.pdf, container=form, level=level)


def _product(first: Matrix, second: Matrix) -> Matrix:
    """Through `first`, then through `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
