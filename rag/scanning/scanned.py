"""A page read from a picture, as a person reads and corrects it: its lines, and how sure each is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rag.layout.trust import Trust, trust
from rag.types import Box, Line, LineKind, Page, moment


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
    begins: float | None = None  # of what was heard: the second of the recording

    @property
    def is_heard(self) -> bool:
        return self.begins is not None

    @property
    def is_corrected(self) -> bool:
        return self.read is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it as a whole: not read for sure, and corrected by nobody."""
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
    return _page(page, lambda place, line: _line(place, line, judged, shown))


def heard(page: Page) -> ScannedPage:
    """A minute of a recording in the same way. Of its lines the words alone are doubtful: how surely a line
    was heard is their mean, and tells nothing more.
    """
    return _page(page, lambda place, line: _heard(page.number, place, line))


def _page(page: Page, of: Callable[[int, Line], ScannedLine]) -> ScannedPage:
    lines = tuple(
        of(place, line)
        for place, line in enumerate(page.lines)
        if line.box is not None and (line.text.strip() or line.read is not None)
    )
    return ScannedPage(page.number, page.width, page.height, page.confidence, lines)


def _doubts(line: Line) -> tuple[ScannedWord, ...]:
    return tuple(
        ScannedWord(one.start - line.start, one.end - line.start, one.confidence) for one in line.doubts
    )


def _heard(minute: int, place: int, line: Line) -> ScannedLine:
    box = line.box
    assert box is not None
    begins = moment(minute, box.x0)
    return ScannedLine(
        place,
        line.text,
        box,
        line.kind,
        line.certainty,
        Trust.SURE,
        _doubts(line),
        (),
        line.read,
        begins=begins,
    )


def _line(place: int, line: Line, judged: bool, shown: bool) -> ScannedLine:
    assert line.box is not None
    trusted = trust(line.certainty)
    return ScannedLine(
        place,
        line.text,
        line.box,
        line.kind,
        line.certainty,
        trusted,
        _doubts(line),
        line.others,
        line.read,
        (judged and bool(line.odds)) or (shown and trusted is Trust.UNRELIABLE),
    )


def overview_of(page: ScannedPage) -> ScannedOverview:
    """What a list of pages tells of one."""
    lines = page.lines
    by_hand = sum(line.kind is LineKind.HANDWRITTEN for line in lines)
    doubtful = sum(
        line.is_doubtful or (line.is_heard and bool(line.doubts) and not line.is_corrected) for line in lines
    )
    return ScannedOverview(page.number, page.confidence, by_hand * 2 > len(lines), len(lines), doubtful)
