"""Markdown, with pipe tables (GitHub Flavored Markdown)."""

from __future__ import annotations

import re

from app.exporting.lists import Item, markdown_list
from app.exporting.shape import Cell, Look, Paper, Points, Table
from app.exporting.text import marked_up, printable


def markdown(paper: Paper) -> bytes:
    return markdown_text(paper).encode()


def markdown_text(paper: Paper) -> str:
    lines = [f"# {_text(paper.title)}", ""]
    for section in paper.sections:
        if section.heading:
            lines += [f"## {_text(section.heading)}", ""]
        for content in section.content:
            lines += [*(_points(content) if isinstance(content, Points) else pipe_table(content)), ""]
    lines += ["---", "", *(line for note in paper.notes for line in (_text(note), ""))]
    return "\n".join(lines)


def pipe_table(table: Table) -> list[str]:
    """The lines of a table."""
    head = tuple(map(_cell, table.columns))
    body = [tuple(_cell(cell.line) for cell in row) for row in table.rows]
    return [f"| {' | '.join(cells)} |" for cells in (head, tuple("---" for _ in head), *body)]


def _points(points: Points) -> list[str]:
    if points.look is Look.CODE:
        return [line for one in points.items for line in fenced(one.text)]
    if points.look is Look.LIST:
        items = (Item(one.level, one.number, _text(one.text) + _tail(one)) for one in points.items)
        return list(markdown_list(items))
    before = "> " if points.look is Look.QUOTE else ""
    told = [[f"{before}{_text(one.text)}{_tail(one)}", before.strip()] for one in points.items]
    return [line for lines in told for line in lines][:-1]


def fenced(lines: str) -> list[str]:
    """Code in a fence that nothing in it closes."""
    longest = max((len(found) for found in re.findall(r"`+", lines)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *printable(lines).split("\n"), fence]


def _tail(cell: Cell) -> str:
    """Behind a sentence: its pages, and the mark."""
    pages = f" ({_text(cell.pages)})" if cell.pages else ""
    return pages + (f" {cell.mark}" if cell.mark else "")


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|")


def _text(text: str) -> str:
    return marked_up(printable(text))
