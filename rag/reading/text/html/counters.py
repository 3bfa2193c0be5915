"""Numbers that a style sheet counts and writes before elements: "§ 3", "1.2".

Source: CSS 2.2, 12 (generated content, automatic numbering).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.reading.cleaning import one_line
from rag.reading.numerals import numeral

_STEP = re.compile(r"([\w-]+)(?:\s+(-?\d{1,6}))?")
_PART = re.compile(
    r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'"
    r"|(counters?)\(\s*([\w-]+)\s*(?:,\s*(?:\"([^\"]*)\"|'([^']*)')\s*)?(?:,\s*([\w-]+)\s*)?\)"
)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_BEFORE = "before-"  # begins the names of what is said of the text before an element
_DEEPEST = 50  # counters of one name inside each other


class Counters:
    """The counters of a page, each of which lasts as long as what it was begun in."""

    def __init__(self) -> None:
        self._counts: dict[str, list[tuple[int, int]]] = {}  # depth it was begun at, and value

    def begin(self, depth: int, look: Mapping[str, str], forms: Mapping[str, str]) -> str:
        """An element begins, of which the style sheets say `look`; return what is written before it.

        `forms` are those of `numerals` by their names in CSS.
        """
        for prefix in ("", _BEFORE):
            for name, start in _steps(look.get(f"{prefix}counter-reset", ""), 0):
                kept = [one for one in self._counts.get(name, ()) if one[0] < depth]
                self._counts[name] = [*kept[-_DEEPEST:], (depth, start)]
            for name, step in _steps(look.get(f"{prefix}counter-increment", ""), 1):
                counts = self._counts.setdefault(name, [])
                begun, value = counts.pop() if counts else (depth, 0)
                counts.append((begun, value + step))
        content = look.get(f"{_BEFORE}content", "")
        return self._written(content, forms) if "counter" in content else ""

    def end(self, depth: int) -> None:
        """An element ends, and with it the counters that were begun inside."""
        for counts in self._counts.values():
            while counts and counts[-1][0] > depth:
                counts.pop()

    def _written(self, content: str, forms: Mapping[str, str]) -> str:
        text = ""
        for found in _PART.finditer(content):
            first, second, function, name, separator, other, form = found.groups()
            if function is None:
                text += _ESCAPE.sub(_unescaped, first or second or "")
                continue
            values = [value for _, value in self._counts.get(name, ())] or [0]
            shown = [numeral(value, forms.get((form or "").lower(), "1")) for value in values]
            text += (separator or other or "").join(shown) if function == "counters" else shown[-1]
        return one_line(text)


def _steps(said: str, usual: int) -> list[tuple[str, int]]:
    found = [(name, int(number) if number else usual) for name, number in _STEP.findall(said)]
    return [] if said.strip() in ("none", "inherit", "initial") else found


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
