"""How letters stand in a PDF is not how they are read: joined, from the right, turned. Pages have labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.documents import labelled_pdf
from files.placed import HEIGHT
from files.reading import read

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
needs_font = pytest.mark.skipif(not FONT.exists(), reason="a font with these letters")


def lettered(path: Path, *lines: str) -> Path:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Lettered", str(FONT)))
    canvas = Canvas(str(path), pagesize=(595.0, HEIGHT))
    canvas.setFont("Lettered", 12)
    for number, line in enumerate(lines):
        canvas.drawString(60, 760 - 20 * number, line)
    canvas.save()
    return path


@needs_font
@pytest.mark.parametrize(
    ("drawn", "read_as"),
    [
        ("Die Auﬂage ist häuﬁg und oﬀen zu prüfen.", "Die Auflage ist häufig und offen zu prüfen."),
        ("L’oﬃcier a vériﬁé le conﬂit déﬁnitif.", "L’officier a vérifié le conflit définitif."),
    ],
)
def test_joined_letters_are_read_one_by_one(drawn: str, read_as: str, tmp_path: Path) -> None:
    _, (page,) = read(lettered(tmp_path / "a.pdf", drawn))
    assert page.text == read_as


@needs_font
@pytest.mark.parametrize(
    "said",
    ["\u05d4\u05e2\u05e8\u05d1\u05d5\u05ea \u05d1\u05ea\u05d5\u05e7\u05e3", "\u05ea\u05d0\u05e8\u05d9\u05da"],
)
def test_letters_drawn_from_the_right_are_read_in_their_order(said: str, tmp_path: Path) -> None:
    _, (page,) = read(lettered(tmp_path / "a.pdf", said[::-1]))
    assert page.text == said


@pytest.mark.parametrize(
    ("degrees", "lines"),
    [
        (90, ["Monteur: 52,40 je Stunde", "Zuschlag nachts: 25 vom Hundert"]),
        (270, ["Soudeur : 51,00 par heure", "Majoration de nuit : 25 pour cent"]),
    ],
)
def test_lines_that_run_up_or_down_stay_whole(degrees: int, lines: list[str], tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595.0, HEIGHT))
    canvas.translate(300, 400)
    canvas.rotate(degrees)
    for number, line in enumerate(lines):
        canvas.drawString(-100, -20 * number, line)
    canvas.save()
    _, (page,) = read(tmp_path / "a.pdf")
    assert [line for line in page.text.split("\n") if line] == lines


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ([(0, 1, "/r", ""), (2, 3, "/D", "")], ["i", "ii", "1", "2"]),
        ([(0, 0, "/R", ""), (1, 3, "/D", "Anlage ")], ["I", "Anlage 1", "Anlage 2", "Anlage 3"]),
    ],
)
def test_pages_have_the_labels_they_are_printed_with(
    labels: list[tuple[int, int, str, str]], told: list[str], tmp_path: Path
) -> None:
    texts = [f"Seite des Handbuchs, Teil {number}." for number in range(4)]
    _, pages = read(labelled_pdf(tmp_path / "a.pdf", texts, labels))
    assert [page.label for page in pages] == told
