"""What pictures show inside Office files and books: a scanned letter pasted into a text, a photographed plate
on a slide, a receipt on a sheet, the pages of a book that is all pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from files import office, pictures
from files.reading import read

from rag.reading.course import Course, PageBegun
from rag.reading.detection import steps_of
from rag.types import Page

SAID = ("Die Probe 4711 ist bestanden.", "Gemessen am 12. April 2031.")
OTHER = ("Frist bis zum 30. Juni 2032",)


def png(lines: tuple[str, ...] = SAID, size: tuple[int, int] = (900, 260)) -> bytes:
    stream = io.BytesIO()
    pictures.page(lines, size, 36, (40, 50)).save(stream, "PNG")
    return stream.getvalue()


def docx(path: Path, *shown: bytes, header: bytes | None = None) -> Path:
    import docx as library

    document = library.Document()
    document.add_paragraph("Before the picture.")
    for data in shown:
        document.add_picture(io.BytesIO(data))
        document.add_paragraph("After it.")
    if header is not None:
        document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(header))
    document.save(str(path))
    return path


def pptx(path: Path, *shown: bytes) -> Path:
    import pptx as library

    talk = library.Presentation()
    for data in shown:
        slide = talk.slides.add_slide(talk.slide_layouts[5])
        slide.shapes.title.text = "Befund"
        slide.shapes.add_picture(io.BytesIO(data), 0, 0)
    talk.save(str(path))
    return path


def xlsx(path: Path, *shown: bytes) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for number, data in enumerate(shown):
            sheet = book.add_worksheet(f"S{number}")
            sheet.write(0, 0, "Beleg")
            sheet.insert_image("C3", "beleg.png", {"image_data": io.BytesIO(data)})
    return path


def open_file(kind: str) -> Callable[..., Path]:
    frame = '<draw:frame><draw:image xlink:href="Pictures/{}.png"/></draw:frame>'

    def make(path: Path, *shown: bytes) -> Path:
        frames = [frame.format(number) for number in range(len(shown))]
        body = {
            "text": "".join(f"<text:p>Text. {one}</text:p>" for one in frames),
            "presentation": "".join(f"<draw:page>{one}</draw:page>" for one in frames),
            "spreadsheet": "".join(
                f'<table:table table:name="T"><table:table-row><table:table-cell><text:p>Beleg</text:p>{one}'
                "</table:table-cell></table:table-row></table:table>"
                for one in frames
            ),
        }[kind]
        parts: Mapping[str, bytes] = {f"Pictures/{n}.png": data for n, data in enumerate(shown)}
        return office.opendocument(path, kind, body, parts=parts)

    return make


def epub(path: Path, *shown: bytes) -> Path:
    pages = [(f"Seite {n}", f'<img src="../images/{n}.png" alt=""/>') for n in range(len(shown))]
    return office.epub(path, pages, images={f"images/{n}.png": data for n, data in enumerate(shown)})


def changed(path: Path, instead: Mapping[bytes, bytes]) -> Path:
    """The file with other bytes in the place of some members'."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return office.zip_of(path, {name: instead.get(data, data) for name, data in members.items()})


MAKERS: dict[str, Callable[..., Path]] = {
    "a.docx": docx, "a.pptx": pptx, "a.xlsx": xlsx, "a.epub": epub, "a.odt": open_file("text"),
    "a.odp": open_file("presentation"), "a.ods": open_file("spreadsheet"),
}  # fmt: skip


@pytest.mark.parametrize("name", MAKERS)
def test_what_a_picture_shows_stands_where_it_stands_and_is_called_a_picture(
    tmp_path: Path, name: str
) -> None:
    _, pages = read(MAKERS[name](tmp_path / name, png(), png(OTHER)))
    text = "\n".join(page.text for page in pages)
    assert "Picture: Die Probe 4711 ist bestanden." in text
    assert "12. April 2031" in text
    assert text.index("4711") < text.index("30. Juni 2032")
    assert not any(page.unread for page in pages)
    if len(pages) == 2:
        assert "30. Juni 2032" in pages[1].text


@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_that_cannot_be_read_costs_itself_and_is_told(tmp_path: Path, name: str) -> None:
    whole = png()
    path = changed(MAKERS[name](tmp_path / name, whole, png(OTHER)), {whole: whole[: len(whole) // 2]})
    _, pages = read(path)
    assert "30. Juni 2032" in "\n".join(page.text for page in pages)
    assert [why for page in pages for why in page.unread] == ["picture not read: damaged"]


def test_one_picture_on_many_slides_is_said_once(tmp_path: Path) -> None:
    _, pages = read(pptx(tmp_path / "a.pptx", png(), png(), png()))
    assert ["4711" in page.text for page in pages] == [True, False, False]


def test_icons_and_pictures_without_letters_are_passed_over(tmp_path: Path) -> None:
    empty = png(())
    _, (page,) = read(docx(tmp_path / "a.docx", png(("1",), (60, 40)), empty))
    assert page.text == "Before the picture.\n\nAfter it.\n\nAfter it."
    assert page.unread == ()


def test_a_letterhead_that_is_a_picture_is_read_as_the_header_it_is(tmp_path: Path) -> None:
    _, (page,) = read(docx(tmp_path / "a.docx", header=png(("Kanzlei Ostermann, Kiel",))))
    assert "Kanzlei Ostermann, Kiel" in page.text


def test_a_drawing_that_no_reader_opens_is_told(tmp_path: Path) -> None:
    frame = '<text:p>Plan: <draw:frame><draw:image xlink:href="Pictures/plan.emf"/></draw:frame></text:p>'
    emf = b"\x01\0\0\0" + bytes(2000)
    path = office.opendocument(tmp_path / "a.odt", "text", frame, parts={"Pictures/plan.emf": emf})
    _, (page,) = read(path)
    assert page.unread == ("picture not read: drawn as EMF",)


@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_that_ended_the_reader_is_left_out_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    path = MAKERS[name](tmp_path / name, png(), png(OTHER))
    steps = list(steps_of(path, None, Course(ends={1: 1})))
    assert steps[:2] == [PageBegun(1), PageBegun(2)]
    pages = [step for step in steps if isinstance(step, Page)]
    text = "\n".join(page.text for page in pages)
    assert "4711" not in text
    assert "30. Juni 2032" in text
    ended = "picture not read: the reader ended at it and went on after it"
    assert [why for page in pages for why in page.unread] == [ended]
