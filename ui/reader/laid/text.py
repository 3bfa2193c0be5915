"""A text that a person reads, selects from and follows references in, by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from rag.types.views import Kind
from ui.parts.theme import Palette
from ui.reader.kinds import ZOOMS, Span
from ui.reader.laid.area import LaidArea
from ui.reader.laid.sections import Section

_SCROLL_MS = 40  # between steps while somebody selects beyond the edge


class LaidText(LaidArea):
    chosen = Signal()
    followed = Signal(int, int)  # where a cross-reference begins in the text, and where it leads
    opened = Signal(int)  # where the name begins of what is attached
    copy_asked = Signal()
    speaker_asked = Signal(int)  # the number of one who speaks, of a recording

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._anchor_at: int | None = None
        self._head_at = 0
        self._pressed: QPointF | None = None
        self._turn = 0
        self._beyond = QTimer(self)
        self._beyond.setInterval(_SCROLL_MS)
        self._beyond.timeout.connect(self._select_beyond)

    # --- selecting -----------------------------------------------------------------------------------------

    def select(self, span: Span | None) -> None:
        """Select a stretch of the text; nothing for None."""
        span = span if span is not None and span.start < span.end else None
        if span is not None:
            self._anchor_at, self._head_at = span
        if span != self.selected:
            self.set_selected(span)
            self.chosen.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        at = self.offset_at(event.position())
        self._pressed = event.position()
        if at is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._anchor_at is not None:
            self._extend(at)
            return
        self._anchor_at = self._head_at = at
        self.select(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.offset_at(event.position())
        section = None if at is None else self.section_of(at)
        if at is None or section is None:
            return
        text, place = section.text, min(at - section.start, max(len(section.text) - 1, 0))
        low = high = place
        while low > 0 and _is_word(text[low - 1]):
            low -= 1
        while high < len(text) and _is_word(text[high]):
            high += 1
        self.select(Span(section.start + low, section.start + high))
        self._pressed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            places = (self._link_at(point), self._attached_at(point), self._speaker_at(point))
            over = any(one is not None for one in places)
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)
            return
        self._pressed = point if self.selected is not None else self._pressed
        at = self.offset_at(point)
        if at is not None and self._anchor_at is not None:
            self._extend(at)
        high = self.viewport().height()
        self._turn = -1 if point.y() < 0 else 1 if point.y() > high else 0
        if self._turn:
            self._beyond.start()
        else:
            self._beyond.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._beyond.stop()
        pressed, self._pressed = self._pressed, None
        if pressed is None or self.selected is not None or event.button() is not Qt.MouseButton.LeftButton:
            return
        link, name = self._link_at(event.position()), self._attached_at(event.position())
        if link is not None:
            self.followed.emit(*link)
        elif name is not None:
            self.opened.emit(name)
        elif (speaker := self._speaker_at(event.position())) is not None:
            self.speaker_asked.emit(speaker)

    def _select_beyond(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self._turn * bar.singleStep())
        edge = 0.0 if self._turn < 0 else float(self.viewport().height() - 1)
        at = self.offset_at(QPointF(self.viewport().width() / 2, edge))
        if at is not None and self._anchor_at is not None:
            self._extend(at)

    def _extend(self, at: int) -> None:
        anchor = self._anchor_at or 0
        self._head_at = at
        low, high = sorted((anchor, at))
        span = Span(low, high) if low < high else None
        if span != self.selected:
            self.set_selected(span)
            self.chosen.emit()

    def note_at(self, point: QPointF) -> int | None:
        """See `Noted`; of several the shortest, which lies in the others."""
        at = self.offset_at(point)
        here = [one for one in self._notes if at is not None and one.span.start <= at < one.span.end]
        here = [one for one in here if self._is_over(one.span, point)]
        return min(here, key=lambda one: one.span.end - one.span.start).number if here else None

    # --- following -----------------------------------------------------------------------------------------

    def _link_at(self, point: QPointF) -> tuple[int, int] | None:
        """The cross-reference at a point: where it begins, and where it leads."""
        at = self.offset_at(point)
        section = None if at is None else self.section_of(at)
        if section is None or at is None:
            return None
        for start, end, target in section.links:
            if start <= at < end and self._is_over(Span(start, end), point):
                return start, target
        return None

    def _attached_at(self, point: QPointF) -> int | None:
        """Where the name begins of what is attached at a point."""
        at = self.offset_at(point)
        section = None if at is None else self.section_of(at)
        if section is None or at is None:
            return None
        for start, end in _names(section):
            if start <= at < end and self._is_over(Span(start, end), point):
                return start
        return None

    def _speaker_at(self, point: QPointF) -> int | None:
        """The one whose name or number is at a point."""
        section, place = self.place_at(point)
        heads = section.setting.heads if section is not None and section.setting is not None else ()
        return next((speaker for start, end, speaker in heads if start <= place < end), None)

    def _is_over(self, span: Span, point: QPointF) -> bool:
        """Whether a point is on the lines of a stretch, and not beside them."""
        near = self.rects(Span(span.start, span.start + 1)) + self.rects(Span(span.end - 1, span.end))
        return any(QRectF(-1e6, one.top() - 2, 2e6, one.height() + 4).contains(point) for one in near)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.picture_at(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    # --- keys and wheel ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            if self.sections:
                self.select(Span(self.sections[0].start, self.sections[-1].end))
        elif event.matches(QKeySequence.StandardKey.MoveToStartOfDocument) or event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.matches(QKeySequence.StandardKey.MoveToEndOfDocument) or event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_Space:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.triggerAction(
                bar.SliderAction.SliderPageStepSub if back else bar.SliderAction.SliderPageStepAdd
            )
        elif (moved := _moved(event)) is not None:
            self._extend_by(*moved)
        else:
            super().keyPressEvent(event)

    def _extend_by(self, move: QTextCursor.MoveOperation) -> None:
        """Select a character, a word or a line more or less."""
        if self._anchor_at is None:
            seen = self.offset_at(QPointF(1.0, 1.0))
            if seen is None:
                return
            self._anchor_at = self._head_at = seen
        section = self.section_of(self._head_at)
        if section is None or section.setting is None:
            return
        cursor = QTextCursor(section.setting.document)
        cursor.setPosition(section.setting.placing.position(self._head_at))
        if cursor.movePosition(move):
            at = section.setting.placing.offset(cursor.position())
            self._extend(self._head_at if at is None else at)
            return
        forward = move in _FORWARD
        place = self.sections.index(section) + (1 if forward else -1)
        if 0 <= place < len(self.sections):
            self._extend(self.sections[place].start if forward else self.sections[place].end)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.change_zoom(1 if turned > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def change_zoom(self, steps: int) -> None:
        """Steps up or down the scale; 0 is the usual size."""
        nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self.zoom))
        place = ZOOMS.index(1.0) if steps == 0 else min(len(ZOOMS) - 1, max(0, nearest + steps))
        self.set_zoom(ZOOMS[place])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


_Move = QTextCursor.MoveOperation
_KEYS = {
    Qt.Key.Key_Left: (_Move.Left, _Move.WordLeft), Qt.Key.Key_Right: (_Move.Right, _Move.WordRight),
    Qt.Key.Key_Up: (_Move.Up, _Move.PreviousBlock), Qt.Key.Key_Down: (_Move.Down, _Move.NextBlock),
}  # fmt: skip
_FORWARD = (_Move.Right, _Move.WordRight, _Move.Down, _Move.NextBlock)


def _moved(event: QKeyEvent) -> tuple[QTextCursor.MoveOperation] | None:
    """By what an arrow extends a selection, with Control by more."""
    keys = _KEYS.get(Qt.Key(event.key()))
    if keys is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return None
    return (keys[bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)],)


def _names(section: Section) -> list[tuple[int, int]]:
    """Where names of what is attached stand."""
    return [
        (cell.start, cell.end) for one in section.blocks if one.kind is Kind.ATTACHED for cell in one.cells
    ]


def _is_word(mark: str) -> bool:
    return mark.isalnum() or mark in "_'’-"
