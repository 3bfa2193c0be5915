"""What was read from pictures, in the real window over a real vault: looked at, corrected, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.scan_reader import ScanReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.errors import VaultFull
from rag.types import Box, Document, DocumentState
from ui.library.coverage_dialog import CoverageDialog
from ui.library.desk import LibraryDesk
from ui.library.rows import DocumentRole
from ui.parts.theme import DARK
from ui.scans.desk import ScanDesk
from ui.scans.editor import LineField
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
LETTER = """\
0.97 My dear Sir
0.71 I have just ~leamed of the accident | I have just learned of the accident
0.99 which happened at the
0.82 Memorial ~Chnrch ~yestcrday | Memorial Church yesterday

text
This page came with its text.

0.98 With kind regards
0.60 ~Jane ~Stamford
"""


@pytest.fixture
def reader() -> ScanReader:
    return ScanReader()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, reader: ScanReader) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "No.", reader=reader) as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened


def document(window: MainWindow, row: int = 0) -> Document:
    rows = window.panes.library.list.model()
    found: Document = rows.index(row, 0).data(DocumentRole)
    return found


def put(qtbot: QtBot, window: MainWindow, folder: Path, text: str = LETTER) -> Path:
    """Read a letter into the library."""
    path = folder / "letter.txt"
    path.write_text(text, encoding="utf-8")
    drop(window, [path])
    rows = window.panes.library.list.model()
    qtbot.waitUntil(
        lambda: rows.rowCount() == 1 and document(window).state is DocumentState.READY, timeout=PATIENCE
    )
    return path


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> ScanDesk:
    """A window in which a letter is checked."""
    put(qtbot, window, tmp_path)
    window.panes.library.check_asked.emit(document(window))
    found = window.desk(ScanDesk)
    qtbot.waitUntil(lambda: found.view.lines.rows.rowCount() == 4, timeout=PATIENCE)
    qtbot.waitUntil(lambda: found.view.page.place_rect(1) is not None, timeout=PATIENCE)
    return found


def field(desk: ScanDesk) -> LineField:
    editor = desk.view.lines.editor
    assert editor is not None
    return editor.field


def texts(desk: ScanDesk) -> list[str]:
    rows = desk.view.lines.rows
    return [rows.index(row).data() for row in range(rows.rowCount())]


def kept(desk: ScanDesk, window: MainWindow, number: int = 1) -> list[str]:
    """What the library holds."""
    page = window.desk(ScanDesk).given.services.scans.page(desk.model.document.id, number)
    return [line.text for line in page.lines]


def settled(qtbot: QtBot, desk: ScanDesk) -> None:
    qtbot.waitUntil(lambda: not +desk.model._pending, timeout=PATIENCE)


def write(desk: ScanDesk, text: str) -> None:
    field(desk).selectAll()
    QTest.keyClicks(field(desk), text)


def test_the_first_doubt_is_selected(desk: ScanDesk) -> None:
    assert desk.is_shown
    assert desk.model.place == 1
    assert desk.view.page.current == 1
    assert field(desk).hasFocus()
    assert field(desk).textCursor().selectedText() == "leamed"
    assert desk.view.left.text() == "2 doubtful lines left on this page, 3 in the document"
    assert desk.view.number.text() == "page 1, 1 of 2 read from pictures"
    assert not desk.view.back.isEnabled()


def test_enter_keeps_the_line_and_goes_on(qtbot: QtBot, desk: ScanDesk, window: MainWindow) -> None:
    QTest.keyClicks(field(desk), "learned")
    QTest.keyClick(field(desk), Qt.Key.Key_Return)
    assert texts(desk)[1] == "I have just learned of the accident", "shown at once"
    assert desk.model.place == 3
    assert field(desk).textCursor().selectedText() == "Chnrch"
    assert desk.view.left.text() == "1 doubtful line left on this page, 2 in the document"
    settled(qtbot, desk)
    assert kept(desk, window)[1] == "I have just learned of the accident"


def test_the_last_doubt_leads_to_the_next_page(qtbot: QtBot, desk: ScanDesk) -> None:
    QTest.keyClick(field(desk), Qt.Key.Key_Tab)
    assert desk.model.place == 3
    QTest.keyClick(field(desk), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: texts(desk) == ["With kind regards", "Jane Stamford"], timeout=PATIENCE)
    assert field(desk).textCursor().selectedText() == "Jane"
    assert field(desk).hasFocus()
    QTest.keyClick(field(desk), Qt.Key.Key_Backtab)
    qtbot.waitUntil(lambda: len(texts(desk)) == 4, timeout=PATIENCE)
    assert desk.model.place == 3


def test_past_the_last_doubt_tab_leaves_the_lines(qtbot: QtBot, desk: ScanDesk) -> None:
    QTest.keyClick(field(desk), Qt.Key.Key_Backtab)
    assert desk.view.doubtful_only.hasFocus()
    QTest.keyClick(field(desk), Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: len(texts(desk)) == 2, timeout=PATIENCE)
    QTest.keyClick(field(desk), Qt.Key.Key_Tab)
    assert desk.view.close_button.hasFocus()


def test_escape_leaves_an_edit_then_the_page(qtbot: QtBot, desk: ScanDesk, window: MainWindow) -> None:
    QTest.keyClicks(field(desk), "learnt")
    QTest.keyClick(field(desk), Qt.Key.Key_Escape)
    assert field(desk).toPlainText() == "I have just leamed of the accident"
    assert desk.is_shown
    QTest.keyClick(field(desk), Qt.Key.Key_Escape)
    assert not desk.is_shown
    assert desk.model.document is None
    assert window.panes.library.isVisible()


def test_a_correction_is_taken_back(qtbot: QtBot, desk: ScanDesk, window: MainWindow) -> None:
    write(desk, "I have just learned of the accident")
    QTest.keyClick(field(desk), Qt.Key.Key_Return)
    desk.model.choose(1)
    editor = desk.view.lines.editor
    assert editor.take_back.isVisible()
    assert "leamed" in editor.take_back.toolTip()
    settled(qtbot, desk)
    QTest.mouseClick(editor.take_back, Qt.MouseButton.LeftButton)
    assert texts(desk)[1] == "I have just leamed of the accident"
    settled(qtbot, desk)
    assert kept(desk, window)[1] == "I have just leamed of the accident"
    assert desk.view.left.text() == "2 doubtful lines left on this page, 3 in the document"


def test_undo_gives_the_last_line_back_also_from_another_page(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow
) -> None:
    write(desk, "I have just learned it")
    QTest.keyClick(field(desk), Qt.Key.Key_Return)
    QTest.keyClick(field(desk), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.model.place == 1
    assert texts(desk)[1] == "I have just leamed of the accident"
    assert field(desk).textCursor().selectedText() == "leamed"
    write(desk, "I have just learned it")
    QTest.keyClick(field(desk), Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: len(texts(desk)) == 2, timeout=PATIENCE)
    QTest.keyClick(field(desk), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(texts(desk)) == 4, timeout=PATIENCE)
    settled(qtbot, desk)
    assert desk.model.place == 1
    assert kept(desk, window)[1] == texts(desk)[1] == "I have just leamed of the accident"


def test_another_reading_is_offered(desk: ScanDesk) -> None:
    editor = desk.view.lines.editor
    QTest.keyClick(editor.field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = editor.others.menu()
    assert menu.isVisible()
    assert [one.text() for one in menu.actions()] == ["I have just learned of the accident"]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert editor.field.toPlainText() == "I have just learned of the accident"
    assert texts(desk)[1] == "I have just leamed of the accident", "until Enter keeps it"
    QTest.keyClick(editor.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.field.toPlainText() == "I have just leamed of the accident"


def test_a_click_on_a_box_selects_its_line_and_back(qtbot: QtBot, desk: ScanDesk) -> None:
    page = desk.view.page
    at = page.place_rect(2).center().toPoint()
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=at)
    assert desk.model.place == 2
    assert field(desk).toPlainText() == "which happened at the"
    lines = desk.view.lines
    rect = lines.visualRect(lines.rows.index(0))
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(20, 12))
    assert page.current == 0


def test_what_was_typed_is_kept_when_another_line_is_chosen(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow
) -> None:
    write(desk, "I have just learned it")
    desk.view.page.chosen.emit(0)
    assert texts(desk)[1] == "I have just learned it"
    settled(qtbot, desk)
    assert kept(desk, window)[1] == "I have just learned it"


def test_an_emptied_line_is_taken_away_and_comes_back(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow
) -> None:
    read = "I have just leamed of the accident"
    write(desk, " ")
    QTest.keyClick(field(desk), Qt.Key.Key_Return)
    settled(qtbot, desk)
    assert (texts(desk)[1], kept(desk, window)[1]) == ("", "")
    desk.model.undo()
    settled(qtbot, desk)
    assert (texts(desk)[1], kept(desk, window)[1]) == (read, read)


def test_only_doubtful_lines(qtbot: QtBot, desk: ScanDesk) -> None:
    QTest.mouseClick(desk.view.doubtful_only, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert desk.view.doubtful_only.isChecked()
    assert len(texts(desk)) == 2
    assert desk.view.lines.editor.line.place == 1
    write(desk, "I have just learned it")
    QTest.keyClick(field(desk), Qt.Key.Key_Return)
    assert len(texts(desk)) == 2, "a settled line does not jump away"
    desk.view.page.chosen.emit(0)
    assert len(texts(desk)) == 4, "a line asked for is shown"


def test_only_doubtful_lines_of_a_page_that_has_none(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    put(qtbot, window, tmp_path, "0.5 Jane ~Stamford\n\n0.99 All is well")
    desk = window.desk(ScanDesk)
    desk.open(document(window))
    qtbot.waitUntil(lambda: texts(desk) == ["Jane Stamford"], timeout=PATIENCE)
    desk.view.doubtful_only.setChecked(True)
    QTest.keyClick(field(desk), Qt.Key.Key_PageDown)
    qtbot.waitUntil(desk.view.settled.isVisible, timeout=PATIENCE)
    assert desk.view.doubtful_only.isChecked()
    assert desk.view.left.text() == "No doubtful lines left on this page, 1 in the document"
    desk.view.page.chosen.emit(0)
    assert not desk.view.doubtful_only.isChecked()
    assert texts(desk) == ["All is well"]


def test_a_fault_brings_the_old_text_back(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def correct(*_: object) -> None:
        raise VaultFull(path="vault.db")

    monkeypatch.setattr(window.desk(ScanDesk).given.services.scans, "correct", correct)
    write(desk, "I have just learned it")
    QTest.keyClick(field(desk), Qt.Key.Key_Return)
    assert texts(desk)[1] == "I have just learned it"
    qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
    assert texts(desk)[1] == "I have just leamed of the accident"
    assert desk.view.left.text() == "2 doubtful lines left on this page, 3 in the document"
    assert not desk.model.can_undo


def test_without_its_file_the_text_stays_usable(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    put(qtbot, window, tmp_path).unlink()
    desk = window.desk(ScanDesk)
    desk.open(document(window))
    qtbot.waitUntil(desk.view.no_picture.isVisible, timeout=PATIENCE)
    assert len(texts(desk)) == 4
    write(desk, "I have just learned it")
    QTest.keyClick(field(desk), Qt.Key.Key_Return)
    settled(qtbot, desk)
    assert kept(desk, window)[1] == "I have just learned it"


def test_a_document_without_such_pages_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    put(qtbot, window, tmp_path, "text\nOnly text.")
    window.panes.library.list.setCurrentIndex(window.panes.library.list.model().index(0, 0))
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_R, shift)
    desk = window.desk(ScanDesk)
    qtbot.waitUntil(lambda: desk.view.empty_words.startswith("No pages read"), timeout=PATIENCE)


def test_nothing_is_selected(qtbot: QtBot, window: MainWindow) -> None:
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_R, shift)
    assert window.panes.banner._title.text() == "Choose a document first"


def test_the_page_opens_at_a_place(qtbot: QtBot, desk: ScanDesk, window: MainWindow) -> None:
    window.panes.reader.check_asked.emit(document(window), 3, Box(0.1, 0.08, 0.4, 0.12))
    qtbot.waitUntil(lambda: len(texts(desk)) == 2, timeout=PATIENCE)
    assert desk.model.place == 0
    assert desk.view.number.text() == "page 3, 2 of 2 read from pictures"


def test_zoom_and_dark(qtbot: QtBot, desk: ScanDesk, window: MainWindow) -> None:
    before = desk.view.page.width()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window, Qt.Key.Key_Plus, control)
    qtbot.waitUntil(lambda: desk.view.page.width() > before * 1.2, timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_0, control)
    qtbot.waitUntil(lambda: desk.view.page.width() == before, timeout=PATIENCE)
    window.retint(DARK)
    assert field(desk).hasFocus()
    assert field(desk).toPlainText() == "I have just leamed of the accident"


def test_what_was_read_is_saved(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desk.view.export.menu().actions()[0].trigger()
    told = window.panes.banner._title
    qtbot.waitUntil(lambda: told.text() == f"Saved as {path}.", timeout=PATIENCE)
    assert "leamed" in path.read_text(encoding="utf-8")


def test_a_removed_document_is_let_go(qtbot: QtBot, desk: ScanDesk, window: MainWindow) -> None:
    window.panes.library.removed.emit([document(window)])
    qtbot.waitUntil(lambda: not desk.is_shown, timeout=PATIENCE)


def test_what_was_read_leads_to_the_check(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(qtbot, window, tmp_path)

    def press(dialog: CoverageDialog) -> bool:
        check = next(one for one in dialog.findChildren(QPushButton) if one.text().startswith("Check"))
        check.click()
        return True

    monkeypatch.setattr(CoverageDialog, "exec", press)
    window.panes.library.coverage_asked.emit(document(window))
    qtbot.waitUntil(lambda: len(texts(window.desk(ScanDesk))) == 4, timeout=PATIENCE)
    assert window.desk(ScanDesk).is_shown


def test_a_cited_scan_leads_to_the_check(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    put(qtbot, window, tmp_path)
    window.desk(LibraryDesk).open(document(window))
    reader = window.panes.reader
    qtbot.waitUntil(reader.head.check.isVisible, timeout=PATIENCE)
    QTest.mouseClick(reader.head.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(texts(window.desk(ScanDesk))) == 4, timeout=PATIENCE)
    assert not reader.isVisible()


def test_screen_readers_hear_how_sure_a_line_is(desk: ScanDesk) -> None:
    rows = desk.view.lines.rows
    said = rows.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Memorial Chnrch yestcrday. Doubtful: read from handwriting"
    assert field(desk).accessibleName() == "Line 2"
    assert field(desk).accessibleDescription() == "Unreliable: read from handwriting"


def test_what_is_pasted_stays_one_line(desk: ScanDesk) -> None:
    QApplication.clipboard().setText("learned\n  something ")
    field(desk).selectAll()
    field(desk).paste()
    assert field(desk).toPlainText() == "learned something"


def test_a_narrow_pane_puts_the_picture_above(qtbot: QtBot, desk: ScanDesk, window: MainWindow) -> None:
    halves = desk.view._halves
    assert halves.orientation() is Qt.Orientation.Horizontal
    window.resize(800, 800)
    qtbot.waitUntil(lambda: halves.orientation() is Qt.Orientation.Vertical)
