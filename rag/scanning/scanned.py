"""A page read from a picture, as a person reads and corrects it: its lines, and how sure each is."""

from __future__ import annotations

from dataclasses import dataclass

from rag.layout.trust import Trust, trust
from rag.types import Box, Line, LineKind, Page


@dataclass(frozen=True, slots=True)
class ScannedWord:
    """A piece of a line's text that was not read for sure: characters `start` to `end` of the line."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line read from a picture. `place` names it on its page."""

    place: int
    text: str
    box: Box
    kind: LineKind
    confidence: float
    trust: Trust
    doubts: tuple[ScannedWord, ...]
    others: tuple[str, ...]  # the next likeliest readings
    read: str | None  # what was read, where a person has corrected it
    again: bool = False  # whether a second reader of this machine could tell more of it

    @property
    def is_corrected(self) -> bool:
        return self.read is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it: not read for sure, and corrected by nobody."""
        return self.trust is not Trust.SURE and not self.is_corrected


@dataclass(frozen=True, slots=True)
class ScannedPage:
    number: int
    width: float  # points, 0 where unknown
    height: float
    confidence: float
    lines: tuple[ScannedLine, ...]

    @property
    def written(self) -> tuple[ScannedLine, ...]:
        """The lines without those that a person took away as no writing."""
        return tuple(line for line in self.lines if line.text)


@dataclass(frozen=True, slots=True)
class ScannedOverview:
    """One page of a document that was read from pictures."""

    number: int
    confidence: float
    handwritten: bool
    lines: int
    doubtful: int  # lines that a person should look at and nobody has corrected


def scanned(page: Page, judged: bool, shown: bool) -> ScannedPage:
    """The page as a person reads and corrects it.

    `judged`: there is a language model to choose among readings; `shown`: there is a vision model.
    """
    lines = tuple(
        _line(place, line, judged, shown)
        for place, line in enumerate(page.lines)
        if line.box is not None and (line.text.strip() or line.read is not None)
    )
    return ScannedPage(page.number, page.width, page.height, page.confidence, lines)


def _line(place: int, line: Line, judged: bool, shown: bool) -> ScannedLine:
    doubts = tuple(
        ScannedWord(one.start - line.start, one.end - line.start, one.confidence) for one in line.doubts
    )
    assert line.box is not None
    trusted = trust(line.certainty)
    return ScannedLine(
        place,
        line.text,
        line.box,
        line.kind,
        line.certainty,
        trusted,
        doubts,
        line.others,
        line.read,
        (judged and bool(line.odds)) or (shown and trusted is Trust.UNRELIABLE),
    )


def overview_of(page: ScannedPage) -> ScannedOverview:
    """What a list of pages tells of one."""
    lines = page.lines
    by_hand = sum(line.kind is LineKind.HANDWRITTEN for line in lines)
    doubtful = sum(line.is_doubtful for line in lines)
    return ScannedOverview(page.number, page.confidence, by_hand * 2 > len(lines), len(lines), doubtful)
