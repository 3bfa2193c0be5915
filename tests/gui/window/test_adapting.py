"""What stands beside what at which width, and that nothing lies over anything else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed
from window import open_window

from ui.parts.theme import BODY_POINTS, LIGHT, sheet
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Within 72 hours.") as opened:
        yield opened


def at(window: MainWindow, width: int) -> list[str]:
    """The panes that are seen at a width, from the left; each has room of its own."""
    window.resize(width, 700)
    QApplication.processEvents()
    panes = window.panes
    seen = {
        name: QRect(pane.mapTo(window, pane.rect().topLeft()), pane.size())
        for name, pane in (("library", panes.sidebar), ("talk", panes.middle), ("page", panes.reader))
        if pane.isVisible()
    }
    places = sorted(seen.values(), key=QRect.left)
    assert all(one.right() < other.left() for one, other in pairwise(places)), seen
    assert places[-1].right() < window.width()
    return list(seen)


def act(window: MainWindow, name: str) -> None:
    next(one for one in window.findChildren(QAction) if one.text() == name).trigger()


def test_panes_step_aside_for_a_page_and_come_back(window: MainWindow) -> None:
    assert at(window, 1440) == at(window, 900) == ["library", "talk"]
    window.panes.reader.show()
    assert at(window, 1440) == ["library", "talk", "page"]
    assert at(window, 1024) == ["talk", "page"]
    assert at(window, 780) == ["page"]
    assert at(window, 1024) == ["talk", "page"]
    assert at(window, 1440) == ["library", "talk", "page"]
    at(window, 780)
    window.panes.reader.hide()
    assert at(window, 780) == ["library", "talk"]


def test_a_page_opened_in_a_small_window_takes_the_room_of_the_library(window: MainWindow) -> None:
    at(window, 1024)
    window.panes.reader.show()
    assert at(window, 1024) == ["talk", "page"]
    act(window, "Go to the &library")
    assert at(window, 1024) == ["library", "talk", "page"]
    assert window.panes.library.isVisible()
    window.panes.reader.hide()
    window.panes.reader.show()
    assert at(window, 1024) == ["talk", "page"]


def test_a_library_that_was_put_away_stays_away(qtbot: QtBot, window: MainWindow) -> None:
    at(window, 1440)
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert at(window, 1440) == at(window, 900) == ["talk"]
    assert window._settings.preferences.sidebar is False
    window.panes.reader.show()
    assert at(window, 1440) == ["talk", "page"]
    act(window, "Go to the &library")
    assert at(window, 1440) == ["library", "talk", "page"]
    assert window._settings.preferences.sidebar is True


def test_what_is_opened_beside_the_page_takes_its_room_from_the_conversation(
    qtbot: QtBot, window: MainWindow
) -> None:
    panes = window.panes
    window.resize(1440, 900)
    panes.reader.show()
    QApplication.processEvents()
    before = panes.splitter.sizes()
    body = panes.reader.kinds[0].widget.parentWidget()
    assert body is not None
    page = body.width()
    panes.reader.toggle_strip()
    qtbot.waitUntil(lambda: panes.splitter.sizes() != before)
    QApplication.processEvents()
    assert body.width() >= page - 2, (body.width(), page)
    assert panes.middle.width() >= panes.middle.minimumWidth()
    assert panes.sidebar.width() == before[0]
    panes.reader.toggle_strip()
    qtbot.waitUntil(lambda: panes.splitter.sizes() == before)
    for _ in range(4):  # and it does not grow each time
        panes.reader.toggle_strip()
        QApplication.processEvents()
        panes.reader.toggle_strip()
        QApplication.processEvents()
    assert panes.splitter.sizes() == before
    panes.reader.toggle_strip()
    QApplication.processEvents()
    window.close()  # and is kept without it
    window._restore()
    panes.reader.strip.hide()
    window.show()
    panes.reader.show()
    QApplication.processEvents()
    assert panes.splitter.sizes() == before


def test_a_library_that_stepped_aside_comes_back_as_wide_as_it_was(window: MainWindow) -> None:
    panes = window.panes
    window.resize(1300, 800)
    QApplication.processEvents()
    panes.splitter.setSizes([310, 990, 0])
    QApplication.processEvents()
    before = panes.sidebar.width()
    window.resize(1024, 700)
    QApplication.processEvents()
    narrow = panes.sidebar.width()
    panes.reader.show()
    QApplication.processEvents()
    assert panes.sidebar.isHidden()
    for _ in range(2):
        panes.reader.toggle_strip()
        QApplication.processEvents()
    panes.reader.hide()
    QApplication.processEvents()
    assert abs(panes.sidebar.width() - narrow) <= 2, (before, narrow, panes.sidebar.width())


@pytest.mark.parametrize("width", [1200, 1300, 1400])
def test_the_library_steps_aside_where_notes_would_make_the_page_narrow(
    window: MainWindow, width: int
) -> None:
    """The conversation alone could not give the room: 280 pixels were left of the page at 1200."""
    panes = window.panes
    at(window, width)
    panes.reader.show()
    assert at(window, width) == ["library", "talk", "page"]
    before = panes.splitter.sizes()
    body = panes.reader.kinds[0].widget.parentWidget()
    assert body is not None
    page = body.width()
    panes.reader.toggle_strip()
    assert at(window, width) == ["talk", "page"]
    assert body.width() >= page - 2, (page, body.width())
    panes.reader.toggle_strip()
    assert at(window, width) == ["library", "talk", "page"]
    for one, other in zip(panes.splitter.sizes(), before, strict=True):
        assert abs(one - other) <= 2, (panes.splitter.sizes(), before)
    act(window, "Go to the &library")
    panes.reader.toggle_strip()
    act(window, "Go to the &library")  # somebody wants both
    assert at(window, width) == ["library", "talk", "page"]


def test_large_letters_leave_the_page_alone_in_a_wider_window(window: MainWindow) -> None:
    font = window.font()
    font.setPointSizeF(1.5 * BODY_POINTS)
    window.setFont(font)
    window.panes.reader.show()
    assert at(window, 1200) == ["page"]
    assert at(window, 1400) == ["talk", "page"]


@pytest.mark.parametrize(("width", "usual"), [(1024, ["talk", "page"]), (1300, ["library", "talk", "page"])])
def test_panes_come_back_when_letters_become_smaller_again(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, width: int, usual: list[str]
) -> None:
    """They stayed away until the page was closed."""

    def write(points: float) -> None:
        font = qapp.font()
        font.setPointSizeF(points)
        qapp.setFont(font)
        qapp.setStyleSheet(sheet(LIGHT, points))

    panes = window.panes
    with dressed(qapp, Look("usual", width, 700, LIGHT)):
        at(window, width)
        panes.reader.show()
        assert at(window, width) == usual
        write(2 * BODY_POINTS)
        qtbot.waitUntil(lambda: panes.middle.isHidden() and panes.sidebar.isHidden(), timeout=PATIENCE)
        write(BODY_POINTS)
        qtbot.waitUntil(panes.middle.isVisible, timeout=PATIENCE)
        assert at(window, width) == usual
