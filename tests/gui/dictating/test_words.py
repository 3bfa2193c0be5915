"""A person's own words for dictation in the window: the list, what dictation is told, and what is offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.hearer import FakeHearer
from fakes.microphone import FakeMicrophone
from pausing import pause, until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window import open_window

from app.dictating.dictation import Dictation
from app.words.catalogue import say
from ui.chat.dictating_desk import DictatingDesk
from ui.dictating.words import WordsDialog
from ui.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Yes.") as opened:
        until(lambda: not opened.panes.composer._reason)
        yield opened


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[WordsDialog]:
    desk = window.desk(DictatingDesk)
    made = WordsDialog(window, desk.words, desk.given.tasks)
    made.show()
    yield made
    made.deleteLater()


def shown(dialog: WordsDialog) -> list[str]:
    return [dialog.rows.item(row).text() for row in range(dialog.rows.count())]


def test_words_are_added_taken_off_and_brought_back_by_keyboard(dialog: WordsDialog) -> None:
    assert dialog.none.isVisible()
    QTest.keyClicks(dialog.field, "Kowalczyk")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    until(lambda: shown(dialog) == ["Kowalczyk"])
    assert dialog.isVisible(), "Enter adds, and does not close"
    assert dialog.field.text() == ""
    QTest.keyClicks(dialog.field, "Szymanski, Oyelaran")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    until(lambda: shown(dialog) == ["Szymanski", "Oyelaran", "Kowalczyk"])
    dialog.rows.setFocus()
    QTest.keyClick(dialog.rows, Qt.Key.Key_Down)
    QTest.keyClick(dialog.rows, Qt.Key.Key_Delete)
    until(lambda: shown(dialog) == ["Szymanski", "Kowalczyk"])
    dialog.back.click()
    until(lambda: shown(dialog) == ["Oyelaran", "Szymanski", "Kowalczyk"])


@pytest.mark.parametrize("by", ["button", "key"])
def test_many_are_pasted_and_those_without_room_are_said(dialog: WordsDialog, by: str) -> None:
    names = [f"Featherstonehaugh{number}" for number in range(14)]
    QApplication.clipboard().setText("\n".join(names))
    if by == "button":
        dialog.paste.click()
    else:
        QTest.keyClick(dialog.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    until(lambda: dialog.rows.count() == 14)
    told = [one for one in shown(dialog) if "no room" not in one]
    assert told == names[: len(told)]
    assert dialog.room.isVisible()
    assert f"For {14 - len(told)} words there is no room" in dialog.room.text()


def test_what_cannot_be_told_is_refused_and_stays_to_be_written_anew(dialog: WordsDialog) -> None:
    QTest.keyClicks(dialog.field, "12/34")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    until(dialog.hint.isVisible)
    assert "12/34" in dialog.hint.text()
    assert dialog.field.text() == "12/34"


def test_dictation_is_told_of_them_and_offers_what_a_person_corrected(
    qtbot: QtBot, window: MainWindow
) -> None:
    desk, composer = window.desk(DictatingDesk), window.panes.composer
    desk.words.add(["Szymanski"])
    hearer = FakeHearer(("Ask", "Sasha", "today."))
    desk.dictation = Dictation(hearer, FakeMicrophone())
    composer.dictation.turn()
    until(lambda: "today." in composer.field.toPlainText())
    composer.dictation.turn()
    until(lambda: not composer.dictation.is_on)
    assert tuple(hearer.told) == ("Szymanski",)
    composer.field.setPlainText("Ask Saoirse today.")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    until(
        lambda: (
            window.banner._title.text().strip("\u200e\u200b") == say("dictation.offer.words", word="Saoirse")
        )
    )
    assert [one.text for one in desk.words.all()] == ["Szymanski"], "nothing is added unasked"
    window.banner._action.click()
    until(lambda: [one.text for one in desk.words.all()] == ["Saoirse", "Szymanski"])


def test_what_was_not_corrected_offers_nothing(qtbot: QtBot, window: MainWindow) -> None:
    desk, composer = window.desk(DictatingDesk), window.panes.composer
    desk.dictation = Dictation(FakeHearer(("Ask", "Saoirse", "today.")), FakeMicrophone())
    composer.dictation.turn()
    until(lambda: "today." in composer.field.toPlainText())
    composer.dictation.turn()
    until(lambda: not composer.dictation.is_on)
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    pause(500)
    assert not window.banner.isVisible()
