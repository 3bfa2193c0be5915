"""PDFs whose texts stand where a test puts them, written in the order it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HEIGHT = 842.0  # points


@dataclass(frozen=True, slots=True)
class Text:
    """`x`: its left edge, or its right one where `right`; `y`: its baseline, from the top. In points."""

    x: float
    y: float
    text: str
    right: bool = False
    bold: bool = False
    size: float = 9


def placed(path: Path, pages: Iterable[Iterable[Text]]) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595.0, HEIGHT))
    for texts in pages:
        for one in texts:
            canvas.setFont("Helvetica-Bold" if one.bold else "Helvetica", one.size)
            draw = canvas.drawRightString if one.right else canvas.drawString
            draw(one.x, HEIGHT - one.y, one.text)
        canvas.showPage()
    canvas.save()
    return path


def table(
    rows: Sequence[Sequence[str]],
    columns: Sequence[float],
    *,
    top: float = 100,
    step: float = 14,
    bold: bool = False,
    by_column: bool = False,
) -> list[Text]:
    """The cells of a table; a negative place of a column is that of its right edge. Cells with a line break
    go on 10 points lower.
    """
    cells = [
        Text(abs(x), top + step * row + 10 * line, text, right=x < 0, bold=bold and not row)
        for row, held in enumerate(rows)
        for x, cell in zip(columns, held, strict=True)
        for line, text in enumerate(cell.split("\n"))
        if text
    ]
    return (
        sorted(cells, key=lambda cell: columns.index(-cell.x if cell.right else cell.x))
        if by_column
        else cells
    )


def lines(texts: Sequence[str], x: float, *, top: float = 100, step: float = 12) -> list[Text]:
    """Lines under each other."""
    return [Text(x, top + step * place, text, size=10) for place, text in enumerate(texts)]
