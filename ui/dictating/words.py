"""The dialog of a person's own words for dictation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.dictating.word_list import ListedWord, WordList, words_of
from app.words.catalogue import alone, count, say
from app.words.messages import notice_of
from rag.storing.listed import key_of
from ui.parts.controls import breakable, button, label
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Space
from ui.parts.writing import Line


class WordsDialog(Dialog):
    """Changes are kept at once; what was taken off comes back by a button."""

    def __init__(self, parent: QWidget | None, words: WordList, tasks: Tasks) -> None:
        super().__init__(parent)
        self._words, self._tasks = words, tasks
        self._gone: list[str] = []
        self.setWindowTitle(say("dictation.title"))
        self.setMinimumSize(420, 360)
        self.resize(560, 480)
        self.field = _Field()
        self.field.setPlaceholderText(say("dictation.field"))
        self.field.setAccessibleName(say("dictation.field"))
        self.field.returnPressed.connect(lambda: self._add(self.field.text()))
        self.field.many.connect(self._add)
        self.field.textChanged.connect(lambda _: self._enable())
        self.add = button(say("dictation.add"))
        self.add.clicked.connect(lambda: self._add(self.field.text()))
        self.rows = _Rows()
        self.rows.setAccessibleName(say("dictation.title"))
        self.rows.itemSelectionChanged.connect(self._enable)
        self.rows.delete_pressed.connect(self._remove)
        self.none = label(say("dictation.none"), "quiet", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.room = label("", "small", wrap=True)
        self.hint = label("", "danger", wrap=True)
        self.remove = button(say("dictation.remove"))
        self.remove.clicked.connect(self._remove)
        self.back = button(say("dictation.back"))
        self.back.clicked.connect(self._bring_back)
        self.paste = button(say("dictation.paste"))
        self.paste.setToolTip(say("dictation.paste-tip"))
        self.paste.clicked.connect(lambda: self._add(QApplication.clipboard().text()))
        self.leave = button(say("dictation.close"), primary=True)
        self.leave.clicked.connect(self.accept)
        for one in (self.add, self.remove, self.back, self.paste):
            one.setAutoDefault(False)
        self._arrange()
        self._show([])
        self._do(lambda: None)

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        adding = QHBoxLayout()
        adding.addWidget(self.field, 1)
        adding.addWidget(self.add)
        below = QHBoxLayout()
        for one in (self.remove, self.back, self.paste):
            below.addWidget(one)
        below.addStretch()
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("dictation.title"), "title"))
        layout.addWidget(label(say("dictation.words"), "quiet", wrap=True))
        layout.addLayout(adding)
        layout.addWidget(self.hint)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.none, 1)
        layout.addWidget(self.room)
        layout.addLayout(below)

    def _enable(self) -> None:
        self.add.setEnabled(bool(self.field.text().strip()))
        self.remove.setEnabled(bool(self.rows.chosen))
        self.back.setVisible(bool(self._gone))

    def _add(self, text: str) -> None:
        words = words_of(text)
        if not words:
            return
        self._do(lambda: self._words.add(words), words[0], self.field.clear)

    def _remove(self) -> None:
        word = self.rows.chosen
        if word:
            self._gone.append(word)
            self._do(lambda: self._words.remove(word))

    def _bring_back(self) -> None:
        if self._gone:
            word = self._gone.pop()
            self._do(lambda: self._words.add([word]), word)

    def _do(
        self, work: Callable[[], object], choose: str = "", after: Callable[[], object] = lambda: None
    ) -> None:
        """Change the list and show it; `choose` stands there then."""

        def kept() -> list[ListedWord]:
            work()
            return self._words.all()

        def done(found: list[ListedWord]) -> None:
            after()
            self._show(found, choose)

        self._tasks.run(Lane.LIBRARY, kept, done, self._failed)

    def _show(self, found: Sequence[ListedWord], choose: str = "") -> None:
        self._tell("")
        self.rows.show_words(found, choose)
        self.rows.setVisible(bool(found))
        self.none.setVisible(not found)
        left = sum(not one.told for one in found)
        self.room.setText(count("dictation.no-room", left) if left else "")
        self.room.setVisible(bool(left))
        self._enable()

    def _failed(self, error: Exception) -> None:
        notice = notice_of(error)
        self._tell(f"{notice.sentence} {notice.remedy}")

    def _tell(self, words: str) -> None:
        self.hint.setText(breakable(words))
        self.hint.setVisible(bool(words))


class _Field(Line):
    """What is pasted into it over several lines is many words."""

    many = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pasted = QApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if "\n" in pasted.strip():
            self.many.emit(pasted)
        else:
            super().keyPressEvent(event)


class _Rows(QListWidget):
    delete_pressed = Signal()

    @property
    def chosen(self) -> str:
        """The word one stands at; "" for none."""
        return next((str(one.data(Qt.ItemDataRole.UserRole)) for one in self.selectedItems()), "")

    def show_words(self, words: Sequence[ListedWord], choose: str) -> None:
        place = max(self.currentRow(), 0)
        self.clear()
        for at, one in enumerate(words):
            shown = one.text if one.told else say("dictation.left-out", word=one.text)
            item = QListWidgetItem(alone(inert(shown)))
            item.setData(Qt.ItemDataRole.UserRole, one.text)
            self.addItem(item)
            if choose and key_of(one.text) == key_of(choose):
                place = at
        self.setCurrentRow(min(place, self.count() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
