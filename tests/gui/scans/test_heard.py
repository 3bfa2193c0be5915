"""The words of a recording, in the real window: heard again from where one stands, corrected, taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.speaker import FakeSpeaker
from models import model_path
from pausing import until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.words.catalogue import say
from engine.speech import RATE
from rag.reading.reader import DocumentReader
from rag.types import DocumentState
from ui.chat.dictating_desk import DictatingDesk
from ui.library.desk import LibraryDesk
from ui.reader.pane import ReaderPane
from ui.scans.desk import ScanDesk
from ui.scans.editor import LineField
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

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
        until(lambda: pane.shown is not None and pane.head.check.isVisible())
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow) -> ScanDesk:
    """Its words are corrected, reached by the button of the reader."""
    pane = window.view(ReaderPane)
    assert pane.head.check.accessibleName() == say("reader.check-words")
    qtbot.mouseClick(pane.head.check, Qt.MouseButton.LeftButton)
    found = window.desk(ScanDesk)
    until(lambda: found.view.lines.rows.rowCount() > 0)
    found.given.services.aloud.speaker = FakeSpeaker()
    return found


def field(desk: ScanDesk) -> LineField:
    editor = desk.view.lines.editor
    assert editor is not None
    return editor.field


def at_line(desk: ScanDesk, words: str) -> LineField:
    """Stand at the line that says this, at its first character."""
    (line,) = [one for one in desk.model.lines if words in one.text]
    desk.model.choose(line.place)
    until(lambda: field(desk).toPlainText() == line.text)
    found = field(desk)
    cursor = found.textCursor()
    cursor.setPosition(line.text.index(words))
    found.setTextCursor(cursor)
    return found


def test_a_recording_is_shown_without_a_page_and_each_line_tells_when_it_is_said(desk: ScanDesk) -> None:
    view = desk.view
    assert view.isVisible()
    assert view.sound.isVisible()
    assert not view.look.isVisible()
    assert not view.larger.isVisible()
    assert not view._pictures.isVisible()
    told = view.lines.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("The operator shall notify")
    assert "0:00 · heard" in told
    assert "heard" in field(desk).accessibleDescription()
    assert [one.text() for one in view.export.menu().actions()] == ["Text…", "Markdown…", "Word…"]


def test_enter_plays_from_just_before_the_word_to_the_end_of_its_line(desk: ScanDesk) -> None:
    services, (document,) = desk.given.services, desk.given.services.library.documents()
    at_line(desk, "inspected once a month")
    page = services.store.page(document.id, 1)
    (line,) = [one for one in page.lines if "inspected once a month" in one.text]
    before = page.text.rindex(" ", 0, page.text.index("inspected once a month") - 1) + 1
    word = next(one for one in page.words if one.start >= before)
    QTest.keyClick(field(desk), Qt.Key.Key_Return)
    speaker = services.aloud.speaker
    assert isinstance(speaker, FakeSpeaker)
    until(lambda: bool(speaker.played) and not desk.sound.is_playing)
    seconds = sum(one.samples.size for one in speaker.played) / RATE
    following = next((one for one in page.lines if one.start > line.start), None)
    assert line.box is not None
    end = line.box.x1 if following is None or following.box is None else following.box.x0
    assert seconds == pytest.approx((end - word.box.x0) * 60, abs=0.2)
    assert field(desk).toPlainText() == line.text  # and what stands there is as it was


def test_one_button_plays_and_escape_ends_it(qtbot: QtBot, window: MainWindow, desk: ScanDesk) -> None:
    desk.given.services.aloud.speaker = FakeSpeaker(held=True)
    qtbot.mouseClick(desk.view.sound, Qt.MouseButton.LeftButton)
    until(lambda: desk.sound.is_playing)
    assert desk.view.sound.accessibleName() == say("reader.sound.stop")
    assert desk.escape()
    until(lambda: not desk.sound.is_playing)
    assert desk.view.sound.accessibleName() == say("reader.sound.play")
    assert desk.is_shown


def test_a_corrected_word_is_found_and_every_other_keeps_its_time(desk: ScanDesk) -> None:
    services, (document,) = desk.given.services, desk.given.services.library.documents()
    before = services.store.page(document.id, 1)
    once = before.text.index("once", before.text.index("inspected once a month"))
    found = at_line(desk, "inspected once a month")
    found.replace(found.toPlainText().replace("inspected once a month", "inspected twice a month"))
    QTest.keyClick(found, Qt.Key.Key_Tab)
    until(lambda: "inspected twice a month" in services.store.page(document.id, 1).text)
    after = services.store.page(document.id, 1)
    assert len(after.words) == len(before.words)
    for old, new in zip(before.words, after.words, strict=True):
        assert new.box == old.box
        said = after.text[new.start : new.end]
        assert said == ("twice" if old.start == once else before.text[old.start : old.end])
    passages = services.store.passages(document.id)
    assert any("inspected twice a month" in one.text for one in passages)
    desk.model.undo()
    until(lambda: services.store.page(document.id, 1).text == before.text)
    again = services.store.page(document.id, 1)
    assert [one.box for one in again.words] == [one.box for one in before.words]


def test_a_name_that_was_corrected_is_offered_to_dictation_and_added_only_then(
    window: MainWindow, desk: ScanDesk
) -> None:
    words, banner = window.desk(DictatingDesk).words, window.banner
    found = at_line(desk, "inspected once a month")
    found.replace(found.toPlainText().replace("once a month", "by Kowalczyk"))
    QTest.keyClick(found, Qt.Key.Key_Tab)
    until(lambda: "Kowalczyk" in banner._title.text())
    assert words.all() == []
    banner._action.click()
    until(lambda: [one.text for one in words.all()] == ["Kowalczyk"])


def test_tab_leads_from_one_doubtful_word_to_the_next(desk: ScanDesk) -> None:
    doubtful = [(one.place, word.start) for one in desk.model.lines for word in one.doubts]
    assert len(doubtful) > len({place for place, _ in doubtful}) > 1
    desk.model.choose(doubtful[0][0])
    field(desk).to_doubt()
    seen = []
    for _ in doubtful:
        found = field(desk)
        assert found.textCursor().hasSelection()
        seen.append((desk.model.place, found.textCursor().selectionStart()))
        QTest.keyClick(found, Qt.Key.Key_Tab)
    assert seen == doubtful
