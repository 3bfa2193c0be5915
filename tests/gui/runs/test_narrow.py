"""What is made of documents, read beside a page in a window with little room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from scenes.looks import LANGUAGES, LARGE, Look, dressed
from steps import built

from app.runs.table import Line
from app.words.catalogue import say
from app.words.surveys import silent_words, state_words
from rag.runs.types import Part, Verdict
from rag.surveying.types import SurveyKind
from rag.types import Citation
from ui.parts.controls import retint
from ui.parts.theme import LIGHT
from ui.runs.answer_rows import Column
from ui.runs.answers_body import AnswersBody
from ui.runs.bodies import Bodies
from ui.runs.view import RunView

LITTLE = 100  # pixels: what is between the rows and around them, and a line of what is made
NAME = "Employment and Confidentiality Agreement.pdf"


@pytest.mark.parametrize("width", [400, 440])
def test_words_of_a_title_and_of_its_choices_are_whole_in_a_narrow_pane(qtbot: QtBot, width: int) -> None:
    view = RunView(built(Bodies.building(LIGHT)))
    qtbot.addWidget(view)
    view.title.setText(NAME)
    view.go_on.hide()
    view.again.hide()
    for body in view.bodies:
        for tool in body.tools():
            tool.setVisible(body is view.points)
    view.resize(width, 600)
    view.show()
    QApplication.processEvents()
    longest = max(map(view.title.fontMetrics().horizontalAdvance, NAME.split()))
    assert view.title.width() >= longest
    choice = view.points.tools()[0]
    assert choice.width() >= choice.sizeHint().width()
    assert view.close_button.geometry().right() < width
    view.resize(900, 600)
    QApplication.processEvents()
    assert view.title.geometry().center().y() == pytest.approx(
        view.close_button.geometry().center().y(), abs=3
    )


def test_where_a_pane_is_low_what_is_made_scrolls_and_no_row_above_it_is_cut(qtbot: QtBot) -> None:
    """Combos lay half below the button that goes on, at the least size of the window with a notice in it."""
    view = RunView(built(Bodies.building(LIGHT)))
    qtbot.addWidget(view)
    view.title.setText("archive.pdf")
    view.again.hide()
    for body in view.bodies:
        for tool in body.tools():
            tool.setVisible(body is view.points)
    view.resize(440, 600)
    view.show()
    QApplication.processEvents()
    shown = (view.title, view.close_button, view.points.tools()[0], view.go_on, view.about, view.footer)
    rows = sum(one.minimumSizeHint().height() for one in shown)
    assert view.minimumSizeHint().height() <= rows + LITTLE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_of_answers_loses_nothing_sideways_beside_a_page(
    qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    """The document or the state was scrolled out: the state stands above the answer there."""
    with dressed(qapp, Look("narrow", 352, 400, LIGHT, language=language)):
        body = AnswersBody(LIGHT)
        qtbot.addWidget(body)
        cited = (Citation(1, NAME, 4, "11.11", 0, 9, "This"),)
        said = "The parties of the agreement are HI-TEX, INC. and QUAKER FABRIC CORPORATION OF FALL RIVER."
        lines = [Line(at, Part(at, 1, NAME), Verdict.NEAR, said, cited) for at in range(9)]
        body.rows.show_lines(SurveyKind.DOCUMENTS, lines)
        table, state = body.table, state_words(Verdict.NEAR)
        body.resize(352, 400)
        body.show()
        qtbot.waitUntil(lambda: table.isColumnHidden(Column.STATE))
        qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
        assert table.columnWidth(Column.ANSWER) > table.columnWidth(Column.WHERE)
        answer = body.rows.index(0, Column.ANSWER)
        assert answer.data() == f"{state}\n{said}"
        body.resize(900, 400)
        qtbot.waitUntil(lambda: not table.isColumnHidden(Column.STATE))
        qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
        assert (answer.data(), body.rows.index(0, Column.STATE).data()) == (said, state)


def test_answers_keep_a_readable_width_beside_a_page(qtbot: QtBot, qapp: QApplication) -> None:
    """Beside a page a text stood in 90 pixels, a word or two a line; the state had a column."""
    with dressed(qapp, Look("beside", 500, 500, LIGHT, language="de")):
        body = AnswersBody(LIGHT)
        qtbot.addWidget(body)
        silent = silent_words(SurveyKind.DOCUMENTS)
        lines = [Line(at, Part(at, 1, "family-day.eml"), Verdict.SILENT, silent) for at in range(9)]
        body.rows.show_lines(SurveyKind.DOCUMENTS, lines)
        body.resize(452, 500)
        body.show()
        table = body.table
        qtbot.waitUntil(lambda: table.isColumnHidden(Column.STATE))
        letter = table.fontMetrics().averageCharWidth()
        qtbot.waitUntil(lambda: table.columnWidth(Column.ANSWER) > 24 * letter)
        answer = body.rows.index(0, Column.ANSWER)
        assert answer.data() == state_words(Verdict.SILENT), "that nothing was found is said once"


def test_two_answers_are_seen_in_the_largest_letters_on_the_smallest_screen(
    qtbot: QtBot, qapp: QApplication
) -> None:
    """Not one was seen whole at 1024×610: rows of buttons stood above one another."""
    with dressed(qapp, LARGE):
        view = RunView(built(Bodies.building(LIGHT)))
        qtbot.addWidget(view)
        body = view.answers
        view.title.setText("What is the notice period?")
        view.about.setText("2 von 7 Dokumenten mit Antwort · Nicht gefunden: 5")
        view.silence.show()
        for one in (view.pause, view.go_on, view.again, view.progress):
            one.hide()
        for other in view.bodies:
            for tool in other.tools():
                tool.setVisible(other is body)
        view.body = body
        view._pages.show_page(body)
        silent = silent_words(SurveyKind.DOCUMENTS)
        lines = [Line(at, Part(at, 1, "family-day.eml"), Verdict.SILENT, silent) for at in range(9)]
        body.rows.show_lines(SurveyKind.DOCUMENTS, lines)
        view.resize(622, 347)
        view.show()
        retint(view, LIGHT)
        table = body.table

        def whole() -> int:
            rows = [table.visualRect(body.rows.index(row, Column.ANSWER)) for row in range(9)]
            seen = table.viewport().visibleRegion().boundingRect()
            return sum(seen.contains(one.adjusted(0, 0, -1, -1)) for one in rows)

        qtbot.waitUntil(lambda: whole() >= 2)
        assert view.close_button.isVisible()
        assert body.filter.isVisible()
        view.resize(900, 800)
        qtbot.waitUntil(view.kept.isVisible)
        assert body.filter.placeholderText() == say("runs.view.filter")
