"""A long text in sections that are set one by one, when they come into view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.types.views import Block, Joint, Kind, Part
from ui.reader.laid.setting import Head, Setting

_CHARACTERS = 2_500  # of a section: set within a few milliseconds
_ROWS = 60  # of a table in one section


@dataclass(slots=True, eq=False)
class Section:
    """What is set at once: blocks of one page, or all pages of a part that is not loaded yet."""

    start: int
    end: int
    page: int
    part: int
    begins: bool = False  # the page begins with it
    ends: bool = False  # and ends with it
    text: str = ""
    blocks: tuple[Block, ...] = ()
    loaded: bool = True
    setting: Setting | None = None
    height: float = 0.0  # pixels; guessed until it is set
    top: float = 0.0
    links: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, target of cross-references
    heads: tuple[Head, ...] = ()  # who says it, of a recording


def placeholder(part: Part, number: int) -> Section:
    """What stands for a part that is not loaded."""
    return Section(part.start, part.end, part.first, number, begins=True, ends=True, loaded=False)


def sections_of(
    text: str, blocks: Sequence[Block], part: Part, number: int, starts: Sequence[int]
) -> list[Section]:
    """A part in sections. `starts`: where all pages of the document begin."""
    found: list[Section] = []
    for page in range(part.first, part.last + 1):
        begin = starts[page - 1]
        end = starts[page] - 1 if page < len(starts) else part.end
        own = [
            block for block in blocks if begin <= block.start < max(end, begin) + (block.kind is Kind.PICTURE)
        ]
        runs = list(_runs(own)) or [[]]
        for place, run in enumerate(runs):
            low = run[0].start if run and place else begin
            high = runs[place + 1][0].start if place + 1 < len(runs) else max(end, begin)
            found.append(
                Section(
                    low,
                    high,
                    page,
                    number,
                    place == 0,
                    place + 1 == len(runs),
                    text[low - part.start : high - part.start],
                    tuple(run),
                )
            )
    return found


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks parted where a section may end: not within a paragraph, nor a table that is not long."""
    run: list[Block] = []
    size = rows = 0
    for block in blocks:
        goes_on = bool(run) and (
            (
                block.kind is Kind.ROW
                and run[-1].kind is Kind.ROW
                and block.table == run[-1].table
                and rows < _ROWS
            )
            or (block.kind is Kind.FIELD and run[-1].kind is Kind.FIELD)
            or block.joint is not Joint.APART
        )
        long = size > 4 * _CHARACTERS
        if run and (size > _CHARACTERS or long) and (not goes_on or long):
            yield run
            run, size, rows = [], 0, 0
        run.append(block)
        size += block.end - block.start if block.kind is not Kind.PICTURE else _CHARACTERS // 3
        rows = rows + 1 if block.kind is Kind.ROW else 0
    if run:
        yield run
