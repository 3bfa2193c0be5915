"""Removing documents in the window, and bringing them back: by the keys, after a restart, from the dialog."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from files.documents import pdf
from house import House
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from said import say_of
from window import drop, open_window

from app.library.removing import KEPT_DAYS
from app.services import Services
from rag.types import DocumentState
from ui.chat.desk import ChatDesk
from ui.library.desk import LibraryDesk
from ui.library.removed_dialog import RemovedDialog
from ui.library.rows import DocumentRole
from ui.parts.controls import day
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
BREACH = "# Article 33\n\nThe controller shall notify a breach to the authority within 72 hours of it."
REPLY = "The controller shall notify a breach to the authority within 72 hours."
QUESTION = "Within how many hours is a breach notified?"
DAY = 86_400.0


@contextmanager
def opened(qtbot: QtBot, home: Path, clock: Callable[[], float] = time.time) -> Iterator[MainWindow]:
    with open_window(home, REPLY, clock=clock) as window:
        qtbot.waitUntil(lambda: not window.panes.composer.field.placeholderText().startswith("Opening"))
        yield window


def names(window: MainWindow) -> list[str]:
    model = window.panes.library.list.model()
    documents = [model.index(row, 0).data(DocumentRole) for row in range(model.rowCount())]
    return [one.name for one in documents if one.state is DocumentState.READY]


def ask(qtbot: QtBot, window: MainWindow) -> None:
    field = window.panes.composer.field
    field.setFocus()
    qtbot.keyClicks(field, QUESTION)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: answers(window) == [True], timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.desk(ChatDesk).model.is_busy, timeout=PATIENCE)


def answers(window: MainWindow) -> list[bool]:
    """Of the cards that are shown, whether each has its answer."""
    return [card.answered is not None for card in window.panes.transcript.cards]


def remove(qtbot: QtBot, window: MainWindow, *rows: int) -> None:
    """Select rows and press Delete."""
    shown = window.panes.library.list
    before = names(window)
    shown.setFocus()
    shown.clearSelection()
    for place, row in enumerate(rows):
        modifier = CONTROL if place else Qt.KeyboardModifier.NoModifier
        at = shown.visualRect(shown.model().index(row, 0)).center()
        qtbot.mouseClick(shown.viewport(), LEFT, modifier, at)
    qtbot.keyClick(shown, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(names(window)) == len(before) - len(rows), timeout=PATIENCE)


def services(window: MainWindow) -> Services:
    return window.desk(LibraryDesk).given.services


def finds(window: MainWindow, words: str) -> set[str]:
    return {hit.document for hit in services(window).library.search(words, 5)}


def looked_at(window: MainWindow, do: Callable[[RemovedDialog], None]) -> None:
    """Open the dialog from the menu, do something in it once it is filled, and close it."""
    failed: list[BaseException] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, RemovedDialog):
            QTimer.singleShot(5, look)
            return
        try:
            do(dialog)
        except BaseException as error:
            failed.append(error)
        dialog.leave.click()

    QTimer.singleShot(0, look)
    (action,) = (one for one in window.findChildren(QAction) if one.text() == "&Removed documents…")
    action.trigger()
    if failed:
        raise failed[0]


def listed(dialog: RemovedDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def answer_with(word: str) -> None:
    """Press a button of the question that comes next."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(5, look)
            return
        (pressed,) = (one for one in box.findChildren(QPushButton) if one.text() == word)
        pressed.click()

    QTimer.singleShot(0, look)


def test_control_z_brings_a_document_back_with_its_answers(qtbot: QtBot, tmp_path: Path) -> None:
    path = pdf(tmp_path / "law.pdf", [BREACH])
    with opened(qtbot, tmp_path / "home") as window:
        drop(window, [path])
        qtbot.waitUntil(lambda: names(window) == ["law.pdf"], timeout=PATIENCE)
        ask(qtbot, window)
        path.unlink()  # nothing is read again
        remove(qtbot, window, 0)
        qtbot.waitUntil(lambda: answers(window) == [False], timeout=PATIENCE)
        assert finds(window, QUESTION) == set()
        qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
        qtbot.keyClick(window.panes.library.list, Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(lambda: names(window) == ["law.pdf"], timeout=PATIENCE)
        qtbot.waitUntil(lambda: answers(window) == [True], timeout=PATIENCE)
        assert window.panes.transcript.cards[0].text == REPLY
        assert not window.panes.banner.isVisible()
        assert finds(window, QUESTION) == {"law.pdf"}
        qtbot.keyClick(window.panes.library.list, Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
        assert window.panes.banner.accessibleName().startswith("There is nothing to undo.")
        assert window.panes.banner._frame.property("tone") == "quiet"  # it is no fault


def test_one_undo_a_removal_the_last_first(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(qtbot, tmp_path / "home") as window:
        drop(window, [pdf(tmp_path / f"{name}.pdf", [BREACH, name]) for name in ("a", "b", "c", "d")])
        qtbot.waitUntil(
            lambda: sorted(names(window)) == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"], timeout=PATIENCE
        )
        all_of_them = names(window)
        remove(qtbot, window, 0, 2)
        qtbot.waitUntil(lambda: "2 documents" in window.panes.banner.accessibleName(), timeout=PATIENCE)
        window.panes.banner.hide()  # as it does by itself
        remove(qtbot, window, 0)
        qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)  # it is known that it is removed
        for left in (all_of_them[1::2], all_of_them):
            qtbot.keyClick(window.panes.library.list, Qt.Key.Key_Z, CONTROL)
            qtbot.waitUntil(lambda left=left: names(window) == left, timeout=PATIENCE)


def test_what_was_removed_is_listed_after_a_restart_and_comes_back_or_goes(
    qtbot: QtBot, tmp_path: Path
) -> None:
    now = 1_700_000_000.0
    paths = [pdf(tmp_path / f"{name}.pdf", [BREACH, name]) for name in ("law", "lease", "will")]
    with opened(qtbot, tmp_path / "home", lambda: now) as window:
        drop(window, paths)
        qtbot.waitUntil(lambda: len(names(window)) == 3, timeout=PATIENCE)
        for _ in range(3):
            remove(qtbot, window, len(names(window)) - 1)  # the oldest first
    for path in paths:
        path.unlink()
    now += 10 * DAY
    with opened(qtbot, tmp_path / "home", lambda: now) as window:
        assert names(window) == []

        def back(dialog: RemovedDialog) -> None:
            qtbot.waitUntil(lambda: len(listed(dialog)) == 3, timeout=PATIENCE)
            about = f"Removed {day(1_700_000_000.0)} · {KEPT_DAYS - 10} days left"
            assert listed(dialog) == [f"{name}.pdf\n{about}" for name in ("will", "lease", "law")]
            at = dialog.list.visualItemRect(dialog.list.item(2)).center()
            qtbot.mouseClick(dialog.list.viewport(), LEFT, pos=at)
            qtbot.mouseClick(dialog.restore, LEFT)
            qtbot.waitUntil(lambda: len(listed(dialog)) == 2 and dialog.list.isEnabled(), timeout=PATIENCE)

        looked_at(window, back)
        qtbot.waitUntil(lambda: names(window) == ["law.pdf"], timeout=PATIENCE)
        assert finds(window, QUESTION) == {"law.pdf"}

        def gone(dialog: RemovedDialog) -> None:
            qtbot.waitUntil(lambda: len(listed(dialog)) == 2, timeout=PATIENCE)
            answer_with("Keep")
            qtbot.mouseClick(dialog.delete, LEFT)
            assert len(listed(dialog)) == 2
            answer_with("Delete for good")
            qtbot.mouseClick(dialog.delete, LEFT)
            qtbot.waitUntil(lambda: [one[:5] for one in listed(dialog)] == ["lease"], timeout=PATIENCE)
            answer_with("Delete for good")
            qtbot.waitUntil(dialog.empty.isEnabled, timeout=PATIENCE)
            qtbot.mouseClick(dialog.empty, LEFT)
            qtbot.waitUntil(lambda: listed(dialog) == [], timeout=PATIENCE)
            assert dialog.nothing.isVisible()
            assert not dialog.empty.isEnabled()

        looked_at(window, gone)
        assert services(window).removals.documents() == []
        assert names(window) == ["law.pdf"]


def test_what_is_read_again_is_the_document_that_was_removed(qtbot: QtBot, tmp_path: Path) -> None:
    path = pdf(tmp_path / "law.pdf", [BREACH])
    with opened(qtbot, tmp_path / "home") as window:
        drop(window, [path])
        qtbot.waitUntil(lambda: names(window) == ["law.pdf"], timeout=PATIENCE)
        ask(qtbot, window)
        remove(qtbot, window, 0)
        qtbot.waitUntil(lambda: answers(window) == [False], timeout=PATIENCE)
        drop(window, [path])
        qtbot.waitUntil(lambda: names(window) == ["law.pdf"], timeout=PATIENCE)
        qtbot.waitUntil(lambda: answers(window) == [True], timeout=PATIENCE)
        assert services(window).removals.documents() == []


def test_an_open_table_shows_the_rows_of_what_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    texts = {"birds.txt": "The heron was seen in May.\n", "mill.txt": "The rent is due in June.\n"}
    with closing(House(tmp_path / "home")) as house:
        said = say_of(house, tmp_path, texts, "When was the heron seen?")
    with opened(qtbot, tmp_path / "home") as window:
        qtbot.waitUntil(lambda: len(names(window)) == 2, timeout=PATIENCE)
        line = window.desk(RunDesk).line

        def rows() -> list[str]:
            report = line.current
            return [] if report is None else [one.part.document for one in report.results]

        line.open(said.table, asked=True)
        qtbot.waitUntil(lambda: rows() == list(texts), timeout=PATIENCE)
        remove(qtbot, window, names(window).index("birds.txt"))
        qtbot.waitUntil(lambda: rows() == ["mill.txt"], timeout=PATIENCE)
        qtbot.keyClick(window.panes.library.list, Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(lambda: rows() == list(texts), timeout=PATIENCE)
