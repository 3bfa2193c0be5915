"""reStructuredText: the text stays as its author wrote it; underlined lines are its headings.

Source: docutils, "reStructuredText Markup Specification", sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.reading.cleaning import one_line, tidy
from rag.reading.paging import FlowPages, part_text
from rag.reading.source import Source
from rag.reading.text.text import load
from rag.types import DocumentInfo, Page

_LINE = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*")
_SHORTEST = 3  # signs of a line under a heading; so short that it may be one at all


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises like `rag.reading.text.text.read`."""
    flow = FlowPages()
    levels: dict[str, int] = {}  # by how a heading is adorned, in the order of the first ones
    title = ""
    lines = tidy(load(source).replace("\f", "\n")).split("\n")
    body: list[str] = []
    place = 0
    while place < len(lines):
        height = _heading(lines, place)
        if not height:
            body.append(lines[place])
            place += 1
            continue
        _add(flow, body)
        body = []
        said = one_line(lines[place + (height == 3)])
        level = levels.setdefault(lines[place + height - 1][0] * (height - 1), len(levels) + 1)
        flow.add("\n".join(lines[place : place + height]), level, title=said)
        title = title or said
        place += height
    _add(flow, body)
    pages = flow.finish()
    yield DocumentInfo(title=title, page_count=len(pages))
    yield from pages


def _add(flow: FlowPages, lines: list[str]) -> None:
    for piece in part_text("\n".join(lines)):
        flow.add(piece)


def _heading(lines: list[str], place: int) -> int:
    """How many lines the heading at a place has: 2, or 3 where it is lined above too, else 0."""
    if place and lines[place - 1].strip():
        return 0
    if _underlines(lines, place + 1) and lines[place][:1].strip() and not _LINE.fullmatch(lines[place]):
        return 2
    over = place + 2 < len(lines) and _underlines(lines, place + 2) and bool(lines[place + 1].strip())
    return 3 if over and lines[place].rstrip() == lines[place + 2].rstrip() else 0


def _underlines(lines: list[str], place: int) -> bool:
    """Whether a line of one sign stands there, as long as the text above it."""
    if place >= len(lines) or not _LINE.fullmatch(lines[place]):
        return False
    length = len(lines[place].rstrip())
    return length >= max(_SHORTEST, len(lines[place - 1].strip()))
