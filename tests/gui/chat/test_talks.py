"""Conversations in the window, driven as a hand would: versions, removing and undoing, finding, saving."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from window import open_window

from rag.storing.removed_talks import Sort
from ui.chat.desk import ChatDesk
from ui.chat.removed import RemovedTalksDialog
from ui.chat.turn_card import TurnCard
from ui.library.desk import LibraryDesk
from ui.window.going import GoTo
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
FIRST, SECOND, OTHER = "What is 17 times 23?", "What is 6 times 7?", "What is 9 times 9?"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Nothing.") as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened


def questions(window: MainWindow) -> list[str]:
    return [one.question.text() for one in window.panes.transcript.cards]


def ask(qtbot: QtBot, window: MainWindow, question: str) -> TurnCard:
    window.panes.composer.field.setPlainText(question)
    qtbot.keyClick(window.panes.composer.field, Qt.Key.Key_Return)
    return settled(qtbot, window)


def settled(qtbot: QtBot, window: MainWindow) -> TurnCard:
    """The last card, once its answer is there and kept."""
    model, transcript = window.desk(ChatDesk).model, window.panes.transcript

    def done() -> bool:
        cards = transcript.cards
        kept = [one.question for one in model.turns] == [one.question.text() for one in cards]
        return bool(cards) and cards[-1].answered is not None and not model.is_busy and kept

    qtbot.waitUntil(done, timeout=PATIENCE)
    return transcript.cards[-1]


def until(qtbot: QtBot, window: MainWindow, wanted: list[str]) -> None:
    qtbot.waitUntil(lambda: questions(window) == wanted, timeout=PATIENCE)


def undo(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_a_changed_question_is_another_version_and_both_are_gone_through_by_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    card = ask(qtbot, window, FIRST)
    ask(qtbot, window, SECOND)
    card.edited.emit()
    ask(qtbot, window, OTHER)
    until(qtbot, window, [OTHER])
    row = window.panes.transcript.cards[0].actions_row
    qtbot.waitUntil(lambda: row.place.text() == "2 of 2")
    assert not row.after.isEnabled()
    row.before.setFocus()
    qtbot.keyClick(row.before, Qt.Key.Key_Left)
    until(qtbot, window, [FIRST, SECOND])
    row = window.panes.transcript.cards[0].actions_row
    assert row.place.text() == "1 of 2"
    qtbot.waitUntil(row.after.hasFocus)
    qtbot.keyClick(row.after, Qt.Key.Key_Return)
    until(qtbot, window, [OTHER])


def test_a_question_that_is_changed_is_left_with_a_button(qtbot: QtBot, window: MainWindow) -> None:
    """Only Esc did it."""
    composer = window.panes.composer
    card = ask(qtbot, window, FIRST)
    assert not composer.leave.isVisible()
    card.edited.emit()
    assert (composer.leave.isVisible(), composer.leave.text()) == (True, "Cancel")
    qtbot.mouseClick(composer.leave, Qt.MouseButton.LeftButton)
    assert not composer.leave.isVisible()
    assert composer.field.toPlainText() == ""
    assert composer.field.hasFocus()
    ask(qtbot, window, SECOND)
    assert questions(window) == [FIRST, SECOND]  # and no version of the first


def test_answering_again_keeps_the_answer_before(qtbot: QtBot, window: MainWindow) -> None:
    card = ask(qtbot, window, FIRST)
    card.again.emit()
    qtbot.waitUntil(lambda: window.panes.transcript.cards[-1] is not card, timeout=PATIENCE)
    again = settled(qtbot, window)
    qtbot.waitUntil(lambda: again.actions_row.place.text() == "2 of 2", timeout=PATIENCE)


def test_a_question_is_removed_alone_and_comes_back_to_its_place(qtbot: QtBot, window: MainWindow) -> None:
    for question in (FIRST, SECOND, OTHER):
        ask(qtbot, window, question)
    card = window.panes.transcript.cards[1]
    next(one for one in card.actions() if one.text().startswith("Remove")).trigger()
    until(qtbot, window, [FIRST, OTHER])
    qtbot.waitUntil(lambda: SECOND in window.panes.banner.accessibleName())
    undo(qtbot, window)
    until(qtbot, window, [FIRST, SECOND, OTHER])


def test_a_conversation_is_removed_without_a_question_and_brought_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    ask(qtbot, window, FIRST)
    listed = window.panes.conversations.list
    qtbot.waitUntil(lambda: listed.count() == 2, timeout=PATIENCE)
    listed.setCurrentRow(1)
    qtbot.keyClick(listed, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed.count() == 0, timeout=PATIENCE)
    until(qtbot, window, [])
    undo(qtbot, window)
    until(qtbot, window, [FIRST])
    qtbot.waitUntil(lambda: listed.count() == 2, timeout=PATIENCE)


def test_the_bin_brings_back_and_deletes_for_good(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(qtbot, window, FIRST)
    ask(qtbot, window, SECOND)
    desk, services = window.desk(ChatDesk), window.desk(LibraryDesk).given.services
    first, second = (one.id for one in desk.model.turns)
    for one in (first, second):
        services.chats.bin.put(Sort.TURN, one)
    dialog = RemovedTalksDialog(window, desk._bin)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.list.count() == 2, timeout=PATIENCE)
    assert dialog.list.item(0).text().startswith(SECOND)
    dialog.list.setCurrentRow(0)
    dialog.restore.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 1, timeout=PATIENCE)
    until(qtbot, window, [SECOND])
    monkeypatch.setattr(QMessageBox, "exec", lambda _: 0)
    sure = QMessageBox.ButtonRole.DestructiveRole
    monkeypatch.setattr(
        QMessageBox,
        "clickedButton",
        lambda box: next(one for one in box.buttons() if box.buttonRole(one) is sure),
    )
    dialog.empty.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 0, timeout=PATIENCE)
    assert [one.question for one in services.chats.versions(desk.model.current)] == [SECOND]


def test_a_turn_is_found_from_the_list_and_marked(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, FIRST)
    ask(qtbot, window, SECOND)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, window, [])
    panel = window.panes.conversations
    alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(window, Qt.Key.Key_F, alt)
    qtbot.waitUntil(panel.field.hasFocus)
    qtbot.keyClicks(panel.field, "391")
    qtbot.waitUntil(
        lambda: panel.list.count() == 1 and panel.list.item(0).text().startswith(FIRST), timeout=PATIENCE
    )
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    until(qtbot, window, [FIRST, SECOND])
    card = window.panes.transcript.cards[0]
    qtbot.waitUntil(lambda: bool(card.answer.extraSelections()))
    (mark,) = card.answer.extraSelections()
    assert mark.cursor.selectedText() == "391"


def test_a_turn_is_gone_to_by_what_was_answered(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, FIRST)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, window, [])
    window.go_to()
    (dialog,) = window.findChildren(GoTo)
    qtbot.keyClicks(dialog.field, "391")
    qtbot.waitUntil(
        lambda: any(
            str(dialog.rows.index(at).data()).startswith(FIRST) for at in range(dialog.rows.rowCount())
        ),
        timeout=PATIENCE,
    )
    while not str(dialog.list.currentIndex().data()).startswith(FIRST):
        qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    until(qtbot, window, [FIRST])


def test_one_is_saved_from_the_menu(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(qtbot, window, FIRST)
    path = tmp_path / "talk.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_E, shift)
    qtbot.waitUntil(lambda: "talk.json" in window.panes.banner.accessibleName(), timeout=PATIENCE)
    assert "391" in json.loads(path.read_text("utf-8"))["turns"][0]["answer"]["text"]


def test_an_answer_is_copied_with_its_looks(qtbot: QtBot, window: MainWindow) -> None:
    card = ask(qtbot, window, FIRST)
    card.actions_row.first.click()
    data = QApplication.clipboard().mimeData()
    assert "391" in data.html()
    assert f"<b>{FIRST}</b>" in data.html()
    assert "391" in data.text()
