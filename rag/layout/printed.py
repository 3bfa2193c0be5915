"""Lines as they stand on a page, before its text is made of them: from a PDF's own text or from a picture.

Every source of printed lines gives these values, so that reading order, furniture and flow are told once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rag.types import LineKind, TextSource

Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1: fractions of the page, origin top left


def union(first: Rectangle, second: Rectangle) -> Rectangle:
    """The rectangle around both."""
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


class Rule(NamedTuple):
    """A ruling line, in points of the displayed page from its top left: level or upright `at` a height or at
    a distance from the left, from `low` to `high`.
    """

    at: float
    low: float
    high: float


class Rules(NamedTuple):
    """The ruling lines of a page: those that lie, and those that stand."""

    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()


@dataclass(slots=True)
class RawWord:
    text: str
    box: Rectangle
    score: float = 1.0  # how sure the reading of a picture is
    index: int = -1  # of its first character in a PDF's text layer


@dataclass(slots=True)
class RawLine:
    """One line as printed. `hyphen`: its last word goes on in the next line. `leads`: what is written before
    words (by place) in the page's text, though it is printed elsewhere: the name of a cell's column.

    `kind`, `confidence`, `others` (the next likeliest readings) and `odds` (theirs) are of lines read from a
    picture; see `rag.types.Line`.
    """

    words: list[RawWord]
    size: float  # points
    bold: bool
    hyphen: bool = False
    text: str = ""
    box: Rectangle = (0.0, 0.0, 0.0, 0.0)
    kind: LineKind = LineKind.PRINTED
    confidence: float = 1.0
    others: tuple[str, ...] = ()
    odds: tuple[float, ...] = ()
    leads: Mapping[int, str] = field(default_factory=dict)
    is_row: bool = False  # of a table that is written already

    def settle(self) -> None:
        """Set `text` and `box` from the words."""
        left, top, right, bottom = zip(*(word.box for word in self.words), strict=True)
        self.text = " ".join([word.text for word in self.words])
        self.box = (min(left), min(top), max(right), max(bottom))


@dataclass(slots=True)
class RawPage:
    number: int
    width: float  # points, as displayed
    height: float
    lines: list[RawLine] = field(default_factory=list)
    label: str | None = None
    kept: float = (
        1.0  # below 1 where the page has more characters than a page may have, or was read from a picture
    )
    source: TextSource = TextSource.TEXT
    unread: tuple[str, ...] = ()  # see `rag.types.Page`
    notes: list[RawLine] = field(default_factory=list)  # said beside the lines: comments, data of a form
    has_files: bool = False  # attached to places of the page
    rules: Rules = field(default_factory=Rules)
