"""The status bar: which model, how fast, what the library does, and that nothing leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from app.types import ModelState, ModelStatus
from app.words.catalogue import say
from ui.parts.controls import Elided, IconButton, button, label, trailing
from ui.parts.icons import pixmap
from ui.parts.inert import inert
from ui.parts.laying import edges
from ui.parts.theme import Palette, Space, enlarged

if TYPE_CHECKING:
    from engine.workers.seal import SealReport


class Status(QStatusBar):
    go_on_asked = Signal()
    details_asked = Signal()  # of the model that answers
    activity_asked = Signal()
    recording_asked = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._palette = palette
        self._outside: dict[str, bool] = {}  # what leaves this computer, and whether it does now
        self._said: dict[str, tuple[str, str]] = {}  # what is said of that, and at length
        self._lock = QLabel()
        self._sealed = label(say("window.seal.sealed"))
        self._model = Elided("", Qt.TextElideMode.ElideRight)
        self._model.setAlignment(trailing())
        self._library = label("")
        self._sealed_words, self._seal_words = say("window.seal.sealed"), ""
        self._left = ""  # the model that made room for the one that is starting
        seal = QWidget()
        row = QHBoxLayout(seal)
        row.setContentsMargins(edges(Space.S, 0, 0, 0))
        row.setSpacing(0)
        row.addWidget(self._lock)
        row.addWidget(self._sealed)
        self._seal = seal
        self.addWidget(seal)
        self.go_on = button(say("window.status.go-on"))
        self.go_on.setProperty("role", "link")
        self.go_on.setAccessibleName(say("window.status.go-on-name"))
        self.go_on.setToolTip(say("window.status.go-on-tip"))
        self.go_on.clicked.connect(self.go_on_asked)
        self.go_on.hide()
        self.activity = button("")
        self.activity.setProperty("role", "working")
        self.activity.setToolTip(inert(say("activity.status.tip", keys="Ctrl+J")))
        self.activity.clicked.connect(self.activity_asked)
        self.activity.hide()
        self.recording = button("")
        self.recording.setProperty("role", "working")
        self.recording.setToolTip(say("recording.sign.tip"))
        self.recording.clicked.connect(self.recording_asked)
        self.recording.hide()
        self.addWidget(self.recording)
        self.addWidget(self._library)
        self.addWidget(self.go_on)
        self.addPermanentWidget(self.activity)
        self.addPermanentWidget(self._model, 1)
        self.details = IconButton("info", say("models.details.tip"), color="quiet", size=16)
        self.details.clicked.connect(self.details_asked)
        self.details.hide()
        self.addPermanentWidget(self.details)
        self.retint(palette)

    def minimumSizeHint(self) -> QSize:
        """No window is wider for it: what is said of the model gives way."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._give_way()
        return done

    def _give_way(self) -> None:
        """Leave out the words of the model where all else would be cut; behind the sign they can be read."""
        layout = self.layout()
        if layout is None:
            return
        needs = layout.totalMinimumSize().width()
        if self._model.isHidden():
            needs += self._model.minimumWidth() + layout.spacing()
        self._model.setVisible(needs <= self.width())

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.details.retint(palette)
        self._tint()

    def show_seal(self, report: SealReport) -> None:
        """Say what enforces it: the kernel, or this program alone."""
        by = "by-system" if report.kernel_filter else "by-program"
        how = say(f"window.enforced.{by}")
        self._seal_words = say("window.status.refused", how=how, attempts=report.blocked_attempts)
        self._sealed_words = say(f"window.seal.{'sealed' if report.audit_hook else 'unsealed'}")
        self._seal.setToolTip(inert(self._seal_words))
        self._sealed.setText(self._sealed_words)

    def tell_swap(self, left: str) -> None:
        """That a model left the memory for the next that is shown; until that one is ready."""
        self._left = left

    def show_engine(self, host: str, *, away: bool) -> None:
        """Say in place of that where answers come from, and what goes there."""
        words = say(f"window.engine.{'away' if away else 'answers'}", host=host)
        self._say_outside("engine", words, say("window.engine.sent", host=host), leaves=not away)

    def show_shared(self, words: str, host: str, *, away: bool) -> None:
        """Say in place of that, or beside it, that shared collections are asked; "" where none is."""
        self._say_outside("shared", words, say("sharing.window.sent", host=host), leaves=not away)

    def show_model(self, status: ModelStatus, plain: str) -> None:
        """How it stands, in the `plain` words for it; what else there is to know stands behind the sign."""
        parts = [plain] if status.state is not ModelState.ABSENT else []
        if status.state is not ModelState.READY:
            parts.append(say(f"window.model.{status.state.value}"))
        if self._left and status.state is ModelState.LOADING:
            parts.append(say("window.status.left", name=self._left))
        elif status.state is not ModelState.IDLE:
            self._left = ""
        words = " · ".join(filter(None, parts))
        self._model.set_text(words)
        self._model.setToolTip(inert("\n".join(filter(None, (words, status.name)))))
        self.details.setVisible(status.state is not ModelState.ABSENT)

    def _say_outside(self, what: str, words: str, at_length: str, *, leaves: bool) -> None:
        self._said.pop(what, None)
        self._outside[what] = leaves and bool(words)
        if words:
            self._said[what] = (words, at_length)
        told = [*self._said.values()]
        self._sealed.setText(" ".join(short for short, _ in told) or self._sealed_words)
        self._seal.setToolTip(inert("\n".join(long for _, long in told) or self._seal_words))
        self._tint()

    def _tint(self) -> None:
        palette = self._palette
        colour = palette.warn if any(self._outside.values()) else palette.good
        self._lock.setPixmap(
            pixmap("lock", colour, round(14 * enlarged(self.font())), self.devicePixelRatioF())
        )

    def show_activity(self, words: str, failed: str) -> None:
        """What works in the background, and that something failed; nothing where both are empty."""
        told = " · ".join(filter(None, (words, failed)))
        self.activity.setVisible(bool(told))
        if told != self.activity.text():
            self.activity.setText(told)
            self.activity.setAccessibleName(say("activity.status.named", words=told))
        if bool(self.activity.property("failed")) is not bool(failed):
            self.activity.setProperty("failed", bool(failed))
            self.activity.style().polish(self.activity)

    def show_recording(self, words: str, *, listens: bool) -> None:
        """That the microphone is open, or would be again; nothing where `words` are empty."""
        self.recording.setVisible(bool(words))
        self.recording.setText(words)
        if bool(self.recording.property("failed")) is not listens:
            self.recording.setProperty("failed", listens)  # in the colour that nobody overlooks
            self.recording.style().polish(self.recording)

    def show_pause(self, text: str, may_go_on: bool) -> None:
        """Why reading waits, and whether the user may let it go on; empty when it does not wait."""
        self._library.setText(text)
        self.go_on.setVisible(may_go_on)
