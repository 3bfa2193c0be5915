"""Whether a run of Word text is to be seen: its size, and white ink on white paper.

What is white is only called unseen where nothing around it has a ground of its own: a cell, a paragraph, a
box.
Source: ECMA-376 part 1, 17.3.2.6 (color), 17.3.2.38 (sz), 17.3.2.32 (shd).
"""

from __future__ import annotations

from typing import Any

from rag.reading.office.word.names import W

COLOUR, SIZE = f"{W}color", f"{W}sz"

_TINY = 5  # half-points: nobody reads type of 2 points
_PALE = 231  # of 255, of each colour: hardly told from white paper
_GROUNDS = frozenset({f"{W}shd", f"{W}highlight", f"{W}effect"})
_BOXES = frozenset({f"{W}txbxContent", f"{W}background"})


def is_unseen(properties: Any) -> bool:
    """Whether a run with these properties of its own is not to be seen."""
    size, colour = properties.find(SIZE), properties.find(COLOUR)
    if size is not None and (size.get(f"{W}val") or "x").isdecimal() and int(size.get(f"{W}val")) < _TINY:
        return True
    return colour is not None and _is_pale(colour.get(f"{W}val") or "") and not _has_ground(properties)


def _is_pale(value: str) -> bool:
    try:
        return len(value) == 6 and min(bytes.fromhex(value)) >= _PALE
    except ValueError:
        return False


def _has_ground(properties: Any) -> bool:
    """Whether something else than paper may be behind a run."""
    if any(child.tag in _GROUNDS for child in properties):
        return True
    for node in properties.iterancestors():
        if node.tag in _BOXES:
            return True
        own = next((child for child in node if child.tag in (f"{W}pPr", f"{W}tcPr", f"{W}tblPr")), None)
        if own is None:
            continue
        named = own.find(f"{W}pStyle") if own.tag == f"{W}pPr" else own.find(f"{W}tblStyle")
        if named is not None or any(child.tag in _GROUNDS for child in own):
            return True  # what a style paints is not looked up
    root = properties.getroottree().getroot()
    return root.find(f"{W}background") is not None
