"""The menu of an answer's text has its own lines: Qt's offers to copy the address of a chip."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from rag.types import Citation, Sentence, Support
from ui.chat.answer_text import AnswerText
from ui.parts.theme import LIGHT

TEXT = "The rent is 40 euros."
CITED = Citation(1, "Smith & Sons.txt", 3, "", 0, len(TEXT), TEXT)


def menu_at(view: AnswerText, at: QPoint) -> list[str]:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    menu = view.findChildren(QMenu)[-1]
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def drawn(qtbot: QtBot) -> AnswerText:
    view = AnswerText(LIGHT)
    view.resize(400, 200)
    qtbot.addWidget(view)
    view.show_answer(TEXT, (Sentence(0, len(TEXT), TEXT, Support.SUPPORTED, (CITED,)),))
    view.show()
    return view


def test_a_chip_is_opened_and_nothing_is_said_of_links(qtbot: QtBot) -> None:
    view = drawn(qtbot)
    y = view.cursorRect().center().y()
    at = next(QPoint(x, y) for x in range(400) if view.anchorAt(QPoint(x, y)))
    assert menu_at(view, at) == ["Open Smith && Sons.txt · page 3", "&Copy", "Select &all"]
    with qtbot.waitSignal(view.cited) as told:
        view.findChildren(QMenu)[-1].actions()[0].trigger()
    assert told.args == [CITED]


def test_copying_is_offered_where_something_is_selected(qtbot: QtBot) -> None:
    view = drawn(qtbot)
    assert menu_at(view, QPoint(3, 5)) == ["&Copy", "Select &all"]
    assert not view.findChildren(QMenu)[-1].actions()[0].isEnabled()
    view.selectAll()
    menu_at(view, QPoint(3, 5))
    assert view.findChildren(QMenu)[-1].actions()[0].isEnabled()
