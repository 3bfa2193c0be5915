"""What the styles of OpenDocument say that changes what a text says: struck, hidden, lists, page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rag.language.withdrawn import Withdrawn
from rag.reading.glyphs import RAISED
from rag.reading.inks import TINY, UNKNOWN, Colour, is_lost, of_hex
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.types.views import Mark

_MOST_PARENTS = 50
_PICTURES = re.compile(r"'?(wingdings 2|wingdings(?! ?3)|symbol)(?![a-z])", re.IGNORECASE)
_RAISED = re.compile(r"super|[1-9]\d*%")
_SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(pt|%)\Z")
_HEAVY = ("bold", "600", "700", "800", "900")
_SMALLEST = 15  # percent of the size around
_LINES = ("text-line-through-style", "text-line-through-type", "text-crossing-out")


@dataclass(frozen=True, slots=True)
class Manner:
    """How text stands there; None: as what it stands in."""

    struck: bool | None = None
    hidden: bool | None = None
    pictures: str | None = None  # the font, where it draws pictures for letters; or `RAISED`
    ink: Colour | None = None
    ground: Colour | None = None  # what is painted behind it
    tiny: bool | None = None
    marks: Mark = Mark(0)  # noqa: RUF009 - it never changes

    def within(self, outer: Manner) -> Manner:
        """As it is inside of another one."""
        if outer == _AS_OUTSIDE:
            return self
        return Manner(
            outer.struck if self.struck is None else self.struck,
            outer.hidden if self.hidden is None else self.hidden,
            outer.pictures if self.pictures is None else self.pictures,
            outer.ink if self.ink is None else self.ink,
            outer.ground if self.ground is None else self.ground,
            outer.tiny if self.tiny is None else self.tiny,
            outer.marks | self.marks,
        )

    @property
    def kind(self) -> Withdrawn | None:
        if self.hidden or self.tiny or is_lost(self.ink, self.ground):
            return Withdrawn.HIDDEN
        return Withdrawn.STRUCK if self.struck else None


_AS_OUTSIDE = Manner()


@dataclass(frozen=True, slots=True)
class _Style:
    manner: Manner
    parent: str
    breaks: bool  # a page ends before it
    after: bool  # and after it
    master: str  # the kind of page that begins with it
    numbering: str | None  # the list style it names, "" for none at all
    fill: str  # how what it draws is filled


class Styles:
    """The styles of a document. Where two parts have styles of one name, the earlier part's holds."""

    def __init__(self, *parts: Any) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._manners: dict[tuple[str, str], Manner] = {}
        for part in parts:
            for node in () if part is None else part.iter("{*}style", "{*}default-style"):
                key = (attribute(node, "family") or "paragraph", attribute(node, "name"))
                self._styles.setdefault(key, _style(node))

    def manner(self, family: str, name: str) -> Manner:
        """How text of a style stands there, with all that it takes from its parents."""
        found = self._manners.get((family, name))
        if found is None:
            found = Manner()
            for style in self._line(family, name):
                found = found.within(style.manner)
            self._manners[family, name] = found
        return found

    def breaks_before(self, element: str, name: str) -> bool:
        """Whether a paragraph or a table ("paragraph", "table") of this style begins a page."""
        return bool(self.page_kind(element, name)) or any(style.breaks for style in self._line(element, name))

    def breaks_after(self, name: str) -> bool:
        """Whether a page ends with a paragraph of this style."""
        return any(style.after for style in self._line("paragraph", name))

    def numbering(self, name: str) -> str | None:
        """The list style that a style of paragraphs names; "" where it says that there is none."""
        named = (style.numbering for style in self._line("paragraph", name))
        return next((found for found in named if found is not None), None)

    def fills(self, family: str, name: str) -> Iterator[str]:
        """How a style and its parents say that something is filled ("none", "solid"), the nearest first."""
        return (style.fill for style in self._line(family, name) if style.fill)

    def page_kind(self, element: str, name: str) -> str:
        """The kind of page that a paragraph or a table of this style begins; "" for none."""
        style = self._styles.get((element, name))
        return "" if style is None else style.master

    def _line(self, family: str, name: str) -> Iterator[_Style]:
        """A style and its parents."""
        for _ in range(_MOST_PARENTS):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            if not style.parent:
                return
            name = style.parent


def painted(properties: Any) -> Colour | None:
    """What properties of a style paint behind text; None for nothing."""
    fill, image = attribute(properties, "fill"), properties.find("{*}background-image")
    if fill in ("gradient", "bitmap", "hatch") or (image is not None and attribute(image, "href")):
        return UNKNOWN
    if fill == "solid":
        return of_hex(attribute(properties, "fill-color")) or UNKNOWN
    return of_hex(attribute(properties, "background-color"))


def _written(properties: Any) -> tuple[Colour | None, bool | None]:
    """The ink that properties of text say, and whether it is too small to be read."""
    size = _SIZE.match(attribute(properties, "font-size"))
    tiny = None if size is None else float(size[1]) < (TINY if size[2] == "pt" else _SMALLEST)
    if attribute(properties, "use-window-font-color") == "true":
        return UNKNOWN, tiny  # it is chosen for its ground
    return of_hex(attribute(properties, "color")), tiny


def _marks(properties: Any) -> Mark:
    """How properties of text set words."""
    marks = Mark(0)
    if attribute(properties, "font-weight") in _HEAVY:
        marks |= Mark.BOLD
    if attribute(properties, "font-style") in ("italic", "oblique"):
        marks |= Mark.ITALIC
    if attribute(properties, "text-underline-style") not in ("", "none"):
        marks |= Mark.UNDERLINED
    return marks


def _style(node: Any) -> _Style:
    struck: bool | None = None
    hidden: bool | None = None
    pictures: str | None = None
    ink: Colour | None = None
    ground: Colour | None = UNKNOWN if node.find("{*}map") is not None else None  # painted on conditions
    tiny: bool | None = None
    marks = Mark(0)
    breaks = after = False
    for properties in node:
        ground = ground or painted(properties)
        match name_of(properties):
            case "text-properties":
                lines = [attribute(properties, name) for name in _LINES]
                if any(lines):
                    struck = not any(line == "none" for line in lines)
                ink, tiny = _written(properties)
                marks |= _marks(properties)
                display = attribute(properties, "display")
                hidden = display == "none" if display else hidden
                hidden = hidden or attribute(properties, "opacity") == "0%" or None
                font = attribute(properties, "font-family") or attribute(properties, "font-name")
                drawn = _PICTURES.match(font)
                pictures = drawn[1].lower() if drawn else "" if font else None
                if _RAISED.match(attribute(properties, "text-position")):
                    pictures = RAISED
            case "table-properties" if attribute(properties, "display") == "false":
                hidden = True
            case "paragraph-properties" | "table-properties":
                breaks = breaks or attribute(properties, "break-before") == "page"
                after = after or attribute(properties, "break-after") == "page"
            case "section-properties":
                hidden = attribute(properties, "display") == "none" or hidden
            case "drawing-page-properties":
                hidden = attribute(properties, "visibility") == "hidden" or hidden
    return _Style(
        Manner(struck, hidden, pictures, ink, ground, tiny, marks),
        attribute(node, "parent-style-name"),
        breaks,
        after,
        attribute(node, "master-page-name"),
        next((value for key, value in node.items() if key.endswith("}list-style-name")), None),
        next(filter(None, (attribute(properties, "fill") for properties in node)), ""),
    )
