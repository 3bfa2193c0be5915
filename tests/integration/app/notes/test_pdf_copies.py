"""Highlights in a copy of a PDF are where their words are seen, by whatever draws the page."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pypdf
import pytest
from fakes.words import WordEmbedder
from house import House
from numpy.typing import NDArray
from pypdf.generic import RectangleObject
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from app.exporting.notes import write_copy
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.types import Colour, Document

SIZE = 12
POINTS = 72
Box = tuple[float, float, float, float]  # left, top, right, bottom on the page as it is seen, in points
Picture = NDArray[np.uint8]


def drawn(copy: Path, page: int) -> Picture:
    """A page, a pixel a point, by PDFium with its annotations."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(copy)) as document:
        shown = document[page - 1]
        picture = shown.render(scale=1, rev_byteorder=True, may_draw_forms=True).to_numpy().copy()
        shown.close()
        return picture[:, :, :3]


def drawn_elsewhere(copy: Path, page: int) -> Picture:
    """The same by Poppler."""
    from PIL import Image

    target = copy.with_suffix("")
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            str(POINTS),
            "-f",
            str(page),
            "-l",
            str(page),
            "-cropbox",
            "-png",
            "-singlefile",
            copy,
            target,
        ],
        check=True,
    )
    with Image.open(target.with_suffix(".png")) as picture:
        return np.asarray(picture.convert("RGB"))


VIEWERS = [
    drawn,
    pytest.param(
        drawn_elsewhere, marks=pytest.mark.skipif(not shutil.which("pdftoppm"), reason="Poppler is not here")
    ),
]


def coloured(picture: Picture) -> Box:
    """Where the page is neither white nor grey."""
    wide = picture.astype(np.int16)
    rows, columns = np.nonzero(wide.max(axis=2) - wide.min(axis=2) > 40)
    assert rows.size, "nothing is marked"
    return float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1)


def seen(rotate: int, crop: Box, left: float, bottom: float, right: float, top: float) -> Box:
    """Where a box of the page's own space is seen, by the definition of crop box and rotation."""
    x0, y0, x1, y1 = crop
    wide, high = x1 - x0, y1 - y0
    a, b, c, d = left - x0, y1 - top, right - x0, y1 - bottom  # from the upper left corner
    match rotate:
        case 90:
            return high - d, a, high - b, c
        case 180:
            return wide - c, high - d, wide - a, high - b
        case 270:
            return b, wide - c, d, wide - a
        case _:
            return a, b, c, d


def read(home: House, path: Path) -> Document:
    home.library.add([path])
    home.library.wait_idle()
    (document,) = home.library.named(path.name)
    return document


def saved(home: House, document: Document, to: Path) -> Path:
    notes = home.services.notes.of(document.id)
    services = home.services
    written = write_copy(services.reader, services.store, document, notes, to, None, CancelToken())
    assert written.notes == len(notes)
    return to


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    home = tmp_path_factory.mktemp("copies")
    with closing(House(home / "home", reader=DocumentReader(), embedder=WordEmbedder())) as opened:
        yield opened


@pytest.mark.parametrize("draw", VIEWERS)
@pytest.mark.parametrize("crop", [(0, 0, 595, 842), (40, 60, 500, 700), (-30, -20, 595, 842)], ids=str)
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_on_turned_and_cropped_pages(
    house: House, tmp_path: Path, rotate: int, crop: Box, draw: Callable[[Path, int], Picture]
) -> None:
    name = f"turned-{rotate}-{'-'.join(map(str, crop))}-{draw.__name__}.pdf"
    canvas = Canvas(str(tmp_path / "plain.pdf"), pagesize=(595, 842))
    canvas.setFont("Helvetica", SIZE)
    before, quote = f"Of {rotate} and {crop[0]} the mill pays ", "twelve hundred euros"
    canvas.drawString(100, 500, f"{before}{quote} every month.")
    canvas.drawString(100, 480, "The deposit is returned at the end.")
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=tmp_path / "plain.pdf")
    page = writer.pages[0]
    page.mediabox = RectangleObject((min(0, crop[0]), min(0, crop[1]), 595, 842))
    page.cropbox = RectangleObject(crop)
    page.rotate(rotate)
    writer.write(tmp_path / name)
    document = read(house, tmp_path / name)
    house.services.notes.mark_quote(document, quote, Colour.YELLOW, "Per month!")
    copy = saved(house, document, tmp_path / "copy.pdf")
    start = 100 + stringWidth(before, "Helvetica", SIZE)
    end = start + stringWidth(quote, "Helvetica", SIZE)
    wanted = seen(rotate, crop, start, 500 - 0.25 * SIZE, end, 500 + 0.75 * SIZE)
    assert coloured(draw(copy, 1)) == pytest.approx(wanted, abs=3.5)


@pytest.mark.parametrize("draw", VIEWERS)
def test_in_two_columns_the_words_between_them_stay_clear(
    house: House, tmp_path: Path, draw: Callable[[Path, int], Picture]
) -> None:
    name = f"columns-{draw.__name__}.pdf"
    canvas = Canvas(str(tmp_path / name), pagesize=(595, 842))
    canvas.setFont("Helvetica", SIZE)
    left = [
        "This paper shows that",
        "mills of the north turn",
        "slower in the winter and",
        "stand still when the river",
    ]
    right = [
        "is frozen to its ground.",
        "Owners of such mills say",
        "that they never minded.",
        "We asked forty of them.",
    ]
    for number in range(4):
        canvas.drawString(60, 700 - 16 * number, left[number])
        canvas.drawString(320, 700 - 16 * number, right[number])
    canvas.drawString(60, 100, draw.__name__)
    canvas.save()
    document = read(house, tmp_path / name)
    house.services.notes.mark_quote(document, "slower in the winter and stand still", Colour.GREEN)
    x0, y0, x1, y1 = coloured(draw(saved(house, document, tmp_path / "copy.pdf"), 1))
    assert x1 < 300, "the other column is clear"
    assert (x0, y0) == pytest.approx((60, 842 - (700 - 32) - 9), abs=4)
    assert y1 == pytest.approx(842 - (700 - 48) + 3, abs=4)


def test_a_word_that_a_line_end_parts_is_marked_in_both_lines(house: House, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "hyphen.pdf"), pagesize=(595, 842))
    canvas.setFont("Helvetica", SIZE)
    lines = [
        "The tenant must give the landlord an extraordi-",
        "nary notice where the roof of the mill leaks.",
    ]
    for number, line in enumerate(lines):
        canvas.drawString(60, 700 - 16 * number, line)
    canvas.save()
    document = read(house, tmp_path / "hyphen.pdf")
    made = house.services.notes.mark_quote(document, "extraordinary notice", Colour.RED, "How?")
    copy = saved(house, document, tmp_path / "copy.pdf")
    picture = drawn(copy, 1).astype(np.int16)
    marked = picture.max(axis=2) - picture.min(axis=2) > 40
    first, second = marked[842 - 706 : 842 - 700], marked[842 - 690 : 842 - 684]
    assert np.nonzero(first.any(axis=0))[0].min() > 60 + stringWidth(
        "The tenant must give the", "Helvetica", SIZE
    )
    ends = np.nonzero(second.any(axis=0))[0]
    assert ends.min() == pytest.approx(60, abs=4)
    assert ends.max() < 60 + stringWidth("nary notice where", "Helvetica", SIZE), "not the whole line"
    assert "extraordinary" in made.quote.replace("-\n", "")


def test_words_from_right_to_left_are_marked_where_they_stand(house: House, tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = [one for one in FONTS if Path(one).is_file()]
    if not fonts:
        pytest.skip("no font with Hebrew letters is here")
    pdfmetrics.registerFont(TTFont("Hebrew", fonts[0]))
    words = ["השוכר", "ישלם", "שכר", "דירה", "לבעל", "הבית", "בכל", "חודש"]
    canvas = Canvas(str(tmp_path / "hebrew.pdf"), pagesize=(595, 842))
    canvas.setFont("Hebrew", SIZE)
    places, right = {}, 500.0
    for word in words:
        wide = stringWidth(word, "Hebrew", SIZE)
        places[word] = (right - wide, right)
        canvas.drawString(right - wide, 700, word[::-1])  # as such files are drawn: in the order that is seen
        right -= wide + 4
    canvas.save()
    document = read(house, tmp_path / "hebrew.pdf")
    text = house.library.text(document.id)
    quote = "שכר דירה" if "שכר דירה" in text else "דירה שכר"
    if quote not in text:
        pytest.skip(f"letters are read as {text!r}")
    house.services.notes.mark_quote(document, quote, Colour.BLUE)
    x0, _, x1, _ = coloured(drawn(saved(house, document, tmp_path / "copy.pdf"), 1))
    assert (x0, x1) == pytest.approx((places["דירה"][0], places["שכר"][1]), abs=4)


FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/freefont/FreeSans.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial.ttf",
)


def test_the_annotations_are_of_the_kind_that_viewers_expect(house: House, tmp_path: Path) -> None:
    from files.documents import pdf

    document = read(
        house, pdf(tmp_path / "kinds.pdf", ["The mill is let.\nThe rent is due.", "Second page of kinds."])
    )
    notes = house.services.notes
    notes.mark_quote(
        document, "The mill is let.\nThe rent is due.", Colour.PURPLE, "Beide Sätze – wichtig! 重要"
    )
    notes.on_page(document, 2, "On the page.", Colour.RED)
    notes.on_page(document, 2, "Another.", Colour.RED)
    notes.on_document(document, "Of all of it.", Colour.YELLOW)
    copy = saved(house, document, tmp_path / "copy.pdf")
    pages = pypdf.PdfReader(copy).pages
    first = [one.get_object() for one in pages[0]["/Annots"]]
    (marked,) = [one for one in first if one["/Subtype"] == "/Highlight"]
    assert marked["/Contents"] == "Beide Sätze – wichtig! 重要"
    quads = np.array(marked["/QuadPoints"], float).reshape(-1, 4, 2)
    assert len(quads) == 2, "one for each line"
    for upper_left, upper_right, lower_left, lower_right in quads:
        assert upper_left[1] == upper_right[1] > lower_left[1] == lower_right[1]
        assert upper_left[0] == lower_left[0] < upper_right[0] == lower_right[0]
    appearance = marked["/AP"]["/N"].get_object()
    assert appearance["/Resources"]["/ExtGState"]["/Marked"]["/BM"] == "/Multiply", "ink stays legible"
    assert appearance["/BBox"] == marked["/Rect"]
    assert [one["/Contents"] for one in first if one["/Subtype"] == "/Text"] == ["Of all of it."]
    second = [one.get_object() for one in pages[1]["/Annots"]]
    assert [one["/Contents"] for one in second] == ["On the page.", "Another."]
    assert second[0]["/Rect"] != second[1]["/Rect"], "they do not lie over each other"
    again = read(house, copy.rename(tmp_path / "noted.pdf"))
    assert "Beide Sätze" in house.library.text(again.id), "the program reads its own notes as comments"
