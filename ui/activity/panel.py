"""Everything that works in the background, and what became of what did."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.activity.activity import Snapshot
from app.activity.work import Standing, Work
from app.words.catalogue import say
from ui.activity.row import WorkRow
from ui.parts.aside import AsideLayout
from ui.parts.controls import IconButton, button, label, nothing_yet
from ui.parts.laying import beside_bar
from ui.parts.scrolling import Body, Scroller
from ui.parts.theme import Space


class ActivityPanel(QWidget):
    asked = Signal(object, object)  # Deed, Work
    kept_asked = Signal()
    cleared = Signal()
    cancel_asked = Signal()  # of all that waits
    model_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._now, self._before = _Rows(), _Rows()
        for rows in (self._now, self._before):
            rows.asked.connect(self.asked)
        headings = (say("activity.panel.now"), say("activity.panel.before"))
        self._headings = tuple(label(words, "section") for words in headings)
        self.kept = button(say("activity.panel.kept"))
        self.kept.clicked.connect(self.kept_asked)
        self.clear = button(say("activity.panel.clear"))
        self.clear.setToolTip(say("activity.panel.clear-tip"))
        self.clear.clicked.connect(self.cleared)
        self.cancel_waiting = button(say("activity.panel.cancel-waiting"))
        self.cancel_waiting.clicked.connect(self.cancel_asked)
        self.get_model = button(say("chat.welcome.get"))
        self.get_model.clicked.connect(self.model_asked)
        self.close_button = IconButton("close", say("activity.panel.back"), color="quiet")
        self.close_button.clicked.connect(self.closed)
        self._arrange()
        self.show_all(Snapshot(), cleared=False)

    def show_all(self, found: Snapshot, *, cleared: bool) -> None:
        """How everything stands; `cleared`: there is something of this session that can be taken off."""
        self._now.show_works(found.working)
        self._before.show_works(found.ended)
        for heading, works in zip(self._headings, (found.working, found.ended), strict=True):
            heading.setVisible(bool(works))
        self.clear.setVisible(cleared)
        waiting = [one for one in found.working if one.standing is Standing.WAITING]
        self.cancel_waiting.setVisible(len(waiting) > 1)
        self.get_model.setVisible(any(one.lacks for one in waiting))
        self._pages.setCurrentIndex(0 if found.working or found.ended else 1)

    def row(self, key: str) -> WorkRow | None:
        """The row of a work, where it is shown."""
        return self._now.rows.get(key) or self._before.rows.get(key)

    @property
    def shown(self) -> list[WorkRow]:
        """From the first to the last."""
        return [*self._now.rows.values(), *self._before.rows.values()]

    def focus(self) -> None:
        """Let the keyboard reach the first thing that can be done."""
        for row in self.shown:
            for made in row.buttons:
                if not made.isHidden():
                    made.setFocus()
                    return
        self.close_button.setFocus()

    def _arrange(self) -> None:
        head = AsideLayout(label(say("activity.title"), "question"), stays=self.close_button)
        for tool in (self.get_model, self.cancel_waiting, self.clear, self.kept):
            head.addWidget(tool)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, Space.M)
        column.setSpacing(Space.S)
        for heading, rows in zip(self._headings, (self._now, self._before), strict=True):
            heading.setContentsMargins(0, Space.S, 0, 0)
            column.addWidget(heading)
            column.addWidget(rows)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        beside_bar(scroll)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(scroll)
        self._pages.addWidget(nothing_yet(say("activity.panel.nothing-title"), say("activity.panel.nothing")))
        held = Body()
        layout = QVBoxLayout(held)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addLayout(head)
        layout.addWidget(body, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        around.addWidget(Scroller(held))


class _Rows(QWidget):
    """Rows that stay as long as their work is shown, in the order of the works."""

    asked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, WorkRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)

    def show_works(self, works: Sequence[Work]) -> None:
        keys = [one.key for one in works]
        for gone in [key for key in self.rows if key not in set(keys)]:
            row = self.rows.pop(gone)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        moved = list(self.rows) != [key for key in keys if key in self.rows]
        for place, work in enumerate(works):
            if work.key not in self.rows:
                self.rows[work.key] = WorkRow(work)
                self.rows[work.key].asked.connect(self.asked)
                self._column.insertWidget(place, self.rows[work.key])
            row = self.rows[work.key]
            if row.work != work:
                row.show_work(work)
            if moved and self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
        self.rows = {key: self.rows[key] for key in keys}
        self.setVisible(bool(keys))
