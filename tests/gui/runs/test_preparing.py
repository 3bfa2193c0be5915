"""A question to each document, from its Enter to its table: planning it waits for the model."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, kept, notes
from window import open_window

from rag.runs.types import Run, RunState
from rag.surveying.types import SurveyScope
from ui.chat.desk import ChatDesk
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

QUESTION = "How long are the invoices kept?"


@pytest.fixture
def window(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window with two documents."""
    folder = tmp_path_factory.mktemp("preparing")
    with open_window(folder / "home", "Not in your documents.") as opened:
        add(qtbot, opened, *notes(folder, "a.txt", "b.txt"))
        qtbot.waitUntil(lambda: "(2)" in opened.panes.survey_bar.scope.itemText(0), timeout=PATIENCE)
        yield opened


@pytest.fixture
def gate(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Tables are planned once it is open, as if the model made something else until then."""
    opened, surveys = threading.Event(), window.desk(RunDesk).given.services.surveys
    create = surveys.create

    def late(question: str, scope: SurveyScope) -> Run:
        assert opened.wait(PATIENCE / 1000)
        return create(question, scope)

    monkeypatch.setattr(surveys, "create", late)
    yield opened
    opened.set()


def ask(qtbot: QtBot, window: MainWindow, question: str = QUESTION) -> None:
    window.panes.composer.field.setPlainText(question)
    qtbot.keyClick(window.panes.composer.field, Qt.Key.Key_Return)


def ask_each(qtbot: QtBot, window: MainWindow) -> None:
    window.panes.survey_bar.switch.setChecked(True)
    ask(qtbot, window)


def wait_for_table(qtbot: QtBot, window: MainWindow) -> None:
    """Until it is planned, filled, and everything has been told of it."""
    desk = window.desk(RunDesk)
    qtbot.waitUntil(lambda: not window.panes.survey_bar.preparing.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: [one.state for one in kept(window)] == [RunState.DONE], timeout=PATIENCE)
    qtbot.waitUntil(lambda: not desk.line.line and desk.list.rows.rowCount() == 1, timeout=PATIENCE)


def test_a_table_says_that_it_is_being_prepared_until_it_is_shown(
    qtbot: QtBot, window: MainWindow, gate: threading.Event
) -> None:
    told = window.panes.survey_bar.preparing
    assert not told.isVisible()
    ask_each(qtbot, window)
    assert told.isVisible()
    qtbot.waitUntil(lambda: told.text() == "The table is being prepared…")
    gate.set()
    wait_for_table(qtbot, window)
    qtbot.waitUntil(window.desk(RunDesk).view.isVisible, timeout=PATIENCE)


def test_a_table_that_cannot_be_planned_is_no_longer_being_prepared(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(question: str, scope: SurveyScope) -> Run:
        raise OSError("the disk is gone")

    desk = window.desk(RunDesk)
    monkeypatch.setattr(desk.given.services.surveys, "create", fails)
    with qtbot.waitSignal(desk.line.refused, timeout=PATIENCE):
        ask_each(qtbot, window)
    assert not window.panes.survey_bar.preparing.isVisible()


def test_a_table_does_not_cover_the_answer_to_what_was_asked_meanwhile(
    qtbot: QtBot, window: MainWindow, gate: threading.Event
) -> None:
    window.panes.survey_bar.switch.setChecked(False)
    ask(qtbot, window, "Where is the cellar?")  # so that the conversation is in view before and after
    chat, transcript = window.desk(ChatDesk).model, window.panes.transcript
    qtbot.waitUntil(lambda: not chat.is_busy and len(transcript.cards) == 1, timeout=PATIENCE)
    ask_each(qtbot, window)
    window.panes.survey_bar.switch.setChecked(False)
    ask(qtbot, window, "Where are invoices kept?")
    gate.set()
    wait_for_table(qtbot, window)
    assert transcript.isVisible()
    assert window.panes.survey_bar.tables.isVisible(), "it is there for whoever looks for it"


def test_a_table_does_not_cover_another_conversation(
    qtbot: QtBot, window: MainWindow, gate: threading.Event
) -> None:
    ask_each(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    gate.set()
    wait_for_table(qtbot, window)
    assert window.panes.welcome.isVisible()


def test_a_table_does_not_cover_the_list_of_what_was_made(
    qtbot: QtBot, window: MainWindow, gate: threading.Event
) -> None:
    ask_each(qtbot, window)
    window.desk(RunDesk).show_list()
    gate.set()
    wait_for_table(qtbot, window)
    assert window.desk(RunDesk).list.isVisible()
