"""Rows that are opened, and chosen for their menu."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.row_list import RowList


class OneClick(QProxyStyle):
    """As on desktops that open with a single click."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's name
    ) -> int:
        if hint is QStyle.StyleHint.SH_ItemView_ActivateItemOnSingleClick:
            return 1
        return super().styleHint(hint, option, widget, returnData)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[RowList]:
    made, style = RowList(), OneClick("fusion")
    qtbot.addWidget(made)
    made.setModel(QStringListModel(["a", "b", "c"], made))
    made.setStyle(style)
    made.show()
    yield made
    made.setStyle(None)


def test_a_right_click_chooses_a_row_and_opens_none(qtbot: QtBot, shown: RowList) -> None:
    """Where a desktop opens rows with one click it opened the document whose menu was asked for."""
    opened: list[str] = []
    shown.activated.connect(lambda index: opened.append(index.data()))
    at = shown.visualRect(shown.model().index(1, 0)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.RightButton, pos=at)
    assert opened == []
    assert shown.currentIndex().data() == "b"
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == ["b"]
