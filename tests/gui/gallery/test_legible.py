"""What tells that something cannot be read tells faults that were planted, and nothing without them."""

from __future__ import annotations

import pytest
from legible import flaws
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.parts.controls import button, label
from ui.parts.rows import Index


def shown(qtbot: QtBot, window: QWidget) -> None:
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    QApplication.processEvents()


def nested(depth: int) -> tuple[QWidget, list[QWidget]]:
    """Two rows in a column, each of so many layouts within each other."""
    window = QWidget()
    column, held = QVBoxLayout(window), [button("Accept"), button("Reject")]
    for one in held:
        within: QLayout = QHBoxLayout()
        within.addWidget(one)
        for _ in range(depth - 1):
            around = QVBoxLayout()
            around.addLayout(within)
            within = around
        column.addLayout(within)
    return window, [*held]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_lies_over_something_is_found_in_layouts_within_layouts(qtbot: QtBot, depth: int) -> None:
    window, (accept, reject) = nested(depth)
    shown(qtbot, window)
    assert not flaws(window)
    reject.move(accept.x(), accept.y() + accept.height() // 2)
    assert any("Accept” lies over" in one for one in flaws(window))
    accept.hide()
    assert not flaws(window)


def test_what_its_pane_cuts_is_found(qtbot: QtBot) -> None:
    window, pane, words = QWidget(), QWidget(), label("The rent is due")
    QVBoxLayout(window).addWidget(pane)
    words.setParent(pane)
    pane.setFixedSize(300, 40)
    words.setGeometry(QRect(0, 0, 200, 40))
    shown(qtbot, window)
    assert not flaws(window)
    words.move(0, 20)  # still within the window
    assert any("outside QWidget" in one for one in flaws(window))


def test_letters_that_a_frame_pushes_out_are_found(qtbot: QtBot) -> None:
    """Qt keeps half an x before letters in a frame; the first of words that fill it is then cut."""
    window, words = QWidget(), QLabel("Small model, this computer")
    words.setStyleSheet("QLabel { padding: 3px 8px; }")
    column = QHBoxLayout(window)
    column.addWidget(words)
    column.addStretch()
    shown(qtbot, window)
    assert not flaws(window)
    words.setFixedWidth(words.fontMetrics().horizontalAdvance(words.text()) + 2 * 8 - 1)
    QApplication.processEvents()
    assert any("pixels wide" in one for one in flaws(window))
    words.setIndent(0)
    assert not flaws(window)


def test_a_hint_of_several_lines_that_is_cut_is_found(qtbot: QtBot) -> None:
    window, field = QWidget(), QPlainTextEdit()
    QVBoxLayout(window).addWidget(field)
    field.setPlaceholderText("Ask your documents what they say")
    window.setFixedSize(140, 140)
    shown(qtbot, window)
    assert not flaws(window)
    field.setFixedHeight(field.fontMetrics().lineSpacing() + 12)
    QApplication.processEvents()
    assert any("Ask your documents" in one for one in flaws(window))
    field.setPlainText("When")
    assert not flaws(window)


def test_a_button_that_asks_for_more_is_cut_like_any_other(qtbot: QtBot) -> None:
    """Its dots are not those of words that were shortened."""
    window, more = QWidget(), button("Add a folder of models…")
    more.setToolTip("Files of one model lie beside each other")
    QVBoxLayout(window).addWidget(more)
    shown(qtbot, window)
    assert not flaws(window)
    more.setFixedWidth(more.sizeHint().width() - 20)
    QApplication.processEvents()
    assert any("Add a folder" in one for one in flaws(window))


def test_a_caret_apart_from_its_hint_is_found(qtbot: QtBot) -> None:
    window, field = QWidget(), QLineEdit()
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QVBoxLayout(window).addWidget(field)
    shown(qtbot, window)
    assert any("caret" in one for one in flaws(window))
    field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    field.grab()  # its place is known once it is painted
    assert not flaws(window)


class _Telling(QStyledItemDelegate):
    """Draws where a row begins what becomes of it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignVCenter, "corrected")


def test_words_over_words_that_a_row_draws_are_found(qtbot: QtBot) -> None:
    """What a list draws is no widget: what was heard stood over the state of its line."""
    window, rows, held = QWidget(), QListWidget(), QWidget()
    QVBoxLayout(window).addWidget(rows)
    rows.setItemDelegate(_Telling(rows))
    item = QListWidgetItem()
    item.setSizeHint(QSize(280, 40))
    rows.addItem(item)
    across = QHBoxLayout(held)
    across.setContentsMargins(0, 0, 0, 0)
    across.addSpacing(120)
    across.addWidget(label("What was heard"), 1)
    rows.setItemWidget(item, held)
    rows.setFixedSize(300, 80)
    shown(qtbot, window)
    assert not flaws(window)
    across.takeAt(0)
    QApplication.processEvents()
    assert any("What was heard” lies over words" in one for one in flaws(window))


def test_tabs_that_are_scrolled_out_are_found(qtbot: QtBot) -> None:
    window, tabs = QWidget(), QTabBar()
    for name in ("Outline", "Pages", "Notes"):
        tabs.addTab(name)
    QVBoxLayout(window).addWidget(tabs)
    shown(qtbot, window)
    window.resize(tabs.sizeHint().width() + 40, 100)
    QApplication.processEvents()
    assert not flaws(window)
    window.resize(tabs.sizeHint().width() - 40, 100)
    QApplication.processEvents()
    assert any("tabs are" in one for one in flaws(window))
