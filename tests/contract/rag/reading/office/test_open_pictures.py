"""Pictures of OpenDocument files: what they are said to show is read, and a view knows where they stand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from files import office
from files.reading import read
from PIL import Image

from rag.reading.course import Course
from rag.reading.detection import steps_of
from rag.reading.source import Source
from rag.reading.viewing.recording import recording
from rag.types import Page

SAID = "The red gate of the mill"
FRAME = (
    '<draw:frame svg:width="4cm" svg:height="1in"><draw:image xlink:href="Pictures/gate.svg"/>'
    '<draw:image xlink:href="{}"/><svg:desc>{}</svg:desc></draw:frame>'
)


def text(path: Path, target: str = "Pictures/gate.png", said: str = SAID) -> Path:
    body = f"<text:p>Before.</text:p><text:p>{FRAME.format(target, said)}</text:p><text:p>Behind.</text:p>"
    office.opendocument(path, "text", body)
    stream = io.BytesIO()
    Image.new("RGB", (120, 80), (221, 17, 51)).save(stream, "PNG")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("Pictures/gate.png", stream.getvalue())
    return path


def test_words_of_a_picture_are_read_where_it_stands(tmp_path: Path) -> None:
    _, (page,) = read(text(tmp_path / "a.odt"))
    assert page.text == f"Before.\n\nPicture: {SAID}\n\nBehind."
    _, (page,) = read(text(tmp_path / "b.odt", said="gate.png"))
    assert page.text == "Before.\n\nBehind."


def test_a_view_is_told_of_a_picture_once_and_as_large_as_it_is_shown(tmp_path: Path) -> None:
    with recording(keeps=True) as noted:
        list(steps_of(Source(text(tmp_path / "a.odt")), None, Course()))
    (drawing,) = noted.drawings
    assert drawing.data.startswith(b"\x89PNG")
    assert (drawing.after, drawing.said) == (1, SAID)
    assert [round(side) for side in drawing.size] == [151, 96]


def test_a_picture_that_lies_elsewhere_is_not_loaded(tmp_path: Path) -> None:
    with recording(keeps=True) as noted:
        list(steps_of(Source(text(tmp_path / "a.odt", "https://far.example/gate.png")), None, Course()))
    (drawing,) = noted.drawings
    assert drawing.data == b""


def test_words_of_a_picture_in_a_margin_are_none_of_the_text(tmp_path: Path) -> None:
    common = (
        '<office:master-styles><style:master-page style:name="Standard"><style:header>'
        f"<text:p>Letterhead{FRAME.format('Pictures/gate.png', SAID)}</text:p>"
        "</style:header></style:master-page></office:master-styles>"
    )
    path = office.opendocument(tmp_path / "a.odt", "text", "<text:p>Before.</text:p>", common=common)
    with recording() as noted:
        pages = [one.text for one in steps_of(Source(path), None, Course()) if isinstance(one, Page)]
    assert pages == ["Before.\n\nHeader: Letterhead"]
    assert not noted.drawings
