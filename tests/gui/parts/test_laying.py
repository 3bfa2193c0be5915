"""Forms and scrolled columns: what stands in a row is level, and what lies below each other in line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from legible import flaws
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from ui.parts.controls import IconButton, button, label
from ui.parts.fitting import Dialog
from ui.parts.laying import Form, beside_bar
from ui.parts.theme import BODY_POINTS, DARK, LIGHT


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def sided(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Qt.LayoutDirection]:
    side: Qt.LayoutDirection = request.param
    qapp.setLayoutDirection(side)
    yield side
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def shown(qtbot: QtBot, window: QWidget) -> None:
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    QApplication.processEvents()


@pytest.mark.parametrize("percent", [75, 100, 150, 200])
def test_buttons_and_fields_of_a_row_are_of_one_height(
    qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    """They were 30, 31, 32 and 33 pixels high."""
    with dressed(qapp, Look("row", 900, 200, LIGHT, BODY_POINTS * percent / 100)):
        window, row = QWidget(), QHBoxLayout()
        switch, choice = IconButton("filter", "Found only", text="Found only"), QComboBox()
        switch.setProperty("role", "switch")
        choice.addItem("All")
        controls = (button("Add"), button("Keep", primary=True), QLineEdit(), choice, QSpinBox(), switch)
        for one in controls:
            row.addWidget(one)
        QVBoxLayout(window).addLayout(row)
        shown(qtbot, window)
        assert len({one.height() for one in controls}) == 1, [one.height() for one in controls]
        assert not flaws(window)
        controls[0].setFixedHeight(controls[0].height() - 2)
        QApplication.processEvents()
        assert any("pixels high" in flaw for flaw in flaws(window))


def test_a_field_that_says_more_of_itself_than_it_has_room_for_is_told(qtbot: QtBot) -> None:
    window, field = QWidget(), QLineEdit()
    QVBoxLayout(window).addWidget(field)
    field.setPlaceholderText("A command, a document, a setting")
    window.resize(600, 60)
    shown(qtbot, window)
    assert not flaws(window)
    window.resize(120, 60)
    QApplication.processEvents()
    assert any("A command" in flaw for flaw in flaws(window))
    field.setText("lease")
    assert not flaws(window)


@pytest.mark.parametrize("percent", [75, 100, 200])
def test_the_words_of_a_form_are_level_with_their_fields(
    qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    with dressed(qapp, Look("form", 600, 300, DARK, BODY_POINTS * percent / 100)):
        window = QWidget()
        form = Form(window)
        fields = (QLineEdit(), QComboBox(), QSpinBox())
        for one in fields:
            form.add("Figures", one)
        shown(qtbot, window)
        for one in fields:
            words = form.labelForField(one)
            assert abs(words.geometry().center().y() - one.geometry().center().y()) <= 1


def test_a_column_ends_where_its_area_does_unless_there_is_a_bar(
    qtbot: QtBot, sided: Qt.LayoutDirection
) -> None:
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    row = QPushButton("A row")
    column.addWidget(row)
    column.addStretch()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    beside_bar(area)
    area.resize(300, 300)
    shown(qtbot, area)
    assert row.width() == area.viewport().width()
    for _ in range(20):
        column.insertWidget(0, QLabel("More"))
    qtbot.waitUntil(lambda: row.width() < area.viewport().width())
    backwards = sided is Qt.LayoutDirection.RightToLeft
    beside = row.x() if backwards else inside.width() - row.geometry().right() - 1
    assert beside > 0, "the bar's side"


def test_a_dialog_that_nothing_in_it_can_fill_is_no_higher_than_its_words(qtbot: QtBot) -> None:
    """What was too much tore its title and its sentence apart."""
    dialog = Dialog()
    dialog.setMinimumWidth(420)
    column = QVBoxLayout(dialog)
    words = label("Its password is used to read it now and is not kept. " * 2, wrap=True)
    for one in (label("payroll.pdf", "heading", wrap=True), words, QLineEdit(), button("Open")):
        column.addWidget(one)
    shown(qtbot, dialog)
    assert dialog.height() == column.totalHeightForWidth(dialog.width())
    assert words.height() == words.heightForWidth(words.width())


def test_a_dialog_with_a_list_keeps_the_height_it_was_given(qtbot: QtBot) -> None:
    dialog = Dialog()
    dialog.resize(400, 380)
    column = QVBoxLayout(dialog)
    column.addWidget(label("Which contracts are looked at, of those that there are? " * 2, wrap=True))
    column.addWidget(QScrollArea(), 1)
    shown(qtbot, dialog)
    assert dialog.height() == 380


def test_a_column_keeps_off_the_frame_of_an_area_that_has_the_keyboard(qtbot: QtBot) -> None:
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    row = QPushButton("A row")
    column.addWidget(row)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    beside_bar(area)
    area.resize(300, 300)
    shown(qtbot, area)
    assert row.x() == 4
    assert row.width() == area.viewport().width() - 8
