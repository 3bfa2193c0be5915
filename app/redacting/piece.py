"""A document as it is redacted: texts in which something may stand, and a new file made without it."""

from __future__ import annotations

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


def changed(text: str, changes: Sequence[Change]) -> str:
    """A text with its changes; a bar is of one length whatever it hides."""
    parts, at = [], 0
    for one in sorted(changes, key=lambda change: change.start):
        if one.start < at:
            continue
        parts += [text[at : one.start], one.instead or BAR]
        at = one.end
    return "".join([*parts, text[at:]])
