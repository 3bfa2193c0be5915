"""What follows in the window from a setting: its colours, its letters, its panes, its menus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from window import open_window

from app.options.register import option
from app.types import Appearance
from ui.options.desk import OptionsDesk
from ui.options.dialog import OptionsDialog
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Within 72 hours.") as opened:
        yield opened


def action(window: MainWindow, text: str) -> QAction:
    return next(one for one in window.findChildren(QAction) if one.text() == text)


def settings(qtbot: QtBot, window: MainWindow, line: str) -> OptionsDialog:
    """The window of settings, opened from a line of the menus, once it is known how they stand."""
    with qtbot.waitSignal(window.desk(OptionsDesk).model.told, timeout=PATIENCE):
        action(window, line).trigger()
    return window.findChildren(OptionsDialog)[-1]


def test_keys_open_it_once_and_again_after_it_was_closed(qtbot: QtBot, window: MainWindow) -> None:
    assert action(window, "S&ettings…").shortcut().toString() == "Ctrl+,"
    first = settings(qtbot, window, "S&ettings…")
    assert settings(qtbot, window, "S&ettings…") is first
    first.close()
    assert not first.isVisible()
    again = settings(qtbot, window, "S&ettings…")
    assert again.isVisible()


@pytest.mark.parametrize(
    ("line", "option_id"), [("Loc&king…", "locked-work"), ("On &battery…", "battery-work")]
)
def test_lines_of_the_menus_go_to_what_they_named(
    qtbot: QtBot, window: MainWindow, line: str, option_id: str
) -> None:
    dialog = settings(qtbot, window, line)
    row = dialog.rows[option_id]
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect().height() > 0, timeout=PATIENCE)


def test_the_look_is_another_at_once(qtbot: QtBot, window: MainWindow) -> None:
    told: list[str] = []
    window.option_changed.connect(told.append)
    model = window.desk(OptionsDesk).model
    for option_id, value in (("appearance", "dark"), ("contrast", "more"), ("text-size", "150")):
        model.put(option(option_id), value)
    assert told == ["appearance", "contrast", "text-size"]
    assert window._settings.preferences.appearance is Appearance.DARK


def test_the_library_goes_and_comes_with_its_setting(qtbot: QtBot, window: MainWindow) -> None:
    model = window.desk(OptionsDesk).model
    assert window.panes.sidebar.isVisible()
    model.put(option("sidebar"), "off")
    assert not window.panes.sidebar.isVisible()
    model.put(option("sidebar"), "on")
    assert window.panes.sidebar.isVisible()


def opened(window: MainWindow, title: str) -> None:
    menu = next(one for one in window.menuBar().findChildren(QMenu) if one.title() == title)
    menu.aboutToShow.emit()
    menu.aboutToHide.emit()


def test_the_menus_tick_what_was_chosen_in_the_settings(qtbot: QtBot, window: MainWindow) -> None:
    """A line kept its tick from the start, and said the opposite of what held."""
    model = window.desk(OptionsDesk).model
    own = action(window, "&General questions in the model’s own words")
    assert own.isChecked()
    with qtbot.waitSignal(model.changed, timeout=PATIENCE):
        model.put(option("own-words"), "off")
    opened(window, "&Conversation")
    assert not own.isChecked()
    model.put(option("appearance"), "light")
    opened(window, "&View")
    assert action(window, "Light").isChecked()
    assert not action(window, "Follow the system").isChecked()


def test_what_has_the_keyboard_stays_in_view_when_letters_grow(
    qtbot: QtBot, window: MainWindow, qapp: QApplication
) -> None:
    """Whoever makes letters larger by keys lost sight of what they were changing."""
    dialog = settings(qtbot, window, "S&ettings…")
    row = dialog.rows["motion"]
    row.control.setFocus()
    before = qapp.font()
    larger = QFont(before)
    larger.setPointSizeF(2 * before.pointSizeF())
    try:
        qapp.setFont(larger)
        qtbot.waitUntil(lambda: not dialog.groups.isVisible(), timeout=PATIENCE)
        qtbot.waitUntil(lambda: not row.control.visibleRegion().isEmpty(), timeout=PATIENCE)
        shown = row.control.visibleRegion().boundingRect()
        assert shown.height() >= row.control.height() - 1
    finally:
        qapp.setFont(before)
