"""The pages of a document in small: what is in view is drawn, wherever in a long document that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import pytest
from gui import document
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from rag.reading.reader import Picture
from rag.types import Sheet
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.reader.kinds import Opened
from ui.reader.thumbnails import Thumbnails

if TYPE_CHECKING:
    from app.library.reading import Reading

PATIENCE = 10_000
PAGES = 261


class Drawer(QObject):
    """Draws every page white."""

    drew = Signal(int)

    def picture(self, _: int, page: int, width: int) -> Picture:
        self.drew.emit(page)
        return Picture(width, width, b"\xff" * (3 * width * width))


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def pages(qtbot: QtBot, drawer: Drawer) -> Iterator[Thumbnails]:
    """Of a long document, in view."""
    tasks, made = Tasks(), Thumbnails(LIGHT)
    qtbot.addWidget(made)
    made.attach(cast("Reading", drawer), tasks)
    made.resize(190, 650)
    sheets = tuple(Sheet(number, 100 * number, 100) for number in range(1, PAGES + 1))
    made.open(Opened(document(pages=PAGES), sheets))
    with qtbot.waitSignal(drawer.drew, timeout=PATIENCE), qtbot.waitExposed(made):
        made.show()
    yield made
    tasks.close()


def blank(pages: Thumbnails) -> list[int]:
    """The pages in view that are not drawn."""
    room, rows = pages.viewport().rect(), pages.model()
    seen = [at for at in range(rows.rowCount()) if pages.visualRect(rows.index(at, 0)).intersects(room)]
    assert seen
    return [at + 1 for at in seen if pages._picture(at + 1) is None]


def test_the_pages_around_the_one_that_is_read_are_drawn(qtbot: QtBot, pages: Thumbnails) -> None:
    pages.clearFocus()  # nobody goes through the list
    pages.show_read(168)
    assert pages.visualRect(pages.currentIndex()).intersects(pages.viewport().rect())
    qtbot.waitUntil(lambda: not blank(pages), timeout=PATIENCE)


def test_whatever_the_list_is_scrolled_to_is_drawn(qtbot: QtBot, pages: Thumbnails) -> None:
    """The farther down, the longer nothing was: a millisecond for each pixel."""
    bar = pages.verticalScrollBar()
    for value in (*range(bar.maximum() // 2, bar.maximum() // 2 + 180, 20), bar.maximum(), 0):
        bar.setValue(value)
        qtbot.waitUntil(lambda: not blank(pages), timeout=PATIENCE)
