"""Words, and what can be done beside them; below them where letters are large and the room is narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from ui.parts.lined import LinedLayout, sized

_LETTERS = 18  # of a line of the words: with fewer a sentence becomes a column


class AsideLayout(LinedLayout):
    """The first widget takes what room there is; the others stand behind it as long as that is enough.

    Where it is not they go below, as many on a line as fit: none is cut, and none widens its pane.
    """

    def __init__(
        self,
        words: QWidget,
        parent: QWidget | None = None,
        *,
        ahead: QWidget | None = None,
        stays: QWidget | None = None,
    ) -> None:
        """`ahead` stands before the words, and above them where they have no room beside it; `stays` ends
        their line whatever becomes of the others, as what closes a pane does.
        """
        super().__init__(parent)
        self._ahead, self._stays = ahead, stays
        for one in (words, ahead, stays):
            if one is not None:
                self.addWidget(one)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def _wanted(self) -> QSize:
        size = QSize(-self.spacing(), 0)
        for item in self._seen():
            hint = item.sizeHint()
            size = QSize(size.width() + self.spacing() + hint.width(), max(size.height(), hint.height()))
        return self._with_margins(size.expandedTo(QSize()))

    def _least(self) -> QSize:
        size = QSize()
        for item in self._seen():
            size = size.expandedTo(item.minimumSize())
        head = self._wide([item for item in self._seen() if self._leads(item)])
        return self._with_margins(size.expandedTo(QSize(head, 0)))

    # --- inside --------------------------------------------------------------------------------------------

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _leads(self, item: QLayoutItem) -> bool:
        """Whether it stands on the first line whatever the room."""
        return item is self._items[0] or (self._stays is not None and item.widget() is self._stays)

    def _wide(self, items: list[QLayoutItem]) -> int:
        """Pixels that items take side by side, of the words the fewest that they can have."""
        words = self._items[0]
        taken = [item.minimumSize().width() if item is words else item.sizeHint().width() for item in items]
        return sum(taken) + self.spacing() * max(0, len(taken) - 1)

    def _fits(self, width: int) -> bool:
        """Whether all stand on one line, with enough room for the words."""
        words, seen = self._items[0], self._seen()
        parent = self.parentWidget()
        letter = parent.fontMetrics().averageCharWidth() if parent is not None else 0
        wanted = min(words.sizeHint().width(), _LETTERS * letter)
        return self._wide(seen) + max(0, wanted - words.minimumSize().width()) <= width

    def _order(self, item: QLayoutItem) -> int:
        if item is self._items[0]:
            return 1
        return {self._ahead: 0, self._stays: 3}.get(item.widget(), 2)

    def _arranged(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inside = rect.marginsRemoved(margins)
        seen = sorted(self._seen(), key=self._order)
        if self._fits(inside.width()):
            high = self._line(seen, inside, move=move)
            return high + margins.top() + margins.bottom()
        lines: list[list[QLayoutItem]] = []
        for item in (one for one in seen if not self._leads(one)):
            new = not lines or self._order(item) != self._order(lines[-1][0])
            if new or self._across([*lines[-1], item]) > inside.width():
                lines.append([])
            lines[-1].append(item)
        above = [line for line in lines if not self._order(line[0])]
        high = 0
        for line in above:
            high += self._row(line, inside, high, move=move) + self.spacing()
        leading = [item for item in seen if self._leads(item)]
        high += self._line(leading, inside.adjusted(0, high, 0, 0), move=move)
        for line in lines[len(above) :]:
            high += self.spacing() + self._row(line, inside, high + self.spacing(), move=move)
        return high + margins.top() + margins.bottom()

    def _line(self, items: list[QLayoutItem], inside: QRect, *, move: bool) -> int:
        """The words with what stands beside them, each in the middle of the height."""
        words = self._items[0]
        others = [item for item in items if item is not words]
        room = inside.width() - sum(item.sizeHint().width() + self.spacing() for item in others)
        sizes = [
            QSize(room, _high(item, room)) if item is words else QSize(item.sizeHint()) for item in items
        ]
        high = max((size.height() for size in sizes), default=0)
        if move:
            x = inside.x()
            for item, size in zip(items, sizes, strict=True):
                above = 0 if item is words else (high - size.height()) // 2
                tall = high if item is words else size.height()
                self._put(item, QRect(QPoint(x, inside.y() + above), QSize(size.width(), tall)), inside)
                x += size.width() + self.spacing()
        return high

    def _row(self, items: list[QLayoutItem], inside: QRect, above: int, *, move: bool) -> int:
        """Some of the others side by side, below the words."""
        x, high = inside.x(), 0
        for item in items:
            size = sized(item, inside.width())
            if move:
                self._put(item, QRect(QPoint(x, inside.y() + above), size), inside)
            x += size.width() + self.spacing()
            high = max(high, size.height())
        return high

    def _across(self, items: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in items) + self.spacing() * (len(items) - 1)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())


def _high(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
