"""The model that answers now, in its process, telling everyone how it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.events import EventBus, ModelChanged
from app.models.active import Active, Change, Choice, Choose
from app.models.graphics import Graphics
from app.models.resting import rest_seconds
from app.types import ModelState, ModelStatus
from engine.cancel import CancelToken
from engine.errors import Fault
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


class ActiveGenerator(Active[ModelProcess]):
    """The `TextGenerator` that answers now; another model can take its place between answers."""

    def __init__(self, choose: Choose, bus: EventBus) -> None:
        super().__init__(choose, self._made, Change.AT_ONCE)
        self._bus = bus
        self._name = ""
        self._status = ModelStatus(ModelState.IDLE)

    @property
    def status(self) -> ModelStatus:
        """What was told last."""
        return self._status

    @property
    def name(self) -> str:
        """The id of the model that answers; empty while none is installed."""
        return self.chosen

    def info(self) -> ModelInfo:
        """See `engine.protocols.TextGenerator`."""
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

    def stamp(self) -> ModelStamp:
        """See `engine.protocols.TextGenerator`."""
        self._loaded()
        with self._told():
            return self._ready().stamp()

    def count_tokens(self, text: str) -> int:
        """See `engine.protocols.TextGenerator`."""
        with self._told():
            return self._ready().count_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.TextGenerator`."""
        self._loaded()
        with self._told():
            for event in self._ready().generate(messages, sampling, cancel):
                if isinstance(event, GenerationDone):
                    self._speed(event.tokens_per_second)
                yield event

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        """See `engine.protocols.TextGenerator`."""
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
        """End the process and tell of it."""
        process = self._taken()
        if process is not None:
            process.unload()
            process.close()
            self._tell(ModelStatus(ModelState.IDLE, self._name))

    def close(self) -> None:
        """As `unload`: the next use starts it again."""
        self.unload()

    def _ready(self) -> ModelProcess:
        """As before, with the adapters that are asked for now."""
        process = super()._ready()
        choice = self.running
        if choice is None:
            return process
        if not {one.path for one in choice.adapters} <= set(process.readable):  # one came since it began
            super().close()
            process = super()._ready()
        process.adapt(choice.adapters)
        return process

    def _made(self, choice: Choice) -> ModelProcess:
        model, *parts = choice.files
        return ModelProcess(
            model,
            choice.id,
            rest_seconds=rest_seconds(),
            rested=self._rested,
            parts=tuple(parts),
            adapters=choice.fitting,
        )

    def _rested(self) -> None:
        self._tell(ModelStatus(ModelState.IDLE, self._name))

    def _loaded(self) -> None:
        if self._status.state is not ModelState.READY:
            self._tell(ModelStatus(ModelState.LOADING, self._name))
            self.info()

    def _began(self, choice: Choice) -> None:
        self._name = choice.id
        self._status = ModelStatus(ModelState.LOADING, choice.id)

    def _speed(self, tokens_per_second: float) -> None:
        now = self._status
        self._tell(ModelStatus(ModelState.READY, now.name, now.backend, tokens_per_second, now.memory_bytes))

    def _tell(self, status: ModelStatus) -> None:
        self._status = status
        self._bus.publish(ModelChanged(status))

    def _told(self) -> _Telling:
        return _Telling(self._tell, lambda: self._name)


def graphics_of(choice: Choice) -> Graphics:
    """What decides whether a model of this folder uses the graphics card."""
    return Graphics(
        choice.files[0].parent.parent, lambda one, layers: ModelProcess(one.path, one.id, gpu_layers=layers)
    )


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
