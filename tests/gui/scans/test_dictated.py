"""Lines that are corrected by dictating: by the same button, keys and words as a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.hearer import FakeHearer
from fakes.microphone import FakeMicrophone
from fakes.scan_reader import ScanReader
from pausing import until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.dictating.dictation import Dictation
from app.words.catalogue import say
from rag.types import DocumentState
from ui.chat.dictating_desk import DictatingDesk
from ui.library.desk import LibraryDesk
from ui.scans.desk import ScanDesk
from ui.scans.editor import ScanEditor
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "No.", reader=ScanReader()) as opened:
        opened.desk(DictatingDesk).dictation = Dictation(FakeHearer(), FakeMicrophone())
        yield opened


@pytest.fixture
def desk(window: MainWindow, tmp_path: Path) -> ScanDesk:
    """A window in which a letter is checked, at the end of its first line."""
    path = tmp_path / "letter.txt"
    path.write_text("0.71 My ~deer\n0.72 With kind ~regarbs\n", encoding="utf-8")
    drop(window, [path])
    rows = window.desk(LibraryDesk).model.rows
    until(lambda: [one.state for one in rows.documents()] == [DocumentState.READY])
    window.panes.library.check_asked.emit(rows.documents()[0])
    found = window.desk(ScanDesk)
    until(lambda: found.view.lines.rows.rowCount() == 2)
    editor(found).field.moveCursor(editor(found).field.textCursor().MoveOperation.End)
    return found


def editor(desk: ScanDesk) -> ScanEditor:
    found = desk.view.lines.editor
    assert found is not None
    return found


def kept(desk: ScanDesk) -> list[str]:
    document = desk.model.document
    assert document is not None
    return [line.text for line in desk.given.services.scans.page(document.id, 1).lines]


def test_what_is_said_stands_at_the_caret_is_undone_at_once_and_kept_with_the_line(desk: ScanDesk) -> None:
    line, listening = editor(desk), desk.view.lines.listening
    QTest.keyPress(line.field, Qt.Key.Key_Space, _HELD)
    until(lambda: "word2" in line.field.toPlainText())
    assert listening.isVisible()
    assert listening.words == say("chat.dictation.listening")
    assert line.dictation.button.accessibleName() == say("chat.dictation.end")
    QTest.keyRelease(line.field, Qt.Key.Key_Space, _HELD)
    until(lambda: not line.dictation.is_on)
    assert not listening.isVisible()
    assert line.field.toPlainText() == "My deer word0 word1 word2"
    QTest.keyClick(line.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.field.toPlainText() == "My deer"
    line.field.redo()
    assert line.field.toPlainText() == "My deer word0 word1 word2"
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    until(lambda: kept(desk) == ["My deer word0 word1 word2", "With kind regarbs"])


def test_enter_ends_it_and_stays_at_the_line_and_escape_discards_it(
    qtbot: QtBot, window: MainWindow, desk: ScanDesk
) -> None:
    line = editor(desk)
    line.dictation.button.click()
    until(lambda: "word2" in line.field.toPlainText())
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    until(lambda: not line.dictation.is_on)
    assert desk.model.place == 0
    line.field.revert()
    line.dictation.button.click()
    until(lambda: "word0" in line.field.toPlainText())
    qtbot.keyClick(line.field, Qt.Key.Key_Escape)
    until(lambda: not line.dictation.is_on)
    assert line.field.toPlainText() == "My deer"
    assert desk.is_shown
    assert kept(desk) == ["My deer", "With kind regarbs"]


def test_whoever_goes_to_another_line_keeps_what_was_said_and_closes_the_microphone(
    window: MainWindow, desk: ScanDesk
) -> None:
    microphone = window.desk(DictatingDesk).dictation.microphone
    assert isinstance(microphone, FakeMicrophone)
    line = editor(desk)
    line.dictation.turn()
    until(lambda: "word0" in line.field.toPlainText())
    desk.model.choose(1)
    until(lambda: microphone.closed == 1)
    until(lambda: kept(desk)[0].startswith("My deer word0"))
    assert not desk.view.lines.listening.isVisible()
    assert editor(desk).field.toPlainText() == "With kind regarbs"
    editor(desk).dictation.turn()
    until(lambda: "word0" in editor(desk).field.toPlainText())


def test_the_key_of_the_menu_begins_it_where_one_stands(window: MainWindow, desk: ScanDesk) -> None:
    editor(desk).field.setFocus()
    window.desk(DictatingDesk)._turn()
    assert editor(desk).dictation.is_on
    assert not window.panes.composer.dictation.is_on
