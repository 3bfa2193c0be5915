"""How Word sets words: bold, in italics, underlined. Source: ECMA-376 part 1, 17.3.2."""

from __future__ import annotations

from typing import Any

from rag.reading.office.word.names import W, says_on
from rag.types.views import Mark

_SIGNS = {f"{W}b": Mark.BOLD, f"{W}i": Mark.ITALIC}
_UNDER, _STYLE = f"{W}u", f"{W}rStyle"
_NAMED = {"strong": Mark.BOLD, "emphasis": Mark.ITALIC, "intenseemphasis": Mark.BOLD | Mark.ITALIC}


def marks_of(properties: Any) -> Mark:
    """What the properties of a run say, or the style that they name where it is one that Word brings."""
    marks = Mark(0)
    for node in () if properties is None else properties.iterchildren(*_SIGNS, _UNDER, _STYLE):
        value = node.get(f"{W}val")
        if node.tag == _STYLE:
            marks |= _NAMED.get((value or "").lower(), Mark(0))
        elif node.tag == _UNDER:
            marks |= Mark(0) if value in (None, "none") else Mark.UNDERLINED
        elif says_on(node):
            marks |= _SIGNS[node.tag]
    return marks
