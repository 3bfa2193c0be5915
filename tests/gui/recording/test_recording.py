"""Recording in the window: the microphone is open only while it says so, and nothing is kept unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.microphone import FakeMicrophone, spoken
from models import model_path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot
from window import open_window

from app.organisation.held import hold
from app.organisation.rules import Rules
from app.words.catalogue import say
from rag.reading.reader import DocumentReader
from rag.types import DocumentState
from ui.library.panel import LibraryPanel
from ui.playing.desk import PlayingDesk
from ui.recording.desk import RecordingDesk
from ui.recording.panel import Stage
from ui.window.main_window import MainWindow

PATIENCE = 60_000


@pytest.fixture
def window(tmp_path: Path) -> Iterator[MainWindow]:
    reader = DocumentReader(hearer=lambda: model_path("whisper-tiny.en"))
    with open_window(tmp_path / "home", "Yes.", reader=reader) as opened:
        yield opened


def begin(qtbot: QtBot, window: MainWindow, microphone: FakeMicrophone) -> RecordingDesk:
    desk = window.desk(RecordingDesk)
    desk.recordings.microphone = microphone
    window.view(LibraryPanel).record_asked.emit()
    assert desk.is_shown
    assert microphone.opened == 0, "not before somebody says so"
    desk.panel.begin.click()
    return desk


def at(qtbot: QtBot, desk: RecordingDesk, stage: Stage) -> None:
    qtbot.waitUntil(lambda: desk.panel.stage is stage, timeout=PATIENCE)


def heard(qtbot: QtBot, desk: RecordingDesk, seconds: float) -> None:
    qtbot.waitUntil(lambda: desk._seconds > seconds, timeout=PATIENCE)


def answering(words: str, met: list[str]) -> None:
    """Press the button with these words in the next box that asks."""

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, answer)
            return
        met.append(box.text())
        next(one for one in box.buttons() if one.text() == words).click()

    QTimer.singleShot(20, answer)


def test_what_is_recorded_is_kept_and_written_down(qtbot: QtBot, window: MainWindow) -> None:
    desk = begin(qtbot, window, microphone := FakeMicrophone(spoken(), speed=20))
    at(qtbot, desk, Stage.LISTENS)
    heard(qtbot, desk, 3)
    status = window.panes.status
    assert status.recording.isVisible()
    assert status.recording.text().startswith("Recording 0:")
    desk.panel.pause.click()
    at(qtbot, desk, Stage.PAUSED)
    qtbot.waitUntil(lambda: microphone.closed == 1, timeout=PATIENCE)
    assert status.recording.text().startswith("Recording paused")
    desk.panel.go_on.click()
    at(qtbot, desk, Stage.LISTENS)
    desk.leave()
    assert not desk.is_shown
    qtbot.waitUntil(microphone.all_said.is_set, timeout=PATIENCE)
    assert status.recording.isVisible(), "it goes on elsewhere in the window"
    status.recording.click()
    assert desk.is_shown
    desk.panel.stop.click()
    at(qtbot, desk, Stage.ENDED)
    assert microphone.closed == microphone.opened == 2
    assert not status.recording.isVisible()
    desk.panel.name.setText("Handover")
    desk.panel.keep.click()
    at(qtbot, desk, Stage.READY)
    library = desk.given.services.library
    qtbot.waitUntil(
        lambda: [one.state for one in library.documents()] == [DocumentState.READY], timeout=PATIENCE
    )
    (document,) = library.documents()
    assert document.name == "Handover.flac"
    assert "72 hours" in library.text(document.id)
    window.browse(document)
    qtbot.waitUntil(window.panes.reader.head.sound.isVisible, timeout=PATIENCE)
    assert window.panes.reader.head.outside.isHidden(), "no file can be opened elsewhere"
    assert window.desk(PlayingDesk)._can_be_heard


def test_discarding_asks_once_and_leaves_nothing(qtbot: QtBot, window: MainWindow) -> None:
    desk = begin(qtbot, window, FakeMicrophone(spoken(), speed=50))
    heard(qtbot, desk, 1)
    desk.panel.stop.click()
    at(qtbot, desk, Stage.ENDED)
    met: list[str] = []
    answering(say("recording.discarding.stay"), met)
    desk.panel.discard.click()
    assert desk.panel.stage is Stage.ENDED
    answering(say("recording.discard"), met)
    desk.panel.discard.click()
    at(qtbot, desk, Stage.READY)
    assert met == [say("recording.discarding.title")] * 2
    with desk.given.services.vault.read() as db:
        assert db.execute("SELECT count(*) FROM recordings").fetchone() == (0,)
    assert desk.given.services.library.documents() == []


def test_closing_and_locking_ask(qtbot: QtBot, window: MainWindow) -> None:
    desk = begin(qtbot, window, microphone := FakeMicrophone(spoken(), speed=50))
    heard(qtbot, desk, 1)
    locked: list[None] = []
    window.lock_asked.connect(lambda: locked.append(None))
    met: list[str] = []
    answering(say("recording.leaving.stay"), met)
    assert not window.close()
    assert microphone.closed == 0
    answering(say("recording.keep"), met)
    window._lock()
    assert not locked, "not before it is in the library"
    qtbot.waitUntil(lambda: bool(locked), timeout=PATIENCE)
    assert met == [say("recording.leaving.title")] * 2
    assert microphone.closed == 1
    assert len(desk.given.services.library.documents()) == 1


def test_where_the_microphone_goes_what_was_heard_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    desk = begin(qtbot, window, FakeMicrophone(spoken(), speed=200, lost=True))
    at(qtbot, desk, Stage.ENDED)
    assert desk.panel.words.text() == say("recording.broken")
    assert desk._seconds > 10
    shown = " ".join(one.text() for one in window.banner.findChildren(QLabel))
    assert say("faults.no-sound-device.microphone.title") in shown.replace("\u200b", "")


def test_without_a_microphone_it_says_so(qtbot: QtBot, window: MainWindow) -> None:
    desk = begin(qtbot, window, FakeMicrophone(absent=True))
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    at(qtbot, desk, Stage.READY)
    assert not window.panes.status.recording.isVisible()
    qtbot.waitUntil(lambda: not desk.given.services.store.recordings.waiting(), timeout=PATIENCE)


def test_where_it_is_forbidden_the_microphone_stays_closed(qtbot: QtBot, window: MainWindow) -> None:
    hold(Rules(record_sound=False, source="policy"))
    try:
        microphone = FakeMicrophone(spoken())
        desk = begin(qtbot, window, microphone)
        qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
        assert desk.panel.stage is Stage.READY
        assert desk.panel.begin.isEnabled()
        assert microphone.opened == 0
    finally:
        hold(Rules())


def test_what_was_interrupted_is_offered_at_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(tmp_path / "home", "Yes.") as window:
        desk = begin(qtbot, window, FakeMicrophone(spoken(), speed=50))
        heard(qtbot, desk, 5)  # and the window is gone
    with open_window(tmp_path / "home", "Yes.") as window:
        desk = window.desk(RecordingDesk)
        at(qtbot, desk, Stage.ENDED)
        qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
        assert not desk.is_shown, "it is offered, not thrust upon"
        assert desk._seconds > 4
        met: list[str] = []
        answering(say("recording.discard"), met)
        desk.panel.discard.click()
        at(qtbot, desk, Stage.READY)
        assert not desk.given.services.store.recordings.waiting()
