"""Makes the PDF of the sample regulation from its text in each language, the same bytes each time.

    PYTHONPATH=packaging python -m sample.making [FOLDER_OF_FONTS]

writes assets/sample/regulation.LANGUAGE.pdf of each text here. What runs from left to right is set with
reportlab; Arabic with typst, in the fonts Amiri and Amiri Bold of that folder, and is left as it is without
one. The texts are this project's own, and so is what is made of them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from sample.backwards import make_backwards
from sample.blocks import Block, Kind, blocks

HERE = Path(__file__).resolve().parent
MADE = HERE.parents[1] / "assets" / "sample"
BACKWARDS = ("ar",)

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
STYLES = {Kind.TITLE: TITLE, Kind.ADOPTED: ADOPTED, Kind.ITEM: ITEM, Kind.BODY: BODY}


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


def flow(block: Block) -> list[Flowable]:
    """What a piece of the text is laid out as."""
    if block.kind is Kind.TABLE:
        return [Spacer(1, 6), drawn(block.rows), Spacer(1, 8)]
    if block.kind is Kind.ARTICLE:
        return [Marked(block.text, ARTICLE, 1)]
    if block.kind is Kind.PART:
        return [Marked(block.text, PART, 0)]
    return [Paragraph(block.text, STYLES[block.kind])]


def drawn(rows: tuple[tuple[str, ...], ...]) -> Table:
    """A table with rules between its rows, its head again on each page."""
    told = [[Paragraph(one, CELL if at else HEAD) for one in row] for at, row in enumerate(rows)]
    table = Table(told, colWidths=[42 * mm, 30 * mm, 34 * mm], repeatRows=1)
    table.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("LINEABOVE", (0, 0), (-1, 0), 1, INK)])
    return table


def numbered(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """The number at the foot of a page."""
    canvas.setFont("Times-Roman", 9)
    canvas.setFillColor(INK)
    canvas.drawCentredString(A5[0] / 2, 11 * mm, str(document.page))


def make(source: Path, target: Path, language: str) -> None:
    """The PDF of a text from left to right."""
    text = source.read_text(encoding="utf-8")
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
    flowables = [one for block in blocks(text) for one in flow(block)]
    document.build(flowables, onFirstPage=numbered, onLaterPages=numbered)


def main(fonts: str = "") -> None:
    """Make those that can be made."""
    for source in sorted(HERE.glob("regulation.*.md")):
        language = source.suffixes[0].strip(".")
        target = MADE / f"regulation.{language}.pdf"
        if language not in BACKWARDS:
            make(source, target, language)
        elif fonts:
            make_backwards(source, target, language, Path(fonts))


if __name__ == "__main__":
    main(*sys.argv[1:])
