"""A block of code in an answer: drawn in letters of one width, copied as it is."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextTable
from pytestqt.qtbot import QtBot

from app.exporting.copied import answer_markdown
from rag.answering.composing import Said, laid_out
from rag.types import Citation, Support
from ui.chat.answer_text import AnswerText
from ui.parts.theme import DARK, LIGHT

BLOCK = "```python\ndef a_b(x):\n    return x * 2  # *twice*\n```"
CODE = "def a_b(x):\n    return x * 2  # *twice*"


@pytest.fixture
def view(qtbot: QtBot) -> AnswerText:
    made = AnswerText(LIGHT)
    qtbot.addWidget(made)
    return made


def test_a_block_stands_in_letters_of_one_width(view: AnswerText) -> None:
    text, told = laid_out([Said("Before."), Said(BLOCK), Said("Behind.")])
    for palette in (LIGHT, DARK):
        view.set_palette(palette)
        view.show_answer(text, told)
        (box,) = (one for one in view.document().rootFrame().childFrames() if isinstance(one, QTextTable))
        assert box.cellAt(0, 0).firstCursorPosition().block().text() == "python   Copy"
        cursor = box.cellAt(1, 0).firstCursorPosition()
        assert box.cellAt(1, 0).lastCursorPosition().block().text() == "    return x * 2  # *twice*"
        cursor.movePosition(cursor.MoveOperation.NextCharacter)
        assert cursor.charFormat().fontFixedPitch()
        shown = view.document().toPlainText()
        assert "```" not in shown
        assert shown.startswith("Before.")
        assert shown.endswith("Behind.")


def test_its_link_copies_it_by_mouse_and_by_keyboard(qtbot: QtBot, view: AnswerText) -> None:
    text, told = laid_out([Said("Before."), Said(BLOCK), Said("Behind.")])
    view.show_answer(text, told)
    view.resize(400, 300)
    view.show()
    with qtbot.waitSignal(view.code_copied) as copied:
        view.anchorClicked.emit(QUrl("copy:1"))
    assert copied.args == [CODE]
    assert view.has_links
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.textCursor().selectedText() == "Copy"
    with qtbot.waitSignal(view.code_copied):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_marks_in_what_a_document_says_are_no_code(view: AnswerText) -> None:
    cited = Citation(1, "notes.md", 1, "", 0, len(BLOCK), BLOCK)
    text, told = laid_out([Said(BLOCK, Support.SUPPORTED, (cited,))])
    view.show_answer(text, told)
    assert "```" in view.document().toPlainText()


def test_it_is_copied_as_it_is_and_the_rest_stays_text() -> None:
    text, told = laid_out([Said("*Lead*"), Said(BLOCK), Said("# Behind")])
    copied = answer_markdown("q", text, told, (), ())
    assert f"\n{BLOCK}\n" in copied
    assert "\\*Lead\\*" in copied
    assert "\\# Behind" in copied
