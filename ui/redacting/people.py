"""The dialog of the list: who and what is always redacted in the library or matter, or never."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.redacting.listing import RedactionList, listable
from app.words.catalogue import count, say
from app.words.messages import notice_of
from rag.redacting.listed import Entry, Sort
from rag.storing.listed import Met
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Space
from ui.parts.writing import Line

_Kept = tuple[list[Entry], list[Met]]


class PeopleDialog(Dialog):
    """Changes are kept at once; `changed` tells whether there were any. What was taken off comes back by a
    button.
    """

    def __init__(self, parent: QWidget | None, people: RedactionList, tasks: Tasks, text: str = "") -> None:
        """`text` stands in the field to be listed."""
        super().__init__(parent)
        self._people, self._tasks = people, tasks
        self._gone: list[Entry] = []
        self._offers: dict[str, Met] = {}
        self.changed = False
        self.setWindowTitle(say("redacting.list.title"))
        self.setMinimumSize(460, 380)
        self.resize(640, 520)
        self.rows = _Rows()
        self.rows.setAccessibleName(say("redacting.list.title"))
        self.rows.currentItemChanged.connect(lambda *_: self._enable())
        self.rows.delete_pressed.connect(self._remove)
        self.field = Line(text)
        self.field.setPlaceholderText(say("redacting.list.field"))
        self.field.setAccessibleName(say("redacting.list.field"))
        self.field.returnPressed.connect(self._add)
        self.field.textChanged.connect(lambda _: self._enable())
        self.sort, self.rule = QComboBox(), QComboBox()
        for sort in Sort:
            self.sort.addItem(say(f"redacting.sorts.{sort.value}"), sort)
        for rule in ("always", "never"):
            self.rule.addItem(say(f"redacting.rules.{rule}"), rule == "never")
        self.sort.setAccessibleName(say("redacting.list.sort"))
        self.rule.setAccessibleName(say("redacting.list.rule"))
        self.add = button(say("redacting.list.add"))
        self.add.clicked.connect(self._add)
        self.remove = button(say("redacting.list.remove"))
        self.remove.clicked.connect(self._remove)
        self.back = button(say("redacting.list.back"))
        self.back.clicked.connect(self._bring_back)
        self.take, self.passed = button(say("redacting.list.take")), button(say("redacting.list.pass"))
        self.take.clicked.connect(self._take)
        self.passed.clicked.connect(self._pass)
        self.leave = button(say("redacting.list.close"), primary=True)
        self.leave.clicked.connect(self.accept)
        for one in (self.add, self.remove, self.back, self.take, self.passed):
            one.setAutoDefault(False)
        self.hint = label("", "danger", wrap=True)
        self.hint.hide()
        self._arrange()
        self._enable()
        self._do(lambda: None)

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        adding = QHBoxLayout()
        adding.addWidget(self.field, 1)
        adding.addWidget(self.sort)
        adding.addWidget(self.rule)
        adding.addWidget(self.add)
        below = QHBoxLayout()
        for one in (self.remove, self.back, self.take, self.passed):
            below.addWidget(one)
        below.addStretch()
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("redacting.list.title"), "title"))
        layout.addWidget(label(say("redacting.list.words"), "quiet", wrap=True))
        layout.addLayout(adding)
        layout.addWidget(self.hint)
        layout.addWidget(self.rows, 1)
        layout.addLayout(below)

    def _enable(self) -> None:
        chosen = self.rows.chosen
        self.add.setEnabled(bool(self.field.text().strip()))
        self.remove.setEnabled(isinstance(chosen, Entry))
        self.take.setEnabled(isinstance(chosen, Met))
        self.passed.setEnabled(isinstance(chosen, Met))
        self.back.setVisible(bool(self._gone))
        for one in (self.take, self.passed):
            one.setVisible(bool(self._offers))

    def _add(self) -> None:
        text = " ".join(self.field.text().split())
        entry = Entry(Sort(self.sort.currentData()), text, bool(self.rule.currentData()))
        if not text:
            return
        if not listable(entry):
            self._tell(say("redacting.list.too-short", text=inert(text)))
            return
        self.field.clear()
        self._change(lambda: self._people.add([entry]), text)

    def _remove(self) -> None:
        chosen = self.rows.chosen
        if isinstance(chosen, Entry):
            self._gone.append(chosen)
            self._change(lambda: self._people.remove(chosen.text))

    def _bring_back(self) -> None:
        if self._gone:
            entry = self._gone.pop()
            self._change(lambda: self._people.add([entry]), entry.text)

    def _take(self) -> None:
        met = self.rows.chosen
        if isinstance(met, Met):
            self._change(lambda: self._people.add([Entry(Sort.PERSON, met.name)]), met.name)

    def _pass(self) -> None:
        met = self.rows.chosen
        if isinstance(met, Met):
            self._change(lambda: self._people.pass_over(met.name))

    def _change(self, work: Callable[[], object], choose: str = "") -> None:
        self.changed = True
        self._do(work, choose)

    def _do(self, work: Callable[[], object], choose: str = "") -> None:
        self._tell("")

        def kept() -> _Kept:
            work()
            return self._people.entries(), self._people.offered()

        self._tasks.run(Lane.LIBRARY, kept, lambda found: self._show(found, choose), self._failed)

    def _show(self, found: _Kept, choose: str) -> None:
        entries, offers = found
        self._offers = {one.name: one for one in offers}
        self.rows.show_rows(entries, offers, choose)
        self._enable()

    def _failed(self, error: Exception) -> None:
        notice = notice_of(error)
        self._tell(f"{notice.sentence} {notice.remedy}")

    def _tell(self, words: str) -> None:
        self.hint.setText(words)
        self.hint.setVisible(bool(words))


class _Rows(QTreeWidget):
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(3)
        heads = (say("redacting.list.text"), say("redacting.list.sort"), say("redacting.list.rule"))
        self.setHeaderLabels(heads)
        self.setRootIsDecorated(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    @property
    def chosen(self) -> Entry | Met | None:
        row = self.currentItem()
        found = row.data(0, Qt.ItemDataRole.UserRole) if row is not None else None
        return found if isinstance(found, Entry | Met) else None

    def show_rows(self, entries: Sequence[Entry], offers: Sequence[Met], choose: str) -> None:
        current = self.currentItem()
        place = self.indexOfTopLevelItem(current) if current is not None else 0
        self.clear()
        for one in entries:
            rule = say(f"redacting.rules.{'never' if one.never else 'always'}")
            self._add([inert(one.text), say(f"redacting.sorts.{one.sort.value}"), rule], one)
        for met in offers:
            where = count(
                "redacting.list.met", len(met.documents), documents=inert(", ".join(met.documents[:3]))
            )
            self._add([inert(met.name), say("redacting.sorts.person"), where], met)
        wanted = [one for one in range(self.topLevelItemCount()) if self._is(one, choose)]
        place = wanted[0] if wanted else min(place, self.topLevelItemCount() - 1)
        row = self.topLevelItem(place)
        if row is not None:
            self.setCurrentItem(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _add(self, texts: list[str], what: Entry | Met) -> None:
        row = QTreeWidgetItem(texts)
        row.setData(0, Qt.ItemDataRole.UserRole, what)
        row.setToolTip(0, inert(texts[0]))
        self.addTopLevelItem(row)

    def _is(self, place: int, text: str) -> bool:
        row = self.topLevelItem(place)
        return row is not None and bool(text) and row.text(0).casefold() == inert(text).casefold()
