"""Paragraphs with what their styles and lists make of them: headings, numbers, new pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rag.language.withdrawn import standing
from rag.reading.office.word.inline import Inline
from rag.reading.office.word.names import DELETED, MOVED_AWAY, SECTION, W, is_on, says_on
from rag.reading.office.word.numbering import Numbering
from rag.reading.office.word.pieces import Piece
from rag.reading.office.word.styles import VANISH, Style, Styles, list_of, outline_level

_PROPERTIES = f"{W}pPr"
_STYLE, _LIST, _LEVEL, _NEW_PAGE = (
    f"{W}{name}" for name in ("pStyle", "numPr", "outlineLvl", "pageBreakBefore")
)
_MARK = f"{W}rPr"  # how the mark at the paragraph's end looks
_SAID = (_STYLE, _LIST, _LEVEL, _NEW_PAGE, _MARK, SECTION)
_VALUE = f"{W}val"


@dataclass(slots=True)
class Paragraph:
    """What a paragraph says and how it stands there."""

    pieces: list[Piece]  # at least one
    level: int | None = None  # of a heading, 1 is the highest
    label: str = ""  # the number or bullet it is printed with
    depth: int = 0  # of the list that it is in, 0 is the highest
    new_page: bool = False  # it begins one
    runs_on: bool = False  # the mark at its end is deleted: what follows belongs to it
    section: Any = None  # the properties of the section that it ends


class Paragraphs:
    """Reads paragraphs in the order in which their numbers are counted."""

    def __init__(self, styles: Styles, numbering: Numbering, inline: Inline) -> None:
        self._styles = styles
        self._numbering = numbering
        self._inline = inline

    def read(self, node: Any, *, labelled: bool = False) -> Paragraph:
        """`labelled`: what it holds has its label beside it, as in a table."""
        found: dict[str, Any] = {}
        for properties in node.iterchildren(_PROPERTIES):
            found = {child.tag: child for child in properties.iterchildren(*_SAID)}
        named = found.get(_STYLE)
        style = self._styles.of(None if named is None else named.get(_VALUE))
        mark, breaks = found.get(_MARK), found.get(_NEW_PAGE)
        new_page = style.new_page if breaks is None else says_on(breaks)
        pieces = self._inline.read(node, style, labelled=labelled, new_page=new_page)
        level = outline_level(found[_LEVEL]) if _LEVEL in found else None
        runs_on = mark is not None and next(mark.iterchildren(DELETED, MOVED_AWAY), None) is not None
        counted = not runs_on and not _is_hidden(mark, style, pieces)
        return Paragraph(
            pieces,
            style.level if level is None else level or None,
            self._label(found.get(_LIST), style) if counted else "",
            _depth(found.get(_LIST), style),
            new_page,
            runs_on,
            found.get(SECTION),
        )

    def _label(self, numbers: Any, style: Style) -> str:
        own, depth = list_of(numbers)
        number_id = style.number_id if own is None else own
        if number_id is None or number_id == "0":
            return ""
        if depth is None and own is None:
            # What a style says of its level counts less than the level that names the style.
            depth = self._numbering.depth_of(number_id, style.list_style)
            depth = style.depth if depth is None else depth
        return self._numbering.next(number_id, depth or 0)


def _depth(numbers: Any, style: Style) -> int:
    """How many lists an item stands inside of, beside its own."""
    own = list_of(numbers)[1]
    return (style.depth or 0) if own is None else own


def _is_hidden(mark: Any, style: Style, pieces: list[Piece]) -> bool:
    """Whether nothing of a paragraph is shown, so that it has no number either."""
    if mark is None or not (style.hidden if mark.find(VANISH) is None else is_on(mark, "vanish")):
        return False
    return not any(standing(piece.text).strip() for piece in pieces)
