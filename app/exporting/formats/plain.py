"""Plain text for the clipboard: as it is read, without any mark, the cells of a table apart by tabs."""

from __future__ import annotations

from app.exporting.shape import Cell, Look, Paper, Points, Table
from app.exporting.text import printable

_INDENT = "  "


def plain_text(paper: Paper) -> str:
    """All of it, for programs that take letters alone; sheets make columns of the tabs."""
    parts = [paper.title]
    for section in paper.sections:
        parts.append(section.heading)
        parts += [_points(one) if isinstance(one, Points) else _table(one) for one in section.content]
    told = [*parts, *paper.notes]
    return printable("\n\n".join(filter(None, told))) + "\n"


def _points(points: Points) -> str:
    if points.look is Look.CODE:
        return "\n".join(one.text for one in points.items)
    if points.look is Look.LIST:
        return "\n".join(f"{_INDENT * one.level}{_sign(one)} {_line(one)}" for one in points.items)
    return "\n\n".join(map(_line, points.items))


def _sign(item: Cell) -> str:
    return "•" if item.number is None else f"{item.number}."


def _line(point: Cell) -> str:
    """A point with its pages and its mark behind it."""
    pages = f"({point.pages})" if point.pages else ""
    return " ".join(filter(None, (" ".join(point.text.split()), pages, point.mark)))


def _table(table: Table) -> str:
    rows = (table.columns, *([cell.line for cell in row] for row in table.rows))
    return "\n".join("\t".join(row) for row in rows)
