"""Fields in which a person writes, of one line and of several."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


class Writing(QPlainTextEdit):
    """Begins where one reads. Qt turns the hint of an empty field around and leaves what is written, and the
    caret, at the left; which way the words of a line run is told by its first letter all the same.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._begin()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._begin()

    def _begin(self) -> None:
        rightward = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        option = self.document().defaultTextOption()
        option.setAlignment(Qt.AlignmentFlag.AlignRight if rightward else Qt.AlignmentFlag.AlignLeft)
        self.document().setDefaultTextOption(option)


class Line(QLineEdit):
    """Begins where one reads: in an empty field Qt asks the keyboard, which may be of another language, and
    the caret stood at one side and what the field says of itself at the other.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._begin()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._begin()

    def _begin(self) -> None:
        rightward = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rightward else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignAbsolute if rightward else Qt.AlignmentFlag(0)
        self.setAlignment(side | absolute | Qt.AlignmentFlag.AlignVCenter)
