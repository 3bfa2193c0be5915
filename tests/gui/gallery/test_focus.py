"""The way of Tab through every dialog of the menus: each stop is seen, and shows that it is the one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dialogs import NOTICE, each_dialog, filled
from focus import RING, changed, walked
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from window import open_window

from ui.parts.theme import DARK, LIGHT, Palette, qt_palette, sheet
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

_AROUND = 4  # a frame around a widget lies at most so far outside


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    palette: Palette = request.param
    before = qapp.styleSheet(), qapp.palette()
    qapp.setPalette(qt_palette(palette))
    qapp.setStyleSheet(sheet(palette, 10.5))
    with open_window(tmp_path / "home", NOTICE) as opened:
        opened.retint(palette)
        filled(qtbot, opened, tmp_path)
        yield opened
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])


def test_every_stop_of_a_dialog_shows_that_the_keyboard_is_there(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    unseen: list[str] = []
    stopped: list[int] = []

    def walk(dialog: QDialog, line: str) -> None:
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        if dialog.focusWidget() is None:
            dialog.focusNextChild()
        stops = walked(qtbot, dialog)
        stopped.append(len(stops))
        for place, stop in enumerate(stops):
            elsewhere = stops[(place + 1) % len(stops)].picture
            area = stop.rect.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND) & dialog.rect()
            seen = changed(stop.picture, elsewhere, area), changed(stop.own, stop.left, stop.own.rect())
            if len(stops) > 1 and max(seen) < RING:
                one = stop.widget
                unseen.append(f"{line}: {type(one).__name__} {one.accessibleName() or one.objectName()}")

    opened = each_dialog(qtbot, window, monkeypatch, walk)
    assert len(opened) >= 14, opened
    assert sum(stopped) > 40
    assert not unseen, "\n".join(unseen)
