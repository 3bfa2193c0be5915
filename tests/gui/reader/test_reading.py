"""A document read in one piece: scrolled, found in, selected, its outline and its pages in small."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import labelled_pdf
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.reader import outside
from ui.reader.desk import ReaderDesk
from ui.reader.outside import OutsideDialog
from ui.reader.paged.drawing import part
from ui.reader.paged.geometry import Fit
from ui.reader.pane import ReaderPane
from ui.window import editing
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
TREES = ("ash", "birch", "cedar", "elm", "fir", "larch", "maple", "oak", "pine", "rowan", "spruce", "yew")
PAGES = [
    f"# Article {number} Of the {tree}\nThe {tree} is felled in winter and its wood is\n"
    f"stored dry for a year. Who fells the {tree} marks the stump."
    for number, tree in enumerate(TREES, 1)
]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "") as opened:
        made = labelled_pdf(tmp_path / "wood.pdf", PAGES, [(0, 1, "/r", ""), (2, 11, "/D", "")])
        drop(opened, [made])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY]
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        yield opened


@pytest.fixture
def pane(qtbot: QtBot, window: MainWindow) -> ReaderPane:
    """Open at the first page, with the keyboard in the document."""
    window.browse(window.desk(LibraryDesk).model.rows.documents()[0])
    found = window.panes.reader
    qtbot.waitUntil(lambda: found.shown is not None and found.page.leaf(1) is not None, timeout=PATIENCE)
    found.focus_document()
    return found


def read(qtbot: QtBot, pane: ReaderPane, number: int) -> None:
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.number == number, timeout=PATIENCE)


def find(qtbot: QtBot, pane: ReaderPane, words: str, told: str) -> None:
    qtbot.keyClick(pane.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert pane.finder.field.hasFocus()
    qtbot.keyClicks(pane.finder.field, words)
    qtbot.waitUntil(lambda: pane.finder.told.text() == told, timeout=PATIENCE)


def test_keys_go_through_the_whole_document(qtbot: QtBot, pane: ReaderPane) -> None:
    view = pane.page
    qtbot.keyClick(view, Qt.Key.Key_End)
    read(qtbot, pane, 12)
    assert (pane.head.number.text(), pane.head.unit.text()) == ("12", "of 12, printed 10")
    qtbot.keyClick(view, Qt.Key.Key_Home)
    read(qtbot, pane, 1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    read(qtbot, pane, 3)
    qtbot.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    read(qtbot, pane, 1)
    pane.turn(11)
    assert pane.page.page == 12, "the last page is reached though it is never at the top"


def test_what_is_read_stays_in_view_whatever_its_size(qtbot: QtBot, pane: ReaderPane) -> None:
    view = pane.page
    pane.turn(5)
    view.scroll_by(100)
    down = view.place.down
    for change in (lambda: view.show_fit(Fit.PAGE), lambda: view.change_zoom(0), lambda: view.change_zoom(2)):
        change()
        assert view.page == 6
    view.change_zoom(0)
    assert view.place.down == pytest.approx(down, abs=0.05)
    pane.resize(pane.width() - 160, pane.height())
    QApplication.processEvents()
    assert view.page == 6
    read(qtbot, pane, 6)


def test_every_place_is_marked_counted_and_gone_through(qtbot: QtBot, pane: ReaderPane) -> None:
    find(qtbot, pane, "WOOD is stored", "1 of 12")
    field = pane.finder.field
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pane.finder.told.text() == "3 of 12"
    read(qtbot, pane, 3)
    qtbot.waitUntil(lambda: bool(pane.page._over(3).current), timeout=PATIENCE)
    assert len(pane.page._over(3).current) == 2, "over the end of a line: a box on each"
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert pane.finder.told.text() == "1 of 12"
    qtbot.keyClick(field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert pane.finder.told.text() == "12 of 12", "before the first comes the last"
    read(qtbot, pane, 12)


def test_a_place_that_was_found_does_not_come_back_when_the_window_changes(
    qtbot: QtBot, window: MainWindow, pane: ReaderPane
) -> None:
    find(qtbot, pane, "larch marks", "1 of 1")
    qtbot.waitUntil(lambda: pane.page.page == 6, timeout=PATIENCE)
    qtbot.keyClick(pane.page, Qt.Key.Key_End)
    window.resize(1000, 620)
    QApplication.processEvents()
    assert pane.page.page == 12, "somebody went on from there"
    pane.stepped.emit(1)
    assert pane.page.page == 6
    window.resize(1200, 800)
    QApplication.processEvents()
    (box,) = pane.page._over(6).current
    place = part(pane.page.seen(6), box).toRect()
    assert pane.page.viewport().rect().contains(place), "what was asked for stays in view"


def test_what_is_nowhere_is_said_and_escape_ends_it(
    qtbot: QtBot, window: MainWindow, pane: ReaderPane
) -> None:
    find(qtbot, pane, "mahogany", "No hits")
    assert not pane.finder.on.isEnabled()
    qtbot.keyClick(pane.finder.field, Qt.Key.Key_Escape)
    assert not pane.finder.isVisible()
    assert pane.isVisible(), "only the bar is closed"
    assert pane.page.hasFocus()
    find(qtbot, pane, "larch", "1 of 3")
    window.desk(ReaderDesk).escape()
    assert not pane.page._hits


def test_text_is_selected_over_pages_and_copied_whole(
    qtbot: QtBot, window: MainWindow, pane: ReaderPane
) -> None:
    view = pane.page
    view.show_fit(Fit.PAGE)
    pane.turn(1)
    view.scroll_by(-view.viewport().height() // 2)
    qtbot.waitUntil(lambda: view.leaf(1) is not None and view.leaf(2) is not None, timeout=PATIENCE)

    def word(page: int, text: str) -> QPoint:
        leaf = view.leaf(page)
        assert leaf is not None
        place = leaf.text.rindex(text)
        found = next(one for one in leaf.words if one.start == place)
        return part(view.seen(page), found.box).toRect().center()

    view.scroll_by(round(view.seen(1).top()) + 40)
    seen = view.viewport()
    first = word(1, "marks")
    assert seen.rect().contains(first)
    QTest.mouseDClick(seen, Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseRelease(seen, Qt.MouseButton.LeftButton, pos=first)
    assert pane.marked is not None
    assert pane.marked[0] == "marks"
    start = view.selection
    assert start is not None
    leaf = view.leaf(2)
    assert leaf is not None
    view.select(start._replace(end=leaf.begin + leaf.text.index("is felled") + len("is felled")))
    window.desk(ReaderDesk).copy()
    wanted = "“marks the stump. Article 2 Of the birch The birch is felled” (wood.pdf, pp. 1–2, printed i–ii"
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.text().startswith(wanted), timeout=PATIENCE)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    plain = "marks the stump.\nArticle 2 Of the birch\nThe birch is felled"
    qtbot.waitUntil(lambda: clipboard.text().replace("\n", " ") == plain.replace("\n", " "), timeout=PATIENCE)


def test_the_keyboard_selects(qtbot: QtBot, window: MainWindow, pane: ReaderPane) -> None:
    view, shift = pane.page, Qt.KeyboardModifier.ShiftModifier
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(view, Qt.Key.Key_Right, shift)
    assert pane.marked is not None
    assert pane.marked[0] == "A"
    qtbot.keyClick(view, Qt.Key.Key_Right, shift | control)
    assert pane.marked[0] == "Article"
    qtbot.keyClick(view, Qt.Key.Key_Down, shift)
    assert pane.marked[0].startswith("Article 1 Of the ash\n")
    lines = dict(zip(("copy", "all"), (one for one in editing.entries()[1::2]), strict=True))
    assert lines["copy"].possible is not None
    assert lines["copy"].possible(), "the menu knows that something is selected"
    lines["all"].do()
    assert pane.marked[0].endswith("marks the stump.")
    assert len(pane.marked[0]) > 12 * 80
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert pane.marked is None
    assert pane.isVisible()


def test_the_outline_leads_on_and_back_returns(qtbot: QtBot, window: MainWindow, pane: ReaderPane) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F8)
    outline = pane.strip.outline
    assert outline.hasFocus()
    model = outline.sections
    assert model.rowCount() == 12
    outline.setCurrentIndex(model.index(6, 0))
    qtbot.keyClick(outline, Qt.Key.Key_Return)
    read(qtbot, pane, 7)
    assert pane.shown is not None
    assert pane.shown.mark is not None
    font = model.data(model.index(6, 0), Qt.ItemDataRole.FontRole)
    assert font is not None
    assert font.bold(), "the section that is read is marked"
    said = model.data(model.index(6, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("page 7, being read")
    qtbot.mouseClick(pane.page.viewport(), Qt.MouseButton.BackButton)
    read(qtbot, pane, 1)
    qtbot.mouseClick(pane.page.viewport(), Qt.MouseButton.ForwardButton)
    read(qtbot, pane, 7)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert not pane.strip.isVisible()


def test_small_pages_are_drawn_as_they_come_into_view(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.toggle_strip()
    pane.strip.tabs.setCurrentIndex(1)
    pages = pane.strip.pages
    qtbot.waitUntil(lambda: pages._picture(1) is not None, timeout=PATIENCE)
    assert pages._picture(12) is None
    pages.setFocus()
    pages.setCurrentIndex(pages.model().index(4, 0))
    qtbot.keyClick(pages, Qt.Key.Key_Return)
    read(qtbot, pane, 5)
    assert pages.model().index(4, 0).data() == "5 (3)", "with what is printed on it"


def test_a_screen_reader_hears_where_one_is_and_what_stands_there(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.turn(2)
    read(qtbot, pane, 3)
    face = QAccessible.queryAccessibleInterface(pane.page)
    assert face.role() is QAccessible.Role.Document
    assert face.text(QAccessible.Text.Name) == "wood.pdf, page 3 of 12"
    assert "The cedar is felled" in face.text(QAccessible.Text.Value)


def test_the_file_is_opened_elsewhere_once_somebody_agreed(
    qtbot: QtBot, window: MainWindow, pane: ReaderPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    asked: list[str] = []
    answer = [OutsideDialog.DialogCode.Rejected, OutsideDialog.DialogCode.Accepted]
    services = window.desk(ReaderDesk).given.services

    def ask(dialog: OutsideDialog) -> int:
        asked.append(dialog.windowTitle())
        assert dialog.no.isDefault()
        return answer[len(asked) - 1]

    monkeypatch.setattr(outside.OutsideDialog, "exec", ask)
    monkeypatch.setattr(
        "ui.reader.desk.QDesktopServices.openUrl", lambda url: opened.append(url.fileName()) or True
    )
    pane.head.outside.click()
    QApplication.processEvents()
    assert (len(asked), opened) == (1, [])
    pane.head.outside.click()
    qtbot.waitUntil(lambda: opened == ["wood.pdf"], timeout=PATIENCE)
    pane.head.outside.click()
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=PATIENCE)
    assert len(asked) == 2, "somebody who agreed is not asked again"
    told = [one for one in services.audit.entries() if one.kind == "exported"]
    assert len(told) == 2
    assert '"program"' in told[-1].facts
