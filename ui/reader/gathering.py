"""Which sections of an outline stand below one line that names the first and the last of them.

A regulation begins with its recitals: (1), (2) … (173), each a section with nothing to its name, and the
first chapter far below. Chapters and articles are what an outline is for, and stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.words.catalogue import say
from rag.types import Section

_MANY = 10  # of one kind in a row, and they are gathered
_NUMBER = re.compile(r"\d+")
_BRACKETED = "(#)"  # what a recital is called by, and no chapter ever
_SIGNS = " \t\u00a0•‣▪◦●○■□▸►➤➢✓❖\uf0b7\uf0a7"  # before an item of a list, which a heading may be
_SHOWN = 200  # characters of a heading


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline. `section`: where it leads; `parent`: the place of the one above it."""

    section: Section
    title: str
    parent: int | None
    row: int
    gathers: bool = False  # the first of several sections, which stand below it


def title_of(section: Section) -> str:
    """What a section is called, without the sign of the list that it may be an item of."""
    return " ".join(f"{section.label} {section.title.lstrip(_SIGNS)}".split())[:_SHOWN]


def entries(sections: Sequence[Section]) -> tuple[Entry, ...]:
    """The lines of an outline: one for each section, at its own index, then those that gather others."""
    below: dict[int | None, list[Section]] = defaultdict(list)
    for one in sections:
        below[one.parent].append(one)
    made: dict[int, Entry] = {}
    heads: list[Entry] = []
    for parent, siblings in below.items():
        for row, run in enumerate(_runs(siblings, below)):
            if len(run) == 1:
                made[run[0].index] = Entry(run[0], title_of(run[0]), parent, row)
            else:
                place = len(sections) + len(heads)
                heads.append(Entry(run[0], _range(run), parent, row, gathers=True))
                made |= {one.index: Entry(one, title_of(one), place, at) for at, one in enumerate(run)}
    return (*(made[one.index] for one in sections), *heads)


def _runs(siblings: Sequence[Section], below: dict[int | None, list[Section]]) -> Iterator[list[Section]]:
    """Sections one by one, and those that are gathered together: many of one kind, before a real chapter."""
    start = 0
    while start < len(siblings):
        if siblings[start].index in below:
            break  # the first chapter: what comes from here on is what the document is made of
        end = start + 1
        while end < len(siblings) and _goes_on(siblings[end - 1], siblings[end], below):
            end += 1
        run = list(siblings[start:end])
        if end - start >= _MANY and any(_is_chapter(one) or one.index in below for one in siblings[end:]):
            yield run
        else:
            yield from ([one] for one in run)
        start = end
    yield from ([one] for one in siblings[start:])


def _goes_on(one: Section, other: Section, below: dict[int | None, list[Section]]) -> bool:
    """Whether a section is the next of the same kind: it counts on, and holds nothing."""
    kind, number = _counted(one)
    other_kind, next_number = _counted(other)
    if other.index in below or not kind or kind != other_kind or next_number <= number:
        return False
    return kind == _BRACKETED or not (one.title.strip() or other.title.strip())


def _counted(section: Section) -> tuple[str, int]:
    """The kind of a label and its number: "(#)" and 12; nothing for a label without just one."""
    numbers = _NUMBER.findall(section.label)
    return (_NUMBER.sub("#", section.label), int(numbers[0])) if len(numbers) == 1 else ("", 0)


def _is_chapter(section: Section) -> bool:
    """ "CHAPTER I", "Article 1": a word stands before the number."""
    return section.label[:1].isalpha() and len(section.label) > 1


def _range(run: Sequence[Section]) -> str:
    first, last = run[0].label, run[-1].label
    recitals = _counted(run[0])[0] == _BRACKETED
    return say("reader.strip.recitals" if recitals else "reader.strip.gathered", first=first, last=last)
