"""PDFium's calls that are made for every object and every word of a page, by addresses alone.

pypdfium2 declares them with the types of PDFium's header, which ctypes then checks and wraps at each call,
and lets other threads run meanwhile: a third to a half of what such a call costs. Here a handle is its
address, and so is a place that a result is written to; whoever calls keeps both alive.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple


class Calls(NamedTuple):
    """Named and ordered as in PDFium's header; what is no number of PDFium's own is an address."""

    page_object: Callable[[int, int], int | None]
    form_object: Callable[[int, int], int | None]
    kind: Callable[[int], int]
    mode: Callable[[int], int]  # of a piece of text
    fill: Callable[[int, int, int, int, int], int]
    stroke: Callable[[int, int, int, int, int], int]
    bounds: Callable[[int, int, int, int, int], int]
    draw_mode: Callable[[int, int, int], int]  # of a path
    segments: Callable[[int], int]  # of a path: how many
    has_transparency: Callable[[int], int]
    loose_box: Callable[[int, int, int], int]  # of a character
    size: Callable[[int, int], float]
    matrix: Callable[[int, int, int], int]
    font: Callable[[int, int, int, int, int], int]
    text_object: Callable[[int, int], int | None]
    text_fill: Callable[[int, int, int, int, int, int], int]


@cache
def calls() -> Calls:
    """The calls of the PDFium that pypdfium2 has loaded."""
    address, number = ctypes.c_void_p, ctypes.c_int
    return Calls(
        page_object=_call("FPDFPage_GetObject", address, address, number),
        form_object=_call("FPDFFormObj_GetObject", address, address, ctypes.c_ulong),
        kind=_call("FPDFPageObj_GetType", number, address),
        mode=_call("FPDFTextObj_GetTextRenderMode", number, address),
        fill=_call("FPDFPageObj_GetFillColor", number, *[address] * 5),
        stroke=_call("FPDFPageObj_GetStrokeColor", number, *[address] * 5),
        bounds=_call("FPDFPageObj_GetBounds", number, *[address] * 5),
        draw_mode=_call("FPDFPath_GetDrawMode", number, *[address] * 3),
        segments=_call("FPDFPath_CountSegments", number, address),
        has_transparency=_call("FPDFPageObj_HasTransparency", number, address),
        loose_box=_call("FPDFText_GetLooseCharBox", number, address, number, address),
        size=_call("FPDFText_GetFontSize", ctypes.c_double, address, number),
        matrix=_call("FPDFText_GetMatrix", number, address, number, address),
        font=_call("FPDFText_GetFontInfo", ctypes.c_ulong, address, number, address, ctypes.c_ulong, address),
        text_object=_call("FPDFText_GetTextObject", address, address, number),
        text_fill=_call("FPDFText_GetFillColor", number, address, number, *[address] * 4),
    )


def address_of(handle: Any) -> int:
    """Where PDFium keeps what a handle of pypdfium2's stands for: two handles of one thing differ, their
    address does not. 0 for none.
    """
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _call(name: str, gives: Any, *takes: Any) -> Any:
    import pypdfium2.raw as pdfium

    return ctypes.PYFUNCTYPE(gives, *takes)(address_of(getattr(pdfium, name)))
