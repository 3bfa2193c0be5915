"""Makes the PDF of the sample regulation from its text, the same bytes each time; reportlab is needed.

    python packaging/sample/making.py        writes assets/sample/regulation.LANGUAGE.pdf of each text here

The texts are this project's own, and so is what is made of them.
"""

from __future__ import annotations

import re
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

HERE = Path(__file__).resolve().parent
MADE = HERE.parents[1] / "assets" / "sample"

INK, LINE = HexColor("#1d2430"), HexColor("#9aa4b2")
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11.5, leading=17, textColor=INK, spaceAfter=5)
ITEM = ParagraphStyle("item", BODY, leftIndent=16, firstLineIndent=-16)
CELL = ParagraphStyle("cell", BODY, fontSize=10, leading=13, spaceAfter=0)
HEAD = ParagraphStyle("head", CELL, fontName="Times-Bold")
TITLE = ParagraphStyle(
    "title",
    BODY,
    fontName="Times-Bold",
    fontSize=20,
    leading=26,
    alignment=TA_CENTER,
    spaceBefore=60,
    spaceAfter=18,
)
ADOPTED = ParagraphStyle("adopted", BODY, fontName="Times-Italic", alignment=TA_CENTER, spaceAfter=30)
PART = ParagraphStyle(
    "part",
    BODY,
    fontName="Times-Bold",
    fontSize=15,
    leading=20,
    spaceBefore=20,
    spaceAfter=8,
    keepWithNext=True,
)
ARTICLE = ParagraphStyle(
    "article", BODY, fontName="Times-Bold", fontSize=12, leading=16, spaceBefore=12, keepWithNext=True
)
_ITEM = re.compile(r"^(?:\d+\.|\([a-z]\))\s")


class Marked(Paragraph):
    """A heading that the outline of the file names."""

    def __init__(self, text: str, style: ParagraphStyle, level: int) -> None:
        super().__init__(text, style)
        self._text, self._level = text, level

    def draw(self) -> None:
        key = re.sub(r"\W+", "-", self._text)
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self._text, key, self._level)
        super().draw()


def flow(text: str) -> list[Flowable]:
    """What a text is laid out as."""
    found: list[Flowable] = []
    rows: list[list[Paragraph]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            style = CELL if rows else HEAD
            rows.append([Paragraph(one.strip(), style) for one in line.strip("| ").split("|")])
            continue
        if rows:
            found += [Spacer(1, 6), drawn(rows), Spacer(1, 8)]
            rows = []
        if line.startswith("### "):
            found.append(Marked(line[4:], ARTICLE, 1))
        elif line.startswith("## "):
            found.append(Marked(line[3:], PART, 0))
        elif line.startswith("# "):
            found.append(Paragraph(line[2:], TITLE))
        elif len(found) == 1:
            found.append(Paragraph(line, ADOPTED))
        elif line.strip():
            found.append(Paragraph(line, ITEM if _ITEM.match(line) else BODY))
    return found


def drawn(rows: list[list[Paragraph]]) -> Table:
    """A table with rules between its rows, its head again on each page."""
    table = Table(rows, colWidths=[42 * mm, 30 * mm, 34 * mm], repeatRows=1)
    table.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("LINEABOVE", (0, 0), (-1, 0), 1, INK)])
    return table


def numbered(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """The number at the foot of a page."""
    canvas.setFont("Times-Roman", 9)
    canvas.setFillColor(INK)
    canvas.drawCentredString(A5[0] / 2, 11 * mm, str(document.page))


def make(source: Path) -> Path:
    """The PDF of a text."""
    language = source.suffixes[0].strip(".")
    text = source.read_text(encoding="utf-8")
    target = MADE / f"regulation.{language}.pdf"
    document = SimpleDocTemplate(
        str(target),
        pagesize=A5,
        leftMargin=21 * mm,
        rightMargin=21 * mm,
        topMargin=18 * mm,
        bottomMargin=24 * mm,
        title=text.splitlines()[0].lstrip("# "),
        author="Confidant",
        lang=language,
        invariant=1,
    )
    document.build(flow(text), onFirstPage=numbered, onLaterPages=numbered)
    return target


if __name__ == "__main__":
    for one in sorted(HERE.glob("regulation.*.md")):
        print(make(one).name)  # noqa: T201
