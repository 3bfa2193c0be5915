"""What a chart writes is read in every language: letters that its face lacks are of another, or left out."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from app.exporting import charts


def inked(text: str) -> bytes:
    """What is drawn of a text, as the pen of charts draws it."""
    image = Image.new("RGB", (400, 60), charts.LIGHT.ground)
    charts._Pen(image, 1, charts.LIGHT).text(5, 30, text, 30, charts.LIGHT.text)
    return image.tobytes()


def boxes(text: str) -> bytes:
    """The same with the face that knows no such letters."""
    from PIL import ImageFont

    image = Image.new("RGB", (400, 60), charts.LIGHT.ground)
    face = ImageFont.load_default(30)
    ImageDraw.Draw(image).text((5, 30), text, charts.LIGHT.text, face, "lm")
    return image.tobytes()


def test_arabic_is_written_with_letters() -> None:
    if charts._face("التوقع", 30) is None:
        pytest.skip("no face with Arabic is installed")
    assert inked("التوقع") != boxes("التوقع")
    assert inked("\u2068Sold\u2069") == boxes("Sold"), "marks of direction are not drawn"


def test_where_no_face_has_arabic_its_words_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "_WITH_ARABIC", ("no such face.ttf",))
    assert inked("مارس 2024") == inked("2024")
    assert inked("2024") == boxes("2024")
