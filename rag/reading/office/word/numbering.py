"""Paragraph numbers of Word documents, which the file does not hold: they are counted from its definitions.

Source: ECMA-376 part 1, 17.9 (numbering). Counters belong to the abstract definition; a paragraph of one
level starts the deeper ones again, unless they say otherwise. A list of a definition that begins at a number
of its own sets the counter where it is used first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rag.reading.cleaning import clean
from rag.reading.glyphs import BALLOTS, of_font, with_ticks
from rag.reading.office.word.names import W, is_on, number, value
from rag.reading.office.word.number_forms import written

_PLACE = re.compile(r"%(\d)")
_MOST_LINKS = 8  # from a definition to the style that it refers to, and on
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    custom: str = ""  # an example, of the form "custom"
    plain: bool = False  # the numbers of all levels are shown in plain digits
    restart: int | None = (
        None  # the level (1 is the highest) whose numbers start this one again; 0: none does
    )
    style: str = ""  # the paragraph style that has this level
    mark: str = "•"  # of a bullet


@dataclass(frozen=True, slots=True)
class _List:
    """One use of an abstract definition."""

    abstract: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int] = field(default_factory=dict)  # of its own, by level


@dataclass(slots=True)
class Numbering:
    """The numbering definitions of a document, and its counters so far."""

    language: str = "en"
    _lists: dict[str, _List] = field(default_factory=dict)  # by number id
    _counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[tuple[str, int]] = field(default_factory=set)  # lists and levels with a start of their own

    @classmethod
    def parse(cls, root: Any, list_styles: Mapping[str, str], language: str = "en") -> Numbering:
        """From the root of word/numbering.xml; `list_styles`: the number id of each style that has one."""
        abstracts = {node.get(f"{W}abstractNumId", ""): node for node in root.iterfind(f"{W}abstractNum")}
        numbers = {node.get(f"{W}numId", ""): node for node in root.iterfind(f"{W}num")}
        used = {name: value(node, "abstractNumId") or "" for name, node in numbers.items()}
        owners = {value(node, "styleLink"): name for name, node in abstracts.items()}
        levels = {name: _levels(node) for name, node in abstracts.items()}
        numbering = cls(language)
        for name, node in numbers.items():
            abstract = used[name]
            for _ in range(_MOST_LINKS):
                style = value(abstracts.get(abstract), "numStyleLink")
                if style is None:
                    break
                abstract = used.get(list_styles.get(style, ""), "") or owners.get(style, "")
            numbering._lists[name] = _overridden(node, abstract, levels.get(abstract, {}))
        return numbering

    def fresh(self) -> Numbering:
        """The same definitions, nothing counted."""
        return Numbering(self.language, self._lists)

    def depth_of(self, number_id: str, style: str) -> int | None:
        """The level of a list that belongs to a paragraph style."""
        found = self._lists.get(number_id)
        levels = {} if found is None else found.levels
        return next((depth for depth, level in levels.items() if style and level.style == style), None)

    def next(self, number_id: str, depth: int) -> str:
        """The label of the next paragraph of a list ("3.1", "(a)", "•"); empty when it has none."""
        found = self._lists.get(number_id)
        level = None if found is None else found.levels.get(depth)
        if found is None or level is None:
            return ""
        counters = self._counters[found.abstract]
        start = found.starts.get(depth, level.start)
        if depth in found.starts and (number_id, depth) not in self._begun:
            self._begun.add((number_id, depth))
            counters[depth] = start
        else:
            counters[depth] = counters.get(depth, start - 1) + 1
        for deeper in [other for other in counters if other > depth]:
            restart = found.levels.get(deeper, level).restart
            if restart is None or depth < restart:
                del counters[deeper]
        return self._label(found, level, counters)

    def _label(self, found: _List, level: _Level, counters: Mapping[int, int]) -> str:
        if level.form == "bullet":
            return level.mark

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            form = found.levels.get(place, level)
            if form.form in ("bullet", "none"):
                return ""
            count = counters.get(place, found.starts.get(place, form.start))
            return written(count, "decimal" if level.plain else form.form, form.custom, self.language)

        return clean(_PLACE.sub(shown, level.text)).strip()


def _levels(parent: Any) -> dict[int, _Level]:
    found = {}
    for node in parent.iterfind(f"{W}lvl"):
        depth = number(node.get(f"{W}ilvl"))
        if depth < _LEVELS:
            found[depth] = _level(node)
    return found


def _level(node: Any) -> _Level:
    form = next(node.iter(f"{W}numFmt"), None)  # one of its own stands among alternatives
    text = value(node, "lvlText") or ""
    restart = value(node, "lvlRestart")
    fonts = node.find(f"{W}rPr/{W}rFonts")
    glyph = of_font("" if fonts is None else fonts.get(f"{W}ascii", ""), text)
    return _Level(
        form="decimal" if form is None else form.get(f"{W}val", "decimal"),
        text=text,
        start=number(value(node, "start"), 1),
        custom="" if form is None else form.get(f"{W}format", ""),
        plain=is_on(node, "isLgl"),
        restart=None if restart is None else number(restart),
        style=value(node, "pStyle") or "",
        mark=with_ticks(glyph) if glyph in BALLOTS else "•",
    )


def _overridden(node: Any, abstract: str, levels: Mapping[int, _Level]) -> _List:
    """A list with what it says otherwise than its definition."""
    own, starts = dict(levels), {}
    for override in node.iterfind(f"{W}lvlOverride"):
        depth = number(override.get(f"{W}ilvl"))
        level = override.find(f"{W}lvl")
        if level is not None and depth < _LEVELS:
            own[depth] = replace(_level(level), style=_level(level).style or own.get(depth, _Level()).style)
        start = value(override, "startOverride")
        if start is not None:
            starts[depth] = number(start, 1)
    return _List(abstract, own, starts)
