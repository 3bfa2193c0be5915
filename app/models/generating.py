"""The model that writes in a role now, telling everyone how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from app.models.active import Choice, Choose
from app.models.writers import Writers
from app.types import ModelState, ModelStatus
from engine.cancel import CancelToken
from engine.errors import ModelMissing, NotAModel
from engine.llama.generator import ModelProcess
from engine.types import (
    Generated,
    GenerationDone,
    GenerationEvent,
    Message,
    ModelInfo,
    ModelStamp,
    Sampling,
)


class ActiveGenerator:
    """The `TextGenerator` of a role; another model can take its place between answers."""

    def __init__(self, choose: Choose, writers: Writers) -> None:
        self._choose = choose
        self._writers = writers
        self._name = ""  # of the model used last

    @property
    def status(self) -> ModelStatus:
        """What was told last."""
        return self._writers.status(self._name)

    @property
    def name(self) -> str:
        """The id of the model that writes; empty while none is installed. Nothing is started."""
        try:
            return self._choose().id
        except (ModelMissing, NotAModel):
            return ""

    def choice(self) -> Choice:
        """The model to use now. Nothing is started. Raises `ModelMissing`."""
        return self._choose()

    @property
    def running(self) -> Choice | None:
        """See `Holder`."""
        return self._writers.running(self._name)

    def memory_bytes(self) -> int:
        """Of the process, 0 while none runs."""
        return self._writers.memory_bytes(self._name)

    def info(self) -> ModelInfo:
        """See `engine.protocols.TextGenerator`."""
        with self._using() as (choice, process):
            return self._informed(choice, process)

    def stamp(self) -> ModelStamp:
        """See `engine.protocols.TextGenerator`."""
        with self._using() as (choice, process):
            self._loaded(choice, process)
            return process.stamp()

    def count_tokens(self, text: str) -> int:
        """See `engine.protocols.TextGenerator`."""
        with self._using() as (_, process):
            return process.count_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.TextGenerator`."""
        with self._using(cancel) as (choice, process):
            self._loaded(choice, process)
            for event in process.generate(messages, sampling, cancel):
                if isinstance(event, GenerationDone):
                    self._speed(choice, event.tokens_per_second)
                yield event

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        """See `engine.protocols.TextGenerator`."""
        with self._using(cancel) as (choice, process):
            self._loaded(choice, process)
            found = process.generate_together(prompts, samplings, cancel)
            if seconds := max((one.done.generate_seconds for one in found), default=0.0):
                self._speed(choice, sum(one.done.generated_tokens for one in found) / seconds)
        return found

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        """See `engine.protocols.LikelihoodScorer`."""
        if not texts:
            return ()
        cancel.raise_if_cancelled()
        with self._using(cancel) as (choice, process):
            self._loaded(choice, process)
            return process.log_likelihoods(before, texts, cancel)

    def unload(self) -> None:
        """End the process and tell of it; the next use chooses anew."""
        name, self._name = self._name, ""
        self._writers.end(name)

    def close(self) -> None:
        """As `unload`: the next use starts it again."""
        self.unload()

    # --- inside --------------------------------------------------------------------------------------------

    @contextmanager
    def _using(self, cancel: CancelToken | None = None) -> Iterator[tuple[Choice, ModelProcess]]:
        choice = self._choose()
        self._name = choice.id
        with self._writers.using(choice, cancel) as process:
            yield choice, process

    def _loaded(self, choice: Choice, process: ModelProcess) -> None:
        if self._writers.status(choice.id).state is not ModelState.READY:
            self._writers.tell(choice, ModelStatus(ModelState.LOADING, choice.id))
            self._informed(choice, process)

    def _informed(self, choice: Choice, process: ModelProcess) -> ModelInfo:
        found = process.info()
        speed = self._writers.status(choice.id).tokens_per_second
        told = ModelStatus(ModelState.READY, found.name, found.backend, speed, found.memory_bytes)
        self._writers.tell(choice, told)
        return found

    def _speed(self, choice: Choice, tokens_per_second: float) -> None:
        now = self._writers.status(choice.id)
        told = replace(now, state=ModelState.READY, tokens_per_second=tokens_per_second)
        self._writers.tell(choice, told)
