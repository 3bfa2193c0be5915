"""What the search of words says of what it found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import SMALL, dressed

from rag.types import Hit
from ui.library.search_view import SearchView
from ui.parts.controls import SourceRow
from ui.parts.theme import LIGHT
from ui.parts.wrapped_label import WrappedLabel

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


@pytest.mark.parametrize("asked", ["gauges inspected", "inspection and gauging of boilers", "STOKER boil"])
def test_passages_that_hold_a_word_are_what_was_found(view: SearchView, asked: str) -> None:
    view.show_hits(asked, hits(*TEXTS))
    assert view.told == "2 passages with your words, the best first"
    assert "Similar in meaning" not in said(view)


def test_passages_without_the_words_stand_apart_below_those_with_them(view: SearchView) -> None:
    """“Boilers are inspected” was said to be found for “gauges of the stoker”: it holds “the”, and “of”."""
    view.show_hits("gauges of the stoker", hits(TEXTS[1], "The mail of the mill.", TEXTS[0]))
    assert view.told == "1 passage with your words"
    told = "2 passages without these words, which may mean something near them."
    texts = [one for one in said(view) if one in (*TEXTS, "Similar in meaning", told)]
    assert texts == [TEXTS[0], "Similar in meaning", told, TEXTS[1]]


def test_what_holds_all_the_words_comes_before_what_holds_some(view: SearchView) -> None:
    both = "The boilers have gauges."
    view.show_hits("gauges boilers", hits(*TEXTS, both))
    assert [one for one in said(view) if one in (*TEXTS, both)] == [both, *TEXTS]


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("gauges", "The stoker reads the gauges at noon; a gauge is read twice.", ["gauges", "gauge"]),
        ("rent", "Parents rent a current flat. The rental ends.", ["rent", "rental"]),
        (
            "Frist",
            "Die Kündigungsfrist beträgt drei Monate; die Fristen laufen.",
            ["Kündigungsfrist", "Fristen"],
        ),
        ("resume", "Her résumé is kept.", ["résumé"]),
        ("Article 12", "Article 12 is not Article 120.", ["Article", "12", "Article"]),
        ("art", "An article on art.", ["art"]),
        ("l'affitto", "Nel contratto l’affitto è di 700 euro.", ["affitto"]),
        ("😀 gauges", "😀 The gauges 😀 and gauges", ["gauges", "gauges"]),
        ("契約", "この契約は三年とする。", ["契約"]),
        ("المستأجر", "يدفع المستأجر الإيجار.", ["المستأجر"]),
        ("the", "Over the hill.", ["the"]),  # nothing else was typed
    ],
)
def test_the_words_are_marked_where_they_stand(
    view: SearchView, asked: str, text: str, marked: list[str]
) -> None:
    view.show_hits(asked, hits(text))
    shown = next(one for one in view.findChildren(WrappedLabel) if one.text() == text)
    assert shown.marked == marked


def test_marks_are_drawn_where_the_words_are(view: SearchView) -> None:
    view.resize(700, 300)
    view.show_hits("gauges", hits("😀 " * 3 + "The gauges are read.", TEXTS[1]))
    view.show()
    QApplication.processEvents()
    first, other = (
        next(one for one in view.findChildren(WrappedLabel) if text in one.text())
        for text in ("gauges", "Boilers")
    )
    assert columns_of(first, LIGHT.mark)
    assert not columns_of(other, LIGHT.mark)
    # Behind what stands before it, and not at the first letter.
    before = first.fontMetrics().horizontalAdvance("😀 " * 3 + "The ")
    assert abs(min(columns_of(first, LIGHT.mark)) - first.contentsRect().left() - before) <= 6


def test_a_heading_that_holds_the_word_counts(view: SearchView) -> None:
    (hit,) = hits("Three months, in writing.")
    view.show_hits("termination", [replace(hit, section="4 Termination")])
    assert view.told == "1 passage with your words"


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


def said(view: SearchView) -> list[str]:
    """What stands in the list, from above."""
    return [one.text() for one in view._found.findChildren(QLabel)]


def columns_of(widget: QWidget, colour: str) -> set[int]:
    """The columns of pixels in which a colour is."""
    picture, wanted = widget.grab().toImage(), QColor(colour).rgb()
    across, down = range(picture.width()), range(picture.height())
    return {x for x in across if any(picture.pixel(x, y) == wanted for y in down)}


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
