"""A document as it is redacted: texts in which something may stand, and a new file made without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from rag.types import Box


class Where(Enum):
    """What of a document a text is."""

    TEXT = "text"
    HEADER = "header"  # of a message
    PROPERTIES = "properties"  # title, author and the like; not taken over
    COMMENT = "comment"  # of a person; not taken over
    REMOVED = "removed"  # what tracking of changes keeps; not taken over
    ATTACHED = "attached"  # in a file that the document holds
    NAME = "name"  # of the file itself


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the document. `page` is None where there are none."""

    text: str
    where: Where = Where.TEXT
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is written in place of `start` to `end` of a text; "" for a bar."""

    start: int
    end: int
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A new file. `left_out` says what of the old one was not taken over: keys of words."""

    data: bytes
    left_out: tuple[str, ...] = ()


class Form(Protocol):
    """A document of one format."""

    @property
    def pieces(self) -> Sequence[Piece]:
        """Every text of it, also what is not taken over."""
        ...

    def boxes(self, piece: int, start: int, end: int, /) -> tuple[tuple[int, Box], ...]:
        """Where a stretch of a text stands, page by page and line by line; empty where nothing is drawn."""
        ...

    def made(self, changes: Sequence[Sequence[Change]]) -> Made:
        """The new file, with the changes of each piece. Raises `ReadError`s."""
        ...


BAR = "█████"  # as long for every name


_COLUMN = 2  # blanks side by side fill a column up
_UNDERLINE = 12  # signs
_BLANKS_BEFORE, _BLANKS_BEHIND = re.compile(r" {2,}$"), re.compile(r" {2,}(?! *$)", re.MULTILINE)
_DRAWN = re.compile(r"[^\n]*\n(?P<line>(?P<sign>[=\-~^_*#])(?P=sign)+)[ \t]*(?:\n|$)")


def changed(text: str, changes: Sequence[Change]) -> str:
    """A text with its changes; a bar is of one length whatever it hides. Blanks that fill a column up, and
    the line under a heading, would tell the length, too: they become of one length.
    """
    wanted = [*changes, *level(text, changes)]
    parts, at = [], 0
    for one in sorted(wanted, key=lambda change: change.start):
        if one.start < at:
            continue
        parts += [text[at : one.start], one.instead or BAR]
        at = one.end
    return "".join([*parts, text[at:]])


def level(text: str, changes: Sequence[Change]) -> list[Change]:
    """What beside the changes of a text would tell how long they were, and what stands in its place."""
    found: list[Change] = []
    for one in changes:
        behind = _BLANKS_BEHIND.match(text, one.end)
        if behind is not None:
            found.append(Change(one.end, behind.end(), " " * _COLUMN))
        line = text.rfind("\n", 0, one.start) + 1
        before = _BLANKS_BEFORE.search(text, line, one.start)
        if before is not None:
            found.append(Change(before.start(), one.start, " " * _COLUMN))
        drawn = _DRAWN.match(text, one.end)
        head = text[line : text.find("\n", one.end)].rstrip() if drawn is not None else ""
        if drawn is not None and abs(len(drawn["line"]) - len(head)) <= 1:
            found.append(Change(drawn.start("line"), drawn.end("line"), drawn["sign"] * _UNDERLINE))
    return sorted(set(found), key=lambda change: change.start)
