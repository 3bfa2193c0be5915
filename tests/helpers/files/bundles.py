"""Bundles of like pages as programs for invoices, forms and pay slips write them, also scanned.

Every sheet is some rows, each of cells from left to right; what differs is for the test to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

Rows = Sequence[Sequence[str]]

_WIDTH, _HEIGHT = 595.0, 842.0
_INCH = 150 / 72  # dots of a scan for a point


def drawn(path: Path, sheets: Sequence[Rows], *, head: str = "", foot: str = "", top: float = 60) -> Path:
    """Each cell written by itself, rows from `top` points below the edge; `foot` may hold "{page}"."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(_WIDTH, _HEIGHT))
    for number, rows in enumerate(sheets, 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, _HEIGHT - 25, head)
        canvas.drawString(60, 22, foot.format(page=number))
        canvas.setFont("Helvetica", 11)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                canvas.drawString(60 + 220 * column, _HEIGHT - top - 22 * row, cell)
        canvas.showPage()
    canvas.save()
    return path


def tabled(path: Path, sheets: Sequence[Rows], *, head: str = "", foot: str = "") -> Path:
    """A grid for each page, below a head and over a foot, as a report writer sets them."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

    def frame(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 28, head)
        canvas.drawRightString(_WIDTH - 60, 25, foot.format(page=document.page))

    style = getSampleStyleSheet()["Heading2"]
    story: list[object] = []
    for rows in sheets:
        story += [
            Paragraph(rows[0][0], style),
            Table(
                list(map(list, rows[1:])),
                [200, 200],
                style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]),
            ),
            PageBreak(),
        ]
    SimpleDocTemplate(str(path), pagesize=(_WIDTH, _HEIGHT), topMargin=50).build(
        story, onFirstPage=frame, onLaterPages=frame
    )
    return path


def streamed(path: Path, sheets: Sequence[Rows], *, head: str = "", foot: str = "") -> Path:
    """Rows of one text object each, values at the right edge, the last row at the foot of the page."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(_WIDTH, _HEIGHT))
    for number, rows in enumerate(sheets, 1):
        text = canvas.beginText(60, _HEIGHT - 30)
        text.setFont("Courier", 10)
        text.textLine(head)
        for cells in rows[:-1]:
            text.textLine(cells[0].ljust(50) + "".join(cells[1:]))
        canvas.drawText(text)
        canvas.setFont("Courier", 10)
        canvas.drawString(60, 60, rows[-1][0].ljust(50) + "".join(rows[-1][1:]))
        canvas.drawString(60, 20, foot.format(page=number))
        canvas.showPage()
    canvas.save()
    return path


def scanned(path: Path, sheets: Sequence[Rows], *, head: str = "", foot: str = "") -> Path:
    """Pictures of pages without any text, as a scanner makes them."""
    from PIL import Image, ImageDraw, ImageFont

    pictures = []
    for number, rows in enumerate(sheets, 1):
        sheet = Image.new("RGB", (int(_WIDTH * _INCH), int(_HEIGHT * _INCH)), (255, 255, 255))
        pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(28)
        pen.text((130, 50), head, (0, 0, 0), font)
        pen.text((130, sheet.height - 80), foot.format(page=number), (0, 0, 0), font)
        for row, cells in enumerate(rows):
            pen.text((130, 190 + 70 * row), "  ".join(cells), (0, 0, 0), font)
        pictures.append(sheet)
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=150)
    return path
