"""What the steps of the first run have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words.catalogue import say
from ui.parts.controls import label
from ui.parts.theme import Space


class Step(QWidget):
    """One sentence, what there is to choose, and the one main action, whose button the page has."""

    changed = Signal()  # what the page shows around it
    done = Signal()  # on to the next

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.heading = label(say(f"beginning.{name}.title"), "title", wrap=True)
        self.sentence = label(say(f"beginning.{name}.words"), "quiet", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.M)
        self.told = label("", "quiet", wrap=True)
        self.told.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self.heading)
        layout.addWidget(self.sentence)
        layout.addLayout(self.body)
        layout.addWidget(self.told)

    @property
    def main(self) -> str:
        """The words of the main action."""
        return ""

    @property
    def ready(self) -> bool:
        """Whether the main action can be done."""
        return True

    @property
    def by_enter(self) -> bool:
        """Whether Enter does the main action wherever the keys are: not where something is shown once."""
        return True

    @property
    def settled(self) -> bool:
        """Whether it is known what there is to choose; until then nothing can be done."""
        return True

    @property
    def may_wait(self) -> bool:
        """Whether the step can be left for another time."""
        return True

    @property
    def may_go_back(self) -> bool:
        """Whether the step before can be gone back to."""
        return True

    def act(self) -> None:
        """Do the main action."""
        self.done.emit()

    def wait(self) -> None:
        """Leave the step for another time."""
        self.done.emit()

    def first(self) -> QWidget | None:
        """What has the keyboard to begin with; None for the main action."""
        return None

    def tell(self, words: str, *, danger: bool = False) -> None:
        """Say something below what there is to choose; "" takes it away."""
        self.told.setText(words)
        self.told.setProperty("role", "danger" if danger else "quiet")
        self.told.style().polish(self.told)
        self.told.setVisible(bool(words))
