"""While documents are being read, answers say so, and their questions are asked again once they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState, Outcome
from ui.chat.desk import ChatDesk
from ui.chat.turn_card import TurnCard
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
REPLY = "The rent of the orchard is 900 euros a year."
QUESTION = "How high is the rent of the orchard?"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", REPLY) as opened:
        read(qtbot, opened, tmp_path, "meadow.txt", "The meadow is mown in June.", there=1)
        yield opened


def read(qtbot: QtBot, window: MainWindow, folder: Path, name: str, text: str, there: int) -> None:
    path = folder / name
    path.write_text(f"# Lease\n\n{text}\n", encoding="utf-8")
    drop(window, [path])
    library = window.desk(ChatDesk).given.services.library
    qtbot.waitUntil(
        lambda: [one.state for one in library.documents()].count(DocumentState.READY) == there,
        timeout=PATIENCE,
    )


def begin_reading(window: MainWindow, folder: Path) -> None:
    """A document that waits to be read: its file is there, and nobody has begun."""
    store = window.desk(ChatDesk).given.services.store
    store.enqueue(str(folder / "orchard.txt"), "orchard.txt", 10, "")


def ask(qtbot: QtBot, window: MainWindow, question: str = QUESTION) -> TurnCard:
    qtbot.keyClicks(window.panes.composer.field, question)
    with qtbot.waitSignal(window.desk(ChatDesk).model.kept, timeout=PATIENCE):
        qtbot.keyClick(window.panes.composer.field, Qt.Key.Key_Return)
    return window.panes.transcript.cards[-1]


def finish_reading(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    text = "The rent of the orchard is 900 euros a year."
    read(qtbot, window, folder, "orchard.txt", text, there=2)


def told(card: TurnCard) -> str:
    return card.findChild(QLabel, "unread").text()


def test_the_question_is_asked_again_once_and_its_answer_replaced(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    begin_reading(window, tmp_path)
    card = ask(qtbot, window)
    assert card.answered is not None
    assert card.answered.outcome is not Outcome.ANSWERED
    assert "orchard.txt" in told(card)
    assert card.offers.wait.isVisible()
    later = ask(qtbot, window, "When is the meadow mown?")
    finish_reading(qtbot, window, tmp_path)
    qtbot.waitUntil(lambda: "Asked again" in told(card), timeout=PATIENCE)
    assert "900 euros" in card.text
    assert window.panes.transcript.cards == (card, later)
    model = window.desk(ChatDesk).model
    qtbot.waitUntil(lambda: not model.is_busy, timeout=PATIENCE)
    (first, second) = model._chats.turns(model.turns[0].conversation_id)
    assert first.answer is not None
    assert "900 euros" in first.answer.text
    assert second.question == "When is the meadow mown?"


def test_that_it_will_be_asked_again_looks_like_a_switch_that_is_on(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    """It looked like a button that would have to be pressed for it."""
    begin_reading(window, tmp_path)
    wait = ask(qtbot, window).offers.wait
    assert isinstance(wait, QCheckBox)
    assert wait.isChecked()
    assert "as soon as the documents are read" in wait.toolTip()


def test_one_who_does_not_want_it_is_not_asked_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    begin_reading(window, tmp_path)
    card = ask(qtbot, window)
    qtbot.mouseClick(card.offers.wait, Qt.MouseButton.LeftButton)
    assert not card.offers.wait.isChecked()
    model = window.desk(ChatDesk).model
    with qtbot.assertNotEmitted(model.renewing, wait=1500):
        finish_reading(qtbot, window, tmp_path)


def test_one_who_has_asked_again_is_not_answered_twice(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    begin_reading(window, tmp_path)
    first = ask(qtbot, window)
    qtbot.mouseClick(first.offers.wait, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(first.offers.wait, Qt.MouseButton.LeftButton)
    second = ask(qtbot, window)
    finish_reading(qtbot, window, tmp_path)
    qtbot.waitUntil(lambda: "Asked again" in told(second), timeout=PATIENCE)
    assert "Asked again" not in told(first)
