"""A plate stands for a picture on which something personal is, or may be; nothing of it is left."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from PIL import Image, ImageDraw

from app.redacting.redacting import Outcome, Redacting
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.redacting.finder import ALL
from rag.redacting.forms.piece import Piece, Where
from rag.redacting.forms.word.form import WordForm
from rag.redacting.forms.word.plates import plate_of


def picture(form: str = "PNG", size: tuple[int, int] = (300, 120)) -> bytes:
    made = Image.new("RGB", size, (250, 20, 20))
    ImageDraw.Draw(made).text((10, 10), "Jane Roe", fill="black")
    out = io.BytesIO()
    made.save(out, form)
    return out.getvalue()


def redacted(said: str | None) -> Outcome:
    document = docx.Document()
    document.add_paragraph("The pump is red.")
    document.add_picture(io.BytesIO(picture()))
    saved = io.BytesIO()
    document.save(saved)
    form = WordForm(saved.getvalue(), Piece("a.docx", Where.NAME), lambda _: said)
    redacting = Redacting(DocumentReader())
    return redacting.make(redacting.planned("a.docx", form, ALL), ".docx", CancelToken())


def media(outcome: Outcome) -> tuple[Image.Image, int]:
    """The only picture of the new file, and how often its text shows one."""
    assert outcome.made is not None
    with zipfile.ZipFile(io.BytesIO(outcome.made.data)) as package:
        (name,) = [one for one in package.namelist() if one.startswith("word/media/")]
        shown = package.read("word/document.xml").count(b"<w:drawing")
        return Image.open(io.BytesIO(package.read(name))), shown


@pytest.mark.parametrize("said", ["Signed: Jane Roe", None])
def test_a_plate_stands_where_something_personal_is_or_may_be(said: str | None) -> None:
    outcome = redacted(said)

    plate, shown = media(outcome)
    assert outcome.survivors == ()
    assert outcome.made is not None
    assert "plates" in outcome.made.left_out
    assert (plate.size, shown) == ((300, 120), 1)
    assert {colour for _, colour in plate.convert("L").getcolors() or ()} == {214, 120}


def test_a_picture_that_says_nothing_personal_stays() -> None:
    outcome = redacted("Exit")

    stays, shown = media(outcome)
    assert shown == 1
    assert stays.convert("RGB").getpixel((200, 100)) == (250, 20, 20)
    assert outcome.made is not None
    assert "plates" not in outcome.made.left_out


def test_a_plate_is_of_the_format_that_its_name_tells_and_no_larger_than_it_must_be() -> None:
    plate = plate_of("word/media/image1.jpeg", picture("JPEG", (4000, 1000)))

    assert plate is not None
    opened = Image.open(io.BytesIO(plate))
    assert (opened.format, opened.size) == ("JPEG", (1200, 300))
    assert plate_of("word/media/image2.png", b"no picture") is None
