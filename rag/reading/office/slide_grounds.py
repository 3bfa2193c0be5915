"""The grounds that the texts of a slide stand on, and the inks they are written in.

Source: ECMA-376 part 1, 19.3.1.1 (bg), 19.3.1.3 (bgRef), 19.3.1.6 (clrMap), 20.1.8 (fills), 20.1.4.2.10
(fillRef).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rag.reading.inks import PAPER, TINY, UNKNOWN, Colour, is_lost
from rag.reading.office.scene import Box, Drawn, ground_of
from rag.reading.office.themes import drawn_colour

_FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "cxnSp", "grpSp"})
_PLAIN_GROUND = "1001"  # the first of a theme's backgrounds, which is one colour
_PLAIN_FILL = "1"  # the first of its fillings
_TINY = 100 * TINY  # hundredths of a point


class Grounds:
    """The grounds of one slide. `parts`: the roots of the slide, its layout and its master, as far as there
    are any; `theme`: the colours of its theme, by name.
    """

    def __init__(self, parts: Sequence[Any], theme: Mapping[str, Colour]) -> None:
        self._parts = parts
        self._theme = theme
        self._names = _colour_map(parts)
        self._page = self._behind()
        self._known: dict[Any, Colour | None] = {}
        self._drawn: list[tuple[Any, Drawn]] = []
        for place in range(len(parts) - 1, -1, -1):
            tree = parts[place].find("{*}cSld/{*}spTree")
            for node in () if tree is None else tree.iterchildren():
                if _name(node) in _SHAPES and (place == 0 or not _is_holder(node)):
                    self._drawn.append((node, Drawn(_box(node), self._fill(node))))

    def hides(self, shape: Any, paragraph: Any, properties: Any) -> bool:
        """Whether a run of a shape, with these properties of its own, is not to be seen."""
        ink, size = self._ink(shape, paragraph, properties)
        if (size is not None and size < _TINY) or ink is None:
            return True
        return ink != UNKNOWN and is_lost(ink, self._ground(shape, paragraph))

    def _ground(self, shape: Any, paragraph: Any) -> Colour | None:
        cell = next(paragraph.iterancestors("{*}tc"), None)
        if cell is not None:
            properties = cell.find("{*}tcPr")
            found = None if properties is None else self._filled(properties)
            return UNKNOWN if found is None else found  # a style of tables may paint it
        if shape not in self._known:
            self._known[shape] = self._of_shape(shape)
        return self._known[shape]

    def _of_shape(self, shape: Any) -> Colour | None:
        beneath: list[Drawn] = []
        for node, drawn in self._drawn:
            if node is shape:
                return ground_of(drawn, beneath, self._page)
            if node in shape.iterancestors():  # a group, whose shapes are drawn at places of its own
                return ground_of(Drawn(None, self._fill(shape)), [*beneath, drawn], self._page)
            beneath.append(drawn)
        return UNKNOWN

    def _ink(self, shape: Any, paragraph: Any, properties: Any) -> tuple[Colour | None, int | None]:
        """Ink and size of a run; an ink that is not there is None, one that nobody says `UNKNOWN`."""
        level = paragraph.find("{*}pPr")
        depth = "0" if level is None else level.get("lvl", "0")
        number = int(depth) + 1 if depth.isdecimal() and len(depth) < 3 else 1
        listed = shape.find(f".//{{*}}lstStyle/{{*}}lvl{number}pPr/{{*}}defRPr")
        ink: Colour | None = UNKNOWN
        size: int | None = None
        for own in (listed, properties):
            if own is None:
                continue
            fill = next((child for child in own if _name(child) in _FILLS), None)
            if fill is not None:
                ink = self._written(fill, own)
            if (own.get("sz") or "-").isdecimal():
                size = int(own.get("sz"))
        if ink == UNKNOWN:
            named = shape.find("{*}style/{*}fontRef")
            if named is not None and len(named) and not _has_fill(listed) and not _has_fill(properties):
                ink = drawn_colour(named, self._named)
        return ink, size

    def _written(self, fill: Any, own: Any) -> Colour | None:
        if _name(fill) == "noFill":
            return None if own.find("{*}ln") is None else UNKNOWN
        return drawn_colour(fill, self._named) if _name(fill) == "solidFill" else UNKNOWN

    def _named(self, name: str) -> Colour | None:
        return self._theme.get(self._names.get(name, name))

    def _fill(self, shape: Any) -> Colour | None:
        """What a shape is filled with."""
        if _name(shape) == "cxnSp":
            return None
        if _name(shape) != "sp":
            return UNKNOWN
        properties = shape.find("{*}spPr")
        if _has_fill(properties):
            return self._filled(properties)
        if _is_holder(shape):
            return UNKNOWN if any(_has_fill(one.find("{*}spPr")) for one in self._holders(shape)) else None
        named = shape.find("{*}style/{*}fillRef")
        if named is None or named.get("idx", "0") in ("0", "1000"):
            return None
        return drawn_colour(named, self._named) if named.get("idx") == _PLAIN_FILL else UNKNOWN

    def _filled(self, properties: Any) -> Colour | None:
        fill = next((child for child in properties if _name(child) in _FILLS), None)
        if fill is None or _name(fill) == "noFill":
            return None
        return drawn_colour(fill, self._named) if _name(fill) == "solidFill" else UNKNOWN

    def _holders(self, shape: Any) -> list[Any]:
        """The places of the layout and the master that a shape may take its looks from."""
        return [
            node
            for part in self._parts[1:]
            for node in part.iter("{*}sp")
            if _is_holder(node) and _kind(node) == _kind(shape)
        ]

    def _behind(self) -> Colour | None:
        """What the slide is filled with."""
        for part in self._parts:
            ground = part.find("{*}cSld/{*}bg")
            if ground is None:
                continue
            own, named = ground.find("{*}bgPr"), ground.find("{*}bgRef")
            if own is not None:
                return self._filled(own) or PAPER
            if named is not None and named.get("idx") == _PLAIN_GROUND:
                return drawn_colour(named, self._named) or PAPER
            return UNKNOWN
        return PAPER


def _colour_map(parts: Sequence[Any]) -> dict[str, str]:
    for part in parts:
        for node in part.iterfind("{*}clrMapOvr/{*}overrideClrMapping"):
            return dict(node.items())
        for node in part.iterfind("{*}clrMap"):
            return dict(node.items())
    return {}


def _has_fill(properties: Any) -> bool:
    return properties is not None and any(_name(child) in _FILLS for child in properties)


def _is_holder(shape: Any) -> bool:
    return next(shape.iter("{*}ph"), None) is not None


def _kind(shape: Any) -> tuple[str, str]:
    holder = next(shape.iter("{*}ph"))
    return holder.get("type", ""), holder.get("idx", "")


def _box(shape: Any) -> Box | None:
    """Where a shape stands, in EMU; None where it takes its place from elsewhere, or is turned."""
    place = shape.find("{*}spPr/{*}xfrm") if _name(shape) != "graphicFrame" else shape.find("{*}xfrm")
    if place is None or place.get("rot", "0") != "0":
        return None
    start, wide = place.find("{*}off"), place.find("{*}ext")
    if start is None or wide is None:
        return None
    try:
        left, top = int(start.get("x", "")), int(start.get("y", ""))
        return left, top, left + int(wide.get("cx", "")), top + int(wide.get("cy", ""))
    except ValueError:
        return None


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]
