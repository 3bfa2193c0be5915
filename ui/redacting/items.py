"""What was found, by its kind: a row for each text, with a tick while it is to go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.redacting.redacting import Item
from app.words.catalogue import count, say
from rag.redacting.kinds import Kind
from ui.parts.inert import inert

_Key = tuple[Kind, str, bool]  # the last: of other documents, and offered


class Items(QTreeWidget):
    """Space ticks a row, and all of a kind on the row of the kind."""

    chosen = Signal(object)  # the first Item of the row
    ticked = Signal()
    listed = Signal(object, bool)  # an Item that is to go always, or never

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setHeaderLabels([say("redacting.window.found"), say("redacting.window.where")])
        self.setAccessibleName(say("redacting.window.found"))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        self._items: dict[_Key, list[Item]] = {}
        self._rows: dict[_Key, QTreeWidgetItem] = {}
        self.itemChanged.connect(lambda *_: self.ticked.emit())
        self.currentItemChanged.connect(self._tell)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for words, never in ((say("redacting.window.always"), False), (say("redacting.window.never"), True)):
            action = QAction(words, self)
            action.triggered.connect(lambda _=False, never=never: self._list(never=never))
            self.addAction(action)

    def show_items(self, items: Sequence[Item], offered: Sequence[Item] = ()) -> None:
        """New rows; what was without a tick before is so again. Who is `offered` has a tick only where one
        was set before.
        """
        off = {key for key, row in self._rows.items() if row.checkState(0) is Qt.CheckState.Unchecked}
        on = {key for key, row in self._rows.items() if key[2] and key not in off}
        self.blockSignals(True)
        self.clear()
        self._items, self._rows = {}, {}
        for are_offered, some in ((False, items), (True, offered)):
            for item in some:
                self._items.setdefault((*item.key, are_offered), []).append(item)
        off |= {key for key in self._items if key[2] and key not in on}
        groups = [(say(f"redacting.kinds.{kind.value}"), kind, False) for kind in Kind]
        groups.append((say("redacting.window.offered"), Kind.NAME, True))
        for called, kind, are_offered in groups:
            keys = [key for key in self._items if key[0] is kind and key[2] is are_offered]
            if not keys:
                continue
            group = QTreeWidgetItem([called, str(len(keys))])
            group.setFlags(group.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            self.addTopLevelItem(group)
            for key in keys:
                row = QTreeWidgetItem([inert(self._items[key][0].text), _where(self._items[key])])
                row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                row.setCheckState(0, Qt.CheckState.Unchecked if key in off else Qt.CheckState.Checked)
                row.setData(0, Qt.ItemDataRole.UserRole, key)
                group.addChild(row)
                self._rows[key] = row
            group.setExpanded(True)
        self.blockSignals(False)
        first = next(iter(self._rows.values()), None)
        if first is not None:
            self.setCurrentItem(first)

    def kept(self) -> list[Item]:
        """Those without a tick, but for those that are only offered."""
        return [item for key in self._ticked(on=False) if not key[2] for item in self._items[key]]

    def going(self) -> list[Item]:
        """Those with a tick."""
        return [item for key in self._ticked(on=True) for item in self._items[key]]

    def also(self) -> list[Item]:
        """Those of them that were offered."""
        return [item for key in self._ticked(on=True) if key[2] for item in self._items[key]]

    def row_of(self, text: str) -> QTreeWidgetItem | None:
        """The row of a text, in any case."""
        wanted = " ".join(text.split()).lower()
        return next((row for key, row in self._rows.items() if key[1] == wanted), None)

    def _ticked(self, *, on: bool) -> list[_Key]:
        return [key for key, row in self._rows.items() if (row.checkState(0) is Qt.CheckState.Checked) is on]

    def _list(self, *, never: bool) -> None:
        row = self.currentItem()
        key = row.data(0, Qt.ItemDataRole.UserRole) if row is not None else None
        if key is not None:
            self.listed.emit(self._items[key][0], never)

    def _tell(self, row: QTreeWidgetItem | None) -> None:
        key = row.data(0, Qt.ItemDataRole.UserRole) if row is not None else None
        if key is not None:
            self.chosen.emit(self._items[key][0])


def _where(items: Sequence[Item]) -> str:
    """The pages, or what of the document it stands in."""
    pages = sorted({one.page for one in items if one.page is not None})
    if pages:
        return count("redacting.window.pages", len(pages), pages=", ".join(map(str, pages)))
    return ", ".join(dict.fromkeys(say(f"redacting.where.{one.where.value}") for one in items))
