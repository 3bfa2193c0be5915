"""Those who speak in a recording are shown above what they say, and are called as a person says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from models import model_path
from pausing import until
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.words.catalogue import say
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.playing.naming import NamingDialog
from ui.playing.naming_desk import NamingDesk
from ui.reader.kinds import Span
from ui.reader.laid.text import LaidText
from ui.reader.pane import ReaderPane
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

DATA = Path(__file__).resolve().parents[2] / "data" / "speech"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """With a recording open that was heard, and whose speakers were told apart, by the real models."""
    hearer, voices = model_path("whisper-tiny.en"), model_path("campplus") / "campplus_cn_en_common.pt"
    reader = DocumentReader(hearer=lambda: hearer, voices=lambda: voices)
    with open_window(tmp_path / "home", "", reader=reader) as opened:
        drop(opened, [Path(shutil.copy(DATA / "three.ogg", tmp_path / "meeting.ogg"))])
        rows = opened.desk(LibraryDesk).model.rows
        until(lambda: [one.state for one in rows.documents()] == [DocumentState.READY])
        (document,) = rows.documents()
        services = opened.desk(NamingDesk).given.services
        services.speakers.check(document, None, CancelToken())
        opened.browse(document)
        until(lambda: bool(heads(opened)))
        yield opened


def heads(window: MainWindow) -> list[str]:
    """The lines that tell who speaks."""
    found = []
    for section in window.view(ReaderPane).laid.text.sections:
        if section.loaded and section.setting is not None:
            text = section.setting.document.toPlainText()
            found += [text[start:end].partition("  ")[2] for start, end, _ in section.setting.heads]
    return found


def click_on(qtbot: QtBot, text: LaidText, head: int) -> None:
    """Click on a line that tells who speaks."""
    (section,) = [one for one in text.sections if one.setting is not None]
    assert section.setting is not None
    cursor = QTextCursor(section.setting.document)
    cursor.setPosition(section.setting.heads[head][0] + 1)
    block = section.setting.document.documentLayout().blockBoundingRect(cursor.block())
    for down in range(text.viewport().height()):
        point = QPointF(text.viewport().width() / 2, float(down))
        found, place = text.place_at(QPointF(text._left() + 12, float(down)))
        if found is section and section.setting.heads[head][0] <= place < section.setting.heads[head][1]:
            point = QPointF(text._left() + 12, float(down) + block.height() / 3)
            qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=point.toPoint())
            return
    raise AssertionError(head)


def test_who_speaks_stands_above_what_is_said_and_moves_no_place(window: MainWindow) -> None:
    assert heads(window) == [f"Speaker {one}" for one in (1, 2, 3, 1, 2, 1, 3)]
    view, desk = window.view(ReaderPane).laid, window.desk(NamingDesk)
    document = desk.given.services.library.documents()[0]
    text = desk.given.services.store.text(document.id)
    for words in ("inspected once a month", text[:12], text[-9:]):
        start = text.index(words)
        section = view.text.section_of(start)
        assert section is not None
        assert section.setting is not None
        shown = section.setting.document.toPlainText()
        ranges = section.setting.placing.ranges(Span(start, start + len(words)))
        assert "".join(shown[low:high] for low, high in ranges) == words


def test_a_click_on_who_speaks_names_them_and_it_can_be_taken_back(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[int, str]] = []

    def answer(dialog: NamingDialog) -> int:
        asked.append({number: field.text() for number, field in dialog.fields.items()})
        assert dialog.fields[2].hasFocus() or dialog.focusWidget() is dialog.fields[2]
        dialog.fields[2].setText("Ms  Weber")
        return 1

    monkeypatch.setattr(NamingDialog, "exec", answer)
    text, desk = window.view(ReaderPane).laid.text, window.desk(NamingDesk)
    click_on(qtbot, text, 1)
    until(lambda: heads(window).count("Ms Weber") == 2)
    assert asked == [{1: "", 2: "", 3: ""}]
    document = desk.given.services.library.documents()[0]
    place = desk.given.services.store.speakers.turns(document.id)[1].start
    assert desk.given.services.store.page_at(document.id, place)[1].endswith(", Ms Weber")
    window.desk(LibraryDesk)._removals.undo()
    until(lambda: "Ms Weber" not in heads(window))


def test_the_menu_asks_for_all_while_a_recording_is_shown(window: MainWindow) -> None:
    (entry,) = window.desk(NamingDesk).entries()
    assert entry.name == say("speakers.menu")
    assert entry.possible is not None
    assert entry.possible()
    window.view(ReaderPane).closed.emit()
    until(lambda: entry.possible is not None and not entry.possible())
