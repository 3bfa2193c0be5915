"""What corrections have taught, to be looked through and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.runs.lessons import Kept
from app.words.catalogue import say
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class LessonsDialog(Dialog):
    """Forgetting is done as soon as it is asked for; nothing waits for the dialog's end."""

    def __init__(
        self, parent: QWidget | None, lessons: Sequence[Kept], forget: Callable[[int], None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("extractions.taught.title"))
        self.setMinimumSize(480, 320)
        self._forget = forget
        self.list = QListWidget()
        self.list.setAccessibleName(say("extractions.taught.title"))
        for kept in lessons:
            item = QListWidgetItem(lesson_words(kept))
            item.setData(Qt.ItemDataRole.UserRole, kept.id)
            self.list.addItem(item)
        self.none = label(say("extractions.taught.none"), "quiet", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.forget = button(say("extractions.taught.forget"))
        self.forget.clicked.connect(self._take)
        close = button(say("extractions.taught.close"), primary=True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("extractions.taught.title"), "title", wrap=True))
        layout.addWidget(label(say("extractions.taught.about"), "quiet", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.none, 1)
        row = QHBoxLayout()
        row.addWidget(self.forget)
        row.addStretch()
        row.addWidget(close)
        layout.addLayout(row)
        self.list.setCurrentRow(0)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._take()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        item = self.list.takeItem(self.list.currentRow())
        if item is not None:
            self._forget(item.data(Qt.ItemDataRole.UserRole))
        self._show()

    def _show(self) -> None:
        there = self.list.count() > 0
        self.none.setVisible(not there)
        self.list.setVisible(there)
        self.forget.setEnabled(there)


def lesson_words(kept: Kept) -> str:
    """A lesson in a line: the column, where its value stands, and in which document that was learnt."""
    lesson = kept.lesson
    place = say(f"extractions.sides.{lesson.side.value or 'none'}", label=lesson.label)
    return say("extractions.taught.lesson", column=lesson.column, place=place, document=kept.document)
