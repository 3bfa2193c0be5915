"""Pictures on pages with text: read once, within bounds, and never at the cost of the page."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from files import documents, pictures
from files.reading import read

from rag.layout.printed import RawLine, RawPage, RawWord
from rag.reading.pages import pdf
from rag.reading.pages.pdf_objects import objects_of
from rag.reading.pages.pdf_pictures import Colours, PictureReading

MARK = pictures.page(("CONTROLLED COPY",), (700, 160), 60, at=(40, 40))
FIGURE = pictures.page(("Flow of the northern station",), (900, 420), 30, at=(100, 60))
PLACE = (60.0, 60.0, 420.0, 96.0)
FIGURE_PLACE = (60.0, 230.0, 450.0, 210.0)


class Counting:
    """Reads the same line from every picture, or fails; keeps the pictures' sizes."""

    def __init__(self, fault: BaseException | None = None) -> None:
        self.sizes: list[tuple[int, int]] = []
        self._fault = fault

    def __call__(self, picture: Colours) -> list[RawLine]:
        self.sizes.append((picture.shape[1], picture.shape[0]))
        if self._fault is not None:
            raise self._fault
        line = RawLine([RawWord("Seen", (0.25, 0.5, 0.5, 0.75))], 0.0, False)
        line.settle()
        return [line]


def raw_page(number: int) -> RawPage:
    line = RawLine([RawWord("Text", (0.1, 0.05, 0.2, 0.07))], 12.0, False)
    line.settle()
    return RawPage(number, 595, 842, [line])


@contextmanager
def loaded(path: Path) -> Iterator[list[Any]]:
    document = pypdfium2.PdfDocument(path)
    pages = [document[index] for index in range(len(document))]
    try:
        yield pages
    finally:
        for page in pages:
            page.close()
        document.close()


def added(reading: PictureReading, pages: list[Any]) -> list[RawPage]:
    found = [raw_page(number) for number in range(1, len(pages) + 1)]
    for raw, page in zip(found, pages, strict=True):
        reading.add(raw, objects_of(page))
    return found


def test_a_watermark_of_thirty_pages_is_read_once_and_stands_on_each(tmp_path: Path) -> None:
    counting = Counting()
    path = pictures.on_pages(tmp_path / "a.pdf", [[(MARK, PLACE)]] * 30)
    with loaded(path) as pages:
        found = added(PictureReading(counting), pages)
    assert len(counting.sizes) == 1
    assert [[line.text for line in raw.lines] for raw in found] == [["Text", "Seen"]] * 30
    left, top, right, bottom = found[29].lines[1].box
    assert (left, right) == pytest.approx(((60 + 105) / 595, (60 + 210) / 595), abs=0.002)
    assert (top, bottom) == pytest.approx(((842 - 108) / 842, (842 - 84) / 842), abs=0.002)


def test_a_picture_shown_larger_or_another_one_is_read_by_itself(tmp_path: Path) -> None:
    counting = Counting()
    larger = (60.0, 60.0, 500.0, 114.0)
    shown = [[(MARK, PLACE)], [(MARK, larger)], [(FIGURE, FIGURE_PLACE)], [(MARK, PLACE)]]
    with loaded(pictures.on_pages(tmp_path / "a.pdf", shown)) as pages:
        added(PictureReading(counting), pages)
    assert [size[0] for size in counting.sizes] == pytest.approx([700, 700, 900], abs=3)  # their own


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (MemoryError(), "picture not read: too large"),
        (RuntimeError("of a library"), "picture not read: damaged"),
    ],
)
def test_a_picture_that_cannot_be_read_is_told_and_the_text_stays(
    fault: BaseException, told: str, tmp_path: Path
) -> None:
    with loaded(pictures.on_pages(tmp_path / "a.pdf", [[(MARK, PLACE), (FIGURE, FIGURE_PLACE)]])) as pages:
        (raw,) = added(PictureReading(Counting(fault)), pages)
    assert [line.text for line in raw.lines] == ["Text"]
    assert raw.unread == (told,)


@pytest.mark.parametrize(
    ("size", "kind", "data", "told"),
    [
        ((30_000, 30_000), "JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n", "picture not read: too large"),
        ((60_000, 20_000), "FlateDecode", zlib.compress(b"\xff" * 1000), "picture not read: too large"),
        ((900, 600), "FlateDecode", b"no stream of that kind", "picture not read: damaged"),
        ((900, 600), "FlateDecode", zlib.compress(b"\xff" * 9000), "picture not read: damaged"),
        ((900, 600), "DCTDecode", b"\xff\xd8\xff\xe0 and no more", "picture not read: damaged"),
    ],
)
def test_a_huge_or_broken_picture_leaves_the_page_its_text(
    size: tuple[int, int], kind: str, data: bytes, told: str, tmp_path: Path
) -> None:
    _, (page,) = read(documents.stream_pdf(tmp_path / "a.pdf", size, kind, data))
    assert page.text == documents.BREACH
    assert page.unread == (told,)


def test_a_page_is_drawn_without_a_picture_that_is_too_large(tmp_path: Path) -> None:
    path = documents.stream_pdf(tmp_path / "a.pdf", (30_000, 30_000), "JPXDecode", b"\0")
    width, height, rgb = pdf.render(path, 1, 400, None)
    assert len(rgb) == width * height * 3
    assert min(rgb) < 128  # its text


def test_what_stands_in_slim_pictures_is_read(tmp_path: Path) -> None:
    strip = pictures.page(("Every processor keeps a record of it.",), (1191, 110), 50, at=(30, 25))
    _, (page,) = read(pictures.on_pages(tmp_path / "a.pdf", [[(strip, (40.0, 400.0, 500.0, 46.2))]]))
    assert "processor keeps a record" in page.text
    assert page.unread == ()


def test_a_whole_picture_is_no_gap(tmp_path: Path) -> None:
    _, (page,) = read(pictures.on_pages(tmp_path / "a.pdf", [[(FIGURE, FIGURE_PLACE)]]))
    assert "northern station" in page.text
    assert page.unread == ()


def noted(path: Path, figure: Sequence[str], notes: Sequence[tuple[float, float, str]]) -> Path:
    """A page of text with a large figure, and `notes` laid over it at left and bottom."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 780, pictures.BREACH[0])
    canvas.drawImage(ImageReader(pictures.page(figure, (900, 720), 30, at=(100, 60))), 60, 200, 450, 360)
    for left, bottom, note in notes:
        canvas.drawString(left, bottom, note)
    canvas.showPage()
    canvas.save()
    return path


def test_a_note_over_a_screenshot_does_not_keep_it_from_being_read(tmp_path: Path) -> None:
    figure = ("Kundennummer eingeben", "Rechnungsadresse ändern")
    path = noted(tmp_path / "guide.pdf", figure, [(230, 300, "Siehe Abschnitt 6.4 unten")])
    _, (page,) = read(path)
    assert "Siehe Abschnitt 6.4 unten" in page.text
    assert "Kundennummer eingeben" in page.text
    assert "Rechnungsadresse" in page.text
    assert page.text.count("Siehe") == 1


def test_what_the_text_says_in_the_place_of_a_picture_is_not_said_twice(tmp_path: Path) -> None:
    # Where the picture has these words, the text layer has them too: a scan with a text of its own.
    path = noted(tmp_path / "scan.pdf", ("Kundennummer eingeben",), [(110, 515, "Kundennummer eingeben")])
    _, (page,) = read(path)
    assert page.text.count("Kundennummer") == 1
