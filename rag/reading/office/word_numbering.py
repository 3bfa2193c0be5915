"""Paragraph numbers of DOCX, which the file does not hold: they are counted from its definitions.

Source: ECMA-376 part 1, 17.9 (numbering). Counters belong to the abstract definition; a paragraph of one
level starts the deeper ones again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_PLACE = re.compile(r"%(\d)")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_HIGHEST = 4000


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The numbering definitions of a document, and its counters so far."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # abstract id → level → form
    _abstract: dict[str, str] = field(default_factory=dict)  # number id → abstract id
    _counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def parse(cls, root: Any) -> Numbering:
        """From the root of word/numbering.xml."""
        numbering = cls()
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                depth = _number(level.get(f"{W}ilvl"))
                levels[depth] = _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    _number(_value(level, "start"), 1),
                )
            numbering._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in root.iter(f"{W}num"):
            numbering._abstract[number.get(f"{W}numId", "")] = _value(number, "abstractNumId") or ""
        return numbering

    def next(self, number_id: str, depth: int) -> str:
        """The label of the next paragraph of a list ("3.1", "(a)", "•"); empty when it has none."""
        abstract = self._abstract.get(number_id)
        levels = self._levels.get(abstract or "", {})
        level = levels.get(depth)
        if abstract is None or level is None:
            return ""
        counters = self._counters[abstract]
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [other for other in counters if other > depth]:
            del counters[deeper]
        if level.form == "bullet":
            return "•"
        if level.form == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            form = levels.get(place, level)
            return _formatted(counters.get(place, form.start), form.form)

        return _PLACE.sub(shown, level.text).strip()


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default


def _formatted(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 0 < value <= 26 * 20:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < value < _HIGHEST:
        roman = ""
        for worth, sign in _ROMAN:
            roman += sign * (value // worth)
            value %= worth
        return roman.upper() if form == "upperRoman" else roman
    return str(value)
