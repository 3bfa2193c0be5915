"""A list of documents to choose from: several, or one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import count, say
from rag.language.file_names import printable
from rag.types import Document
from ui.parts.controls import button
from ui.parts.inert import inert
from ui.parts.rows import Index
from ui.parts.theme import Space
from ui.parts.writing import Line

_ID = Qt.ItemDataRole.UserRole + 1
_SAID = Qt.ItemDataRole.UserRole + 2  # name and tags, which the filter looks into
_WHOLE = 2  # names that are seen whole in the lowest list


class _Shortening(QStyledItemDelegate):
    """Asks for no width, so that a name is as wide as the list and shortened there."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class _Names(QListWidget):
    """As low as may be, it still shows some of its names whole."""

    def minimumSizeHint(self) -> QSize:
        hint, rows = super().minimumSizeHint(), min(_WHOLE, self.count())
        needs = rows * (max(0, self.sizeHintForRow(0)) + 2 * self.spacing()) if rows else 0
        around = self.contentsMargins().top() + self.contentsMargins().bottom()
        return QSize(hint.width(), max(hint.height(), needs + around))


class DocumentChooser(QWidget):
    """Names to tick, by a click anywhere on one, by Space, or all that are shown at once; or one alone."""

    changed = Signal()
    activated = Signal()  # the one that is wanted, by a double click or Enter

    def __init__(self, documents: Sequence[Document], *, several: bool, chosen: Sequence[int] = ()) -> None:
        super().__init__()
        self._several = several
        self.filter = Line()
        self.filter.setPlaceholderText(say("parts.chooser.filter"))
        self.filter.setAccessibleName(say("parts.chooser.filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.list = _Names()
        self.list.setObjectName("scopes")
        self.list.setAccessibleName(say("parts.chooser.documents"))
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Shortening(self.list))
        for one in documents:
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.id)
            item.setToolTip(inert(printable(one.path)))
            item.setData(_SAID, " ".join((one.name, *(tag.name for tag in one.tags))).lower())
            if several:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                on = one.id in chosen
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self._pressed: Qt.CheckState | None = None  # of the name under the mouse, before the click
        self.all = QCheckBox()
        if not several:
            self.all.hide()
        self.all.clicked.connect(self._tick_all)
        self.list.itemPressed.connect(self._hold)
        self.list.itemClicked.connect(self._click)
        self.list.itemChanged.connect(lambda _: self._tell())
        self.list.currentItemChanged.connect(lambda *_: self.changed.emit())
        if not several:
            self.list.itemActivated.connect(lambda _: self.activated.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self.filter)
        layout.addWidget(self.all)
        layout.addWidget(self.list, 1)
        self._count()

    @property
    def chosen(self) -> tuple[int, ...]:
        """Ids of the chosen documents."""
        if self._several:
            return tuple(i.data(_ID) for i in self._items() if i.checkState() is Qt.CheckState.Checked)
        return tuple(item.data(_ID) for item in self.list.selectedItems())

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _shown(self) -> list[QListWidgetItem]:
        return [item for item in self._items() if not item.isHidden()]

    def _narrow(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.strip().lower() not in item.data(_SAID))
        self._count()

    def _hold(self, item: QListWidgetItem) -> None:
        self._pressed = item.checkState()

    def _click(self, item: QListWidgetItem) -> None:
        """A click beside the box ticks as well; one on the box has done so already."""
        if self._several and item.checkState() is self._pressed:
            on = self._pressed is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        self._pressed = None

    def _tick_all(self) -> None:
        """All that are shown, or none of them where all were."""
        shown = self._shown()
        on = any(item.checkState() is not Qt.CheckState.Checked for item in shown)
        self.list.blockSignals(True)  # one change, not one a document
        for item in shown:
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.list.viewport().update()
        self._tell()

    def _tell(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        """The box above says how many are chosen, of all: those that the filter hides too."""
        shown = [item.checkState() is Qt.CheckState.Checked for item in self._shown()]
        some = Qt.CheckState.PartiallyChecked if any(shown) else Qt.CheckState.Unchecked
        self.all.setCheckState(Qt.CheckState.Checked if shown and all(shown) else some)
        self.all.setEnabled(bool(shown))
        chosen = len(self.chosen) if self._several else 0
        whole = count("parts.chooser.all", len(shown), chosen=chosen)
        part = count("parts.chooser.all-shown", len(shown), chosen=chosen)
        self.all.setText(whole if len(shown) == self.list.count() else part)


def ending(accept: QWidget, cancelled: object) -> QHBoxLayout:
    """The last row of a dialog: Cancel, and what it is for."""
    cancel = button(say("parts.cancel"))
    cancel.clicked.connect(cancelled)
    buttons = QHBoxLayout()
    buttons.addStretch()
    buttons.addWidget(cancel)
    buttons.addWidget(accept)
    return buttons
