"""What is written into a picture is read in every language: letters that a face lacks are of another, or
without their marks, or left out; never boxes.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from app.exporting import charts, faces
from app.redacting.bars import write_on
from app.words.catalogue import FOLDER, names, read, use
from engine.types import Method
from rag.forecasting.calendars import Calendar, Unit
from rag.forecasting.choosing import Forecast
from rag.forecasting.series import Series


def inked(text: str) -> bytes:
    """What is drawn of a text, as the pen of charts draws it."""
    image = Image.new("RGB", (400, 60), charts.LIGHT.ground)
    charts._Pen(image, 1, charts.LIGHT).text(5, 30, text, 30, charts.LIGHT.text)
    return image.tobytes()


def in_own_face(text: str) -> bytes:
    """The same with the face that Pillow brings, which has no more than ASCII."""
    image = Image.new("RGB", (400, 60), charts.LIGHT.ground)
    face = ImageFont.load_default(30)
    ImageDraw.Draw(image).text((5, 30), text, charts.LIGHT.text, face, "lm")
    return image.tobytes()


@pytest.fixture
def no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system with no face that is known."""
    monkeypatch.setattr(faces, "_FACES", ("no such face.ttf",))


def whole(text: str) -> bool:
    written, face = faces.written(text, 30)
    box = bytes(face.getmask("\uffff"))
    return written == text and all(bytes(face.getmask(one)) != box for one in text if not one.isspace())


@pytest.mark.parametrize(
    "text", ["März 2023", "vier von fünf Fällen", "décembre", "prévision à 80 %", "año", "12 €"]
)
def test_letters_with_marks_are_written(text: str) -> None:
    if faces._opened(faces._FACES[0], 30) is None:
        pytest.skip("no face with such letters is installed")
    assert whole(text)


@pytest.mark.parametrize("language", sorted(one.name for one in FOLDER.iterdir() if one.is_dir()))
def test_all_words_of_a_chart_are_written_in_each_language(language: str) -> None:
    if faces._opened(faces._FACES[0], 30) is None:
        pytest.skip("no face with such letters is installed")
    use(language)
    try:
        words = [*names("forecasting.chart").values(), str(read(language, "common")["language"])]
        assert words
        assert [one for one in words if not whole(one)] == []
    finally:
        use("en")


def test_marks_of_direction_are_not_drawn() -> None:
    assert inked("\u2068Sold\u2069") == inked("Sold")


@pytest.mark.usefixtures("no_other")
def test_where_no_face_has_them_marks_are_left_out_and_words_in_other_letters() -> None:
    assert inked("März 2024") == in_own_face("Marz 2024")
    assert inked("مارس 2024") == in_own_face("2024")
    assert inked("2024") == in_own_face("2024")


@pytest.mark.usefixtures("no_other")
def test_a_name_on_a_bar_is_written_as_far_as_it_can_be() -> None:
    def bar(text: str) -> bytes:
        image = Image.new("RGB", (300, 40), "white")
        write_on(ImageDraw.Draw(image), text, 0, 0, 300, 40)
        return image.tobytes()

    assert bar("Société A") == bar("Societe A") != bar("Socit A")


@pytest.mark.parametrize("language", sorted(one.name for one in FOLDER.iterdir() if one.is_dir()))
def test_what_the_lines_mean_stands_whole_above_the_chart(language: str) -> None:
    """In Spanish its last words ran out of the picture."""
    values = np.arange(12.0)
    calendar = Calendar(Unit.MONTH, 1, datetime(2024, 1, 1, tzinfo=UTC))
    foretold = Forecast(
        Series("Sold", calendar, values), (next(iter(Method)),), None, None, (), 1, values, values, values
    )
    use(language)
    try:
        picture = Image.open(io.BytesIO(charts.drawn([foretold])))
    finally:
        use("en")
    edge = picture.crop((picture.width - picture.width * 24 // 1200, 0, picture.width, picture.height // 8))
    assert len(edge.convert("RGB").getcolors() or ()) == 1
