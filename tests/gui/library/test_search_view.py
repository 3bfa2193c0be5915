"""What the search of words says of what it found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import SMALL, dressed

from rag.types import Hit
from ui.library.search_view import SearchView
from ui.parts.controls import SourceRow
from ui.parts.theme import LIGHT

TEXTS = ("The stoker reads the gauges at noon.", "Boilers are inspected each year.")


@pytest.fixture
def view(qtbot: QtBot) -> SearchView:
    view = SearchView(LIGHT)
    qtbot.addWidget(view)
    return view


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(at, 1, "rules.txt", None, 1, 1, "", 0, len(text), 0.5, text) for at, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize("asked", ["gauges", "inspection of boilers", "GAUGE", "stok"])
def test_passages_that_hold_a_word_are_what_was_found(view: SearchView, asked: str) -> None:
    view.show_hits(asked, hits(*TEXTS))
    assert view.told == "2 passages, the best first"


@pytest.mark.parametrize("asked", ["zeppelin", "chômage partiel", "غلاية"])
def test_passages_that_hold_none_of_the_words_are_not_passed_off_as_holding_them(
    view: SearchView, asked: str
) -> None:
    view.show_hits(asked, hits(*TEXTS))
    assert view.told == "None of these words stands there. 2 passages that may mean something near it:"
    view.show_hits(asked, hits(TEXTS[0]))
    assert view.told == "None of these words stands there. One passage that may mean something near it:"


def test_a_passage_stands_below_the_picture_of_its_line(view: SearchView) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with dressed(application, SMALL):
        view.resize(700, 500)
        view.show_hits("gauges", hits(*TEXTS))
        view.show()
        QApplication.processEvents()
        row = next(one for one in view.findChildren(SourceRow))
        words = next(one for one in view.findChildren(QLabel) if one.text() == TEXTS[0])
        assert abs(first_inked(row) - first_inked(words)) <= 2


def first_inked(widget: QWidget) -> int:
    """The first column of pixels of a widget, counted from the window's edge, that is no ground."""
    picture = widget.grab().toImage()
    ground = picture.pixel(0, 0)
    inked = (
        x
        for x in range(picture.width())
        if any(picture.pixel(x, y) != ground for y in range(picture.height()))
    )
    return widget.mapTo(widget.window(), QPoint()).x() + next(inked)


def test_nothing_is_said_where_nothing_was_found(view: SearchView) -> None:
    view.show_hits("zeppelin", ())
    assert view.told == ""
