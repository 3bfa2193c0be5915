"""Dictating in the window: what is said stands in the question as it is said, and one key discards it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cited_answer import answer
from fakes.hearer import FakeHearer
from fakes.microphone import FakeMicrophone, spoken
from fakes.speaker import FakeSpeaker
from models import model_path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from window import open_window

from app.dictating.dictation import Dictation
from app.models.active import Choice
from app.models.hearing import InstalledHearer
from app.words.catalogue import say
from engine.errors import ModelMissing
from engine.speech.hearer import HearerProcess
from rag.types import AnswerDone
from ui.chat.aloud_desk import AloudDesk
from ui.chat.composer import Composer
from ui.chat.dictating_desk import DictatingDesk
from ui.parts.tasks import Lane
from ui.window.main_window import MainWindow

PATIENCE = 30_000
_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Yes.") as opened:
        yield opened


def _with(window: MainWindow, microphone: FakeMicrophone, hearer: FakeHearer | None = None) -> Composer:
    window.desk(DictatingDesk).dictation = Dictation(hearer or FakeHearer(), microphone)
    return window.panes.composer


def _heard(qtbot: QtBot, composer: Composer, text: str) -> None:
    qtbot.waitUntil(lambda: text in composer.field.toPlainText(), timeout=PATIENCE)


def _over(qtbot: QtBot, composer: Composer) -> None:
    qtbot.waitUntil(lambda: not composer.dictation.is_on, timeout=PATIENCE)


def test_what_is_said_stands_at_the_caret_and_is_undone_at_once(qtbot: QtBot, window: MainWindow) -> None:
    composer = _with(window, microphone := FakeMicrophone())
    composer.field.setPlainText("Does it apply?")
    cursor = composer.field.textCursor()
    cursor.setPosition(len("Does"))
    composer.field.setTextCursor(cursor)
    composer.dictation.button.click()
    assert composer.dictation.row.isVisible()
    assert composer.dictation.button.accessibleName() == say("chat.dictation.end")
    _heard(qtbot, composer, "word0 word1 word2")
    assert composer.dictation.row.time.text() != ""
    composer.dictation.button.click()
    _over(qtbot, composer)
    assert composer.field.toPlainText() == "Does word0 word1 word2 it apply?"
    assert not composer.dictation.row.isVisible()
    assert composer.dictation.button.accessibleName() == say("chat.dictation.begin")
    assert not composer.field.isReadOnly()
    assert microphone.closed == 1
    composer.field.undo()
    assert composer.field.toPlainText() == "Does it apply?"


def test_escape_discards_what_was_dictated_and_nothing_else(qtbot: QtBot, window: MainWindow) -> None:
    composer = _with(window, microphone := FakeMicrophone())
    composer.field.setPlainText("Is it so that it applies?")
    composer.field.selectAll()
    composer.dictation.button.click()
    _heard(qtbot, composer, "word0")
    assert "applies" not in composer.field.toPlainText()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not composer.dictation.is_on
    assert composer.field.toPlainText() == "Is it so that it applies?"
    qtbot.waitUntil(lambda: microphone.closed == 1, timeout=PATIENCE)
    qtbot.wait(50)
    assert composer.field.toPlainText() == "Is it so that it applies?"


def test_the_key_is_held_while_one_speaks(qtbot: QtBot, window: MainWindow) -> None:
    composer = _with(window, microphone := FakeMicrophone())
    composer.field.setFocus()
    qtbot.keyPress(composer.field, Qt.Key.Key_Space, _KEYS)
    _heard(qtbot, composer, "word0")
    assert composer.dictation.is_on
    qtbot.keyRelease(composer.field, Qt.Key.Key_Space, _KEYS)
    _over(qtbot, composer)
    assert composer.field.toPlainText().startswith("word0")
    assert microphone.closed == 1


def test_what_is_sent_while_one_speaks_is_asked_with_its_last_word(qtbot: QtBot, window: MainWindow) -> None:
    hearer = FakeHearer()
    composer = _with(window, microphone := FakeMicrophone(), hearer)
    qtbot.waitUntil(lambda: not composer._reason, timeout=PATIENCE)
    sent: list[str] = []
    composer.sent.connect(sent.append)
    composer.field.setFocus()
    composer.dictation.button.click()
    _heard(qtbot, composer, "word0")
    hearer.may.clear()
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent == []
    qtbot.waitUntil(lambda: microphone.closed == 1, timeout=PATIENCE)
    hearer.may.set()
    qtbot.waitUntil(lambda: bool(sent), timeout=PATIENCE)
    assert sent[0].startswith("word0")
    assert composer.field.toPlainText() == ""
    assert not composer.dictation.is_on


@pytest.mark.parametrize("how", ["escape", "edit"])
def test_what_was_sent_and_then_discarded_is_not_asked(qtbot: QtBot, window: MainWindow, how: str) -> None:
    hearer = FakeHearer()
    composer = _with(window, microphone := FakeMicrophone(), hearer)
    qtbot.waitUntil(lambda: not composer._reason, timeout=PATIENCE)
    sent: list[str] = []
    composer.sent.connect(sent.append)
    composer.field.setPlainText("Does it apply?")
    composer.dictation.button.click()
    _heard(qtbot, composer, "word0")
    hearer.may.clear()
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    if how == "escape":
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    else:
        composer.edit("Does it apply?")
    hearer.may.set()
    qtbot.waitUntil(lambda: microphone.closed == 1, timeout=PATIENCE)
    qtbot.wait(100)
    assert sent == []
    assert composer.field.toPlainText() == "Does it apply?"
    composer.dictation.button.click()  # the next one is not sent by itself either
    _heard(qtbot, composer, "word1")
    composer.dictation.button.click()
    _over(qtbot, composer)
    assert sent == []


def test_what_is_read_aloud_is_silent_when_it_begins(qtbot: QtBot, window: MainWindow) -> None:
    told: list[None] = []
    aloud = window.desk(AloudDesk)
    aloud.given.tasks.run(Lane.LIBRARY, lambda: None, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)  # the conversation of before is shown
    cards = window.panes.transcript
    cards.begin("How soon?", 0)
    cards.take(AnswerDone(answer()))
    aloud.given.services.aloud.speaker = speaker = FakeSpeaker(held=True)
    cards.cards[-1].actions_row.sound.click()
    qtbot.waitUntil(lambda: bool(speaker.played), timeout=PATIENCE)
    composer = _with(window, FakeMicrophone())
    composer.dictation.button.click()
    assert aloud.read is None
    qtbot.waitUntil(lambda: speaker.stopped == 1, timeout=PATIENCE)
    _heard(qtbot, composer, "word0")


def test_without_a_model_it_says_which_one_to_get(qtbot: QtBot, window: MainWindow) -> None:
    def none() -> Choice:
        raise ModelMissing(model="none")

    hearer, microphone = InstalledHearer(none), FakeMicrophone()
    window.desk(DictatingDesk).dictation = Dictation(hearer, microphone, hearer.choice)
    composer = window.panes.composer
    composer.field.setPlainText("Does it apply?")
    composer.dictation.button.click()
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    shown = " ".join(one.text() for one in window.banner.findChildren(QLabel))
    assert say("chat.dictation.missing.remedy") in shown.replace("\u200b", "")
    offered = [one.text() for one in window.banner.findChildren(QPushButton) if one.isVisible()]
    assert say("models.details.models") in offered
    assert microphone.opened == 0
    assert not composer.dictation.is_on
    assert composer.field.toPlainText() == "Does it apply?"
    assert not composer.field.isReadOnly()


def test_without_a_microphone_it_says_so(qtbot: QtBot, window: MainWindow) -> None:
    composer = _with(window, FakeMicrophone(absent=True))
    composer.dictation.button.click()
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert not composer.dictation.is_on
    assert not composer.dictation.row.isVisible()


@pytest.mark.model
def test_a_real_model_hears_a_question(qtbot: QtBot, window: MainWindow) -> None:
    process = HearerProcess(model_path("whisper-tiny.en"))
    try:
        microphone = FakeMicrophone(spoken(), speed=4)
        window.desk(DictatingDesk).dictation = Dictation(process, microphone)
        composer = window.panes.composer
        composer.dictation.button.click()
        _heard(qtbot, composer, "72 hours")
        qtbot.waitUntil(microphone.all_said.is_set, timeout=PATIENCE)
        composer.dictation.button.click()
        _over(qtbot, composer)
        assert composer.field.toPlainText().endswith("The contract ends on the third of March.")
    finally:
        process.close()
