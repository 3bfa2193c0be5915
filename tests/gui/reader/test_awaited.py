"""A page that is not drawn yet stands in the colours of the window, and says so after a moment."""

from __future__ import annotations

import pytest
from gui import document
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from rag.types import Sheet
from ui.parts.palettes import DARK
from ui.parts.theme import LIGHT, Palette
from ui.reader.kinds import Opened, Place
from ui.reader.paged.view import PagedView


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    }


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_seen_at_once_and_says_so_after_a_moment(qtbot: QtBot, palette: Palette) -> None:
    """It was white for three seconds under load, also where all around it is dark."""
    view = PagedView(palette)
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.open(Opened(document(pages=3), tuple(Sheet(n, 0, 10, 600.0, 800.0) for n in (1, 2, 3))), Place())
    view.show()

    def page() -> QImage:
        return view.viewport().grab(view.seen(1).toAlignedRect()).toImage()

    first = page()
    paper = QColor(palette.paper).name()
    assert first.pixelColor(250, 300).name() == paper
    assert not palette.dark or "#ffffff" not in colours(first), "nothing flashes"
    assert QColor(palette.quiet).name() not in colours(first), "what is scrolled past says nothing"
    qtbot.waitUntil(lambda: len(colours(page()) - colours(first)) > 0, timeout=5_000)
