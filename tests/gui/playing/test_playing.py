"""A recording is played in the window: what is heard is marked, and one key or button ends it at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.microphone import FakeMicrophone
from fakes.speaker import FakeSpeaker
from models import model_path
from pausing import until
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.dictating.dictation import Dictation
from app.words.catalogue import say
from rag.reading.reader import DocumentReader
from rag.types import DocumentState
from ui.chat.dictating_desk import DictatingDesk
from ui.library.desk import LibraryDesk
from ui.playing.desk import PlayingDesk
from ui.reader.kinds import Span
from ui.reader.pane import ReaderPane
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
DATA = Path(__file__).resolve().parents[2] / "data" / "speech"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """With a recording open that was heard by the real model."""
    hearer = model_path("whisper-tiny.en")
    with open_window(tmp_path / "home", "", reader=DocumentReader(hearer=lambda: hearer)) as opened:
        drop(opened, [Path(shutil.copy(DATA / "three.ogg", tmp_path / "meeting.ogg"))])
        rows = opened.desk(LibraryDesk).model.rows
        until(lambda: [one.state for one in rows.documents()] == [DocumentState.READY])
        opened.browse(rows.documents()[0])
        pane = opened.view(ReaderPane)
        until(lambda: pane.shown is not None and pane.head.sound.isVisible())
        yield opened


def with_speaker(window: MainWindow, speaker: FakeSpeaker) -> PlayingDesk:
    desk = window.desk(PlayingDesk)
    desk.given.services.aloud.speaker = speaker
    return desk


def test_what_is_heard_is_marked_until_the_end(qtbot: QtBot, window: MainWindow) -> None:
    speaker, pane = FakeSpeaker(held=True), window.view(ReaderPane)
    desk = with_speaker(window, speaker)
    qtbot.mouseClick(pane.head.sound, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(speaker.played) == 1, timeout=PATIENCE)
    assert pane.head.sound.accessibleName() == say("reader.sound.stop")
    seen: list[Span] = []
    while desk.is_playing:
        count = len(speaker.played)
        qtbot.waitUntil(lambda: desk.heard not in (None, *seen), timeout=PATIENCE)
        seen.append(desk.heard or Span(0, 0))
        speaker.let()
        qtbot.waitUntil(
            lambda count=count: not desk.is_playing or len(speaker.played) > count, timeout=PATIENCE
        )
    assert seen == sorted(seen)
    assert len(seen) == 7, "as many sentences as were said"
    assert pane.head.sound.accessibleName() == say("reader.sound.play")


def test_escape_ends_it_and_it_goes_on_from_there(qtbot: QtBot, window: MainWindow) -> None:
    speaker, pane = FakeSpeaker(held=True), window.view(ReaderPane)
    desk = with_speaker(window, speaker)
    qtbot.mouseClick(pane.head.sound, Qt.MouseButton.LeftButton)
    for count in (1, 2, 3):
        qtbot.waitUntil(lambda count=count: len(speaker.played) == count, timeout=PATIENCE)
        if count < 3:
            speaker.let()
    text = desk.given.services.store.text(pane.shown.document.id if pane.shown else 0)
    third = Span(text.index("The operator shall know"), text.index("\nEach container"))
    qtbot.waitUntil(lambda: desk.heard == third, timeout=PATIENCE)
    qtbot.keyClick(pane.kind.widget, Qt.Key.Key_Escape)
    assert not desk.is_playing
    assert pane.isVisible(), "the first Escape is for the sound"
    qtbot.waitUntil(lambda: speaker.stopped == 1, timeout=PATIENCE)
    qtbot.mouseClick(pane.head.sound, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(speaker.played) == 4, timeout=PATIENCE)
    qtbot.waitUntil(lambda: desk.heard == third, timeout=PATIENCE)
    desk.toggle()


def test_it_begins_with_what_is_selected(qtbot: QtBot, window: MainWindow) -> None:
    speaker, pane = FakeSpeaker(held=True), window.view(ReaderPane)
    desk = with_speaker(window, speaker)
    shown = pane.shown
    assert shown is not None
    at = shown.begin + shown.text.index("contract")
    pane.kind.select(Span(at, at + len("contract")))
    qtbot.waitUntil(lambda: pane.kind.selection is not None, timeout=PATIENCE)
    desk.toggle()
    qtbot.waitUntil(lambda: desk.heard is not None, timeout=PATIENCE)
    assert "contract" in desk.given.services.store.text(shown.document.id)[slice(*desk.heard or (0, 0))]
    desk.toggle()


def test_it_is_silent_while_somebody_dictates(qtbot: QtBot, window: MainWindow) -> None:
    speaker = FakeSpeaker(held=True)
    desk = with_speaker(window, speaker)
    window.desk(DictatingDesk).dictation = Dictation(desk.given.services.models.hearer, FakeMicrophone())
    desk.toggle()
    qtbot.waitUntil(lambda: len(speaker.played) == 1, timeout=PATIENCE)
    window.panes.composer.dictation.turn()
    assert not desk.is_playing
    qtbot.waitUntil(lambda: speaker.stopped == 1, timeout=PATIENCE)
    window.desk(DictatingDesk).escape()


def test_without_a_loudspeaker_that_is_told(qtbot: QtBot, window: MainWindow) -> None:
    desk = with_speaker(window, FakeSpeaker(absent=True))
    desk.toggle()
    qtbot.waitUntil(lambda: not desk.is_playing, timeout=PATIENCE)
    qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
