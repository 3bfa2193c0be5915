"""How a line of a page is drawn: a strip of the picture, what was read from it, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QPen,
    QPixmap,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.words.directions import is_backwards
from app.words.scans import line_words, word_words
from rag.layout.trust import Trust
from rag.scanning.scanned import ScannedLine, ScannedWord
from ui.dictating.listening import ListeningRow
from ui.parts.controls import leading, utf16
from ui.parts.rows import Index
from ui.parts.theme import Palette, Space
from ui.scans.editor import INSET, ScanEditor, buttons_height, doubt_format, state_font
from ui.scans.rows import LineRole

_STRIP = 56  # the most a strip is high
_AROUND = 0.12  # of a line's height, shown above and below it
_BAR = 3
_HEIGHTS = 4000  # kept, of a few pages
_LEFT = Space.M + _BAR


class LinePainter(QStyledItemDelegate):
    """Strip, text, state: from top to bottom."""

    def __init__(
        self,
        palette: Palette,
        view: QListView,
        listening: ListeningRow,
        made: Callable[[ScanEditor], None],
    ) -> None:
        """`made` hears of each editor; there is one, for the current line."""
        super().__init__(view)
        self.palette = palette
        self.picture = QPixmap()
        self._view = view
        self._listening = listening
        self._made = made
        self._heights: dict[tuple[str, int, str], int] = {}  # of texts: a list asks for all of them often

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        editor = ScanEditor(self.palette, parent, self._listening)
        editor.field.setFont(self._view.font())
        editor.show_line(index.data(LineRole))
        self._made(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, ScanEditor):
            editor.show_line(index.data(LineRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Nothing: the editor tells what was corrected."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        top = self._text_top(option.rect, index.data(LineRole))
        right = option.rect.right() - Space.S
        place = QRect(_LEFT + Space.S, top, right - _LEFT - Space.S, option.rect.bottom() - top - 3)
        editor.setGeometry(self._sided(option.rect, place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """The editor knows its keys."""
        return False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        width = self._view.viewport().width()
        line: ScannedLine = index.data(LineRole)
        text = line.text
        if index.row() == self._view.currentIndex().row():
            editor = self._view.indexWidget(index)
            if isinstance(editor, ScanEditor):
                text = editor.field.toPlainText()
        top = self._text_top(QRect(0, 0, width, 0), line)
        below = buttons_height(self._view) + Space.S
        return QSize(width, top + self._height(text, width) + 2 * INSET.height() + below)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: ScannedLine = index.data(LineRole)
        rect: QRect = option.rect
        current = index.row() == self._view.currentIndex().row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if current:
            painter.setPen(self.palette.around(focused=False, chosen=True))
            painter.setBrush(self.palette.color("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(0, 2, -2, -2), 8, 8)
        self._draw_bar(painter, rect, line)
        self._draw_strip(painter, rect, line)
        top = self._text_top(rect, line)
        layout = self._words(line.text, rect.width(), line)
        painter.setPen(self.palette.color("ink"))
        if not current:
            layout.draw(painter, self._text_at(rect, top))
        painter.setFont(state_font(self._view.font()))
        painter.setPen(self.palette.color(_color(line)))
        left = _LEFT + Space.S + INSET.width()
        high = buttons_height(self._view)
        state = QRect(left, rect.bottom() - high - 2, rect.width() - left - Space.M, high)
        painter.drawText(self._sided(rect, state), leading(), line_words(line))
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        line: ScannedLine | None = index.data(LineRole)
        if line is None:
            return False
        top = self._text_top(option.rect, line)
        at = QPointF(event.pos()) - self._text_at(option.rect, top)
        layout = self._words(line.text, option.rect.width())
        for number in range(layout.lineCount()):
            found = layout.lineAt(number)
            if found.naturalTextRect().contains(at):
                place = found.xToCursor(at.x())
                for word in line.doubts:
                    if utf16(line.text, word.start) <= place <= utf16(line.text, word.end):
                        QToolTip.showText(
                            event.globalPos(),
                            word_words(line.text, word, line.kind, heard=line.is_heard),
                            view,
                        )
                        return True
        QToolTip.hideText()
        return True

    # --- inside --------------------------------------------------------------------------------------------

    def _sided(self, row: QRect, place: QRect) -> QRect:
        """A place of a row counted from where one begins to read."""
        return QStyle.visualRect(self._view.layoutDirection(), row, place)

    def _text_at(self, row: QRect, top: int) -> QPointF:
        left = _LEFT + Space.S + INSET.width()
        place = self._sided(row, QRect(left, top, _room(row.width()), 1))
        return QPointF(place.left(), top + INSET.height())

    def _height(self, text: str, width: int) -> int:
        key = (text, width, self._view.font().key())
        if key not in self._heights:
            if len(self._heights) > _HEIGHTS:
                self._heights.clear()
            self._heights[key] = round(self._words(text, width).boundingRect().height())
        return self._heights[key]

    def _words(self, text: str, width: int, line: ScannedLine | None = None) -> QTextLayout:
        """The text broken into rows; with `line`, its doubtful words underlined."""
        layout = QTextLayout(text, self._view.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        backwards = self._view.isRightToLeft() or is_backwards(text)
        option.setAlignment(Qt.AlignmentFlag.AlignRight if backwards else Qt.AlignmentFlag.AlignLeft)
        layout.setTextOption(option)
        if line is not None:
            layout.setFormats([self._underlined(line, word) for word in line.doubts])
        layout.beginLayout()
        height = 0.0
        while (row := layout.createLine()).isValid():
            row.setLineWidth(_room(width))
            row.setPosition(QPointF(0, height))
            height += row.height()
        layout.endLayout()
        return layout

    def _underlined(self, line: ScannedLine, word: ScannedWord) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start = utf16(line.text, word.start)
        found.length = utf16(line.text, word.end) - found.start
        found.format = doubt_format(word, self.palette)
        return found

    def _strip(self, line: ScannedLine, width: int) -> tuple[QRectF, QSize]:
        """Which part of the picture shows a line, and how large it is drawn; empty without a picture."""
        if self.picture.isNull():
            return QRectF(), QSize()
        wide, high = self.picture.width(), self.picture.height()
        box = line.box
        around = (box.y1 - box.y0) * high * _AROUND
        source = QRectF(
            box.x0 * wide, box.y0 * high, (box.x1 - box.x0) * wide, (box.y1 - box.y0) * high
        ).adjusted(-around, -around, around, around)
        source &= QRectF(0, 0, wide, high)
        if source.isEmpty():
            return QRectF(), QSize()
        room = width - _LEFT - 2 * Space.S
        scale = min(room / source.width(), _STRIP / source.height())
        return source, QSize(round(source.width() * scale), round(source.height() * scale))

    def _text_top(self, rect: QRect, line: ScannedLine) -> int:
        size = self._strip(line, rect.width())[1]
        return rect.top() + Space.S + (size.height() + Space.XS if size.isValid() else 0)

    def _draw_strip(self, painter: QPainter, rect: QRect, line: ScannedLine) -> None:
        source, size = self._strip(line, rect.width())
        if size.isValid():
            target = QRect(QPoint(rect.left() + _LEFT + Space.S, rect.top() + Space.S), size)
            painter.drawPixmap(QRectF(self._sided(rect, target)), self.picture, source)

    def _draw_bar(self, painter: QPainter, rect: QRect, line: ScannedLine) -> None:
        """How sure the line is, where it begins: dashed to be checked, whole when unreliable or corrected."""
        if line.trust is Trust.SURE and not line.is_corrected:
            return
        pen = QPen(self.palette.color(_color(line)), _BAR)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if line.is_doubtful and line.trust is Trust.CHECK:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        side = self._sided(rect, QRect(Space.S, rect.top(), 1, 1)).left()
        painter.drawLine(side, rect.top() + Space.S, side, rect.bottom() - Space.S)


def _room(width: int) -> int:
    """Pixels for the text of a row of that width."""
    return max(40, width - _LEFT - 2 * Space.S - 2 * INSET.width())


def _color(line: ScannedLine) -> str:
    if line.is_corrected:
        return "good"
    return {Trust.SURE: "quiet", Trust.CHECK: "warn", Trust.UNRELIABLE: "danger"}[line.trust]
