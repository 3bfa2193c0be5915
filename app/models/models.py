"""Models on this machine: which there are, which serves each role, and getting another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from app.events import DeletedForGood, DocumentRemoved, Event, EventBus
from app.models.active import Change, Choice, Holder
from app.models.adapting import OwnAdapters
from app.models.choosing import Shelf
from app.models.getting import Getting
from app.models.looking import Looks, sifted
from app.models.permitted import check_listed, only_permitted, permitted_list
from app.models.recommending import better, suited
from app.models.roles import (
    ANSWERING,
    FINDING,
    HEARING,
    READING_LINES,
    RERANKING,
    ROLES,
    SEEING,
    SPECIALISTS,
    TELLING_APART,
    Held,
    Role,
    role_for,
    role_of,
)
from app.models.saving import Saving
from app.models.serving import Serving
from app.models.suiting import better as better_embedder
from app.models.suiting import poorly_served
from app.models.writers import Writers
from app.security.kept_states import KeptStates
from app.settings import Settings
from app.types import AdapterRow, ModelRow, ModelState, ModelStatus, ModelUse, RoleRow, Speech, Suggestion
from engine.cancel import CancelToken
from engine.errors import ModelDoesNotFit, ModelMissing
from engine.formats.gguf import GgufHeader
from engine.hardware import machine
from engine.llama.families import is_base
from engine.llama.fit import smaller
from engine.power import Supply, supply
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.form import Unusable
from engine.provision.provisioner import FetchProgress
from engine.provision.standby import FetcherStandby
from engine.types import Task

if TYPE_CHECKING:  # a runtime is loaded with its first use
    from app.models.embedding import InstalledEmbedder
    from app.models.generating import ActiveGenerator
    from app.models.hearing import InstalledHearer
    from app.models.pictures import InstalledPictureReader
    from app.models.reranking import InstalledReranker


class Models:
    """The catalogue held against this machine's models folder."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        bus: EventBus,
        only: str = "",
        standby: FetcherStandby | None = None,
        look: Callable[[], Supply] = supply,
    ) -> None:
        """`only` is the id of a model that writes in this run instead of those in the settings; `standby`
        was started before the process was sealed and can fetch; `look` tells what feeds the computer.
        """
        self._folder = folder
        self._settings = settings
        self._saving = Saving(settings, look)
        self._serving = Serving(folder, settings, only, self._saving)
        self._writers = Writers(bus)
        self._catalogue = Catalogue.load()
        self._looks = Looks(folder)
        self._getting = Getting(folder, self._catalogue, self._looks.fault, standby)
        self._adapters = OwnAdapters(folder, self._catalogue, settings)
        self._lock = threading.Lock()
        self._held: dict[ModelUse, Holder] = {}

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    def keep_read_in(self, states: KeptStates, bus: EventBus) -> None:
        """Keep what models that start from now on have read of prompts, until a document goes."""
        self._writers.states = states

        def forget(event: Event) -> None:
            if isinstance(event, DocumentRemoved | DeletedForGood):
                states.forget()

        bus.subscribe(forget)

    def of(self, role: Role[Held]) -> Held:
        """What stands for a role; the same at every call. Nothing is started."""
        with self._lock:
            if role.use not in self._held:
                self._held[role.use] = role.runtime(lambda: self._choice(role), self._writers)
            return cast("Held", self._held[role.use])

    @property
    def generator(self) -> ActiveGenerator:
        """The model that answers."""
        return self.of(ANSWERING)

    @property
    def specialists(self) -> Mapping[Task, ActiveGenerator]:
        """The models that write what is a task of their own."""
        return {role.task: self.of(role) for role in SPECIALISTS if role.task is not None}

    @property
    def embedder(self) -> InstalledEmbedder:
        """The embedding model."""
        return self.of(FINDING)

    @property
    def pictures(self) -> InstalledPictureReader:
        """The model that reads pictures."""
        return self.of(SEEING)

    @property
    def reranker(self) -> InstalledReranker:
        """The model that puts passages in order, if one was asked for."""
        return self.of(RERANKING)

    @property
    def hearer(self) -> InstalledHearer:
        """The model that writes down what is said, if there is one."""
        return self.of(HEARING)

    def voices(self) -> Path | None:
        """The file of the model that tells speakers apart; None while there is none."""
        return self.of(TELLING_APART).path()

    def recogniser(self) -> Path | None:
        """The line recogniser asked for; None for the one that comes with the program."""
        return self.of(READING_LINES).path()

    def list(self) -> list[ModelRow]:
        """Every model of the catalogue, and the user's own files in the models folder."""
        shelf = self._shelf()
        uses = self._serving.uses(shelf, self._held)
        first = {model.id for model in suited(shelf, self._serving.chosen(ANSWERING, shelf))}
        return [
            self._row(model, uses.get(model.id, ()), shelf, suits=model.id in first)
            for model in shelf.known.models
        ]

    def unusable(self) -> Sequence[Unusable]:
        """What lies in the models folder, looks like a model and is none that can be used."""
        return sifted(self._getting.listed(), self._folder, self._looks)[1]

    def adapters(self, role: Role[Any] = ANSWERING) -> Sequence[AdapterRow]:
        """The LoRA adapters that lie there, as they stand to a role."""
        return self._adapters.rows(self._base(self._shelf(), role), role.name)

    def adapt(self, scales: Mapping[str, float], role: Role[Any] = ANSWERING) -> None:
        """Let the model of a role use these adapters and no others there, from what it writes next on; it is
        not loaded again. Raises as `OwnAdapters.check` does.
        """
        self._adapters.use(scales, *self._to_adapt(role), role.name)

    def check_adapters(self, scales: Mapping[str, float], task: Task) -> None:
        """Whether the model that writes for a task could use these. Raises as `OwnAdapters.check` does."""
        self._adapters.check(scales, *self._to_adapt(role_for(task)))

    def adapted(self, task: Task, scales: Mapping[str, float]) -> ActiveGenerator:
        """The model that writes for a task, with these adapters in place of those of its role."""
        from app.models.generating import ActiveGenerator

        role = role_for(task)

        def choose() -> Choice:
            choice = self._choice(role)
            return replace(choice, adapters=self._adapters.at(scales, self._base(self._shelf(), role)))

        return ActiveGenerator(choose, self._writers)

    def title(self, model_id: str) -> str:
        """A model's name as people know it; its id where it is none of this machine's."""
        found = self.known(model_id)
        return model_id if found is None else found.name

    def known(self, model_id: str) -> CatalogueModel | None:
        """A model of this machine or of the list; None where it is neither."""
        return next((one for one in self._shelf().known.models if one.id == model_id), None)

    def active(self) -> str:
        """The id of the model that answers; empty when none is installed."""
        return self.generator.name

    def use(self, model_id: str) -> ModelUse:
        """Use a model for its role, from when the role's `Change` says; returns what it is used for.

        From the next start with another embedding model, every document gets new vectors in the background
        and is found by words until then. Raises `ModelMissing` when it is not installed, `NotAModel` when it
        cannot be used, `ModelDoesNotFit` when this machine's memory can never carry it.
        """
        self._check_usable(model_id)
        if any(one.id == model_id for one in self._catalogue.models):
            check_listed([self._catalogue.get(model_id)])
        shelf = self._shelf()
        model = shelf.known.get(model_id)
        if not model.installed(self._folder):
            raise ModelMissing(model=model_id)
        role = role_of(model)
        self._check_fits(model, role, shelf)
        self._settings.update(**{role.setting: model_id})
        if role.change is Change.AT_ONCE:
            self.of(role).unload()
        return role.use

    def roles(self) -> Sequence[RoleRow]:
        """Every role, with the model that serves it now."""
        return self._serving.rows(self._shelf())

    def give(self, role: Role[Any], model_id: str) -> None:
        """Let a model serve a role: by its id, by `serving.ANSWERER`, or the best that fits where it is
        empty. A model is ended that serves it no more. Raises as `use` does.
        """
        self._check_usable(model_id)
        shelf = self._shelf()
        row_of = {one.id: one for one in shelf.known.models}
        if model_id in row_of and row_of[model_id].installed(self._folder):
            self._check_fits(row_of[model_id], role, shelf)
        self._serving.give(role, model_id, shelf)
        if role.change is not Change.NEXT_START and role.use in self._held:
            self._held[role.use].unload()

    def use_built_in_reader(self) -> None:
        """Read the lines of scans added from now on with what comes with the program."""
        self._settings.update(**{READING_LINES.setting: ""})

    def starter(self) -> CatalogueModel:
        """The model to begin with on this machine."""
        return permitted_list(self._catalogue).starter_for(machine().memory_bytes)

    def better(self) -> CatalogueModel | None:
        """The model that would answer better on this machine than what does, and is not here."""
        shelf = self._shelf()
        return better(shelf, self._serving.chosen(ANSWERING, shelf))

    def suggested(self, written: Mapping[str, int]) -> Suggestion | None:
        """The embedder that would find more in a library in which so many documents are written in each
        language, by code; None where that in use serves them, or there is none for them. May take the
        seconds that an embedder's first measuring takes. Raises `EngineError`.
        """
        shelf = self._shelf()
        using, found = self._serving.chosen(FINDING, shelf), better_embedder(shelf)
        if found is None or using is None or using.multilingual:
            return None
        poor = poorly_served(self.embedder.scale, written)
        if not poor:
            return None
        return Suggestion(
            found, found.installed(self._folder), tuple(poor), sum(poor.values()), sum(written.values())
        )

    def offered(self, written: Mapping[str, int]) -> Suggestion | None:
        """What is `suggested`, the first time that it is; later it is only marked in the list of models."""
        found = self.suggested(written)
        if found is None or self._settings.preferences.embedder_offered == found.model.id:
            return None
        self._settings.update(embedder_offered=found.model.id)
        return found

    def missing(self) -> tuple[CatalogueModel, ...]:
        """What must be fetched before questions can be answered."""
        shelf = self._shelf()
        lacking = [role for role in ROLES if role.rule.lacks(self._serving.chosen(role, shelf), shelf)]
        return tuple(self._catalogue.get(role.rule.first(shelf)) for role in lacking)

    def get(
        self,
        model_id: str,
        progress: Callable[[FetchProgress], None],
        cancel: CancelToken,
        folder: Path | None = None,
        token: str = "",
    ) -> Path:
        """Fetch a model in a process of its own, from a folder first when one is given; `starter` is the best
        for answers that this machine carries and that can be had. `token` opens the hub where it does not
        give the model to all; it is used once and kept nowhere.

        Raises `ProvisionError`s and `Cancelled`.
        """
        return self._getting.get(model_id, progress, cancel, folder, token)

    def add(
        self, paths: Sequence[Path], progress: Callable[[FetchProgress], None], cancel: CancelToken
    ) -> tuple[str, ...]:
        """Copy models from a stick, of the list or the user's own, into the models folder; returns their ids.
        See `Getting.add`.
        """
        return self._getting.add(paths, progress, cancel)

    def verify(self, model_id: str) -> None:
        """Hash the model's files. Raises `ModelMissing`, `ChecksumMismatch`."""
        self._getting.verify(model_id)

    def status(self) -> ModelStatus:
        """How the model that answers stands."""
        if not self.active():
            return ModelStatus(ModelState.ABSENT)
        found = self.generator.status
        return found if found.name else ModelStatus(found.state, self.active())

    def close(self) -> None:
        """End every process."""
        for held in list(self._held.values()):
            held.close()

    def _shelf(self) -> Shelf:
        listed = self._getting.listed()
        known, _ = sifted(listed, self._folder, self._looks)
        known = only_permitted(known, listed, self._folder)
        return Shelf(permitted_list(listed), known, self._folder, machine().memory_bytes)

    def _choice(self, role: Role[Any]) -> Choice:
        shelf = self._shelf()
        model = self._serving.chosen(role, shelf)
        if model is None:
            named = self._serving.insisted(role)
            self._check_usable(named)
            known = {one.id for one in self._getting.listed().models}
            why = {"why": "unlisted"} if named and named not in known else {}
            raise ModelMissing(model=named or role.rule.first(shelf), named=bool(named), **why)
        header = shelf.header(model) if role is ANSWERING or role.task else None
        return Choice(
            model.id,
            model.path_of(self._folder),
            model.paths_in(self._folder),
            model.prompts,
            model.scale,
            self._adapters.used(header, role.name),
            self._adapters.fitting(header),
            shelf.needed(model),
            self._saving.threads() if header is not None else None,
        )

    def _to_adapt(self, role: Role[Any]) -> tuple[GgufHeader | None, str]:
        """The head and the id of the model of a role, which adapters have to belong to."""
        shelf = self._shelf()
        model = self._serving.chosen(role, shelf)
        return (shelf.header(model), model.id) if model is not None else (None, "")

    def _base(self, shelf: Shelf, role: Role[Any]) -> GgufHeader | None:
        """The head of the model of a role."""
        model = self._serving.chosen(role, shelf)
        return shelf.header(model) if model is not None else None

    def _check_usable(self, model_id: str) -> None:
        """Raises `NotAModel` for what lies in the models folder under this name and is none."""
        for one in self.unusable() if model_id else ():
            if one.name == model_id:
                raise one.fault

    def _check_fits(self, model: CatalogueModel, role: Role[Any], shelf: Shelf) -> None:
        if shelf.fits(model):
            return
        needed, header = shelf.needed(model), shelf.header(model)
        instead = shelf.instead(role.serves)
        raise ModelDoesNotFit(
            model=model.id,
            needed=needed,
            available=shelf.memory,
            instead=instead.id if instead else None,
            **(smaller(header, needed, shelf.memory) if header else {}),
        )

    def _row(self, model: CatalogueModel, uses: Sequence[ModelUse], shelf: Shelf, *, suits: bool) -> ModelRow:
        installed = model.installed(self._folder)
        path = model.path_of(self._folder) if installed else None
        purpose = role_of(model).use
        speech = self._speech(model, shelf) if purpose is ANSWERING.use else None
        fits, needed = shelf.fits(model), shelf.needed(model)
        special = {role.use for role in SPECIALISTS}
        used_for = next((one for one in uses if one not in special), None)
        also = tuple(one for one in uses if one in special)
        return ModelRow(model, purpose, installed, path, used_for, fits, needed, speech, suits, also)

    def _speech(self, model: CatalogueModel, shelf: Shelf) -> Speech | None:
        header = None if model in shelf.catalogue.models else shelf.header(model)
        if header is None:
            return None
        if header.chat_template:
            return Speech.OWN
        return Speech.BASE if is_base(header, model.name) else Speech.FAMILY
