"""What the program does while the computer runs on its battery."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.settings import Settings
from app.types import BatteryModel, BatteryThreads
from app.words.catalogue import say
from ui.library.folders import FoldersViewModel
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class BatteryDialog(Dialog):
    """What is chosen holds at once."""

    def __init__(self, parent: QWidget | None, model: FoldersViewModel, settings: Settings) -> None:
        super().__init__(parent)
        kept = settings.preferences
        self.setWindowTitle(say("library.battery.title"))
        self.setMinimumWidth(480)
        self.goes_on = QCheckBox(say("library.battery.goes-on"))
        self.goes_on.setChecked(model.reads_on_battery)
        self.goes_on.toggled.connect(model.read_on_battery)
        self.fewer = QCheckBox(say("library.battery.fewer"))
        self.fewer.setChecked(kept.battery_threads is BatteryThreads.FEWER)
        self.fewer.toggled.connect(
            lambda wanted: settings.update(
                battery_threads=BatteryThreads.FEWER if wanted else BatteryThreads.ALL
            )
        )
        self.smaller = QCheckBox(say("library.battery.smaller"))
        self.smaller.setChecked(kept.battery_model is BatteryModel.SMALLER)
        self.smaller.toggled.connect(
            lambda wanted: settings.update(
                battery_model=BatteryModel.SMALLER if wanted else BatteryModel.SAME
            )
        )
        self._arrange("words" if model.has_battery else "none")

    def _arrange(self, words: str) -> None:
        close = button(say("library.folders.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(say(f"library.battery.{words}"), "quiet", wrap=True))
        for choice, about in (
            (self.goes_on, "goes-on-words"),
            (self.fewer, "fewer-words"),
            (self.smaller, "smaller-words"),
        ):
            layout.addWidget(choice)
            layout.addWidget(label(say(f"library.battery.{about}"), "quiet", wrap=True))
        layout.addLayout(end)
