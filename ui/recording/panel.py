"""Where one records: whether the microphone is open, how long it has been, and what is to become of it."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.words.catalogue import say
from rag.types import clock
from ui.parts.controls import Button, IconButton, button, label, labelled, scrolled
from ui.parts.flow import FlowLayout
from ui.parts.icons import pixmap
from ui.parts.telling import announce
from ui.parts.theme import LIGHT, Palette, Space, enlarged
from ui.parts.writing import Line

_STEPS = 100
_WIDTH = 460
_SIGN = 40  # points of the sign


class Stage(Enum):
    READY = auto()
    LISTENS = auto()
    PAUSED = auto()
    ENDED = auto()


class RecorderPanel(QWidget):
    begun = Signal()  # or gone on with
    paused = Signal()
    stopped = Signal()
    kept = Signal(str)  # the name
    discarded = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._palette = LIGHT
        self._column = QWidget()
        self.stage = Stage.READY
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.time = label("", "title")
        self.time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = label("", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.level = QProgressBar()
        self.level.setRange(0, _STEPS)
        self.level.setTextVisible(False)
        self.level.setAccessibleName(say("chat.dictation.level"))
        self.name = Line()
        self.name.returnPressed.connect(self._keep)
        self._named = QWidget()
        named = labelled(say("recording.name"), self.name)
        named.setContentsMargins(0, 0, 0, 0)
        self._named.setLayout(named)
        self.begin = button(say("recording.begin"), primary=True)
        self.go_on = button(say("recording.go-on"))
        self.pause = button(say("recording.pause"))
        self.stop = button(say("recording.stop"), primary=True)
        self.discard = button(say("recording.discard"))
        self.keep = button(say("recording.keep"), primary=True)
        for made, signal in (
            (self.begin, self.begun),
            (self.go_on, self.begun),
            (self.pause, self.paused),
            (self.stop, self.stopped),
            (self.discard, self.discarded),
        ):
            made.clicked.connect(signal)
        self.keep.clicked.connect(self._keep)
        self.close_button = IconButton("close", say("recording.back"), color="quiet")
        self.close_button.clicked.connect(self.closed)
        self._arrange()
        self.show_stage(Stage.READY)

    def show_stage(self, stage: Stage, words: str = "") -> None:
        """How it stands; `words` in place of what is said of that otherwise."""
        self.stage = stage
        listens = stage is Stage.LISTENS
        shown: dict[Stage, tuple[Button | QWidget, ...]] = {
            Stage.READY: (self.begin,),
            Stage.LISTENS: (self.level, self.time, self.pause, self.stop),
            Stage.PAUSED: (self.time, self.go_on, self.stop),
            Stage.ENDED: (self.time, self._named, self.discard, self.keep),
        }
        parts = (self.begin, self.go_on, self.pause, self.stop, self.discard, self.keep)
        for part in (*parts, self.level, self.time, self._named):
            part.setVisible(part in shown[stage])
        said = words or say(f"recording.stage.{stage.name.lower()}")
        self.words.setText(said)
        self.words.setProperty("role", "danger" if listens else "quiet")
        self.words.style().polish(self.words)
        self._tint()
        announce(self, said)
        self.focus()

    def show_time(self, seconds: float, level: float = 0.0) -> None:
        """How long it is, and how loud it is now, 0–1."""
        self.time.setText(clock(seconds))
        self.level.setValue(round(level * _STEPS))

    def focus(self) -> None:
        """Let the keyboard reach what one does next."""
        if self.stage is Stage.ENDED:
            self.name.setFocus()
            self.name.selectAll()
            return
        first = {Stage.READY: self.begin, Stage.LISTENS: self.stop, Stage.PAUSED: self.go_on}[self.stage]
        first.setFocus()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.close_button.retint(palette)
        self._tint()

    def _keep(self) -> None:
        self.kept.emit(self.name.text())

    def _tint(self) -> None:
        listens = self.stage is Stage.LISTENS
        colour = self._palette.danger if listens else self._palette.quiet
        larger = enlarged(self.font())
        self._column.setMaximumWidth(round(_WIDTH * larger))
        size = round(_SIGN * larger)
        name = "listening" if listens else "microphone"
        self._sign.setPixmap(pixmap(name, colour, size, self.devicePixelRatioF()))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(say("recording.title"), "question"))
        head.addStretch()
        head.addWidget(self.close_button)
        foot = FlowLayout(centred=True)
        for made in (self.begin, self.pause, self.go_on, self.discard, self.stop, self.keep):
            foot.addWidget(made)
        within = QVBoxLayout(self._column)
        within.setContentsMargins(0, Space.L, 0, Space.L)
        within.setSpacing(Space.M)
        within.addStretch(1)
        for part in (self._sign, self.time, self.words, self.level, self._named):
            within.addWidget(part)
        within.addLayout(foot)
        where = label(say("recording.where"), "small", wrap=True)
        where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        within.addWidget(where)
        within.addStretch(2)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch()
        across.addWidget(self._column, 10)
        across.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        layout.setSpacing(Space.M)
        layout.addLayout(head)
        layout.addWidget(scrolled(middle), 1)
