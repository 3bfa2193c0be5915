"""Styles of paragraphs and characters, each with what it inherits: headings, lists, struck and hidden text.

Source: ECMA-376 part 1, 17.7 (styles); 17.7.3 says how properties that are switched add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rag.reading.glyphs import RAISED
from rag.reading.inks import UNKNOWN, Colour, of_hex
from rag.reading.office.word.names import W, number, says_on, value

_DEEPEST_STYLE = 12
_BODY_LEVEL = 9  # the outline level that means "body text"
STRIKES = (f"{W}strike", f"{W}dstrike")
VANISH = f"{W}vanish"
RAISING = f"{W}vertAlign"
COLOUR, SIZE, _SHADE, _MARKER = f"{W}color", f"{W}sz", f"{W}shd", f"{W}highlight"
_MARKED: dict[str, Colour] = {  # 17.18.40
    "white": (255, 255, 255), "black": (0, 0, 0), "yellow": (255, 255, 0), "lightGray": (192, 192, 192),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """`level` of a heading, 1 is the highest; `list_style` is the style that the number comes from."""

    level: int | None = None
    number_id: str | None = None
    depth: int | None = None
    list_style: str = ""
    new_page: bool = False
    struck: bool = False
    hidden: bool = False
    raised: bool = False  # superscript
    ink: str = ""  # as it is written, "auto" too; nothing where no style says it
    size: int | None = None  # half-points
    ground: Colour | None = None  # what it paints behind the text


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by their id."""

    known: Mapping[str, Style] = field(default_factory=dict)
    default: Style = PLAIN  # of paragraphs that name none
    lists: Mapping[str, str] = field(default_factory=dict)  # number id of each style of lists
    language: str = "en"

    @classmethod
    def parse(cls, root: Any) -> Styles:
        """From the root of word/styles.xml."""
        nodes = {node.get(f"{W}styleId", ""): node for node in root.iterfind(f"{W}style")}
        common = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        known = {name: _style(nodes, name, common) for name in nodes}
        default = next(
            (
                known[name]
                for name, node in nodes.items()
                if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true", "on")
            ),
            PLAIN,
        )
        lists = {
            name: own
            for name, node in nodes.items()
            if node.get(f"{W}type") == "numbering"
            and (own := value(node.find(f"{W}pPr/{W}numPr"), "numId")) is not None
        }
        language = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        written = "" if language is None else language.get(f"{W}val", "")
        return cls(known, default, lists, written.partition("-")[0].lower() or "en")

    def of(self, name: str | None) -> Style:
        """A style by its id; the default where there is none such."""
        return self.known.get(name or "", self.default)


def _style(nodes: Mapping[str, Any], name: str, common: Any) -> Style:
    level: int | None = None
    number_id: str | None = None
    depth: int | None = None
    new_page: bool | None = None
    list_style = ""
    marks: dict[str, bool] = {}
    ink = ""
    size: int | None = None
    ground: Colour | None = None
    current: str | None = name
    for _ in range(_DEEPEST_STYLE):
        node = nodes.get(current or "")
        if node is None:
            break
        properties = node.find(f"{W}pPr")
        if level is None and properties is not None:
            level = outline_level(properties.find(f"{W}outlineLvl"))
        if level is None:
            level = _named_level(value(node, "name"))
        if properties is not None:
            if number_id is None:
                number_id, depth = list_of(properties.find(f"{W}numPr"))
                list_style = current or ""
            breaks = properties.find(f"{W}pageBreakBefore")
            if new_page is None and breaks is not None:
                new_page = says_on(breaks)
        for mark in node.iterfind(f"{W}rPr/*"):
            if mark.tag in (*STRIKES, VANISH):
                marks.setdefault(mark.tag, says_on(mark))
            elif mark.tag == RAISING:
                marks.setdefault(mark.tag, mark.get(f"{W}val") == RAISED)
        own = node.find(f"{W}rPr")
        ink, size = ink or ink_of(own), size_of(own) if size is None else size
        ground = _painted(node) if ground is None else ground
        current = value(node, "basedOn")
    return Style(
        level if level != 0 else None, number_id, depth, list_style, bool(new_page),
        any(marks.get(strike) for strike in STRIKES), bool(marks.get(VANISH)),
        bool(marks.get(RAISING)), ink or ink_of(common), size_of(common) if size is None else size, ground,
    )  # fmt: skip


def ink_of(properties: Any) -> str:
    """The colour that properties of runs say, as it is written; empty where they are silent."""
    return value(properties, "color") or ""


def size_of(properties: Any) -> int | None:
    """The size that properties of runs say, in half-points."""
    said = value(properties, "sz")
    return int(said) if said is not None and said.isdecimal() and len(said) < 6 else None


def own_ground(properties: Any) -> Colour | None:
    """What properties of a run, a paragraph, a cell or a table paint behind text; None for nothing."""
    for mark in properties.iterchildren(_MARKER, _SHADE, f"{W}effect"):
        if mark.tag == _SHADE:
            found = _shade(mark)
        else:
            said = mark.get(f"{W}val", "")
            found = None if said == "none" else _MARKED.get(said, UNKNOWN)
        if found is not None:
            return found
    return None


def _shade(mark: Any) -> Colour | None:
    kind, fill = mark.get(f"{W}val", "clear"), mark.get(f"{W}fill", "auto")
    if kind == "nil" or (kind == "clear" and fill == "auto" and f"{W}themeFill" not in mark.attrib):
        return None
    found = of_hex(fill) if kind == "clear" else of_hex(mark.get(f"{W}color")) if kind == "solid" else None
    return UNKNOWN if found is None else found


def _painted(style: Any) -> Colour | None:
    """What a style paints behind text; one of tables may do so under conditions."""
    if style.get(f"{W}type") == "table":
        return UNKNOWN if any(_shade(mark) is not None for mark in style.iter(_SHADE)) else None
    for kind in ("rPr", "pPr"):
        own = style.find(f"{W}{kind}")
        found = None if own is None else own_ground(own)
        if found is not None:
            return found
    return None


def outline_level(said: Any) -> int | None:
    """1–9 for headings, 0 for text that says it is body, None where nothing is said."""
    text = None if said is None else said.get(f"{W}val")
    if text is None or not text.isdecimal():
        return None
    level = number(text, _BODY_LEVEL)
    return 0 if level >= _BODY_LEVEL else level + 1


def list_of(numbers: Any) -> tuple[str | None, int | None]:
    """The list that a paragraph or a style names, and the level; None where it is silent."""
    if numbers is None:
        return None, None
    depth = value(numbers, "ilvl")
    return value(numbers, "numId"), None if depth is None else number(depth)


def _named_level(name: str | None) -> int | None:
    words = (name or "").lower().split()
    if len(words) == 2 and words[0] == "heading" and words[1].isdecimal():
        return number(words[1]) or None
    return 1 if words == ["title"] else None
