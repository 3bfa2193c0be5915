"""Every shortcut on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.words.catalogue import names, say
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.keys import key_words
from ui.parts.laying import edges
from ui.parts.theme import Space
from ui.window.menus import Shortcuts

_WIDTH, _HEIGHT = 860, 560


class ShortcutsDialog(Dialog):
    """In two columns by menu, in one where room is short; those that are in no menu last."""

    def __init__(self, parent: QWidget | None, menus: Sequence[Shortcuts]) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("window.shortcuts.title"))
        self.resize(_WIDTH, _HEIGHT)
        groups = [(menu, [(name, key_words(keys)) for name, keys in listed]) for menu, listed in menus]
        keys_of = names("window.shortcuts.keys")
        elsewhere = [(name, keys_of[key]) for key, name in names("window.shortcuts.elsewhere").items()]
        groups.append((say("window.shortcuts.everywhere"), elsewhere))
        sheet = QWidget()
        self._sheet, self._columns = sheet, QBoxLayout(QBoxLayout.Direction.LeftToRight, sheet)
        columns = self._columns
        columns.setContentsMargins(edges(Space.S, Space.XS, Space.M, Space.XS))
        columns.setSpacing(Space.XXL)
        for some in _halves(groups):
            column = QVBoxLayout()
            column.setSpacing(Space.L)
            widest = max((len(keys) for _, rows in some for _, keys in rows), default=0)
            room = self.fontMetrics().horizontalAdvance("0" * widest)
            for title, rows in some:
                column.addLayout(_group(title, rows, room))
            column.addStretch()
            columns.addLayout(column, 1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(say("window.shortcuts.title"))
        area.setWidget(sheet)
        close = button(say("window.shortcuts.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(label(say("window.shortcuts.title"), "title"))
        layout.addWidget(area, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below each other where the two would have to be scrolled sideways."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight)
        bar = self._area.verticalScrollBar().sizeHint().width()
        if self._sheet.minimumSizeHint().width() > self._area.width() - bar - 2 * self._area.frameWidth():
            self._columns.setDirection(ways.TopToBottom)


_Group = tuple[str, list[tuple[str, str]]]


def _halves(groups: list[_Group]) -> tuple[list[_Group], list[_Group]]:
    """The groups in two columns of about the same height, in their order."""
    heights = [len(rows) + 2 for _, rows in groups]
    best = min(range(len(groups) + 1), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))
    return groups[:best], groups[best:]


def _group(title: str, rows: Sequence[tuple[str, str]], room: int) -> QGridLayout:
    """`room`: pixels for the keys, the same all down a column."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(Space.S)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(1, room)
    grid.addWidget(label(title, "section"), 0, 0)
    for place, (name, keys) in enumerate(rows, 1):
        grid.addWidget(label(name, wrap=True), place, 0)
        grid.addWidget(label(keys, "quiet"), place, 1, Qt.AlignmentFlag.AlignTop)
    return grid
