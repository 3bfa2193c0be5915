"""Styles of paragraphs and characters, each with what it inherits: headings, lists, struck and hidden text.

Source: ECMA-376 part 1, 17.7 (styles); 17.7.3 says how properties that are switched add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rag.reading.glyphs import RAISED
from rag.reading.office.word.names import W, number, says_on, value

_DEEPEST_STYLE = 12
_BODY_LEVEL = 9  # the outline level that means "body text"
STRIKES = (f"{W}strike", f"{W}dstrike")
VANISH = f"{W}vanish"
RAISING = f"{W}vertAlign"


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
        known = {name: _style(nodes, name) for name in nodes}
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


def _style(nodes: Mapping[str, Any], name: str) -> Style:
    level: int | None = None
    number_id: str | None = None
    depth: int | None = None
    new_page: bool | None = None
    list_style = ""
    marks: dict[str, bool] = {}
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
        current = value(node, "basedOn")
    return Style(
        level if level != 0 else None, number_id, depth, list_style, bool(new_page),
        any(marks.get(strike) for strike in STRIKES), bool(marks.get(VANISH)),
        bool(marks.get(RAISING)),
    )  # fmt: skip


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
