"""How forms and scrolled columns are laid out."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QLabel, QLayout, QScrollArea, QWidget

from ui.parts.theme import Space

_LEVEL = 3  # pixels above and below the words of a field


class Form(QFormLayout):
    """Fields with what they are called beside them, level with them and as wide as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSpacing(Space.S)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)  # where letters are large
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add(self, words: str | QLabel, field: QWidget | QLayout) -> None:
        """One row more. Qt gives words no more than 7/4 of their own height and leaves them at the top of the
        row: two pixels too high beside any field.
        """
        called = words if isinstance(words, QLabel) else QLabel(words)
        if isinstance(field, QWidget):
            self.addRow(called, field)
            if called is not words:
                called.setBuddy(field)  # as Qt does with words that it is given
        else:
            self.addRow(called, field)
        called.setContentsMargins(0, _LEVEL, 0, _LEVEL)


def edges(before: int, above: int, behind: int, below: int) -> QMargins:
    """Margins by the way one reads: Qt mirrors what lies in a layout, and not the margins around it."""
    backwards = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return QMargins(behind, above, before, below) if backwards else QMargins(before, above, behind, below)


def beside_bar(area: QScrollArea) -> None:
    """What an area holds keeps off its scroll bar, and ends where the area ends while it has none: so it lies
    in line with what stands above and below. It keeps off the frame of one that can have the keyboard, too.
    """
    held = area.widget()
    layout = held.layout() if held is not None else None
    if layout is None:
        return

    framed = area.focusPolicy() is not Qt.FocusPolicy.NoFocus  # while it has the keyboard
    lead = Space.XS if framed else 0

    def keep(_: int, most: int) -> None:
        room = Space.S if most > 0 else 0
        margins = layout.contentsMargins()
        layout.setContentsMargins(edges(lead, margins.top(), max(lead, room), margins.bottom()))

    bar = area.verticalScrollBar()
    bar.rangeChanged.connect(keep)
    keep(bar.minimum(), bar.maximum())
