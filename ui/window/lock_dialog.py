"""When the window locks itself, and what becomes of work meanwhile."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.settings import Settings
from app.types import LockAfter, LockedWork
from app.words.catalogue import say
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class LockDialog(Dialog):
    """What is chosen holds at once. `typed`: whether a person types what opens the library."""

    def __init__(self, parent: QWidget | None, settings: Settings, *, typed: bool) -> None:
        super().__init__(parent)
        kept = settings.preferences
        self.setWindowTitle(say("window.locking.title"))
        self.setMinimumWidth(480)
        self.after = QComboBox()
        self.after.setAccessibleName(say("window.locking.after"))
        for one in LockAfter:
            self.after.addItem(say(f"window.locking.minutes.{one.value}"), one)
        self.after.setCurrentIndex(list(LockAfter).index(kept.lock_after))
        self.after.setEnabled(typed)
        self.after.currentIndexChanged.connect(
            lambda place: settings.update(lock_after=list(LockAfter)[place])
        )
        self.goes_on = QCheckBox(say("window.locking.goes-on"))
        self.goes_on.setChecked(kept.locked_work is LockedWork.GOES_ON)
        self.goes_on.toggled.connect(
            lambda wanted: settings.update(locked_work=LockedWork.GOES_ON if wanted else LockedWork.STOPS)
        )
        self._arrange("typed" if typed else "keyring")

    def _arrange(self, kind: str) -> None:
        close = button(say("window.locking.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        choice = QHBoxLayout()
        choice.addWidget(label(say("window.locking.after")))
        choice.addWidget(self.after)
        choice.addStretch()
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(say(f"window.locking.words.{kind}"), "quiet", wrap=True))
        layout.addLayout(choice)
        layout.addWidget(self.goes_on)
        layout.addWidget(label(say("window.locking.goes-on-words"), "quiet", wrap=True))
        layout.addLayout(end)
