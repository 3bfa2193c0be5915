"""A table within an answer is drawn as a grid, with its chips; other lines with bars are not."""

import pytest
from PySide6.QtGui import QTextTable
from pytestqt.qtbot import QtBot

from rag.answering.composing import Said, laid_out
from rag.answering.rewriting.forms import table
from rag.language.languages import languages
from rag.types import Citation, Sentence, Support
from ui.chat.answer_text import AnswerText
from ui.parts.theme import LIGHT


@pytest.fixture
def view(qtbot: QtBot) -> AnswerText:
    made = AnswerText(LIGHT)
    qtbot.addWidget(made)
    return made


def tables(view: AnswerText) -> list[QTextTable]:
    frames = view.document().rootFrame().childFrames()
    return [one for one in frames if isinstance(one, QTextTable)]


def said(text: str, page: int) -> Sentence:
    cited = Citation(1, "lease.txt", page, "", 0, len(text), text)
    return Sentence(0, len(text), text, Support.SUPPORTED, (cited,))


def test_rows_stand_in_a_grid_and_open_their_places(view: AnswerText) -> None:
    rows = table([said("The rent is 40 euros | month.", 1), said("It is due in May.", 2)], languages()[0])
    text, told = laid_out([Said("Before."), *rows, Said("Behind.")])
    view.show_answer(text, told)
    (grid,) = tables(view)
    assert (grid.rows(), grid.columns()) == (3, 2)
    cells = [
        grid.cellAt(row, 0).firstCursorPosition().block().text().partition("\u202f")[0] for row in range(3)
    ]
    assert cells == ["What is said", "The rent is 40 euros | month.", "It is due in May."]
    assert grid.cellAt(2, 1).firstCursorPosition().block().text() == "lease.txt, 2"
    assert [one.page for one in view.citations] == [1, 2]
    shown = view.document().toPlainText()
    assert "---" not in shown
    assert shown.startswith("Before.")
    assert shown.endswith("Behind.")


def test_a_line_with_bars_alone_is_no_table(view: AnswerText) -> None:
    text, told = laid_out([Said("| a | b |"), Said("Go on.")])
    view.show_answer(text, told)
    assert not tables(view)
    assert view.document().toPlainText() == text
