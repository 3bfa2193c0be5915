"""Icons: one drawing for each scale of the screens that are there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ui.parts import icons


class _Screen:
    """A screen of some scale, as far as an icon asks."""

    def __init__(self, scale: float) -> None:
        self._scale = scale

    def devicePixelRatio(self) -> float:
        return self._scale


def test_an_icon_has_a_drawing_for_each_scale_and_no_other(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [_Screen(2.0), _Screen(1.0), _Screen(2.0)])

    drawn = icons.icon("send", "#123456", 20)

    assert sorted(drawn.availableSizes(), key=QSize.width) == [QSize(20, 20), QSize(40, 40)]
    assert drawn.pixmap(QSize(20, 20), 2.0).size() == QSize(40, 40)


def test_icons_are_drawn_again_where_a_screen_of_another_scale_comes(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    there, calls = application.primaryScreen(), list[str]()
    icons.follow_screens(lambda: calls.append("drawn"))

    application.screenAdded.emit(there)
    assert not calls  # of a scale that all are drawn for

    monkeypatch.setattr(QGuiApplication, "screens", lambda: [_Screen(1.0), _Screen(1.75)])
    application.screenAdded.emit(there)
    there.geometryChanged.emit(there.geometry())
    assert calls == ["drawn"]
