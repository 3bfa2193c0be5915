"""How the elements of Word documents are called, and what is read from one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

PARAGRAPH = f"{W}p"
TABLE = f"{W}tbl"
SECTION = f"{W}sectPr"
CHUNK = f"{W}altChunk"
FORMULA = f"{MATH}oMath"
FORMULAS = f"{MATH}oMathPara"
CONTROL = f"{W}sdt"
CONTROL_CONTENT = f"{W}sdtContent"
BOX = f"{W}txbxContent"
ALTERNATIVES = f"{_MC}AlternateContent"
CHOICE = f"{_MC}Choice"
FALLBACK = f"{_MC}Fallback"
DELETED = f"{W}del"
MOVED_AWAY = f"{W}moveFrom"
WITHOUT = (FALLBACK, DELETED, MOVED_AWAY)  # what stands in these is not part of the text

# Elements that only wrap what the text consists of.
_WRAPPERS = frozenset(
    {CONTROL, CONTROL_CONTENT, ALTERNATIVES, CHOICE, f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"}
)


def within(parent: Any, *tags: str) -> Iterator[Any]:
    """The children with these tags, those in wrappers included, in order."""
    for child in parent:
        tag = child.tag
        if tag in tags:
            yield child
        elif tag in _WRAPPERS:
            yield from within(child, *tags)


def value(parent: Any, name: str) -> str | None:
    """What a child of that name says in `w:val`."""
    if parent is not None:
        for child in parent.iterchildren(f"{W}{name}"):
            return str(child.get(f"{W}val", "")) if f"{W}val" in child.attrib else None
    return None


def is_on(parent: Any, name: str) -> bool:
    """Whether a child of that name is there and does not say that it is off."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return child is not None and says_on(child)


def says_on(node: Any) -> bool:
    return node.get(f"{W}val") not in ("0", "false", "off")


def number(text: str | None, default: int = 0) -> int:
    """A number of at most six digits."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else default
