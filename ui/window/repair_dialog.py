"""What can be done about a damaged library: take what is whole, or go back to a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.security.repairs import Repaired, restore_in_place, salvage_in_place
from app.security.snapshots import Snapshots
from app.types import Notice
from app.words.amounts import size_text
from app.words.catalogue import say
from ui.parts.controls import button, card, day, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space

Repair = Callable[[Path, bytes], Repaired]
"""Is given the home and the key of a library that nobody has open."""


class RepairDialog(Dialog):
    """`chosen` is what to do, None for nothing. `opened`: whether the library can be read meanwhile."""

    def __init__(self, parent: QWidget | None, home: Path, told: Notice, *, opened: bool) -> None:
        super().__init__(parent)
        self.chosen: Repair | None = None
        self.setWindowTitle(say("window.repair.title"))
        self.setMinimumWidth(560)
        self.salvage = button(say("window.repair.salvage"), primary=True)
        self.salvage.clicked.connect(lambda: self._choose(salvage_in_place))
        self.restore = button(say("window.repair.restore"))
        self.restore.clicked.connect(self._choose_snapshot)
        self.snapshots = QComboBox()
        self.snapshots.setAccessibleName(say("window.repair.snapshots"))
        for one in Snapshots(home).all():
            self.snapshots.addItem(f"{day(one.taken)} · {size_text(one.size)}", str(one.path))
        self.leave = button(say(f"window.repair.{'read-on' if opened else 'quit'}"))
        self.leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(told.title, "title", wrap=True))
        layout.addWidget(label(told.sentence, wrap=True))
        layout.addWidget(label(say("window.repair.words"), "quiet", wrap=True))
        layout.addWidget(_offer(say("window.repair.salvage-words"), self.salvage))
        if self.snapshots.count():
            layout.addWidget(_offer(say("window.repair.restore-words"), self.snapshots, self.restore))
        else:
            layout.addWidget(label(say("window.repair.no-snapshots"), "quiet", wrap=True))
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(self.leave)
        layout.addLayout(end)

    def _choose_snapshot(self) -> None:
        source = Path(self.snapshots.currentData())
        self._choose(lambda home, key: restore_in_place(home, key, source))

    def _choose(self, repair: Repair) -> None:
        self.chosen = repair
        self.accept()


def _offer(words: str, *controls: QWidget) -> QWidget:
    found = card()
    column = QVBoxLayout(found)
    column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    column.addWidget(label(words, wrap=True))
    row = QHBoxLayout()
    for one in controls:
        row.addWidget(one)
    row.addStretch()
    column.addLayout(row)
    return found
