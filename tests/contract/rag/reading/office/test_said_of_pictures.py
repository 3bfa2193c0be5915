"""What a document says that its pictures show is read with it, as it is of a web page."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pptx
import pytest
import xlsxwriter
from files.reading import read
from PIL import Image
from pptx.util import Inches

SAID = "The red gate of the mill"


def drawing() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (120, 80), (221, 17, 51)).save(stream, "PNG")
    stream.seek(0)
    return stream


def letter(path: Path, *said: str) -> Path:
    made = docx.Document()
    made.add_paragraph("Before.")
    for _ in said:
        made.add_picture(drawing())
    for shape, words in zip(made.element.body.iter("{*}docPr"), said, strict=True):
        shape.set("descr", words)
    made.add_paragraph("Behind.")
    made.save(str(path))
    return path


def test_words_of_a_picture_in_a_letter_stand_where_it_does(tmp_path: Path) -> None:
    _, (page,) = read(letter(tmp_path / "a.docx", SAID, SAID))
    assert page.text == f"Before.\n\nPicture: {SAID}\n\nBehind."


@pytest.mark.parametrize(
    "said",
    [
        "image1.png",
        "C:\\Users\\eva\\Pictures\\gate of the mill.jpg",
        "https://example.org/gate",
        "A gate\n\nDescription automatically generated with medium confidence",
        "A gate. AI-generated content may be incorrect.",
        "Picture 2",
        "...",
    ],
)
def test_names_of_files_and_what_a_program_made_up_are_no_words(tmp_path: Path, said: str) -> None:
    _, (page,) = read(letter(tmp_path / "a.docx", said))
    assert page.text == "Before.\n\nBehind."


def test_words_of_a_picture_on_a_slide_are_read(tmp_path: Path) -> None:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Mill"
    shape = slide.shapes.add_picture(drawing(), Inches(1), Inches(1))
    shape._element.nvPicPr.cNvPr.set("descr", SAID)
    made.save(str(tmp_path / "a.pptx"))
    _, (page,) = read(tmp_path / "a.pptx")
    assert page.text == f"Mill\n\nPicture: {SAID}"


def test_words_of_a_picture_on_a_sheet_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet("Mill")
        sheet.write(0, 0, "Gate")
        sheet.insert_image("C3", "gate.png", {"image_data": drawing(), "description": SAID})
    _, (page,) = read(tmp_path / "a.xlsx")
    assert page.text == f"Mill\n\nrow 1: Gate\n\nPicture: {SAID}"
