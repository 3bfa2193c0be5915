"""The sound of a kept recording as a file: asked once, logged each time, offered for no other document."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.microphone import FakeMicrophone, spoken
from models import model_path
from pausing import until
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from window import drop, open_window

from engine.cancel import CancelToken
from engine.speech import RATE
from engine.speech.decoding import Recording
from rag.reading.reader import DocumentReader
from rag.types import Document, DocumentState
from ui.library.desk import LibraryDesk
from ui.reader.outside import OutsideDialog
from ui.reader.pane import ReaderPane
from ui.recording.desk import RecordingDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    reader = DocumentReader(hearer=lambda: model_path("whisper-tiny.en"))
    with open_window(tmp_path / "home", "Yes.", reader=reader) as opened:
        yield opened


def documents(window: MainWindow) -> list[Document]:
    return list(window.desk(LibraryDesk).model.rows.documents())


def kept(window: MainWindow) -> Document:
    """A recording that was made here, and is read."""
    recordings = window.desk(RecordingDesk).recordings
    recordings.microphone = microphone = FakeMicrophone(spoken()[: 8 * RATE], speed=100)
    take, end = recordings.begin("Meeting"), CancelToken()
    threading.Thread(target=lambda: (microphone.all_said.wait(60), end.cancel()), daemon=True).start()
    list(take.listen(end))
    recordings.end(take)
    recordings.keep(take.token, "Meeting")
    until(lambda: [one.state for one in documents(window)] == [DocumentState.READY])
    return documents(window)[0]


def answering(yes: bool, asked: list[str]) -> None:
    """Answer the next question whether something may leave."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, OutsideDialog):
            QTimer.singleShot(20, answer)
            return
        asked.append(dialog.windowTitle())
        (dialog.yes if yes else dialog.no).click()

    QTimer.singleShot(20, answer)


def test_it_is_asked_once_saved_and_logged_each_time(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = kept(window)
    window.browse(document)
    pane = window.view(ReaderPane)
    until(lambda: pane.shown is not None and pane.shown.document.id == document.id)
    assert pane.head.save.isVisible()
    assert not pane.head.outside.isVisible()
    offered: list[str] = []
    target = tmp_path / "hall.wav"

    def choose(*asked: object) -> tuple[str, str]:
        offered.append(str(asked[2]))
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    asked: list[str] = []
    answering(False, asked)
    pane.head.save.click()
    assert (len(asked), offered) == (1, []), "nothing is chosen where nothing may leave"
    answering(True, asked)
    pane.head.save.click()
    until(target.exists)
    until(lambda: "hall.wav" in window.banner._title.text())
    seconds = sum(piece.samples.size for piece in Recording(target).pieces()) / RATE
    assert seconds == pytest.approx(8, abs=1)
    target = tmp_path / "again.flac"
    pane.head.save.click()
    until(lambda: "again.flac" in window.banner._title.text())
    assert len(asked) == 2, "asked once"
    assert [Path(one).name for one in offered] == ["Meeting.flac"] * 2
    entries = window.desk(RecordingDesk).given.services.audit.entries()
    logged = [one.facts for one in entries if one.kind == "exported"]
    assert [('"recording"' in one, '"wav"' in one, '"flac"' in one) for one in logged] == [
        (True, True, False),
        (True, False, True),
    ]


def test_it_is_offered_for_no_other_document(window: MainWindow, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The pump is red.", encoding="utf-8")
    drop(window, [note])
    until(lambda: [one.state for one in documents(window)] == [DocumentState.READY])
    pane = window.view(ReaderPane)
    window.browse(documents(window)[0])
    until(lambda: pane.shown is not None)
    assert not pane.head.save.isVisible()
    desk = window.desk(RecordingDesk)
    assert desk.saving.document is None
    (entry,) = [one for one in desk.entries() if one.do == desk.saving.ask]
    assert entry.possible is not None
    assert not entry.possible()
