"""What can be done about a damaged library, take what is whole or go back to a snapshot; and about one that a
newer release has brought up to date: go back to the snapshot of before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.security.repairs import Repaired, go_back, restore_in_place, salvage_in_place
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
    """`chosen` is what to do, None for nothing. `opened`: whether the library can be read meanwhile. `newer`:
    nothing is damaged, but a newer release had it.
    """

    def __init__(
        self, parent: QWidget | None, home: Path, told: Notice, *, opened: bool = False, newer: bool = False
    ) -> None:
        super().__init__(parent)
        self.chosen: Repair | None = None
        self.setWindowTitle(told.title if newer else say("window.repair.title"))
        self.setMinimumWidth(560)
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
        for part in self._going_back() if newer else self._mending():
            layout.addWidget(part)
        if not self.snapshots.count():
            layout.addWidget(label(say("window.repair.no-snapshots"), "quiet", wrap=True))
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(self.leave)
        layout.addLayout(end)
        if newer:  # Enter alone must not put a library of long ago in place
            self.leave.setDefault(True)
            self.leave.setFocus()

    def _mending(self) -> Iterator[QWidget]:
        yield label(say("window.repair.words"), "quiet", wrap=True)
        self.salvage = button(say("window.repair.salvage"), primary=True)
        self.salvage.clicked.connect(lambda: self._choose(salvage_in_place))
        yield _offer(say("window.repair.salvage-words"), self.salvage)
        if self.snapshots.count():
            self.restore = button(say("window.repair.restore"))
            self.restore.clicked.connect(self._choose_snapshot)
            yield _offer(say("window.repair.restore-words"), self.snapshots, self.restore)

    def _going_back(self) -> Iterator[QWidget]:
        """To the one that this release reads, whichever that is: the others are the newer release's."""
        yield label(say("window.repair.newer"), wrap=True)
        if self.snapshots.count():
            self.back = button(say("window.repair.go-back"))
            self.back.clicked.connect(lambda: self._choose(go_back))
            yield _offer(say("window.repair.before-update-words"), self.back)

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
