"""The status bar: which model, how fast, what the library does, and that nothing leaves."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from app.types import ModelState, ModelStatus
from engine.workers.seal import SealReport
from ui.parts.controls import button, label
from ui.parts.icons import pixmap
from ui.parts.theme import Palette, Space

_STATES = {
    ModelState.ABSENT: "No model yet",
    ModelState.IDLE: "asleep until the first question",
    ModelState.LOADING: "loading…",
    ModelState.FAILED: "could not be loaded",
}


class Status(QStatusBar):
    go_on_asked = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._lock = QLabel()
        self._sealed = label("Sealed: no network")
        self._model = label("")
        self._library = label("")
        seal = QWidget()
        row = QHBoxLayout(seal)
        row.setContentsMargins(Space.S, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._lock)
        row.addWidget(self._sealed)
        self._seal = seal
        self.addWidget(seal)
        self.go_on = button("Go on")
        self.go_on.setProperty("role", "link")
        self.go_on.setAccessibleName("Go on reading on battery")
        self.go_on.setToolTip("Read on battery too, from now on. File, Watched folders… changes it back.")
        self.go_on.clicked.connect(self.go_on_asked)
        self.go_on.hide()
        self.addWidget(self._library)
        self.addWidget(self.go_on)
        self.addPermanentWidget(self._model)
        self.retint(palette)

    def retint(self, palette: Palette) -> None:
        self._lock.setPixmap(pixmap("lock", palette.good, 14, self.devicePixelRatioF()))

    def show_seal(self, report: SealReport) -> None:
        """Say what enforces it: the kernel, or this program alone."""
        how = (
            "The operating system refuses every internet connection of Confidant and its processes."
            if report.kernel_filter
            else "Confidant refuses every internet connection in all its processes."
        )
        self._seal.setToolTip(f"{how}\nRefused so far: {report.blocked_attempts}.")
        self._sealed.setText("Sealed: no network" if report.audit_hook else "Not sealed")

    def show_model(self, status: ModelStatus) -> None:
        parts = [status.name] if status.name else []
        if status.state is ModelState.READY:
            parts += [status.backend]
            if status.tokens_per_second:
                parts.append(f"{status.tokens_per_second:.0f} tokens/s")
        else:
            parts.append(_STATES[status.state])
        self._model.setText(" · ".join(filter(None, parts)))
        self._model.setToolTip(
            f"Memory of the model process: {status.memory_bytes / 1e9:.1f} GB" if status.memory_bytes else ""
        )

    def show_pause(self, text: str, may_go_on: bool) -> None:
        """Why reading waits, and whether the user may let it go on; empty when it does not wait."""
        self._library.setText(text)
        self.go_on.setVisible(may_go_on)
