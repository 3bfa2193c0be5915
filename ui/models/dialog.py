"""Models on this computer: choose, get, add one's own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.models.models import Models
from app.types import AdapterRow, ModelRow, Suggestion
from app.words.catalogue import say
from app.words.messages import notice_of
from app.words.models import (
    better_words,
    declared_words,
    suggested_notice,
    use_words,
)
from engine.errors import Cancelled, Fault, ModelGated
from engine.provision.catalogue import CatalogueModel
from engine.provision.forms.form import Unusable
from engine.provision.provisioner import FetchProgress
from ui.models.card import ModelCard
from ui.models.computer import Computer
from ui.models.fetching import Fetching
from ui.models.folded import Folded
from ui.models.own_cards import adapter_card, refused_card
from ui.models.sticks import Sticks
from ui.parts.choosing import folder_name, open_names
from ui.parts.controls import button, clear, label, rule, secret_field
from ui.parts.dropped import take_copy
from ui.parts.fitting import Dialog
from ui.parts.flow import FlowLayout
from ui.parts.laying import beside_bar
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Space

_STEPS = 1000
_LEAST = 9  # lines of text: a card is seen whole, also where the dialog scrolls
_log = logging.getLogger(__name__)

_Looked = tuple[list[ModelRow], Sequence[AdapterRow], Sequence[Unusable], CatalogueModel | None]


class ModelsDialog(Dialog):
    """Lists the catalogue and the user's own; a model is fetched only when its button is pressed."""

    changed = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        models: Models,
        tasks: Tasks,
        suggested: Callable[[], Suggestion | None] = lambda: None,
        fetching: Fetching | None = None,
    ) -> None:
        """`suggested` tells whether another embedder would find more in the library that is open;
        `fetching` goes on when the dialog is closed.
        """
        super().__init__(parent)
        self._models = models
        self._suggested = suggested
        self._tasks = tasks
        self._own = fetching is None
        self._fetching = fetching or Fetching(models, tasks, parent=self)
        self._heard: list[tuple[SignalInstance, Callable[..., None]]] = [
            (self._fetching.progressed, self._progress),
            (self._fetching.ended, self._done),
            (self._fetching.failed, self._failed),
            (self._fetching.failed, self.refresh),  # models of a stick that came before
        ]
        self._open = False  # whether the rest of the list is shown
        self._folded: Folded | None = None
        self._told: tuple[str, ...] = ()  # what the hub says of a model that is being fetched
        self._scales: dict[str, float] = {}  # of the adapters in use, by name
        self._cards: dict[str, ModelCard] = {}  # by the model's id
        self.setWindowTitle(say("models.dialog.title"))
        self.resize(680, 560)
        self.setAcceptDrops(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._words = label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._stop = button(say("models.dialog.stop"))
        self._stop.clicked.connect(self._fetching.stop)
        self.add_files = button(say("models.dialog.add_files"))
        self.add_files.setToolTip(say("models.dialog.add_files_tip"))
        self.add_files.clicked.connect(self._choose_files)
        self.add_folder = button(say("models.dialog.add_folder"))
        self.add_folder.setToolTip(say("models.dialog.add_folder_tip"))
        self.add_folder.clicked.connect(self._choose_folder)
        self._arrange()
        self._idle()
        for signal, heard in self._heard:
            signal.connect(heard)
        if self._fetching.is_busy:
            self._busy()
        self.refresh()

    def refresh(self) -> None:
        self._tasks.run(Lane.LIBRARY, self._looked, self._show, self._failed)
        self._tasks.run(Lane.LIBRARY, self._suggested, self._mark)

    def get(self, model_id: str, folder: Path | None = None, token: str = "") -> None:
        """Fetch one model, from a folder first when one is given; `token` opens the hub."""
        if not self._fetching.is_busy:
            self._told = ()
            self._fetching.get(model_id, folder, token)
            self._busy()

    def add(self, paths: Sequence[Path]) -> None:
        """Copy the user's own models into the models folder."""
        if not self._fetching.is_busy:
            self._fetching.add(paths)
            self._busy()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._fetching.is_busy and any(url.isLocalFile() for url in event.mimeData().urls()):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        take_copy(event)
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def reject(self) -> None:
        """What is being fetched goes on, and stands among what works, unless only this dialog knew of it."""
        if self._own:
            self._fetching.stop()
        super().reject()

    def done(self, result: int) -> None:
        for signal, heard in self._heard:
            signal.disconnect(heard)
        self._heard = []
        super().done(result)

    def _looked(self) -> _Looked:
        return (
            self._models.list(),
            self._models.adapters(),
            self._models.unusable(),
            self._models.better(),
        )

    def _show(self, found: _Looked) -> None:
        """What is here, then what suits this computer; the rest folded away, what it carries first."""
        clear(self._list)
        self._cards = {}
        rows, adapters, unusable, better = found
        self._scales = {one.name: one.scale for one in adapters if one.fits and one.scale}
        for row in rows:
            if row.installed:
                self._list.addWidget(self._card(row))
        for adapter in adapters:
            self._list.addWidget(self._adapter(adapter))
        for one in unusable:
            self._list.addWidget(refused_card(one))
        suited = [row for row in rows if row.suits and not row.installed]
        if suited:
            self._list.addSpacing(Space.M)
            self._list.addWidget(label(say("models.dialog.suits"), "heading"))
        if better is not None:
            self._list.addWidget(label(better_words(better, dialog=True), "quiet", wrap=True))
        for row in suited:
            self._list.addWidget(self._card(row))
        rest = [row for row in rows if not row.suits and not row.installed]
        self._folded = Folded(rest, self._card)
        self._folded.toggled.connect(self._unfolded)
        self._list.addWidget(self._folded)
        self._list.addStretch()
        if self._open:
            self._folded.open()

    def _unfolded(self, shown: bool) -> None:
        """So it stays while the dialog is open."""
        self._open = shown

    def _mark(self, found: Suggestion | None) -> None:
        """Say at a model's card what it would be better at."""
        if found is not None and self._folded is not None and self._folded.holds(found.model.id):
            self._folded.open()
        shown = self._cards.get(found.model.id) if found is not None else None
        if found is not None and shown is not None:
            shown.tell_better(suggested_notice(found).sentence)

    def _card(self, row: ModelRow) -> QWidget:
        self._cards[row.model.id] = made = ModelCard(row)
        made.fetched.connect(self.get)
        made.brought.connect(self._from_folder)
        made.used.connect(self._use)
        made.left.connect(self._use_built_in)
        return made

    def _adapter(self, row: AdapterRow) -> QWidget:
        return adapter_card(row, lambda scale: self._adapt(row.name, scale))

    def _adapt(self, name: str, scale: float | None) -> None:
        """Use an adapter at a scale; None takes it off."""
        others = {one: kept for one, kept in self._scales.items() if one != name}
        scales = others if scale is None else {**others, name: scale}
        said = say("models.dialog.not_adapted" if scale is None else "models.dialog.adapted", name=name)
        self._tasks.run(
            Lane.MODEL, lambda: self._models.adapt(scales), lambda _: self._done(said), self._failed
        )

    def _with_token(self) -> None:
        """Ask the hub once more, with what it gives the model to; the field forgets it."""
        token = self._token.text().strip()
        self._token.clear()
        if token:
            self.get(self._fetching.asked, None, token)

    def _from_folder(self, model_id: str) -> None:
        chosen = folder_name(self, say("models.dialog.from_folder_title"))
        if chosen:
            self.get(model_id, Path(chosen))

    def _choose_files(self) -> None:
        chosen = open_names(self, say("models.dialog.add_files_title"), say("models.dialog.files"))
        if chosen:
            self.add([Path(one) for one in chosen])

    def _choose_folder(self) -> None:
        chosen = folder_name(self, say("models.dialog.add_folder_title"))
        if chosen:
            self.add([Path(chosen)])

    def _use(self, model: CatalogueModel) -> None:
        self._tasks.run(
            Lane.MODEL,
            lambda: self._models.use(model.id),
            lambda use: self._done(say("models.dialog.used", name=model.name, what=use_words(use))),
            self._failed,
        )

    def _use_built_in(self) -> None:
        use, said = self._models.use_built_in_reader, say("models.dialog.built_in_used")
        self._tasks.run(Lane.MODEL, use, lambda _: self._done(said), self._failed)

    def _progress(self, now: FetchProgress) -> None:
        if now.total_bytes:
            self._bar.setValue(now.done_bytes * _STEPS // now.total_bytes)
        left = now.seconds_left
        facts = {
            "name": now.model,
            "amount": say("models.dialog.amount", done=now.done_bytes / 1e6, total=now.total_bytes / 1e6),
            "left": "" if left is None else say("models.dialog.seconds_left", seconds=left),
            "place": now.contact or now.source,
        }
        way = "folder" if now.source == "folder" else "network"
        self._told = tuple(declared_words(now)) or self._told
        waits = [say("models.waiting", seconds=now.waiting_seconds)] if now.waiting_seconds else []
        told = say(f"models.dialog.progress.{way}", **facts)
        self._words.setText("\n".join((told, *self._told, *waits)))

    def _done(self, words: str = "") -> None:
        self._idle(words)
        self.refresh()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._idle(self._fetching.if_stopped)
        else:
            if not isinstance(error, Fault):
                _log.error("work on a model failed", exc_info=error)
            found = notice_of(error)
            gated = isinstance(error, ModelGated)
            self._idle(
                say(
                    "models.dialog.failed",
                    title=found.title,
                    sentence=found.sentence,
                    remedy=found.remedy,
                )
            )
            self._key.setVisible(gated)
            if gated:
                self._token.setFocus()

    def _busy(self) -> None:
        self._words.setText(self._fetching.words)
        self._bar.setValue(0)
        self._show_busy(True)
        if self._fetching.last is not None:
            self._progress(self._fetching.last)

    def _idle(self, words: str = "") -> None:
        self._words.setText(words or say("models.dialog.help"))
        self._show_busy(False)

    def _show_busy(self, busy: bool) -> None:
        """One model at a time: what would begin another waits."""
        self._inside.setEnabled(not busy)
        self.sticks.setEnabled(not busy)
        for one in (self._bar, self._stop):
            one.setVisible(busy)
        for one in (self.add_files, self.add_folder):
            one.setVisible(not busy)
        self._key.hide()

    def _arrange(self) -> None:
        self._inside = QWidget()
        self._inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setAccessibleName(self.windowTitle())
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._inside)
        scroll.setMinimumHeight(_LEAST * self.fontMetrics().lineSpacing())
        beside_bar(scroll)
        self.sticks = Sticks(self._tasks, self.add)
        self._token = secret_field(say("models.dialog.token"))
        self._token.setToolTip(say("models.dialog.token_tip"))
        again = button(say("models.dialog.again"))
        again.clicked.connect(self._with_token)
        self._token.returnPressed.connect(self._with_token)
        self._key = QWidget()
        key = QHBoxLayout(self._key)
        key.setContentsMargins(0, 0, 0, 0)
        key.addWidget(self._token, 1)
        key.addWidget(again)
        close = button(say("models.dialog.close"))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        adding = QWidget()
        own = FlowLayout(adding)
        own.addWidget(self.add_files)
        own.addWidget(self.add_folder)
        row.addWidget(adding, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("models.dialog.title"), "title"))
        layout.addWidget(self._words)
        layout.addWidget(self._key)
        layout.addWidget(self.sticks)
        layout.addWidget(scroll, 1)
        layout.addWidget(rule())
        self.computer = Computer(self._models, self._tasks)
        layout.addWidget(self.computer)
        layout.addLayout(row)
