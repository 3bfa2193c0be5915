"""What rules would tag, by name, before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QProgressBar, QVBoxLayout, QWidget

from app.types import Notice
from app.words.catalogue import count, say
from ui.parts.controls import breakable, button, label
from ui.parts.fitting import Dialog
from ui.parts.motion import wait_in
from ui.parts.theme import Space


class TrialDialog(Dialog):
    """Shown while it is looked; accepted where the tags are to be put on."""

    left = Signal()  # nobody waits for it any more

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.found: dict[int, list[str]] = {}
        self.setWindowTitle(say("tagging.rules.trial.title"))
        self.setMinimumSize(380, 240)
        self.resize(520, 420)
        self.words = label(say("tagging.rules.trial.trying"), wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        wait_in(self.bar)
        self.list = QListWidget()
        self.list.setObjectName("scopes")
        self.list.setAccessibleName(say("tagging.rules.trial.title"))
        self.list.hide()
        self.go = button(say("tagging.rules.trial.go"), primary=True)
        self.go.setEnabled(False)
        self.go.clicked.connect(self.accept)
        self.close_button = button(say("tagging.rules.trial.close"))
        self.close_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        layout.addWidget(self.list, 1)
        layout.addStretch()
        layout.addLayout(buttons)
        self.finished.connect(lambda _: self.left.emit())

    def show_found(self, found: Mapping[int, Sequence[str]], names: Mapping[int, str], total: int) -> None:
        """What would be tagged; `names` are those of the documents, of which there are `total`."""
        self.found = {one: list(tags) for one, tags in found.items()}
        self.bar.hide()
        for one, tags in self.found.items():
            self.list.addItem(
                say("tagging.rules.trial.row", name=names.get(one, str(one)), tags=", ".join(tags))
            )
        self.list.setVisible(bool(found))
        if found:
            self.words.setText(count("tagging.rules.trial.would", len(found), total=f"{total:,}"))
            self.list.setFocus()
        else:
            self.words.setText(breakable(say("tagging.rules.trial.nothing", total=f"{total:,}")))
            self.close_button.setFocus()
        self.go.setEnabled(bool(found))

    def refuse(self, notice: Notice) -> None:
        """Tell why it could not be tried."""
        self.bar.hide()
        self.words.setText(breakable(" ".join(filter(None, (notice.sentence, notice.remedy)))))
