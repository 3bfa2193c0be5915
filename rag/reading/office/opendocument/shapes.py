"""Shapes of OpenDocument: whether they are shown, and what the text in them stands on.

Source: ISO/IEC 26300 (ODF 1.2), 19.575 (svg:x), 20.4 (page layouts), 20.117 (draw:fill).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rag.reading.inks import PAPER, UNKNOWN, Colour
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.reading.office.opendocument.styles import Manner, Styles, painted
from rag.reading.office.scene import Box, Drawn, ground_of

_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(cm|mm|in|pt|pc)\Z")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "pc": 12.0}
_FAMILIES = ("graphic", "presentation")
_ABOUT = ("enhanced-geometry", "glue-point", "title", "desc")
_TEXTLESS = frozenset({"line", "connector", "polyline", "measure", "notes", "forms"})


def shape_manner(styles: Styles, shape: Any) -> Manner:
    """How text in a shape of a text stands there: on what it is filled with, which is unknown where nothing
    says it, as a picture may lie beneath it.
    """
    if name_of(shape) == "text-box":
        return Manner()  # of the frame around it
    own = _own(styles, shape)
    return replace(
        own, hidden=attribute(shape, "display") == "none" or own.hidden, ground=own.ground or UNKNOWN
    )


def paper(common: Any, root: Any) -> Colour | None:
    """What the pages of a text are painted with; unknown too where pictures lie behind the text."""
    for part in (common, root):
        for node in () if part is None else part.iter("{*}page-layout-properties"):
            ground = painted(node)
            if ground not in (None, PAPER):
                return UNKNOWN
        for node in () if part is None else part.iter("{*}graphic-properties"):
            if attribute(node, "run-through") == "background":
                return UNKNOWN
    return None


class Scene:
    """The shapes of one slide and of its master, in the order in which they are drawn."""

    def __init__(self, slide: Any, styles: Styles, common: Any) -> None:
        self._styles = styles
        name = attribute(slide, "master-page-name")
        masters = () if common is None else common.iter("{*}master-page")
        master = next((node for node in masters if attribute(node, "name") == name), None)
        self._page, self._size = self._ground_of_page(slide, master), _size(common, master)
        self._drawn: list[tuple[Any, Drawn]] = []
        for part, upon in ((master, True), (slide, False)):
            for node in () if part is None else part:
                if name_of(node) not in _TEXTLESS and not (upon and attribute(node, "class")):
                    self._drawn.append((node, Drawn(_box(node), self._fill(node))))

    def manner(self, shape: Any) -> Manner:
        """How text in a shape of the slide stands there."""
        beneath: list[Drawn] = []
        for node, drawn in self._drawn:
            if node is shape and name_of(node) != "g":
                if self._is_beside(drawn.box):
                    return Manner(hidden=True)
                ground = ground_of(drawn, beneath, self._page)
                return replace(shape_manner(self._styles, shape), ground=ground or PAPER)
            beneath.append(drawn)
        return shape_manner(self._styles, shape)

    def _fill(self, shape: Any) -> Colour | None:
        """What a shape is filled with; None where all its styles say that it is not."""
        if name_of(shape) == "g" or any(name_of(one) not in ("text-box", "p") for one in _content(shape)):
            return UNKNOWN  # a picture, a table, a chart
        fill = next(self._fills(shape), "")
        if fill == "none" or (not fill and name_of(shape) == "frame"):
            return None
        return (_own(self._styles, shape).ground if fill == "solid" else None) or UNKNOWN

    def _fills(self, shape: Any) -> Iterator[str]:
        for family in _FAMILIES:
            yield from self._styles.fills(family, attribute(shape, "style-name"))

    def _ground_of_page(self, slide: Any, master: Any) -> Colour | None:
        for node in (slide, master):
            name = "" if node is None else attribute(node, "style-name")
            fill = next(self._styles.fills("drawing-page", name), "")
            if fill and fill != "none":
                return self._styles.manner("drawing-page", name).ground or UNKNOWN
        return PAPER

    def _is_beside(self, box: Box | None) -> bool:
        if box is None or self._size is None:
            return False
        return box[2] <= 0 or box[3] <= 0 or box[0] >= self._size[0] or box[1] >= self._size[1]


def _own(styles: Styles, shape: Any) -> Manner:
    """How a shape says that its text stands there: by its style, whose ground is what it is filled with."""
    name = attribute(shape, "style-name")
    found = Manner()
    for family in _FAMILIES if name else ():
        found = found.within(styles.manner(family, name))
    return found


def _content(shape: Any) -> Iterator[Any]:
    return (
        node for node in shape if name_of(node) not in ("enhanced-geometry", "glue-point", "title", "desc")
    )


def _box(shape: Any) -> Box | None:
    """In points; None where a shape is turned, or does not say where it is."""
    found = [_LENGTH.match(attribute(shape, name)) for name in ("x", "y", "width", "height")]
    if attribute(shape, "transform") or None in found:
        return None
    left, top, wide, high = (float(one[1]) * _POINTS[one[2]] for one in found if one is not None)
    return left, top, left + wide, top + high


def _size(common: Any, master: Any) -> tuple[float, float] | None:
    """Of a slide, in points."""
    name = "" if master is None else attribute(master, "page-layout-name")
    for layout in () if common is None else common.iter("{*}page-layout"):
        if attribute(layout, "name") == name:
            for node in layout.iterfind("{*}page-layout-properties"):
                found = [_LENGTH.match(attribute(node, side)) for side in ("page-width", "page-height")]
                sides = [float(one[1]) * _POINTS[one[2]] for one in found if one is not None]
                return (sides[0], sides[1]) if len(sides) == 2 else None
    return None
