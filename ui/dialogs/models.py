"""Models on this computer: choose, get, check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.messages import notice_of
from app.models import Models
from app.types import ModelRow
from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.provision import FetchProgress
from engine.types import ModelRole
from ui.tasks import Lane, Tasks
from ui.theme import Space
from ui.widgets.parts import button, card, clear, label, rule

_STEPS = 1000


class ModelsDialog(QDialog):
    """Lists the catalogue; a model is fetched only when its button is pressed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None, models: Models, tasks: Tasks) -> None:
        super().__init__(parent)
        self._models = models
        self._tasks = tasks
        self._cancel: CancelToken | None = None
        self.setWindowTitle("Models")
        self.resize(640, 520)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self._words = label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._stop = button("Stop")
        self._stop.clicked.connect(self._stopped)
        self._arrange()
        self._idle()
        self.refresh()

    def refresh(self) -> None:
        self._tasks.run(Lane.LIBRARY, self._models.list, self._show)

    def get(self, model_id: str, folder: Path | None = None) -> None:
        """Fetch one model, from a folder first when one is given."""
        cancel = self._cancel = CancelToken()
        self._bar.setValue(0)
        self._busy(f"Looking for {model_id}…")

        def work() -> Path:
            return self._models.get(
                model_id, lambda p: self._tasks.post(lambda: self._progress(p)), cancel, folder
            )

        self._tasks.run(Lane.FETCH, work, lambda _: self._done(), self._failed)

    def reject(self) -> None:
        self._stopped()
        super().reject()

    def _show(self, rows: list[ModelRow]) -> None:
        clear(self._list)
        for row in rows:
            self._list.addWidget(self._card(row))
        self._list.addStretch()

    def _card(self, row: ModelRow) -> QWidget:
        frame = card()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(row.model.name, "heading"))
        words.addWidget(label(row.model.description, "quiet", wrap=True))
        size = f"{row.model.size / 1e9:.1f} GB" if row.model.size > 5e8 else f"{row.model.size / 1e6:.0f} MB"
        needs = "" if row.fits else " · more memory than this computer has"
        words.addWidget(label(f"{size} · {row.model.licence or 'your own file'}{needs}", "small"))
        line = QHBoxLayout(frame)
        line.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        line.addLayout(words, 1)
        model_id = row.model.id
        if not row.installed:
            line.addWidget(self._push("From a folder…", lambda: self._from_folder(model_id)))
            line.addWidget(self._push("Download", lambda: self.get(model_id), primary=True))
        elif row.active:
            line.addWidget(label("Answers now", "quiet"))
        elif row.model.role in (ModelRole.CHAT, ModelRole.CODE):
            line.addWidget(self._push("Use", lambda: self._use(model_id)))
        else:
            line.addWidget(label("Installed", "quiet"))
        return frame

    def _push(self, text: str, do: Callable[[], None], *, primary: bool = False) -> QWidget:
        made = button(text, primary=primary)
        made.clicked.connect(do)
        return made

    def _from_folder(self, model_id: str) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder that holds the model, such as a USB stick")
        if chosen:
            self.get(model_id, Path(chosen))

    def _use(self, model_id: str) -> None:
        self._tasks.run(Lane.MODEL, lambda: self._models.use(model_id), lambda _: self._done(), self._failed)

    def _progress(self, now: FetchProgress) -> None:
        if now.total_bytes:
            self._bar.setValue(now.done_bytes * _STEPS // now.total_bytes)
        left = f" · {now.seconds_left:.0f} s left" if now.seconds_left is not None else ""
        done = f"{now.done_bytes / 1e6:.0f} of {now.total_bytes / 1e6:.0f} MB"
        self._words.setText(f"{now.model}: {done}{left}\nContacting {now.contact or now.source}")

    def _done(self) -> None:
        self._idle()
        self.refresh()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._idle()
        if isinstance(error, Cancelled):
            self._words.setText("Stopped. What was fetched is kept for the next time.")
        else:
            found = notice_of(error)
            self._words.setText(f"{found.title}. {found.sentence} {found.remedy}")

    def _stopped(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()

    def _busy(self, words: str) -> None:
        self._words.setText(words)
        self._bar.show()
        self._stop.show()

    def _idle(self) -> None:
        self._cancel = None
        self._words.setText(
            "A download is the only moment at which Confidant uses the network: a separate program "
            "fetches the file, from the place named here, and its bytes are checked."
        )
        self._bar.hide()
        self._stop.hide()

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        close = button("Close")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._bar, 1)
        row.addStretch()
        row.addWidget(self._stop)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label("Models", "title"))
        layout.addWidget(self._words)
        layout.addWidget(scroll, 1)
        layout.addWidget(rule())
        layout.addLayout(row)
