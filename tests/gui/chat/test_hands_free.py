"""Asking by voice, hearing the answer, speaking over it: the detector of speech and the voice are real."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes.microphone import FakeMicrophone, spoken
from fakes.speaker import FakeSpeaker
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.dictating.dictation import Dictation
from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.speech import RATE
from engine.types import Heard, HeardWord
from rag.types import DocumentState
from ui.chat.dictating_desk import DictatingDesk
from ui.chat.hands_free_desk import HandsFreeDesk, State
from ui.library.desk import LibraryDesk
from ui.window.main_window import MainWindow

PATIENCE = 60_000
RULE = "The Data Controller must notify the Commissioner within 72 hours after having become aware of it."
QUESTION = "Within how many hours must the Data Controller notify the Commissioner?"


class Turned:
    """A microphone that is opened once for each turn: into each somebody says a sentence, or nothing."""

    def __init__(self, *speak: bool) -> None:
        self.turns = [FakeMicrophone(spoken()[: 3 * RATE] if one else None, speed=20) for one in speak]
        self.opened = 0
        self.may = threading.Event()  # somebody speaks over it

    def listen(self, cancel: CancelToken) -> Iterator[NDArray[np.float32]]:
        turn = self.turns[min(self.opened, len(self.turns) - 1)]
        self.opened += 1
        if self.opened == 2:
            self.may.wait(60)
        return turn.listen(cancel)

    @property
    def is_closed(self) -> bool:
        return all(one.opened == one.closed for one in self.turns)


class Said:
    """Hears, of each dictation, the next of these sentences."""

    def __init__(self, *sentences: str) -> None:
        self._sentences = list(sentences)

    def hear(
        self,
        samples: NDArray[np.float32],
        cancel: CancelToken,
        *,
        language: str = "",
        names: Sequence[str] = (),
    ) -> Iterator[Heard]:
        loud = np.flatnonzero(np.abs(samples) > 0.01)
        if loud.size and self._sentences:
            end = float(loud[-1]) / RATE
            words = self._sentences[0].split()
            yield Heard(tuple(HeardWord(0.0, end, one, 1.0) for one in words), "en")

    def done(self) -> None:
        self._sentences.pop(0)

    def unload(self) -> None:
        """Nothing is loaded."""


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Within 72 hours [1].") as opened:
        file = tmp_path / "rules.txt"
        file.write_text(RULE, encoding="utf-8")
        drop(opened, [file])
        rows = opened.desk(LibraryDesk).model.rows
        qtbot.waitUntil(
            lambda: [one.state for one in rows.documents()] == [DocumentState.READY], timeout=PATIENCE
        )
        qtbot.waitUntil(lambda: not opened.panes.composer._reason, timeout=PATIENCE)
        yield opened


def begin(window: MainWindow, microphone: Turned, said: Said, speaker: FakeSpeaker) -> HandsFreeDesk:
    window.desk(DictatingDesk).dictation = Dictation(said, microphone)
    window.panes.composer.dictation.over.connect(lambda _: said.done() if said._sentences else None)
    desk = window.desk(HandsFreeDesk)
    desk.given.services.aloud.speaker = speaker
    desk.turn()
    assert desk.state is State.LISTENS
    assert window.panes.composer.dictation.row.words == say("chat.hands-free.listens")
    return desk


def at(qtbot: QtBot, desk: HandsFreeDesk, state: State) -> None:
    qtbot.waitUntil(lambda: desk.state is state, timeout=PATIENCE)


def test_a_question_is_asked_when_one_falls_silent_and_its_answer_is_heard(
    qtbot: QtBot, window: MainWindow
) -> None:
    speaker = FakeSpeaker(held=True)
    desk = begin(window, microphone := Turned(True, False), Said(QUESTION), speaker)
    at(qtbot, desk, State.SPEAKS)
    assert window.panes.transcript.cards[-1].question.text() == QUESTION
    qtbot.waitUntil(lambda: bool(speaker.played), timeout=PATIENCE)
    assert window.panes.composer._note.text() == say("chat.hands-free.speaks")
    microphone.may.set()
    desk.turn()
    assert desk.state is State.OFF
    qtbot.waitUntil(lambda: microphone.is_closed and speaker.stopped == 1, timeout=PATIENCE)


def test_who_speaks_over_it_is_listened_to_and_may_open_the_source(qtbot: QtBot, window: MainWindow) -> None:
    speaker = FakeSpeaker(held=True)
    said = Said(QUESTION, "Open the source, please.", "Stop.")
    desk = begin(window, microphone := Turned(True, True, False, True), said, speaker)
    at(qtbot, desk, State.SPEAKS)
    qtbot.waitUntil(lambda: bool(speaker.played), timeout=PATIENCE)
    microphone.may.set()
    at(qtbot, desk, State.LISTENS)
    qtbot.waitUntil(lambda: speaker.stopped == 1, timeout=PATIENCE)
    qtbot.waitUntil(window.panes.reader.isVisible, timeout=PATIENCE)
    assert len(window.panes.transcript.cards) == 1, "a command is no question"
    at(qtbot, desk, State.OFF)
    qtbot.waitUntil(lambda: microphone.is_closed, timeout=PATIENCE)


def test_escape_ends_it(qtbot: QtBot, window: MainWindow) -> None:
    desk = begin(window, microphone := Turned(False), Said(), FakeSpeaker())
    qtbot.waitUntil(lambda: microphone.opened == 1, timeout=PATIENCE)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert desk.state is State.OFF
    qtbot.waitUntil(lambda: microphone.is_closed, timeout=PATIENCE)
    assert window.panes.composer.field.toPlainText() == ""
