"""The line one stands at: its text to correct, its other readings, and what was read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QTextEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import say
from app.words.scans import line_words, word_words
from rag.layout.trust import CHECK
from rag.scanning.scanned import ScannedLine, ScannedWord
from rag.types import LineKind
from ui.dictating.field import FieldDictation
from ui.dictating.listening import ListeningRow
from ui.parts.controls import button, leading, utf16
from ui.parts.inert import inert
from ui.parts.theme import Palette, Space, enlarged

INSET = QSize(6, 4)  # of the text in its field: border and padding
_BUTTONS = 24  # height of the row below the text
_ICON = 14  # that has room in it
_STATE = 0.86  # of the size of the text


def buttons_height(shown: QWidget) -> int:
    """Of the row below the text, with letters of this size."""
    return round(_BUTTONS * enlarged(shown.font()))


def state_font(font: QFont) -> QFont:
    """Of what a line says of itself, below text in `font`."""
    found = QFont(font)
    found.setPointSizeF(font.pointSizeF() * _STATE)
    return found


def doubt_format(word: ScannedWord, palette: Palette) -> QTextCharFormat:
    """How a doubtful word is underlined: a wave, or dots where it is unreliable."""
    found = QTextCharFormat()
    bad = word.confidence < CHECK
    style = QTextCharFormat.UnderlineStyle
    found.setUnderlineStyle(style.DotLine if bad else style.WaveUnderline)
    found.setUnderlineColor(QColor(palette.danger if bad else palette.warn))
    return found


class LineField(QTextEdit):
    """Plain text in one paragraph."""

    kept = Signal()
    stepped = Signal(int)
    moved = Signal(int)
    turned = Signal(int)
    undo_asked = Signal()
    others_asked = Signal()
    sound_asked = Signal(int)  # from which character of the line
    said = Signal()  # what is dictated here is all

    def __init__(self) -> None:
        super().__init__()
        self.kind = LineKind.PRINTED  # how it came onto its page
        self.is_heard = False  # what stands here was heard: Enter plays it, Tab leads from word to word
        self.setProperty("role", "line")
        self.setAcceptRichText(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:  # as its row is drawn
            option = self.document().defaultTextOption()
            option.setAlignment(leading())
            self.document().setDefaultTextOption(option)
        self._read = ""
        self._doubts: tuple[ScannedWord, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.toPlainText() != self._read

    def show_text(self, text: str, doubts: tuple[ScannedWord, ...], palette: Palette) -> None:
        self._read, self._doubts = text, doubts
        if text != self.toPlainText():  # else the cursor stays where it is
            self.setPlainText(text)
        marks = []
        for word in doubts:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._over(word)
            mark.format = doubt_format(word, palette)
            marks.append(mark)
        self.setExtraSelections(marks)

    def rest(self, text: str) -> None:
        """This text is what stands; `is_changed` counts from it."""
        self._read = text

    def renew(self, text: str) -> None:
        """Another text stands below what is being typed: leaving the edit leads back to it."""
        self._read, self._doubts = text, ()
        self.setExtraSelections([])

    def revert(self) -> None:
        self.replace(self._read)

    def replace(self, text: str) -> None:
        """Write another text as one edit that can be undone."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def to_doubt(self) -> None:
        """Select the first doubtful word; without one, stand at the end."""
        if self._doubts and not self.is_changed:
            self.setTextCursor(self._over(self._doubts[0]))
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)

    @property
    def spoken(self) -> int:
        """From which character what one stands at is to be heard: from the word before it."""
        before = self.toPlainText()[: self._at]
        return before.rstrip().rfind(" ") + 1

    def to_next_doubt(self, steps: int) -> bool:
        """Select the next doubtful word of this line (1), or the one before (-1); False without any."""
        if self.is_changed:
            return False
        ordered = self._doubts if steps > 0 else self._doubts[::-1]
        found = next((one for one in ordered if (one.start - self._at) * steps > 0), None)
        if found is not None:
            self.setTextCursor(self._over(found))
        return found is not None

    @property
    def _at(self) -> int:
        """Where the selection begins, in characters as Python counts them."""
        units = self.toPlainText().encode("utf-16-le")[: 2 * self.textCursor().selectionStart()]
        return len(units.decode("utf-16-le", "ignore"))

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(" ".join(source.text().split()))

    def event(self, event: QEvent) -> bool:
        overriding = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overriding and event.key() == Qt.Key.Key_Escape and self._reverts:  # type: ignore[attr-defined]
            event.accept()  # it leaves the edit, not the page
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.cursorForPosition(event.pos()).position()
            marks = zip(self._doubts, self.extraSelections(), strict=True)
            for word, mark in marks:
                cursor = mark.cursor
                if cursor.selectionStart() <= at <= cursor.selectionEnd():
                    QToolTip.showText(
                        event.globalPos(), word_words(self._read, word, self.kind, heard=self.is_heard), self
                    )
                    return True
            QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        plain = not held & ~Qt.KeyboardModifier.KeypadModifier
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain and self.isReadOnly():
                self.said.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                if self.is_heard:
                    self.sound_asked.emit(self.spoken)
                else:
                    self.kept.emit()
            case Qt.Key.Key_Tab if plain:
                self._step(1)
            case Qt.Key.Key_Backtab:
                self._step(-1)
            case Qt.Key.Key_Escape if self._reverts:
                self.revert()
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown if plain:
                self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Down if held == Qt.KeyboardModifier.AltModifier:
                self.others_asked.emit()
            case Qt.Key.Key_Up | Qt.Key.Key_Down if plain and self._at_edge(key):
                self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Z if self._undoes_elsewhere(event):
                self.undo_asked.emit()
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def _step(self, steps: int) -> None:
        if not (self.is_heard and self.to_next_doubt(steps)):
            self.stepped.emit(steps)

    @property
    def _reverts(self) -> bool:
        """Whether Escape leaves the edit; while one dictates it discards that."""
        return self.is_changed and not self.isReadOnly()

    def _undoes_elsewhere(self, event: QKeyEvent) -> bool:
        return event.modifiers() == Qt.KeyboardModifier.ControlModifier and not (
            self.document().isUndoAvailable()
        )

    def _at_edge(self, key: int) -> bool:
        """Whether up or down leads out of this line."""
        cursor, up = self.textCursor(), QTextCursor.MoveOperation.Up
        way = up if key == Qt.Key.Key_Up else QTextCursor.MoveOperation.Down
        return not cursor.movePosition(way)

    def _over(self, word: ScannedWord) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16(self._read, word.start))
        cursor.setPosition(utf16(self._read, word.end), QTextCursor.MoveMode.KeepAnchor)
        return cursor


class TakeBack(QPushButton):
    """What was read, or heard, before a person corrected it, as far as there is room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_read(self, text: str, *, heard: bool) -> None:
        self._said = say("checking.heard.was" if heard else "checking.line.read", text=text)
        told = say("checking.line.take-back", text=text)
        self.setToolTip(inert(told))
        self.setAccessibleName(told)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 4 * Space.XS
        fitting = self.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, room)
        self.setText(fitting.replace("&", "&&"))


class ScanEditor(QWidget):
    """The field, with the ways back and aside below it."""

    corrected = Signal(int, str)  # place, text
    take_back_asked = Signal(int)
    resized = Signal()  # the text needs more or less room

    def __init__(self, palette: Palette, parent: QWidget, listening: ListeningRow) -> None:
        """`listening` shows that somebody is listened to, beside the lines."""
        super().__init__(parent)
        self._palette = palette
        self._line: ScannedLine | None = None
        self.field = LineField()
        self.field.others_asked.connect(self.show_others)
        self.field.textChanged.connect(self.resized)
        self.dictation = FieldDictation(self.field, palette, listening, _ICON)
        self.dictation.button.setProperty("role", "small")
        self.dictation.button.retint(palette)
        self.field.said.connect(self.dictation.end)
        self.take_back = TakeBack()
        self.take_back.clicked.connect(self._take_back)
        self.others = button(say("checking.line.others"))
        self.others.setProperty("role", "link")
        self.others.setToolTip(say("checking.line.others-tip"))
        self.others.setMenu(QMenu(self.others))
        self.setFocusProxy(self.field)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(Space.XS)
        self._state = QSpacerItem(0, 0)  # what the line says of itself is drawn there
        below.addItem(self._state)
        below.addStretch(1)
        below.addWidget(self.take_back, 100)
        below.addWidget(self.others)
        below.addWidget(self.dictation.button)
        self._below = below
        row = QWidget()
        row.setLayout(below)
        row.setFixedHeight(buttons_height(self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.field, 1)
        column.addWidget(row)

    @property
    def line(self) -> ScannedLine | None:
        return self._line

    def show_line(self, line: ScannedLine) -> None:
        """A line, or what has become of the one in view; what is being typed stays."""
        before, self._line = self._line, line
        self.field.is_heard, self.field.kind = line.is_heard, line.kind
        same = before is not None and before.place == line.place
        other = before is None or before.text != line.text
        if not (same and self.field.is_changed):
            self.field.show_text(line.text, line.doubts, self._palette)
            self.field.document().clearUndoRedoStacks()
            if same and other:
                self.field.to_doubt()
        elif other:
            self.field.renew(line.text)
        self.field.setAccessibleName(say("checking.line.name", number=line.place + 1))
        self.field.setAccessibleDescription(line_words(line))
        self._keep_off(line_words(line))
        self.take_back.setVisible(line.is_corrected)
        self.take_back.show_read(line.read or "", heard=line.is_heard)
        menu = self.others.menu()
        menu.clear()
        for text in line.others:
            menu.addAction(text.replace("&", "&&"), partial(self._choose, text))
        self.others.setVisible(bool(line.others))

    def _keep_off(self, state: str) -> None:
        """Nothing stands over what the line says of itself, however large its letters are."""
        metrics = QFontMetrics(state_font(self.field.font()))
        needs = INSET.width() + metrics.horizontalAdvance(state) + Space.M
        self._state.changeSize(needs, 0, QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        self._below.invalidate()

    def commit(self) -> None:
        """Keep what was typed or said; an emptied line is no writing."""
        self.dictation.leave()
        if self._line is None or not self.field.is_changed:
            return
        text = " ".join(self.field.toPlainText().split())
        self.field.rest(self.field.toPlainText())
        self.corrected.emit(self._line.place, text)
        self.dictation.keep(text)

    def show_others(self) -> None:
        """Offer the other readings, beside the text."""
        menu = self.others.menu()
        if not menu.isEmpty():
            menu.setActiveAction(menu.actions()[0])
            menu.popup(self.field.mapToGlobal(self.field.rect().bottomLeft()))

    def _choose(self, text: str) -> None:
        self.field.replace(text)
        self.field.setFocus()

    def _take_back(self) -> None:
        if self._line is not None:
            self.field.revert()
            self.take_back_asked.emit(self._line.place)
            self.field.setFocus()
