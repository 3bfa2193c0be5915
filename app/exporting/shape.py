"""What people take along, before it has a format: a title, points and tables, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

WIDE = 4  # columns; a table of more needs the long side of a page


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, the pages it comes from ("p. 3, 7"), and a mark where no document bears it out. Of an item of a
    list its `level`, from 0, and its `number`, None for a bullet.

    For workbooks: `source` is the place it comes from among the paper's, `value` what it is worth as a number
    or a day, in `unit`.
    """

    text: str
    pages: str = ""
    mark: str = ""
    source: int | None = None
    value: float | date | None = None
    unit: str = ""
    doubtful: bool = False  # it should be checked
    level: int = 0
    number: int | None = None

    @property
    def numbered(self) -> str:
        """The text behind its number, where nothing else would tell that."""
        return self.text if self.number is None else f"{self.number}. {self.text}"

    @property
    def line(self) -> str:
        """All of it in a table, where the pages have a column of their own."""
        return " ".join(part for part in (" ".join(self.text.split()), self.pages, self.mark) if part)


class Look(StrEnum):
    """How points stand below each other."""

    LIST = "list"
    TEXT = "text"  # paragraphs
    QUOTE = "quote"
    CODE = "code"  # lines as they are


@dataclass(frozen=True, slots=True)
class Points:
    items: tuple[Cell, ...]
    look: Look = Look.LIST


@dataclass(frozen=True, slots=True)
class Table:
    """Rows have as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    heading: str  # "" for one that has none
    content: tuple[Points | Table, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A place that is cited. `page` as people say it: "3", "slide 4"; `facts` under `Paper.facts`."""

    document: str
    page: str
    section: str
    quote: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """Something of a day, for calendars. `key` is the same whenever the same is written again."""

    on: date
    title: str
    about: str
    key: str


@dataclass(frozen=True, slots=True)
class Paper:
    """`notes`: what it rests on, a sentence or more each. `made`: seconds since the epoch, of the work
    and not of the writing, so that the same work gives the same bytes. `record`: what JSON holds.
    """

    title: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    made: float = 0.0
    record: Mapping[str, object] | tuple[Mapping[str, object], ...] = field(default_factory=dict)
    facts: tuple[str, ...] = ()  # heads of what else is told of each source
    days: tuple[Day, ...] = ()
    remind: int | None = None  # days before each of them; None: no alarm

    @property
    def is_wide(self) -> bool:
        return any(len(table.columns) > WIDE for table in self.tables())

    def tables(self) -> Iterator[Table]:
        for section in self.sections:
            for content in section.content:
                if isinstance(content, Table):
                    yield content


def grid(paper: Paper, names: tuple[str, str, str, str]) -> Table:
    """All of it as one table, for formats that know nothing else.

    `names` head what prose becomes: section, text, pages, mark. Where there is a table its columns lead,
    behind the section's if any has a heading; a point beside it stands in the first of them.
    """
    first = next(paper.tables(), None)
    headed = first is None or any(section.heading for section in paper.sections)
    columns = names[1:] if first is None else first.columns
    rows: list[tuple[Cell, ...]] = []
    for section in paper.sections:
        before = (Cell(section.heading),) if headed else ()
        for content in section.content:
            if isinstance(content, Table):
                found = [_fitted(row, len(columns)) for row in content.rows]
            elif first is None:
                found = [(Cell(one.numbered), Cell(one.pages), Cell(one.mark)) for one in content.items]
            else:
                found = [_fitted((replace(one, text=one.numbered),), len(columns)) for one in content.items]
            rows += [before + row for row in found]
    return Table((names[0], *columns) if headed else columns, tuple(rows))


def _fitted(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """A row of the width of the others; what is too much stands in its last cell."""
    if len(row) > width:
        return (*row[: width - 1], Cell(" ".join(one.line for one in row[width - 1 :])))
    return row + (Cell(""),) * (width - len(row))
