"""A text drawn: its pages, and over them what is cited, found and selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
    QTextCursor,
)

from ui.parts.theme import Space
from ui.reader.kinds import Highlight, Span
from ui.reader.laid.room import PAGE_GAP, LaidRoom
from ui.reader.laid.sections import Section


@dataclass(frozen=True, slots=True)
class _Layer:
    """Stretches of the text that look alike: what is cited, found, selected."""

    spans: tuple[Span, ...]
    look: QTextCharFormat


class LaidArea(LaidRoom):
    """Draws sections, those in view alone."""

    _notes: tuple[Highlight, ...] = ()

    def show_notes(self, notes: Sequence[Highlight]) -> None:
        """What a person marked for themselves."""
        self._notes = tuple(notes)
        self.viewport().update()

    def offset_at(self, point: QPointF) -> int | None:
        """The character of the text at a point of the viewport."""
        section, place = self.place_at(point, Qt.HitTestAccuracy.FuzzyHit)
        if section is None or not section.loaded:
            return None if section is None else section.start
        return None if section.setting is None else section.setting.placing.offset(place)

    def place_at(
        self, point: QPointF, how: Qt.HitTestAccuracy = Qt.HitTestAccuracy.ExactHit
    ) -> tuple[Section | None, int]:
        """The section at a point of the viewport, set where it is loaded, and the position there of what it
        shows; below 0 where nothing is.
        """
        if not self.sections:
            return None, -1
        section = self.sections[self._at(point.y() + self._scroll)]
        setting = self._set(section).setting if section.loaded else None
        if setting is None:
            return section, -1
        top = section.top + self._head(section)
        inside = QPointF(point.x() - self._left(), point.y() + self._scroll - top)
        return section, setting.document.documentLayout().hitTest(inside, how)

    def picture_at(self, point: QPointF) -> str:
        """What the picture at a point of the viewport is said to show; empty where there is none."""
        section = self.place_at(point)[0]
        setting = None if section is None else section.setting
        if section is None or setting is None:
            return ""
        top = section.top + self._head(section)
        inside = QPointF(point.x() - self._left(), point.y() + self._scroll - top)
        found = setting.document.picture(setting.document.documentLayout().imageAt(inside))
        return "" if found is None else found.said

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(
            event.rect(), QColor(self._inks.palette.paper if self._cards else self._inks.palette.surface)
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.pictures.ratio = self.viewport().devicePixelRatioF()
        kept = self._anchor()
        grew = False
        for section in self._seen():
            high = section.height
            if section.loaded:
                self._set(section)
            else:
                self.wanted.emit(section.part)
            grew = grew or section.height != high
        if grew:
            self._arrange()
            self._restore(kept)
        for section in self._seen():
            self._draw(painter, section)
        painter.end()

    def _draw(self, painter: QPainter, section: Section) -> None:
        top, left = section.top - self._scroll, self._left()
        if self._cards:
            self._card(painter, section, top)
        elif section.begins and section.page > 1:
            self._rule(painter, section, top)
        if section.setting is None:
            return
        painter.save()
        painter.translate(left, top + self._head(section))
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = QPalette(self.palette())
        context.palette.setColor(QPalette.ColorRole.Text, QColor(self._inks.palette.ink))
        context.clip = QRectF(
            0, -top - self._head(section), max(self._widest, self._width), self.viewport().height()
        )
        selections = [one for layer in self._layers() for one in _selections(section, layer)]
        context.selections = selections
        painter.setClipRect(context.clip)
        section.setting.document.documentLayout().draw(painter, context)
        painter.restore()

    def _card(self, painter: QPainter, section: Section, top: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._inks.palette
        painter.setPen(QColor(ink.line))
        painter.setBrush(QColor(ink.surface))
        above = PAGE_GAP if section.begins else -Space.RADIUS
        below = -8.0 if section.ends else Space.RADIUS
        frame = QRectF(
            self._left() - Space.L, top + above, self._width + 2 * Space.L, section.height - above + below
        )
        painter.save()
        painter.setClipRect(QRectF(0, top, self.viewport().width(), section.height))
        painter.drawRoundedRect(frame, Space.RADIUS, Space.RADIUS)
        painter.restore()
        if section.begins:
            self._name(painter, section, top)

    def _rule(self, painter: QPainter, section: Section, top: float) -> None:
        line = top + PAGE_GAP / 2
        painter.setPen(QColor(self._inks.palette.line))
        painter.drawLine(QPointF(self._left(), line), QPointF(self._left() + self._width, line))
        self._name(painter, section, top)

    def _name(self, painter: QPainter, section: Section, top: float) -> None:
        said = self.named(section.page)
        if not said:
            return
        font = self._inks.font
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        said = metrics.elidedText(said, Qt.TextElideMode.ElideMiddle, int(self._width))
        wide = metrics.horizontalAdvance(said) + Space.M
        line = top + PAGE_GAP / 2
        room = QRectF(self._left() + self._width - wide, top, wide, PAGE_GAP)
        if not self._cards:
            painter.fillRect(QRectF(room.left(), line - 1, wide, 2), QColor(self._inks.palette.surface))
        painter.setPen(QColor(self._inks.palette.quiet))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)

    def _layers(self) -> list[_Layer]:
        layers = [
            *(_Layer((one.span,), self._inks.noted(one.colour, one.has_words)) for one in self._notes),
            _Layer(self._marks, self._inks.cited()),
            _Layer(self._hits, self._inks.found(current=False)),
        ]
        if self._current is not None:
            layers.append(_Layer((self._current,), self._inks.found(current=True)))
        if self._selected is not None:
            layers.append(_Layer((self._selected,), self._inks.selected()))
        return layers


def _selections(section: Section, layer: _Layer) -> list[QAbstractTextDocumentLayout.Selection]:
    setting = section.setting
    if setting is None:
        return []
    made = []
    for span in layer.spans:
        if span.start >= section.end or span.end <= section.start:
            continue
        for low, high in setting.placing.ranges(span):
            one = QAbstractTextDocumentLayout.Selection()
            cursor = QTextCursor(setting.document)
            cursor.setPosition(low)
            cursor.setPosition(high, QTextCursor.MoveMode.KeepAnchor)
            one.cursor, one.format = cursor, layer.look
            made.append(one)
    return made
