"""Notes that are dictated: by the same button, keys and words as a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.hearer import FakeHearer
from fakes.microphone import FakeMicrophone
from files.documents import pdf
from noting import PATIENCE, browse
from pausing import until
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.dictating.dictation import Dictation
from app.models.hearing import InstalledHearer
from app.words.catalogue import say
from engine.errors import ModelMissing
from rag.types import Colour, DocumentState
from ui.chat.dictating_desk import DictatingDesk
from ui.library.desk import LibraryDesk
from ui.noting.desk import NotesDesk
from ui.noting.dialog import NoteDialog
from ui.parts.theme import LIGHT
from ui.window.main_window import MainWindow

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Yes.") as opened:
        yield opened


@pytest.fixture
def microphone(window: MainWindow) -> FakeMicrophone:
    found = FakeMicrophone()
    window.desk(DictatingDesk).dictation = Dictation(FakeHearer(), found)
    return found


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[NoteDialog]:
    made = NoteDialog(window, "lease.pdf", "the rent", "Ask about it.", Colour.RED, LIGHT, needs_words=True)
    window.desk(DictatingDesk).serve(made.dictation, made.refuse)
    made.show()
    yield made
    made.deleteLater()


def said(dialog: NoteDialog, words: str) -> None:
    until(lambda: words in dialog.field.toPlainText())


def test_what_is_said_stands_at_the_caret_and_is_undone_at_once(
    dialog: NoteDialog, microphone: FakeMicrophone
) -> None:
    cursor = dialog.field.textCursor()
    cursor.setPosition(len("Ask"))
    dialog.field.setTextCursor(cursor)
    QTest.keyPress(dialog.field, Qt.Key.Key_Space, _HELD)
    said(dialog, "word0 word1 word2")
    assert dialog.dictation.row.isVisible()
    assert dialog.dictation.row.words == say("chat.dictation.listening")
    QTest.keyRelease(dialog.field, Qt.Key.Key_Space, _HELD)
    until(lambda: not dialog.dictation.is_on)
    assert dialog.field.toPlainText() == "Ask word0 word1 word2 about it."
    assert not dialog.dictation.row.isVisible()
    assert microphone.closed == 1
    dialog.field.undo()
    assert dialog.field.toPlainText() == "Ask about it."


def test_escape_discards_what_was_dictated_and_leaves_the_note_open(
    dialog: NoteDialog, microphone: FakeMicrophone
) -> None:
    QTest.keyClick(dialog.field, Qt.Key.Key_D, _BOTH)
    said(dialog, "word0")
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.text == "Ask about it."
    until(lambda: microphone.closed == 1)
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_kept_while_one_speaks_is_kept_with_its_last_word(
    window: MainWindow, dialog: NoteDialog, microphone: FakeMicrophone
) -> None:
    dialog.dictation.button.click()
    said(dialog, "word0")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: not dialog.isVisible())
    assert dialog.result() == NoteDialog.DialogCode.Accepted
    assert dialog.text.startswith("Ask about it. word0")


def test_a_note_that_is_cancelled_closes_the_microphone(
    dialog: NoteDialog, microphone: FakeMicrophone
) -> None:
    dialog.dictation.button.click()
    said(dialog, "word0")
    dialog.reject()
    assert not dialog.isVisible()
    until(lambda: microphone.closed == 1)


def test_one_field_is_dictated_into_at_a_time(
    window: MainWindow, dialog: NoteDialog, microphone: FakeMicrophone
) -> None:
    composer = window.panes.composer
    composer.dictation.turn()
    until(lambda: "word0" in composer.field.toPlainText())
    dialog.dictation.turn()
    assert not composer.dictation.is_on
    assert composer.field.toPlainText().startswith("word0"), "what was said there stays"
    said(dialog, "word0")
    until(lambda: microphone.closed == 1)
    dialog.dictation.end()
    until(lambda: not dialog.dictation.is_on)
    assert dialog.text.startswith("Ask about it. word0")


def test_where_no_model_hears_it_says_so_in_the_same_words_over_the_note(
    window: MainWindow, dialog: NoteDialog
) -> None:
    def none() -> None:
        raise ModelMissing(model="none")

    microphone = FakeMicrophone()
    hearer = InstalledHearer(none)  # type: ignore[arg-type]  # it chooses nothing
    window.desk(DictatingDesk).dictation = Dictation(hearer, microphone, hearer.choice)
    dialog.dictation.button.click()
    until(dialog.hint.isVisible)
    shown = dialog.hint.text().replace("\u200b", "")
    assert say("chat.dictation.missing.sentence") in shown
    assert say("chat.dictation.missing.remedy") in shown
    assert not dialog.dictation.is_on
    assert microphone.opened == 0
    assert dialog.text == "Ask about it."
    assert not window.banner.isVisible()


def test_a_note_on_a_page_is_dictated_by_keyboard_alone(
    qtbot: QtBot, window: MainWindow, microphone: FakeMicrophone, tmp_path: Path
) -> None:
    drop(window, [pdf(tmp_path / "lease.pdf", ["The rent is due monthly."])])
    library = window.desk(LibraryDesk).model.rows
    ready = [DocumentState.READY]
    qtbot.waitUntil(lambda: [one.state for one in library.documents()] == ready, timeout=PATIENCE)
    pane, desk = browse(qtbot, window, "lease.pdf"), window.desk(NotesDesk)

    def speak() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, NoteDialog):
            QTimer.singleShot(50, speak)
            return
        QTest.keyPress(dialog.field, Qt.Key.Key_Space, _HELD)
        said(dialog, "word2")
        QTest.keyRelease(dialog.field, Qt.Key.Key_Space, _HELD)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    QTimer.singleShot(0, speak)
    qtbot.keyClick(pane.kind.widget, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: [one.text for one in desk._shown] == ["word0 word1 word2"], timeout=PATIENCE)
