"""What is drawn on a page of a PDF, gone through once: pictures, paths, and text that may not be seen.

A page of a report has thousands of objects, nearly all of them text, some have one for each letter: so
PDFium is called by addresses, and what is asked of all texts is asked in one go.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rectangle
from rag.reading.pages.pdf_calls import address_of, calls
from rag.reading.pages.pdf_text import page_transform

_DEEPEST = 3  # of objects in forms in forms
_PALE = 245  # of 255, of each colour: white, or hardly darker
MOST_PATHS = 6000  # of a page: what has more is a drawing. A page of a ledger has one for each cell's side
_MOST_OBJECTS = 200_000  # of a page: what comes after them is a map or a drawing

_NOWHERE = [-1e6] * 4  # points

Boxes = NDArray[np.float64]  # shape (number, 4)
Matrix = tuple[float, float, float, float, float, float]


class Drawn(NamedTuple):
    """One object. `order`: its place among all that is drawn; `handle`: its address; `matrix`: of the form
    that holds it.
    """

    order: int
    handle: int
    matrix: Matrix | None


@dataclass(slots=True)
class PageObjects:
    """The objects of one loaded page, in the order they are drawn."""

    page: Any
    pictures: list[Any] = field(default_factory=list)  # pypdfium2's objects
    paths: list[Drawn] = field(default_factory=list)
    texts: list[tuple[int, int, Matrix | None]] = field(default_factory=list)  # as `Drawn`, for less
    invisible: list[Drawn] = field(default_factory=list)  # text in a mode that draws nothing
    pale: list[Drawn] = field(default_factory=list)  # text as white as paper

    _path_boxes: Boxes | None = None

    def path_boxes(self) -> Boxes:
        """Where the first `MOST_PATHS` paths stand, in fractions of the displayed page."""
        if self._path_boxes is None:
            self._path_boxes = Bounds(self.page).of(self.paths[:MOST_PATHS])
        return self._path_boxes

    def orders(self) -> dict[int, int]:
        """The orders of the pieces of text, by their addresses."""
        return {handle: order for order, handle, _ in self.texts}


def objects_of(page: Any) -> PageObjects:
    """Go through a loaded page, and through the forms drawn on it."""
    import pypdfium2.raw as pdfium

    found = PageObjects(page)
    count = pdfium.FPDFPage_CountObjects(page.raw)
    _Walk(found).into(calls().page_object, address_of(page.raw), count, None, None, 0)
    _sort_unseen(found)
    return found


class Bounds:
    """Tells where the objects of a page stand, in fractions of the displayed page."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._transform = page_transform(pdfium, page)

    def of(self, many: Sequence[Drawn]) -> Boxes:
        """A row of x0, y0, x1, y1 for each; outside the page for what has no place."""
        handles = [one.handle for one in many]
        known, edges = asked(calls().bounds, handles, ctypes.c_float)
        rows = edges.astype(np.float64)
        rows[~known] = _NOWHERE
        for place, one in enumerate(many):
            if one.matrix is not None:
                rows[place] = through(one.matrix, rows[place].tolist())
        return self._transform.boxes(rows)

    def placed(self, edges: Sequence[float], matrix: Matrix | None) -> Rectangle:
        """A rectangle (left, bottom, right, top) of the space that `matrix` maps to the page."""
        left, bottom, right, top = edges if matrix is None else through(matrix, edges)
        return self._transform.box(left, bottom, right, top)


def object_at(address: int) -> Any:
    """The object with this address, for calls of pypdfium2's."""
    import pypdfium2.raw as pdfium

    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def through(matrix: Matrix, edges: Sequence[float]) -> Rectangle:
    """The rectangle around a rectangle that is mapped."""
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (edges[0], edges[2]) for y in (edges[1], edges[3])]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return (min(across), min(up), max(across), max(up))


def asked(
    call: Callable[[int, int, int, int, int], int], handles: Sequence[int], kind: Any
) -> tuple[NDArray[np.bool_], NDArray[Any]]:
    """What PDFium says of many objects, four numbers of a kind each, and of which it says something."""
    numbers = (kind * (4 * len(handles)))()
    first, step = ctypes.addressof(numbers), ctypes.sizeof(kind)
    places = [
        range(first + step * part, first + step * (4 * len(handles) + part), 4 * step) for part in range(4)
    ]
    known = np.fromiter(map(call, handles, *places), np.bool_, len(handles))
    return known, np.array(numbers).reshape(-1, 4)


def _sort_unseen(found: PageObjects) -> None:
    """Tell which pieces of text are drawn in no way, or in the colour of paper."""
    import pypdfium2.raw as pdfium

    handles = [handle for _, handle, _ in found.texts]
    modes = np.fromiter(map(calls().mode, handles), np.intc, len(handles))
    known, colours = asked(calls().fill, handles, ctypes.c_uint)
    invisible = modes == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    pale = known & ((colours[:, 3] == 0) | (colours[:, :3].min(axis=1) >= _PALE)) & ~invisible
    found.invisible += (Drawn(*found.texts[place]) for place in np.flatnonzero(invisible))
    found.pale += (Drawn(*found.texts[place]) for place in np.flatnonzero(pale))


class _Walk:
    def __init__(self, found: PageObjects) -> None:
        import pypdfium2.raw as pdfium

        self._found = found
        self._pdfium = pdfium
        self._order = 0

    def into(
        self,
        get: Callable[[int, int], int | None],
        holder: int,
        count: int,
        form: Any,
        matrix: Matrix | None,
        level: int,
    ) -> None:
        pdfium, kind_of = self._pdfium, calls().kind
        text, path = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
        texts, paths, order = self._found.texts, self._found.paths, self._order
        for handle in map(get, repeat(holder), range(count)):
            order += 1
            if not handle or order > _MOST_OBJECTS:
                break
            kind = kind_of(handle)
            if kind == text:
                texts.append((order, handle, matrix))
            elif kind == path:
                paths.append(Drawn(order, handle, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._found.pictures.append(self._helper(handle, form, level))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and level < _DEEPEST - 1:
                self._order = order
                self._into_form(handle, form, matrix, level)
                order = self._order
        self._order = order

    def _into_form(self, handle: int, holder: Any, outer: Matrix | None, level: int) -> None:
        pdfium = self._pdfium
        own, matrix = pdfium.FS_MATRIX(), outer
        form = self._helper(handle, holder, level)
        if pdfium.FPDFPageObj_GetMatrix(form, own):
            inner = (own.a, own.b, own.c, own.d, own.e, own.f)
            matrix = inner if outer is None else _product(inner, outer)
        count = pdfium.FPDFFormObj_CountObjects(form)
        self.into(calls().form_object, handle, count, form, matrix, level + 1)

    def _helper(self, handle: int, form: Any, level: int) -> Any:
        import pypdfium2

        page = self._found.page
        raw = object_at(handle)
        return pypdfium2.PdfObject(raw, page=page, pdf=page.pdf, container=form, level=level)


def _product(first: Matrix, second: Matrix) -> Matrix:
    """Through `first`, then through `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
