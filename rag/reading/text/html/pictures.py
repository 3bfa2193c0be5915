"""What a picture of a web page says in its own words, where the page does not say it beside it too."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.viewing.recording import Drawing, recorder

_SIDES = ("width", "height")
_SMALLEST = 2  # dots: a smaller one is not seen, and only tells that a page was opened
_DOTS = re.compile(r"\s*(\d{1,6})(?:px)?\s*")
_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|avif)", re.IGNORECASE)
_DRAWN_FORMULA = "{\\displaystyle"
_LOOKED_AT = 200  # elements beside a picture
_IDLE_ROLES = ("presentation", "none")
Held = Callable[[str], bytes | None]  # the file of a picture at an address that came with the page


class Drawings:
    """The pictures that came with a page, for a view: nothing is loaded that did not."""

    def __init__(self, held: Held) -> None:
        self._noted = recorder()
        self._held = held
        self._waiting: list[Drawing] = []  # until what stands before them is written

    def add(self, node: Any, address: str, *, waits: bool) -> None:
        """Note the picture of an element; `waits`: something is said that is to stand before it."""
        data = None if self._noted is None or not address else self._held(address)
        if self._noted is None or data is None or any(_is_tiny(node.get(side)) for side in _SIDES):
            return
        wide, high = (_DOTS.fullmatch(node.get(side) or "") for side in _SIDES)
        size = (float(wide[1]) if wide else 0.0, float(high[1]) if high else 0.0)
        drawing = Drawing(data, one_line(node.get("alt") or node.get("title") or ""), size)
        if waits:
            self._waiting.append(drawing)
        else:
            self._noted.draw(drawing)

    def written(self) -> None:
        """What stands before those that wait is written."""
        if self._noted is None:
            return
        for drawing in self._waiting:
            self._noted.draw(drawing)
        self._waiting.clear()


def picture_text(node: Any) -> str:
    """The words given for an image; empty where they are none of a reader's, as of ornaments and formulas."""
    said = one_line(node.get("alt") or "")
    if not any(mark.isalnum() for mark in said) or _FILE.fullmatch(said) or said.startswith(_DRAWN_FORMULA):
        return ""
    if node.get("role") in _IDLE_ROLES or any(_is_tiny(node.get(side)) for side in _SIDES):
        return ""
    around = node.getparent()
    while around is not None and around.tag in ("picture", "span", "a"):
        around = around.getparent()
    if around is None or around.tag in ("body", "html"):
        return said
    beside = list(islice(around.iter(), _LOOKED_AT))
    if any(one.tag == "math" for one in beside):
        return ""  # the formula is said as such
    near = one_line(" ".join(text for one in beside for text in (one.text, one.tail) if text))
    return "" if said.casefold() in near.casefold() else said


def _is_tiny(length: str | None) -> bool:
    dots = _DOTS.fullmatch(length or "")
    return dots is not None and int(dots[1]) <= _SMALLEST
