"""The numbers of RTF's lists, counted where the file does not say them for older programs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rag.reading.numerals import numeral

_BULLET = "•"
_FORMS = {0: "1", 1: "I", 2: "i", 3: "A", 4: "a", 22: "01"}
_BULLETS, _NONE = 23, 255
_DEEPEST = 9  # levels
_OLD_FORMS = {"pndec": "1", "pnucrm": "I", "pnlcrm": "i", "pnucltr": "A", "pnlcltr": "a", "pnlvlblt": _BULLET}


@dataclass(frozen=True, slots=True)
class OldList:
    """How a paragraph is numbered in files of Word 6 and 95."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1

    def told(self, word: str, number: int | None) -> OldList:
        """With what one more control word says."""
        if word == "pnstart":
            return replace(self, start=number or 0)
        return replace(self, form=_OLD_FORMS[word]) if word in _OLD_FORMS else self


@dataclass(slots=True)
class _Level:
    form: int = _NONE
    start: int = 1
    text: str = ""  # a character below 9 stands for the number of that level
    legal: bool = False


@dataclass(slots=True)
class _Override:
    list_id: int = 0
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)  # not yet used


class Lists:
    """The list tables of a document, and how far its lists have counted."""

    def __init__(self) -> None:
        self._lists: dict[int, list[_Level]] = {}
        self._overrides: dict[int, _Override] = {}
        self._counts: dict[int, dict[int, int]] = {}
        self._levels: list[_Level] = []  # of the list under definition
        self._override: _Override | None = None  # under definition
        self._place = -1  # of the level of the override
        self._old: tuple[OldList, int] | None = None  # the last paragraph of the older kind, and its number

    # Definitions

    def begin(self, word: str) -> None:
        """A group of the tables begins."""
        match word:
            case "list":
                self._levels, self._override = [], None
            case "listoverride":
                self._override, self._place = _Override(), -1
            case "lfolevel":
                self._place += 1
            case "listlevel" if self._override is not None:
                self._override.levels[self._place] = _Level()
            case "listlevel" if len(self._levels) < _DEEPEST:
                self._levels.append(_Level())

    def define(self, word: str, number: int) -> None:
        """A control word of the tables."""
        override, level = self._override, self._level()
        match word:
            case "listid" if override is not None:
                override.list_id = number
            case "listid":
                self._lists[number] = self._levels
            case "ls" if override is not None:
                self._overrides[number] = override
            case "levelnfc" | "levelnfcn" if level is not None:
                level.form = number
            case "levellegal" if level is not None:
                level.legal = number != 0
            case "levelstartat":
                if level is not None:
                    level.start = number
                if override is not None:
                    override.starts[self._place] = number

    def text(self, raw: str) -> None:
        """The text of a level: its length as a character, then that many characters."""
        level = self._level()
        if level is not None and raw:
            level.text = raw[1 : 1 + min(ord(raw[0]), 100)]

    def _level(self) -> _Level | None:
        if self._override is not None:
            return self._override.levels.get(self._place)
        return self._levels[-1] if self._levels else None

    # Counting

    def next(self, name: int, depth: int) -> str:
        """The label of the next paragraph of a list ("ls") and level; empty where it has none."""
        self._old = None
        override = self._overrides.get(name)
        if override is None or not 0 <= depth < _DEEPEST:
            return ""
        levels = dict(enumerate(self._lists.get(override.list_id, ()))) | override.levels
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(override.list_id, {})
        start = override.starts.pop(depth, None)
        counts[depth] = counts.get(depth, level.start - 1) + 1 if start is None else start
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form == _BULLETS:
            return _BULLET
        return "".join(_shown(mark, levels, counts, legal=level.legal) for mark in level.text).strip()

    def next_old(self, old: OldList) -> str:
        """The label of the next paragraph that is numbered the older way."""
        if old.form in ("", _BULLET):
            return old.form
        number = self._old[1] + 1 if self._old is not None and self._old[0] == old else old.start
        self._old = (old, number)
        return f"{old.before}{numeral(number, old.form, doubled=True)}{old.after}".strip()


def _shown(mark: str, levels: dict[int, _Level], counts: dict[int, int], *, legal: bool) -> str:
    place = ord(mark)
    if place >= _DEEPEST:
        return mark
    level = levels.get(place)
    if level is None or level.form == _NONE:
        return ""
    form = "1" if legal else _FORMS.get(level.form, "1")
    return numeral(counts.get(place, level.start), form, doubled=True)
