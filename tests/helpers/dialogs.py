"""A window with two documents and an answer, and every dialog that its menus open, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from window import drop

from app.words.catalogue import say
from rag.types import DocumentState
from ui.chat.desk import ChatDesk
from ui.library.desk import LibraryDesk
from ui.parts.desk import Menu
from ui.parts.tasks import Lane
from ui.window.main_window import MainWindow

PATIENCE = 30_000
NOTICE = "The Tenant gives notice in writing three months before the end of a calendar quarter."
_LEASE = f"""Lease of the workshop between Hartmann Feinmechanik GmbH and Sequoia Instruments Ltd
1. The rent is 1,200 euros a month, due on the third working day.
2. {NOTICE}
3. The deposit of 3,600 euros is returned within 60 days.
"""
_MENUS = (Menu.FILE, Menu.EDIT, Menu.WORK, Menu.MODELS, Menu.HELP)
_LEFT_OUT = ("window.file.quit", "window.file.lock", "window.file.matters")  # these leave the window


def filled(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """Two documents, one with a long name, and a question with its answer."""
    names = ("lease.txt", "Protokoll-der-ausserordentlichen-Gesellschafterversammlung-2024-11-30.txt")
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(f"{path.stem}\n{_LEASE}", encoding="utf-8")
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


def each_dialog(
    qtbot: QtBot,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    visit: Callable[[QDialog, str], None],
) -> list[str]:
    """Open what each line of the menus opens, visit it while it is shown, and leave it.

    Returns the lines that opened a dialog. None of them waits for a person: in place of a loop of its own a
    dialog is shown, visited and rejected; the choosers of files are left at once.
    """
    window.panes.library.list.setCurrentIndex(window.panes.library.list.model().index(0, 0))
    opened: list[str] = []
    line = ""
    left_out = [named(key) for key in _LEFT_OUT]

    def run(dialog: QDialog) -> int:
        dialog.show()
        settle(qtbot, window)
        opened.append(line)
        visit(dialog, line)
        dialog.reject()
        return 0

    monkeypatch.setattr(QDialog, "exec", run)
    monkeypatch.setattr(QMessageBox, "exec", run)
    for chooser in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, chooser, lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    for menu in _MENUS:
        for _, one in window.menus.lines:
            entry = one.entry
            if entry.menu is menu and one.name not in left_out and one.applies and not entry.elsewhere:
                line = one.name
                before = len(opened)
                one.action.trigger()
                settle(qtbot, window)
                for left in QApplication.topLevelWidgets():
                    if isinstance(left, QDialog) and left.isVisible():
                        if len(opened) == before:
                            opened.append(line)
                            visit(left, line)
                        left.close()
                window.show_conversation()
    return opened


def named(key: str) -> str:
    """What a line of the menus is called, by the key of its words."""
    return say(key).replace("&", "").rstrip("…")


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for what was begun: documents are listed first, and the dialog opens with them."""
    for lane in (Lane.LIBRARY, Lane.PLAN, Lane.LIBRARY):
        done: list[None] = []
        window._tasks.run(lane, lambda: None, done.append)
        qtbot.waitUntil(lambda done=done: bool(done), timeout=PATIENCE)
    qtbot.wait(50)
