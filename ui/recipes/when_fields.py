"""When a recipe begins: by hand, at times, or when documents arrive."""

from __future__ import annotations

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QTimeEdit, QWidget

from app.recipes.schedule import ARRIVING, DAYS
from app.words.catalogue import say
from ui.parts.controls import in_order, roomy
from ui.parts.flow import FlowLayout

_KINDS = ("hand", "daily", "weekly", "monthly", "arriving")
_USUAL = QTime(8, 0)


class WhenFields(QWidget):
    changed = Signal()

    def __init__(self, at: str) -> None:
        super().__init__()
        self.kind, self.day = QComboBox(), QComboBox()
        for one in _KINDS:
            self.kind.addItem(say(f"recipes.whens.{one}"), one)
        for one in DAYS:
            self.day.addItem(say(f"recipes.days.{one}"), one)
        self.date = roomy(QSpinBox())
        self.date.setRange(1, 31)
        self.time = in_order(roomy(QTimeEdit(_USUAL)))
        for name, field in (("day", self.day), ("date", self.date), ("time", self.time)):
            field.setAccessibleName(say(f"recipes.times.{name}"))
            field.setToolTip(say(f"recipes.times.{name}"))
        row = FlowLayout(self)
        for field in (self.kind, self.day, self.date, self.time):
            row.addWidget(field)
        self.setFocusProxy(self.kind)
        self._take(at)
        self.kind.currentIndexChanged.connect(self._show)
        self._show()

    @property
    def is_arriving(self) -> bool:
        return bool(self.kind.currentData() == "arriving")

    @property
    def at(self) -> str:
        """As recipes have it."""
        kind, time = str(self.kind.currentData()), self.time.time().toString("HH:mm")
        match kind:
            case "hand":
                return ""
            case "arriving":
                return ARRIVING
            case "weekly":
                return f"{kind} {self.day.currentData()} {time}"
            case "monthly":
                return f"{kind} {self.date.value()} {time}"
        return f"{kind} {time}"

    # --- inside --------------------------------------------------------------------------------------------

    def _take(self, at: str) -> None:
        kind, _, rest = at.partition(" ")
        day, _, time = rest.rpartition(" ")
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        if time:
            self.time.setTime(QTime.fromString(time.rjust(5, "0"), "HH:mm"))
        if kind == "weekly":
            self.day.setCurrentIndex(max(0, self.day.findData(day)))
        elif kind == "monthly":
            self.date.setValue(int(day))

    def _show(self) -> None:
        kind = self.kind.currentData()
        self.day.setVisible(kind == "weekly")
        self.date.setVisible(kind == "monthly")
        self.time.setVisible(kind in ("daily", "weekly", "monthly"))
        self.changed.emit()
