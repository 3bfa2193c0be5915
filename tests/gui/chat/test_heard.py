"""What somebody hears who does not see the window: the answer, notices, what was found among the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.types import Notice
from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.options.desk import OptionsDesk
from ui.options.dialog import OptionsDialog
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
NOTICE = "The Tenant gives notice in writing three months before the end of a calendar quarter."
ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Every announcement in its order, and whether it is urgent; a screen reader is taken to listen."""
    found: list[tuple[str, bool]] = []

    def take(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            found.append((event.message(), event.politeness() is ASSERTIVE))

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", take)
    return found


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", NOTICE) as opened:
        yield opened


def ask(qtbot: QtBot, window: MainWindow, question: str) -> None:
    field = window.panes.composer.field
    field.setFocus()
    qtbot.keyClicks(field, question)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    cards = window.panes.transcript
    qtbot.waitUntil(lambda: bool(cards.cards) and cards.cards[-1].answered is not None, timeout=PATIENCE)


def test_an_answer_is_heard_when_it_is_there(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, announced: list[tuple[str, bool]]
) -> None:
    path = tmp_path / "lease.txt"
    path.write_text(f"Lease\n\n{NOTICE}", encoding="utf-8")
    drop(window, [path])
    rows = window.desk(LibraryDesk).model.rows
    qtbot.waitUntil(
        lambda: [one.state for one in rows.documents()] == [DocumentState.READY], timeout=PATIENCE
    )
    ask(qtbot, window, "When does the tenant give notice?")
    words = [words for words, _ in announced]
    assert "Looking through your documents…" in words
    (answer,) = (one for one in words if "three months before" in one)
    assert answer.endswith("It names 1 place in your documents.")
    assert not any(urgent for one, urgent in announced if one == answer)


def test_silence_is_heard_too(qtbot: QtBot, window: MainWindow, announced: list[tuple[str, bool]]) -> None:
    ask(qtbot, window, "What does the decree of 1904 say of lighthouses?")
    assert announced[-1][0].strip()
    assert len(announced) >= 2


def test_a_fault_is_heard_before_what_is_being_read(
    window: MainWindow, announced: list[tuple[str, bool]]
) -> None:
    window.banner.show_notice(Notice("The disk is full", "Nothing was kept.", "Make room."))
    window.banner.show_done("Saved.")
    assert announced == [("The disk is full Nothing was kept. Make room.", True), ("Saved.", False)]


def test_how_many_settings_fit_is_heard(
    qtbot: QtBot, window: MainWindow, announced: list[tuple[str, bool]]
) -> None:
    window.desk(OptionsDesk).show()
    dialog = window.findChildren(OptionsDialog)[-1]
    qtbot.keyClicks(dialog.field, "battery")
    assert announced[-1][0] == "3 settings"
    qtbot.keyClicks(dialog.field, " zyxwvut zyxwvu")
    assert announced[-1][0].startswith(("3 settings", "No setting"))
