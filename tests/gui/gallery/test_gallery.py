"""Every view and every dialog of the menus, at several sizes and in both grounds: nothing in them is cut.

With CONFIDANT_GALLERY=FOLDER each is saved there as a picture, to be looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from legible import flaws
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.chat.desk import ChatDesk
from ui.library.desk import LibraryDesk
from ui.library.search_desk import SearchDesk
from ui.parts.desk import Menu
from ui.parts.tasks import Lane
from ui.parts.theme import DARK, LIGHT, Palette, qt_palette, sheet
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
NOTICE = "The Tenant gives notice in writing three months before the end of a calendar quarter."
LEASE = f"""Lease of the workshop between Hartmann Feinmechanik GmbH and Sequoia Instruments Ltd
1. The rent is 1,200 euros a month, due on the third working day.
2. {NOTICE}
3. The deposit of 3,600 euros is returned within 60 days.
"""
MENUS = (Menu.FILE, Menu.EDIT, Menu.WORK, Menu.MODELS, Menu.HELP)
LEFT_OUT = ("Quit", "Lock now", "Matters")  # these leave the window


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    width: int
    height: int
    palette: Palette
    points: float


LOOKS = (
    Look("small-light", 1024, 640, LIGHT, 10.5),
    Look("large-dark", 1440, 900, DARK, 10.5),
    Look("letters-twice", 1440, 900, LIGHT, 21.0),
)


@pytest.fixture(params=LOOKS, ids=lambda look: look.name)
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Look]:
    """The application dressed as a person would have it, and as it was again."""
    asked: Look = request.param
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    font = type(before[2])(before[2])
    font.setPointSizeF(asked.points)
    qapp.setFont(font)
    qapp.setPalette(qt_palette(asked.palette))
    qapp.setStyleSheet(sheet(asked.palette, asked.points))
    yield asked
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, look: Look) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", NOTICE) as opened:
        opened.retint(look.palette)
        opened.resize(look.width, look.height)
        QApplication.processEvents()
        yield opened


def filled(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """Two documents, one with a long name, and a question with its answer."""
    names = ("lease.txt", "Protokoll-der-ausserordentlichen-Gesellschafterversammlung-2024-11-30.txt")
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(f"{path.stem}\n{LEASE}", encoding="utf-8")
    drop(window, paths)
    rows = window.desk(LibraryDesk).model.rows
    qtbot.waitUntil(
        lambda: [one.state for one in rows.documents()] == [DocumentState.READY] * 2, timeout=PATIENCE
    )
    field = window.panes.composer.field
    field.setFocus()
    qtbot.keyClicks(field, "When does the tenant give notice?")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    cards = window.panes.transcript
    qtbot.waitUntil(lambda: bool(cards.cards) and cards.cards[-1].answered is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.desk(ChatDesk).model.is_busy, timeout=PATIENCE)


def judged(shown: QWidget, look: Look, name: str) -> list[str]:
    """What cannot be read of what is shown, which is saved too where pictures are asked for."""
    QApplication.processEvents()
    folder = os.environ.get("CONFIDANT_GALLERY")
    if folder:
        file = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        Path(folder).mkdir(parents=True, exist_ok=True)
        shown.grab().save(str(Path(folder) / f"{file}-{look.name}.png"))
    return [f"{name}, {flaw}" for flaw in flaws(shown)]


def test_nothing_of_the_window_is_cut(qtbot: QtBot, window: MainWindow, look: Look, tmp_path: Path) -> None:
    placeholder = window.panes.composer.field.placeholderText
    qtbot.waitUntil(lambda: not placeholder().startswith("Opening"), timeout=PATIENCE)
    qtbot.wait(100)
    found = judged(window, look, "empty")
    for line in ("Activity", "Tables of answers"):
        command(window, line)()
        found += judged(window, look, f"{line} empty")
        window.show_conversation()
    filled(qtbot, window, tmp_path)
    found += judged(window, look, "answer")
    window.browse(window.desk(LibraryDesk).model.rows.documents()[0])
    qtbot.waitUntil(window.panes.reader.text.isVisible, timeout=PATIENCE)
    found += judged(window, look, "page")
    window.panes.reader.hide()
    search = window.desk(SearchDesk)
    search.look_for("deposit")
    qtbot.waitUntil(lambda: search.view._pages.currentIndex() == 1, timeout=PATIENCE)
    found += judged(window, look, "search")
    command(window, "Ask each document")()
    window.show_conversation()
    found += judged(window, look, "ask each")
    assert not found, "\n".join(found)


def test_nothing_of_the_dialogs_is_cut(
    qtbot: QtBot, window: MainWindow, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(qtbot, window, tmp_path)
    window.panes.library.list.setCurrentIndex(window.panes.library.list.model().index(0, 0))
    found: list[str] = []
    opened: list[str] = []
    line = ""

    def run(dialog: QDialog) -> int:
        """In place of a loop of its own: show it, look at it, leave it."""
        dialog.show()
        settle(qtbot, window)
        opened.append(line)
        found.extend(judged(dialog, look, line))
        dialog.reject()
        return 0

    monkeypatch.setattr(QDialog, "exec", run)
    monkeypatch.setattr(QMessageBox, "exec", run)
    for chooser in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, chooser, lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    for menu in MENUS:
        for _, one in window.menus.lines:
            if (
                one.entry.menu is menu
                and one.name not in LEFT_OUT
                and one.applies
                and not one.entry.elsewhere
            ):
                line = one.name
                before = len(opened)
                one.action.trigger()
                settle(qtbot, window)
                for left in QApplication.topLevelWidgets():
                    if isinstance(left, QDialog) and left.isVisible():
                        if len(opened) == before:
                            opened.append(line)
                            found += judged(left, look, line)
                        left.close()
                window.show_conversation()
    assert len(opened) >= 14, opened
    assert not found, "\n".join(found)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for what was begun: documents are listed first, and the dialog opens with them."""
    for lane in (Lane.LIBRARY, Lane.PLAN, Lane.LIBRARY):
        done: list[None] = []
        window._tasks.run(lane, lambda: None, done.append)
        qtbot.waitUntil(lambda done=done: bool(done), timeout=PATIENCE)
    qtbot.wait(50)


def command(window: MainWindow, name: str) -> Callable[[], None]:
    return next(line.action.trigger for _, line in window.menus.lines if line.name == name)
