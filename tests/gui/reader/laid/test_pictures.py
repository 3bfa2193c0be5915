"""Pictures within documents without printed pages are shown where they stand, and nothing else is loaded."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

import docx
import pptx
import pytest
from pausing import until
from PIL import Image
from pptx.util import Inches
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.reader.desk import ReaderDesk
from ui.reader.kinds import Span
from ui.reader.laid.view import LaidView
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
RED = (221, 17, 51)
ALT = "The red gate of the mill"


def drawing(size: tuple[int, int] = (180, 120)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, RED).save(stream, "PNG")
    return stream.getvalue()


def letter(path: Path) -> Path:
    made = docx.Document()
    made.add_paragraph("The gate stands before the mill.")
    made.add_picture(io.BytesIO(drawing()))
    made.element.body.find(".//{*}docPr").set("descr", ALT)
    made.add_paragraph("Behind it runs the race.")
    made.save(str(path))
    return path


def slides(path: Path) -> Path:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    shape = slide.shapes.add_picture(io.BytesIO(drawing()), Inches(1), Inches(1))
    shape._element.nvPicPr.cNvPr.set("descr", ALT)
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "The second slide"
    made.save(str(path))
    return path


def page(path: Path) -> Path:
    data = base64.b64encode(drawing()).decode()
    path.write_text(
        f"<p>Before the mill stands a gate.</p><img src='data:image/png;base64,{data}' alt='{ALT}'>"
        "<p>Behind it runs the race.</p><img src='http://127.0.0.1:9/far.png'>"
    )
    return path


def message(path: Path) -> Path:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "anne@example.org", "office@example.org", "The gate"
    made.set_content(f"<p>See the gate:</p><img src='cid:gate' alt='{ALT}'>", subtype="html")
    made.add_related(drawing(), "image", "png", cid="<gate>")
    path.write_bytes(bytes(made))
    return path


def broken(path: Path) -> Path:
    """The letter with a picture that cannot be drawn."""
    whole = letter(path.with_suffix(".whole")).read_bytes()
    with ZipFile(io.BytesIO(whole)) as old, ZipFile(path, "w") as new:
        for one in old.namelist():
            new.writestr(one, b"no picture" if one.startswith("word/media/") else old.read(one))
    return path


MAKERS = {"letter.docx": letter, "slides.pptx": slides, "page.html": page, "message.eml": message}


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    folder = tmp_path_factory.mktemp("pictured")
    makers = MAKERS | {"broken.docx": broken}
    with open_window(folder / "home", "The gate stands before the mill.") as opened:
        drop(opened, [make(folder / name) for name, make in makers.items()])
        rows = opened.desk(LibraryDesk).model.rows
        until(lambda: [one.state for one in rows.documents()] == [DocumentState.READY] * len(makers))
        yield opened


def browse(qtbot: QtBot, window: MainWindow, name: str) -> LaidView:
    found = next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == name)
    window.browse(found)
    pane = window.panes.reader
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.document.name == name, timeout=PATIENCE)
    view = pane.kind
    assert isinstance(view, LaidView)
    qtbot.waitUntil(lambda: view.is_laid_out, timeout=PATIENCE)
    return view


def reds(view: LaidView) -> list[QPoint]:
    """Where the picture is seen, a point in four."""
    seen = view.text.viewport().grab().toImage()
    red = QColor(*RED).rgb()
    return [
        QPoint(x, y)
        for x in range(0, seen.width(), 2)
        for y in range(0, seen.height(), 2)
        if seen.pixel(x, y) == red
    ]


@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_is_shown_where_it_stands(qtbot: QtBot, window: MainWindow, name: str) -> None:
    view = browse(qtbot, window, name)
    qtbot.waitUntil(lambda: len(reds(view)) > 2_000, timeout=PATIENCE)
    spot = reds(view)[0]
    assert view.text.picture_at(spot.toPointF()) == ALT
    face = QAccessible.queryAccessibleInterface(view.text)
    assert face is not None
    assert ALT in face.text(QAccessible.Text.Value)


def test_a_picture_that_cannot_be_drawn_is_a_quiet_field(qtbot: QtBot, window: MainWindow) -> None:
    view = browse(qtbot, window, "broken.docx")
    text = view.text.viewport()
    texts = [(x, y) for x in range(0, text.width(), 8) for y in range(0, text.height(), 8)]
    spots = [spot for spot in texts if view.text.picture_at(QPointF(*spot)) == ALT]
    highest, lowest = min(y for _, y in spots), max(y for _, y in spots)
    assert 16 <= lowest - highest <= 60, "a line or two, not the room of the picture"
    assert not reds(view)
    face = QAccessible.queryAccessibleInterface(view.text)
    assert face is not None
    assert ALT in face.text(QAccessible.Text.Value)


def test_words_of_a_picture_that_are_found_are_the_picture(qtbot: QtBot, window: MainWindow) -> None:
    """What it is said to show stands in the text of a page, to be found; on the page it is the picture."""
    view = browse(qtbot, window, "page.html")
    qtbot.waitUntil(lambda: len(reds(view)) > 2_000, timeout=PATIENCE)
    found = next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == "page.html")
    at = window.desk(ReaderDesk).given.services.store.text(found.id).index(ALT)
    (where,) = view.text.rects(Span(at, at + len(ALT)))
    assert reds(view)[0].x() == pytest.approx(where.left(), abs=4)
    view.show_marks([Span(at, at + len(ALT))], reveal=True)
    qtbot.waitUntil(lambda: len(reds(view)) < 2_000, timeout=PATIENCE)  # under the marker
