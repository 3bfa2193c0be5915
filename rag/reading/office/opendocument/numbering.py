"""The numbers of lists and headings, which an OpenDocument text does not hold: they are counted.

Source: ISO/IEC 26300 (ODF 1.2), 5.3 (lists) and 16.30 to 16.34 (list styles, outline style).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from rag.reading.glyphs import BALLOTS, with_ticks
from rag.reading.numerals import numeral
from rag.reading.office.opendocument.elements import attribute, name_of, whole

_PLACE = re.compile(r"%(\d{1,2})%")
_BULLET = "•"
_BULLETS = ("list-level-style-bullet", "list-level-style-image")
_NUMBERS = ("list-level-style-number", "outline-level-style")
_OUTLINE = "outline-style"
_MOST_SHOWN = 10  # levels of a number


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = ""  # of `numerals`, "" for none
    doubled: bool = False
    before: str = ""
    after: str = ""
    shown: int = 1  # levels: 2 for "3.1"
    start: int = 1
    pattern: str = ""  # "%1%.%2%)", where the file has one
    bullet: str = ""  # instead of a number


_Levels = dict[int, _Level]
_BULLETED = _Level(bullet=_BULLET)


@dataclass(slots=True)
class _List:
    """A list that is open."""

    style: str
    counts: dict[int, int]  # of each level; shared by the lists inside and by those that go on with it
    counted: bool = False  # an item of this element was


@dataclass(slots=True)
class Numbering:
    """The list styles of a document, and where its lists stand."""

    _styles: dict[str, _Levels] = field(default_factory=dict)
    _outline: _Levels = field(default_factory=dict)
    _open: list[_List] = field(default_factory=list)
    _named: dict[str, dict[int, int]] = field(default_factory=dict)  # counts of lists by their ids
    _last: dict[str, dict[int, int]] = field(default_factory=dict)  # of the last list of each style
    _headings: dict[int, int] = field(default_factory=dict)

    @classmethod
    def parse(cls, *parts: Any) -> Numbering:
        """From the parts that define styles; where two have a style of one name, the earlier's holds."""
        numbering = cls()
        for part in parts:
            for node in () if part is None else part.iter("{*}list-style", f"{{*}}{_OUTLINE}"):
                levels = dict(filter(None, map(_level, node)))
                if name_of(node) == _OUTLINE:
                    numbering._outline = numbering._outline or levels
                else:
                    numbering._styles.setdefault(attribute(node, "name"), levels)
        return numbering

    def begin(self, node: Any, usual: str) -> None:
        """A list begins; `usual` is the style that its first paragraph names."""
        style = attribute(node, "style-name")
        goes_on = attribute(node, "continue-numbering") == "true"
        if self._open:
            outer = self._open[-1]
            style = style or outer.style
            counts = outer.counts
            if outer.counted and not goes_on:
                _forget(counts, len(self._open))
        else:
            style = style or usual
            before = self._named.get(attribute(node, "continue-list"))
            if before is None and (goes_on or attribute(node, "continue-list")):
                before = self._last.get(style)
            counts = {} if before is None else before
        self._last[style] = counts
        name = attribute(node, "id")
        if name:
            self._named[name] = counts
        self._open.append(_List(style, counts))

    def end(self) -> None:
        """The list that began last ends."""
        if self._open:
            self._open.pop()

    def mark(self, item: Any) -> str:
        """What stands before an item of the list that is open: "2.", "1.1", "•", or nothing."""
        if not self._open:
            return _BULLET
        here, depth = self._open[-1], len(self._open)
        here.counted = True
        levels = self._styles.get(attribute(item, "style-override") or here.style, {})
        return _counted(levels, here.counts, depth, _BULLETED, attribute(item, "start-value"))

    def alone(self, node: Any) -> str:
        """The number of a paragraph that is a list item without a list around it."""
        style, depth = attribute(node, "style-name"), whole(attribute(node, "level"), 1)
        counts = self._named.setdefault(attribute(node, "list-id") or style, {})
        return _counted(self._styles.get(style, {}), counts, depth, _Level(), attribute(node, "start-value"))

    def heading(self, node: Any, level: int) -> str:
        """The number of a heading."""
        if attribute(node, "is-list-header") == "true" or not self._outline:
            return ""
        start = attribute(node, "start-value")
        if attribute(node, "restart-numbering") == "true" and not start:
            start = str(self._outline.get(level, _Level()).start)
        return _counted(self._outline, self._headings, level, _Level(), start)


def _counted(levels: _Levels, counts: dict[int, int], depth: int, usual: _Level, start: str) -> str:
    """Count one more item of a level; return its label."""
    level = levels.get(depth, usual)
    counts[depth] = whole(start, level.start) if start else counts.get(depth, level.start - 1) + 1
    _forget(counts, depth)
    if level.bullet:
        return level.bullet
    if level.pattern:
        text = _PLACE.sub(lambda found: _shown(levels, counts, int(found[1])), level.pattern)
    elif level.form:
        first = max(depth - level.shown, depth - _MOST_SHOWN, 0) + 1
        parts = [_shown(levels, counts, place) for place in range(first, depth + 1)]
        text = level.before + ".".join(filter(None, parts)) + level.after
    else:
        text = level.before + level.after
    return text.strip() if any(mark.isalnum() for mark in text) else ""


def _shown(levels: _Levels, counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth)
    if level is None or not level.form:
        return ""
    return numeral(counts.get(depth, level.start), level.form, doubled=level.doubled)


def _forget(counts: dict[int, int], depth: int) -> None:
    for deeper in [other for other in counts if other > depth]:
        del counts[deeper]


def _level(node: Any) -> tuple[int, _Level] | None:
    name, depth = name_of(node), whole(attribute(node, "level"))
    if name in _BULLETS:
        sign = attribute(node, "bullet-char")
        return depth, _Level(bullet=with_ticks(sign)) if sign in BALLOTS else _BULLETED
    if name not in _NUMBERS:
        return None
    return depth, _Level(
        attribute(node, "num-format"),
        attribute(node, "num-letter-sync") == "true",
        attribute(node, "num-prefix"),
        attribute(node, "num-suffix"),
        whole(attribute(node, "display-levels"), 1),
        whole(attribute(node, "start-value"), 1),
        attribute(node, "num-list-format"),
    )
