"""Raised figures and lowered ones on the pages of a PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from files.reading import read
from reportlab.pdfgen.canvas import Canvas

_SIZE, _SMALL = 11, 8


def _page(folder: Path, *lines: tuple[str, str, float, str]) -> str:
    """What is read of lines in which a small piece stands higher (or lower) than the words around it."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for row, (before, piece, rise, after) in enumerate(lines):
        text = canvas.beginText(72, 780 - 24 * row)
        for words, size, up in ((before, _SIZE, 0.0), (piece, _SMALL, rise), (after, _SIZE, 0.0)):
            text.setFont("Helvetica", size)
            text.setRise(up)
            text.textOut(words)
        canvas.drawText(text)
    canvas.save()
    (folder / "a.pdf").write_bytes(buffer.getvalue())
    return read(folder / "a.pdf")[1][0].text


@pytest.mark.parametrize(
    ("before", "piece", "after", "said"),
    [
        ("Umsatz 2023: 1.250", "1)", " TEUR", "Umsatz 2023: 1.250¹⁾ TEUR"),
        ("Effectif au 31 mai : 340", "2", " personnes", "Effectif au 31 mai : 340² personnes"),
        ("Superficie 84", "3", ". Piso", "Superficie 84³. Piso"),
        ("Wohnfläche 84 m", "2", ", Keller", "Wohnfläche 84 m², Keller"),
        ("Limite 10", "-6", " mol", "Limite 10⁻⁶ mol"),
        ("Odjazd 8", "30", " z peronu", "Odjazd 8³⁰ z peronu"),
        ("le 1", "er", " mai", "le 1er mai"),
        ("Nach Absatz", "2", " gilt", "Nach Absatz2 gilt"),
    ],
)
def test_raised_figures_are_no_part_of_the_number_before_them(
    before: str, piece: str, after: str, said: str, tmp_path: Path
) -> None:
    assert _page(tmp_path, (before, piece, 3.0, after)) == said


def test_lowered_and_level_figures_stay_as_they_are(tmp_path: Path) -> None:
    assert _page(tmp_path, ("10 m", "2", -2.0, " x"), ("Nr. 84", "12", 0.0, " y")) == "10 m2 x\nNr. 8412 y"


def test_text_that_runs_upwards_has_no_raised_figures(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rotate(90)
    canvas.drawString(200, -100, "A 84 m2 1i1 M1")
    canvas.save()
    (tmp_path / "a.pdf").write_bytes(buffer.getvalue())
    assert read(tmp_path / "a.pdf")[1][0].text == "A 84 m2 1i1 M1"
