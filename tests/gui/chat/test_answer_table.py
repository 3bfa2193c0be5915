"""A table within an answer is drawn as a grid, with its chips; other lines with bars are not."""

import pytest
from PySide6.QtGui import QFont, QTextCursor, QTextTable
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


def test_what_models_write_is_set_and_nothing_is_fetched_or_followed(view: AnswerText) -> None:
    text = (
        "# Periods\nA **bold** word and `x = 1`.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n1. One\n2. Two\n"
        "![p](http://x.example/p.png) [law](https://x.example) <b>raw</b>"
    )
    view.show_answer(text, ())
    shown = view.document().toPlainText()
    for wanted in (
        "Periods\n",
        "A bold word and x = 1.",
        "1.\tOne",
        "<b>raw</b>",
        "law (https://x.example)",
    ):
        assert wanted in shown, wanted
    assert len(tables(view)) == 1
    made = view.document().toHtml()
    assert "<img" not in made
    assert 'href="http' not in made


def test_a_table_that_is_being_written_does_not_fall_apart(view: AnswerText) -> None:
    text = "Before.\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"
    for end in range(text.index("|") + 1, len(text) + 1):
        view.show_answer(text[:end], (), growing=True)
        assert len(tables(view)) == 1, text[:end]
        assert "|" not in view.document().toPlainText()


def test_selected_rows_are_copied_as_a_table(qtbot: QtBot, view: AnswerText) -> None:
    view.show_answer("| A | B |\n|---|---|\n| 1 | 2 |", ())
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert "<table" in data.html()


@pytest.mark.parametrize("points", [10.5, 21.0])
@pytest.mark.parametrize(
    "text", ["- One two three four five six seven eight", "10. One two three four five six"]
)
def test_the_mark_of_an_item_stands_clear_of_its_words(view: AnswerText, points: float, text: str) -> None:
    font = QFont(view.font())
    font.setPointSizeF(points)
    view.setFont(font)
    view.resize(round(points * 14), 400)
    view.show()
    view.show_answer(text, ())
    block = view.document().firstBlock()
    mark, tab, _ = block.text().partition("\t")
    lines = block.layout()
    assert tab
    assert lines.lineCount() > 1
    begins = _x(view, len(mark) + 1)
    assert begins - _x(view, len(mark)) >= 6
    assert abs(begins - _x(view, lines.lineAt(1).textStart())) <= 1  # all lines begin at one place


def _x(view: AnswerText, position: int) -> int:
    cursor = QTextCursor(view.document())
    cursor.setPosition(position)
    return view.cursorRect(cursor).x()
