"""Models on this machine: which there are, which answers, and getting another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from app.events import EventBus, ModelChanged
from app.models.embedding import InstalledEmbedder
from app.models.pictures import Choice, InstalledPictureReader
from app.settings import Settings
from app.types import ModelRow, ModelState, ModelStatus, ModelUse
from engine.cancel import CancelToken
from engine.errors import Fault, ModelMissing
from engine.hardware import machine
from engine.llama.generator import ModelProcess
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.own_models import OwnModels
from engine.provision.provisioner import FetcherStandby, FetchProgress, Provisioner
from engine.types import (
    Generated,
    GenerationDone,
    GenerationEvent,
    Message,
    ModelInfo,
    ModelRole,
    Sampling,
)

EMBEDDER = "all-minilm-l6-v2"

_ANSWERING = (ModelRole.CHAT, ModelRole.CODE)
_SEEING = (ModelRole.OCR, ModelRole.VISION)  # what only reads comes before what also describes
_WORKING_BYTES = 600 << 20  # context, buffers and the process around a model's file


class ActiveGenerator:
    """The `TextGenerator` that answers now; another model can take its place between answers."""

    def __init__(self, choose: Callable[[], tuple[str, Path]], bus: EventBus) -> None:
        """`choose` gives the id and the file of the model to use, or raises `ModelMissing`."""
        self._choose = choose
        self._bus = bus
        self._lock = threading.Lock()
        self._process: ModelProcess | None = None
        self._name = ""
        self._status = ModelStatus(ModelState.IDLE)

    @property
    def status(self) -> ModelStatus:
        return self._status

    @property
    def name(self) -> str:
        """The id of the model that answers; empty while none is installed."""
        try:
            return self._choose()[0]
        except ModelMissing:
            return ""

    def info(self) -> ModelInfo:
        process = self._ready()
        with self._told():
            found = process.info()
        self._tell(
            ModelStatus(
                ModelState.READY,
                found.name,
                found.backend,
                self._status.tokens_per_second,
                found.memory_bytes,
            )
        )
        return found

    def count_tokens(self, text: str) -> int:
        with self._told():
            return self._ready().count_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        self._loaded()
        with self._told():
            for event in self._ready().generate(messages, sampling, cancel):
                if isinstance(event, GenerationDone):
                    self._speed(event.tokens_per_second)
                yield event

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        self._loaded()
        with self._told():
            found = self._ready().generate_together(prompts, samplings, cancel)
        if seconds := max((one.done.generate_seconds for one in found), default=0.0):
            self._speed(sum(one.done.generated_tokens for one in found) / seconds)
        return found

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        """See `engine.protocols.LikelihoodScorer`."""
        if not texts:
            return ()
        cancel.raise_if_cancelled()
        self._loaded()
        with self._told():
            return self._ready().log_likelihoods(before, texts, cancel)

    def unload(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.unload()
            process.close()
            self._tell(ModelStatus(ModelState.IDLE, self._name))

    def memory_bytes(self) -> int:
        process = self._process
        return process.memory_bytes() if process else 0

    def _loaded(self) -> None:
        if self._status.state is not ModelState.READY:
            self._tell(ModelStatus(ModelState.LOADING, self._name))
            self.info()

    def _ready(self) -> ModelProcess:
        name, path = self._choose()
        with self._lock:
            if self._process is None or self._name != name:
                if self._process is not None:
                    self._process.close()
                self._process, self._name = ModelProcess(path, name), name
                self._status = ModelStatus(ModelState.LOADING, name)
            return self._process

    def _speed(self, tokens_per_second: float) -> None:
        now = self._status
        self._tell(ModelStatus(ModelState.READY, now.name, now.backend, tokens_per_second, now.memory_bytes))

    def _tell(self, status: ModelStatus) -> None:
        self._status = status
        self._bus.publish(ModelChanged(status))

    def _told(self) -> _Telling:
        return _Telling(self._tell, lambda: self._name)


class _Telling:
    """Tells of a fault that ends a call to the model, and lets it pass."""

    def __init__(self, tell: Callable[[ModelStatus], None], name: Callable[[], str]) -> None:
        self._tell = tell
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Fault) and error.code.startswith(("model", "worker")):
            self._tell(ModelStatus(ModelState.FAILED, self._name(), error_code=error.code))


class Models:
    """The catalogue held against this machine's models folder."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        bus: EventBus,
        only: str = "",
        standby: FetcherStandby | None = None,
    ) -> None:
        """`only` is a model id that this run uses instead of the one in the settings; `standby` was
        started before the process was sealed and can fetch.
        """
        self._folder = folder
        self._standby = standby
        self._settings = settings
        self._only = only
        self._catalogue = Catalogue.load()
        self.generator = ActiveGenerator(self._chosen, bus)
        self.embedder = InstalledEmbedder(self._embedder_folder)
        self.pictures = InstalledPictureReader(self._seeing)

    def list(self) -> list[ModelRow]:
        """Every model of the catalogue, and the user's own files in the models folder."""
        uses, memory = self._uses(), machine().memory_bytes
        return [self._row(model, uses.get(model.id), memory) for model in self._known().models]

    def model(self, model_id: str) -> CatalogueModel:
        """A model of the catalogue or of the user's own. Raises `ModelMissing`."""
        return self._known().get(model_id)

    def title(self, model_id: str) -> str:
        """A model's name as people know it; its id where it is none of this machine's."""
        return next((one.name for one in self._known().models if one.id == model_id), model_id)

    def active(self) -> str:
        """The id of the model that answers; empty when none is installed."""
        return self.generator.name

    def use(self, model_id: str) -> None:
        """Answer with this model from now on; or, when it is an embedding model, search with it from the next
        start, at which every document gets new vectors in the background and is found by words until then;
        or, when it sees, read pictures with it; or, when it reads lines, read scans added from now on.

        Raises `ModelMissing` when it is not installed.
        """
        model = self._known().get(model_id)
        if not model.installed(self._folder):
            raise ModelMissing(model=model_id)
        if model.role is ModelRole.EMBED:
            self._settings.update(embedder=model_id)
        elif model.reads_lines:
            self._settings.update(recogniser=model_id)
        elif model.role in _SEEING:
            self._settings.update(vision=model_id)
        else:
            self._settings.update(model=model_id)
            self.generator.unload()

    def use_built_in_reader(self) -> None:
        """Read the lines of scans added from now on with what comes with the program."""
        self._settings.update(recogniser="")

    def starter(self) -> CatalogueModel:
        """The model to begin with on this machine."""
        return self._catalogue.starter_for(machine().memory_bytes)

    def missing(self) -> tuple[CatalogueModel, ...]:
        """What must be fetched before questions can be answered."""
        embedder = self._catalogue.get(EMBEDDER)
        needed = () if embedder.installed(self._folder) else (embedder,)
        return needed if self.active() else (self.starter(), *needed)

    def get(
        self,
        model_id: str,
        progress: Callable[[FetchProgress], None],
        cancel: CancelToken,
        folder: Path | None = None,
    ) -> Path:
        """Fetch a model in a process of its own, from a folder first when one is given.

        Raises `ProvisionError`s and `Cancelled`.
        """
        sources = [folder] if folder else []
        return self._provisioner().fetch(model_id, sources_from=sources, progress=progress, cancel=cancel)

    def add(
        self, paths: Sequence[Path], progress: Callable[[FetchProgress], None], cancel: CancelToken
    ) -> tuple[str, ...]:
        """Copy the user's own models into the models folder; returns their ids. See `OwnModels.add`."""
        return OwnModels(self._folder, self._catalogue).add(paths, progress, cancel)

    def verify(self, model_id: str) -> None:
        """Hash the model's files. Raises `ModelMissing`, `ChecksumMismatch`."""
        self._provisioner().verify(model_id)

    def status(self) -> ModelStatus:
        if not self.active():
            return ModelStatus(ModelState.ABSENT)
        found = self.generator.status
        return found if found.name else ModelStatus(found.state, self.active())

    def close(self) -> None:
        self.generator.unload()
        self.embedder.close()
        self.pictures.close()

    def _provisioner(self) -> Provisioner:
        return Provisioner(self._folder, self._catalogue, self._standby)

    def _known(self) -> Catalogue:
        return self._catalogue.with_local(self._folder)

    def _chosen(self) -> tuple[str, Path]:
        """The model asked for, else the starter, else the largest that fits."""
        known, memory = self._known(), machine().memory_bytes
        wanted = self._only or self._settings.preferences.model
        usable = [m for m in known.models if m.role in _ANSWERING and m.installed(self._folder)]
        if self._only and all(model.id != self._only for model in usable):
            raise ModelMissing(model=self._only)
        starter = self._catalogue.starter_for(memory).id
        best = max(
            usable,
            key=lambda m: (m.id == wanted, m.id == starter, _needed(m) <= memory, m.parameters),
            default=None,
        )
        if best is None:
            raise ModelMissing(model=starter)
        return best.id, best.path_of(self._folder)

    def _seeing(self) -> Choice | None:
        """The model asked for to read pictures, else the best installed one that this machine carries."""
        wanted, memory = self._settings.preferences.vision, machine().memory_bytes
        usable = [m for m in self._known().models if m.role in _SEEING and m.installed(self._folder)]
        usable = [m for m in usable if not m.reads_lines]
        fitting = [m for m in usable if m.id == wanted or _needed(m) <= memory]
        best = min(fitting, key=lambda m: (m.id != wanted, _SEEING.index(m.role), m.id), default=None)
        return (best.id, *best.pair_in(self._folder)) if best else None

    def recogniser(self) -> Path | None:
        """The line recogniser asked for; None for the one that comes with the program."""
        model = self._recogniser()
        return model.path_of(self._folder) if model else None

    def _recogniser(self) -> CatalogueModel | None:
        wanted = self._settings.preferences.recogniser
        for model in self._known().models if wanted else ():
            if model.id == wanted and model.reads_lines and model.installed(self._folder):
                return model
        return None

    def _embedder(self) -> CatalogueModel:
        """The embedding model asked for, else the one that comes with the program."""
        wanted = self._settings.preferences.embedder
        for model in self._known().models:
            if model.role is ModelRole.EMBED and model.id == wanted and model.installed(self._folder):
                return model
        model = self._catalogue.get(EMBEDDER)
        if not model.installed(self._folder):
            raise ModelMissing(model=EMBEDDER)
        return model

    def _embedder_folder(self) -> Path:
        return self._embedder().folder_in(self._folder)

    def _uses(self) -> dict[str, ModelUse]:
        """What each model does now, by its id."""
        found: dict[str, ModelUse] = {}
        with suppress(ModelMissing):
            found[self._chosen()[0]] = ModelUse.ANSWERS
        if (seeing := self._seeing()) is not None:
            found[seeing[0]] = ModelUse.SEES
        if (recogniser := self._recogniser()) is not None:
            found[recogniser.id] = ModelUse.READS_LINES
        with suppress(ModelMissing):
            chosen, running = self._embedder(), self.embedder.running
            if running in (None, chosen.folder_in(self._folder)):
                found[chosen.id] = ModelUse.FINDS
            else:
                found |= {running.name: ModelUse.FINDS, chosen.id: ModelUse.FINDS_NEXT}
        return found

    def _row(self, model: CatalogueModel, used_for: ModelUse | None, memory: int) -> ModelRow:
        installed = model.installed(self._folder)
        path = model.path_of(self._folder) if installed else None
        needed = _needed(model)
        return ModelRow(model, installed, path, used_for, needed <= memory, needed)


def _needed(model: CatalogueModel) -> int:
    return sum(file.size for file in model.files) + _WORKING_BYTES
