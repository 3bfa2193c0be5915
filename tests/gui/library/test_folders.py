"""Watched folders in the window: the offer, the dialog, the summary, and why reading waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui import document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.events import IndexingPaused, LibraryChanged
from app.types import BatteryUse, FolderState, FolderStatus, PauseReason
from rag.storing.folders import Folder, Mount
from rag.types import Aside, Coverage, DocumentCoverage, DocumentState, Flaw, FlawKind, Gap, PoorPage
from ui.library.coverage_dialog import CoverageDialog
from ui.library.folder_desk import FolderDesk
from ui.library.folders import folder_words, pause_words
from ui.library.folders_dialog import FoldersDialog
from ui.library.panel import LibraryPanel
from ui.library.rows import DocumentRole
from ui.parts.theme import LIGHT
from ui.window.main_window import MainWindow

PATIENCE = 60_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "") as opened:
        opened.desk(FolderDesk).given.services.folders.start()
        yield opened


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(window: MainWindow) -> list[str]:
    model = window.panes.library.list.model()
    found = [model.index(row, 0).data(DocumentRole) for row in range(model.rowCount())]
    return sorted(one.name for one in found if one.state is DocumentState.READY)


def words(dialog: QLabel | FoldersDialog | CoverageDialog) -> str:
    return "\n".join(found.text().replace("\u200b", "") for found in dialog.findChildren(QLabel))


def test_a_folder_that_is_dropped_can_be_kept_current(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    root = tmp_path / "matter"
    write(root / "lease.txt", "Notice is given three months before the end.")
    drop(window, [root])
    banner = window.panes.banner
    assert banner.isVisible()
    assert "“matter”" in banner._title.text()
    qtbot.waitUntil(lambda: names(window) == ["lease.txt"], timeout=PATIENCE)
    qtbot.mouseClick(banner._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "1 folder watched" in window.panes.library.summary.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.panes.library.summary.text().startswith("1 page read"), timeout=PATIENCE)
    write(root / "later.txt", "Rent is due on the first day.")
    qtbot.waitUntil(lambda: names(window) == ["later.txt", "lease.txt"], timeout=PATIENCE)
    drop(window, [root])
    assert "Keep" not in banner._title.text() or not banner.isVisible(), "it is watched already"


def test_a_file_that_is_dropped_asks_nothing(window: MainWindow, tmp_path: Path) -> None:
    drop(window, [write(tmp_path / "lease.txt", "Notice.")])
    assert not window.panes.banner.isVisible()


def test_folders_are_listed_and_left(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.desk(FolderDesk)
    root = tmp_path / "matter"
    write(root / "lease.txt", "Notice is given three months before the end.")
    desk.model.watch(root)
    qtbot.waitUntil(lambda: names(window) == ["lease.txt"], timeout=PATIENCE)
    dialog = FoldersDialog(window, desk.model)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "1 document, up to date" in words(dialog), timeout=PATIENCE)
    assert str(root) in words(dialog)
    leave = [one for one in dialog.findChildren(QPushButton) if one.text() == "Stop watching"]
    qtbot.mouseClick(leave[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No folder is watched yet." in words(dialog), timeout=PATIENCE)
    assert names(window) == ["lease.txt"]


def test_a_folder_that_is_not_there_is_refused(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.desk(FolderDesk).model.watch(tmp_path / "nowhere")
    qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
    assert "nowhere" in window.panes.banner._words.text()


def test_the_status_says_why_reading_waits_and_lets_it_go_on(window: MainWindow, qtbot: QtBot) -> None:
    status, services = window.panes.status, window.desk(FolderDesk).given.services
    services.bus.publish(IndexingPaused(frozenset({PauseReason.BATTERY})))
    qtbot.waitUntil(status.go_on.isVisible, timeout=PATIENCE)
    assert status._library.text() == "Reading waits: on battery"
    qtbot.mouseClick(status.go_on, Qt.MouseButton.LeftButton)
    assert services.settings.preferences.battery is BatteryUse.GO_ON
    answering = IndexingPaused(frozenset({PauseReason.ANSWERING}))
    services.bus.publish(answering)
    qtbot.waitUntil(lambda: not status.go_on.isVisible(), timeout=PATIENCE)
    assert status._library.text() == "", "an empty library waits for nothing"
    services.bus.publish(LibraryChanged(replace(document(1, "new.pdf"), state=DocumentState.QUEUED)))
    services.bus.publish(answering)
    qtbot.waitUntil(lambda: status._library.text() == "Reading waits while the model works", timeout=PATIENCE)
    assert not status.go_on.isVisible()
    services.bus.publish(IndexingPaused(frozenset()))
    qtbot.waitUntil(lambda: status._library.text() == "", timeout=PATIENCE)


def test_what_was_read_is_shown_with_what_lacks_first(qtbot: QtBot) -> None:
    whole = replace(document(1, "whole.pdf"), coverage=Coverage(text=261))
    half = replace(document(2, "half.zip"), coverage=Coverage(text=3, empty=1, failed=1))
    failed = document(3, "locked.pdf", DocumentState.FAILED, error="password-needed")
    gaps = (Gap(2, "page 2", None), Gap(4, "photo.raw", "a kind of file that cannot be read"))
    poor = (PoorPage(3, "page 3", (Flaw(FlawKind.LACKING, 7, ("total", "due")),)),)
    half_read = DocumentCoverage(half, gaps, poor, compared=2)
    dialog = CoverageDialog(None, [DocumentCoverage(whole), half_read, DocumentCoverage(failed)])
    qtbot.addWidget(dialog)
    told = words(dialog)
    assert "264 pages read · 2 without text · 1 file failed." in told
    assert "page 3 was read poorly: 7 words seen on the page are not in its text (“total due”)" in told
    assert "2 of 261 pages held against their pictures" in told
    assert "photo.raw: a kind of file that cannot be read\npage 2: no text" in told
    assert told.index("locked.pdf") < told.index("half.zip") < told.index("whole.pdf")
    assert "protected by a password" in told


def test_running_heads_are_told_and_can_be_put_back(qtbot: QtBot) -> None:
    rules = document(1, "rules.pdf")
    asides = (Aside("Harbour house rules", 2, 4),)
    for read, name, wished in (
        (DocumentCoverage(rules, asides=asides), "Put running heads back into the text", True),
        (DocumentCoverage(rules, whole=True), "Set running heads aside again", False),
    ):
        dialog = CoverageDialog(None, [read])
        qtbot.addWidget(dialog)
        dialog.show()
        assert ("set aside on 4 pages from page 2 on: “Harbour house rules”" in words(dialog)) is wished
        offer = next(one for one in dialog.findChildren(QPushButton) if one.text() == name)
        with qtbot.waitSignal(dialog.whole_asked) as asked:
            qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
        assert asked.args == [rules, wished]
        assert not dialog.isVisible()


def test_a_long_word_makes_no_card_wider_than_the_dialog(qtbot: QtBot) -> None:
    long = Aside("https://doi.example/" + "0123456789" * 20, 2, 4)
    dialog = CoverageDialog(None, [DocumentCoverage(document(1, "rules.pdf"), asides=(long,))])
    qtbot.addWidget(dialog)
    dialog.resize(400, 400)
    dialog.show()
    (scroll,) = dialog.findChildren(QScrollArea)
    assert scroll.widget().width() <= scroll.viewport().width()


def test_the_panel_asks_for_what_its_menu_names(qtbot: QtBot) -> None:
    panel = LibraryPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.summary.isVisible()
    menu = panel._more()
    asked = []
    panel.watch_asked.connect(lambda: asked.append("watch"))
    panel.folders_asked.connect(lambda: asked.append("folders"))
    panel.coverage_asked.connect(asked.append)
    for action in menu.actions():
        if not action.isSeparator():
            action.trigger()
    assert asked == ["watch", "folders", None]
    panel.show_summary("3 pages read")
    panel.show_folders(2)
    assert panel.summary.text() == "3 pages read\n2 folders watched"
    qtbot.mouseClick(panel.summary, Qt.MouseButton.LeftButton)
    assert asked[3:] == [None]


@pytest.mark.parametrize(
    ("state", "documents", "waiting", "expected"),
    [
        (FolderState.CURRENT, 35, 0, "35 documents, up to date"),
        (FolderState.READING, 1, 4, "1 document, 4 files being read"),
        (FolderState.UNREACHABLE, 2, 0, "Not reachable now. Its 2 documents stay in the library."),
        (FolderState.UNREACHABLE, 1, 0, "Not reachable now. Its 1 document stays in the library."),
        (FolderState.UNREACHABLE, 0, 0, "Not reachable now."),
    ],
)
def test_a_folder_tells_how_it_stands(
    state: FolderState, documents: int, waiting: int, expected: str
) -> None:
    folder = Folder(1, "/matter", "", Mount.PART, 0.0)
    assert folder_words(FolderStatus(folder, state, documents, waiting)) == expected


def test_the_users_own_pause_is_named_first() -> None:
    assert pause_words(frozenset(PauseReason)) == "Reading is paused"
    assert pause_words(frozenset()) == ""
