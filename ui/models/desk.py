"""Joins the models of this machine with the status bar, the field for questions, and their dialog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from app.events import Event, LibraryChanged, ModelChanged, ModelsSwapped
from app.models.board.board import Board
from app.types import ModelState, ModelStatus, Suggestion
from app.words.answering_model import details, plain_words
from app.words.catalogue import count, say
from app.words.messages import notice_of
from app.words.models import suggested_notice
from engine.errors import Cancelled
from engine.provision.catalogue import CatalogueModel
from rag.types import DocumentState
from ui.chat.composer import Composer
from ui.chat.welcome import Welcome
from ui.models.board import BoardDialog
from ui.models.details import DetailsDialog
from ui.models.dialog import ModelsDialog
from ui.models.fetching import Fetching
from ui.models.roles import RolesDialog
from ui.parts.choosing import save_name
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.overlays import DropOverlay
from ui.parts.tasks import Lane
from ui.parts.theme import Palette

_SETTLED_MS = 2_000  # after the last document that was read, before another embedder is thought of


class ModelDesk(Desk):
    """Which model answers, and getting another."""

    considered = Signal()  # whether another embedder would find more: offered, or not

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._frame = given.frame
        self._palette = given.palette
        self._known_models: dict[str, CatalogueModel | None] = {}  # by their ids
        self._answers = ModelStatus(ModelState.ABSENT)  # of the model that answers
        given.frame.status.details_asked.connect(self.show_details)
        self._dialog_open = False
        self._composer = given.frame.view(Composer)
        self._welcome = given.frame.view(Welcome)
        self._welcome.models_asked.connect(self.show)
        services = given.services
        self._fetching = Fetching(services.models, given.tasks, services.activity, self)
        self._fetching.ended.connect(self._fetched)
        self._fetching.failed.connect(self._not_fetched)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._suggest)
        self._settled.start()

    @property
    def fetching(self) -> Fetching:
        """What brings models here, for whoever else begins it."""
        return self._fetching

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(Menu.MODELS, 10, say("models.menu"), "Ctrl+M", self.show, opens="models"),
            Entry(Menu.MODELS, 11, say("models.roles.menu"), "", self.show_roles, opens="roles"),
            Entry(Menu.MODELS, 12, say("board.menu"), "", self.compare),
            Entry(Menu.MODELS, 20, say("training.menu"), "", self.save_training),
        )

    def take(self, event: Event) -> None:
        if isinstance(event, ModelChanged):
            self._show_status(event.status)
        elif isinstance(event, ModelsSwapped):
            self._frame.status.tell_swap(self._title(event.left))
        elif isinstance(event, LibraryChanged) and event.document.state is DocumentState.READY:
            self._settled.start()

    def show(self) -> None:
        """The dialog with every model."""
        dialog = ModelsDialog(
            self.given.window, self.given.services.models, self.given.tasks, self._suggested, self._fetching
        )
        dialog.changed.connect(self._frame.tell_models_changed)
        self._dialog_open = True
        dialog.exec()
        self._dialog_open = False

    def show_roles(self) -> None:
        """The dialog with what each of them does."""
        services = self.given.services

        def collections() -> list[str]:
            return sorted({one.collection for one in services.store.list() if one.collection})

        RolesDialog(
            self.given.window, services.models, self.given.tasks, services.answering, collections
        ).exec()
        self._frame.tell_models_changed()

    def compare(self) -> None:
        """The dialog that compares them."""
        services = self.given.services
        board = Board(services.models, services.paths.models)
        BoardDialog(
            self.given.window,
            board,
            self.given.tasks,
            self._palette,
            services.chats.every_turn,
            services.activity,
        ).exec()

    def save_training(self) -> None:
        """Ask for a place, and save what people were answered and what they corrected."""
        chosen, _ = save_name(
            self.given.window, say("training.title"), say("training.name"), say("training.filter")
        )
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.jsonl")
        banner = self._frame.banner

        def done(number: int) -> None:
            banner.show_done(count("training.saved", number, path=path) if number else say("training.none"))

        self.given.tasks.run(
            Lane.LIBRARY,
            lambda: self.given.services.training.save(path),
            done,
            lambda error: banner.show_notice(notice_of(error)),
        )

    def retint(self, palette: Palette) -> None:
        self._palette = palette

    def models_changed(self) -> None:
        """Ask which model answers now; looking through the models folder takes a moment."""
        self.given.tasks.run(Lane.LIBRARY, self.given.services.models.status, self._known)

    def _fetched(self, words: str) -> None:
        """A model is here; the dialog says so itself while it is open."""
        if not self._dialog_open:
            self._frame.banner.show_done(words or say("models.dialog.fetched", name=self._fetching.asked))
            self._frame.tell_models_changed()

    def _not_fetched(self, error: Exception) -> None:
        if not self._dialog_open and not isinstance(error, Cancelled):
            self._frame.banner.show_notice(notice_of(error), say("models.suggested.open"), self.show)

    def _known(self, status: ModelStatus) -> None:
        self._show_status(status)
        absent = status.state is ModelState.ABSENT and self.given.services.engines.elsewhere is None
        self._composer.set_reason("")  # without one the documents answer by themselves
        self._welcome.show_model(not absent)
        self._frame.view(DropOverlay).show_model(not absent)

    def _show_status(self, status: ModelStatus) -> None:
        """By the title of the model: its id is the name of a file."""
        self._answers = status
        if status.name and status.name not in self._known_models:
            self._learn(status.name)
            return
        named = replace(status, name=self._title(status.name))
        self._frame.status.show_model(named, plain_words(self._known_models.get(status.name), self._host))

    def _learn(self, name: str) -> None:
        """Look a model up, once, and tell how it stands by then: the models folder is read for it."""

        def learnt(found: CatalogueModel | None) -> None:
            self._known_models[name] = found
            self._show_status(self._answers)

        self.given.tasks.run(
            Lane.LIBRARY, lambda: self.given.services.models.known(name), learnt, lambda _: learnt(None)
        )

    @property
    def _host(self) -> str:
        """Where it runs, "" for this computer."""
        elsewhere = self.given.services.engines.elsewhere
        return elsewhere.host if elsewhere is not None and self._answers.backend == elsewhere.host else ""

    def _title(self, name: str) -> str:
        found = self._known_models.get(name)
        return name if found is None else found.name

    def show_details(self) -> None:
        """What there is to know of the model that answers."""
        status = replace(self._answers, name=self._title(self._answers.name))
        known, host = self._known_models.get(self._answers.name), self._host
        dialog = DetailsDialog(self.given.window, plain_words(known, host), details(status, known, host))
        dialog.models_asked.connect(self.show)
        dialog.exec()
        dialog.deleteLater()

    def _suggested(self) -> Suggestion | None:
        services = self.given.services
        return services.models.suggested(services.store.languages.counted())

    def _suggest(self) -> None:
        """Look whether another embedder would find more, once nothing is being read."""
        if self.given.services.library.is_idle and not self._frame.banner.isVisible():
            models, languages = self.given.services.models, self.given.services.store.languages
            self.given.tasks.run(Lane.LIBRARY, lambda: models.offered(languages.counted()), self._offer)
        else:
            self._settled.start()

    def _offer(self, found: Suggestion | None) -> None:
        if found is not None:
            # Which it is, and why, stands in the list of models: over a conversation a line is enough.
            notice = replace(suggested_notice(found), sentence="", remedy="")
            self._frame.banner.show_advice(notice, say("models.suggested.open"), self.show)
        self.considered.emit()
