"""Text of a PDF that no longer counts is marked: struck through, covered, invisible; other text never is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from files.annotated import Texts, marked, sheet
from files.reading import read

from rag.types import Page


def page_of(folder: Path, texts: Texts, draw: Callable[[Any], None] | None = None, **more: Any) -> Page:
    _, (page,) = read(sheet(folder / "a.pdf", texts, draw=draw, **more))
    assert not page.unread
    return page


def wide(canvas: Any, text: str) -> float:
    return float(canvas.stringWidth(text, "Helvetica", 11))


def test_words_under_a_stroke_are_struck(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.line(60, 763.7, 185 + 10, 763.7)  # drawn by eye, a little too long
        canvas.rect(60, 733.4, wide(canvas, "Miete 900 EUR"), 0.8, stroke=0, fill=1)
        both = canvas.beginPath()  # two lines as one path
        for text, y in (("El contrato dura un año", 703.5), ("y se prorroga.", 688.5)):
            both.moveTo(60, y)
            both.lineTo(60 + wide(canvas, text), y)
        canvas.drawPath(both, stroke=1, fill=0)

    texts = [
        (60, 760, "Kündigungsfrist drei Monate"), (60, 730, "Miete 900 EUR 950 EUR"),
        (60, 700, "El contrato dura un año"), (60, 685, "y se prorroga."),
    ]  # fmt: skip
    assert page_of(tmp_path, texts, draw).text.split("\n") == [
        "[struck: Kündigungsfrist drei Monate]", "[struck: Miete 900 EUR] 950 EUR",
        "[struck: El contrato dura un año]", "[struck: y se prorroga.]",
    ]  # fmt: skip


def test_underlines_rules_of_tables_and_gridlines_strike_nothing(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.line(60, 727.8, 60 + wide(canvas, "souligné"), 727.8)
        for y in (650, 635, 620):
            canvas.line(60, y, 400, y)
        for x in (60, 230, 400):
            canvas.line(x, 650, x, 620)
        canvas.line(60, 553.5, 500, 553.5)  # of a chart, through what a bar is labelled with
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.line(60, 503.7, 60 + wide(canvas, "rien"), 503.7)

    texts = [
        (60, 730, "souligné"), (62, 639, "ligne un"), (232, 639, "12"), (62, 624, "ligne deux"),
        (232, 624, "13"), (200, 550, "45 %"), (60, 500, "rien"),
    ]  # fmt: skip
    assert "[" not in page_of(tmp_path, texts, draw).text


def test_text_under_a_bar_is_covered(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(124, 757, 56, 12, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(58, 726, 120, 14, fill=1, stroke=0)  # painted over in white
        canvas.setFillColorRGB(0, 0, 0)
        canvas.rect(60, 655, 120, 14, fill=1, stroke=0)
        canvas.drawString(62, 659, "auf schwarzem Grund")  # in the colour of its ground
        canvas.rect(58, 623, 250, 14, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(240, 627, "(b)(6)")  # printed on the bar

    texts = [(60, 760, "El testigo"), (125, 760, "Zamora"), (185, 760, "declaró."),
             (60, 730, "alter Wortlaut"), (60, 627, "Nombre secreto")]  # fmt: skip
    text = page_of(tmp_path, texts, draw).text
    for covered in ("Zamora", "alter Wortlaut", "auf schwarzem Grund", "Nombre secreto"):
        assert f"[covered: {covered}" in text
    assert "[covered: (b)" not in text
    assert text.startswith("El testigo [covered: Zamora] declaró.")


def test_text_on_a_coloured_ground_is_seen(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        canvas.rect(60, 715, 300, 18, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(64, 720, "Weiß auf Blau")
        canvas.setFillColorRGB(0.8, 0.9, 1)
        canvas.rect(60, 585, 300, 14, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(62, 589, "Zeile der Tabelle")
        canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
        canvas.rect(58, 757, 300, 14, fill=1, stroke=0)  # a marker, over the text

    assert "[" not in page_of(tmp_path, [(60, 760, "gelb hervorgehoben")], draw).text


@pytest.mark.parametrize("mode", [None, 3])
def test_text_that_is_nowhere_to_be_seen_is_hidden(mode: int | None, tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        text = canvas.beginText(60, 690)
        text.setFont("Helvetica", 11)
        if mode is None:
            text.setFillColorRGB(1, 1, 1)
        else:
            text.setTextRenderMode(mode)
        text.textLine("texte invisible")
        canvas.drawText(text)

    assert page_of(tmp_path, [(60, 760, "Texte visible.")], draw).text.split("\n\n") == [
        "Texte visible.\n[hidden: texte invisible]"
    ]


def test_the_text_layer_of_a_scan_stays_text(tmp_path: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader

    said = "The tenant shall give notice of three months before the end of the lease. " * 2

    def draw(canvas: Any) -> None:
        scan = Image.new("L", (1190, 1684), 250)
        font = ImageFont.load_default(16)
        ImageDraw.Draw(scan).text((120, 152), said, font=font, fill=20)
        canvas.drawImage(ImageReader(scan), 0, 0, 595, 842)
        text = canvas.beginText(60, 760)
        text.setFont("Helvetica", 8)
        text.setTextRenderMode(3)
        text.textLine(said)
        canvas.drawText(text)

    text = page_of(tmp_path, [], draw).text
    assert "notice of three months" in text
    assert "[hidden" not in text


def test_annotations_strike_out_and_black_out(tmp_path: Path) -> None:
    texts = [(60, 760, "Le loyer est de 900 euros."), (60, 730, "Madame Claire Dupont habite ici."),
             (60, 700, "Il nome del testimone"), (60, 670, "mot surligné")]  # fmt: skip
    annotations = [
        marked("/StrikeOut", (60, 757, 200, 771)), marked("/Redact", (104, 727, 170, 741)),
        {"/Subtype": "/Square", "/Rect": [60, 697, 180, 711], "/IC": [0, 0, 0]},
        marked("/Highlight", (60, 667, 130, 681), **{"/C": [1, 1, 0]}),
    ]  # fmt: skip
    assert page_of(tmp_path, texts, annotations=annotations).text.split("\n") == [
        "[struck: Le loyer est de 900 euros.]", "Madame [covered: Claire Dupont] habite ici.",
        "[covered: Il nome del testimone]", "mot surligné",
    ]  # fmt: skip


def test_a_page_of_many_lines_and_bars_is_read_in_seconds(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for number in range(6000):
            canvas.rect(number % 500, number // 10 % 800, 9, 5, fill=1, stroke=0)

    assert page_of(tmp_path, [(60, 20, "Plan")], draw).text
