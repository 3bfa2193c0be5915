"""What is made of documents, read beside a page in a window with little room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from scenes.looks import LANGUAGES, Look, dressed
from steps import built

from app.runs.table import Line
from app.words.surveys import state_words
from rag.runs.types import Part, Verdict
from rag.surveying.types import SurveyKind
from rag.types import Citation
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
