"""The model that answers, on another machine while that can be reached, and on this one while it cannot."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from app.events import EngineChanged, EventBus, ModelChanged
from app.types import ModelState, ModelStatus
from engine.cancel import CancelToken
from engine.errors import ContextFull, Fault, ModelMissing, RemoteError, RemoteUnable, WorkerError
from engine.protocols import TextGenerator
from engine.remote.generator import Exchange
from engine.types import (
    Generated,
    GenerationDone,
    GenerationEvent,
    Message,
    ModelInfo,
    ModelStamp,
    Sampling,
    TextDelta,
    TextWithdrawn,
)
from rag.errors import VaultError

_AWAY_SECONDS = 60.0  # before one that could not be reached is tried again
_FRESH_SECONDS = 60.0  # for which one that answered is taken to be there still
_GONE = (RemoteError, WorkerError, VaultError)  # of the last: what cannot be noted is not sent

Note = Callable[[Exchange], None]

_log = logging.getLogger(__name__)


class Engine(TextGenerator, Protocol):
    """See `engine.remote.generator.RemoteEngine`."""

    def look(self) -> object: ...

    def close(self) -> None: ...


class Elsewhere:
    """A `TextGenerator`. What goes to the engine is noted before it goes. That it is away is told
    once, and once that it is back.
    """

    def __init__(
        self,
        host: str,
        make: Callable[[Note], Engine] | None,
        here: TextGenerator,
        bus: EventBus,
        fault: Fault | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`make` gives the engine, which tells the note before anything goes; without one the model of this
        machine, `here`, alone answers, for the reason `fault`.
        """
        self.host = host
        self._note: Note | None = None
        self._engine = make(self._noted) if make else None
        self._here = here
        self._bus = bus
        self._clock = clock
        self._lock = threading.Lock()
        self._away: Fault | None = fault
        self._told: Fault | None = None
        self._tried = self._fresh = float("-inf")
        self._answers = False  # whether that was told

    def note_to(self, note: Note) -> None:
        """Have every exchange noted there; nothing goes before this was said, and it is said once."""
        self._note = self._note or note

    @property
    def answers(self) -> bool:
        """Whether the engine answers now, as far as is known."""
        return self._away is None

    def info(self) -> ModelInfo:
        """See `engine.protocols.TextGenerator`."""
        if engine := self._asked():
            return engine.info()
        with self._instead():
            return self._here.info()

    def stamp(self) -> ModelStamp:
        """See `engine.protocols.TextGenerator`."""
        if engine := self._asked():
            return engine.stamp()
        with self._instead():
            return self._here.stamp()

    def count_tokens(self, text: str) -> int:
        """See `engine.protocols.TextGenerator`."""
        if engine := self._asked():
            return engine.count_tokens(text)
        with self._instead():
            return self._here.count_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.TextGenerator`. What an engine said before it failed is withdrawn."""
        engine, fault, said = self._asked(), None, False
        if engine is not None:
            try:
                for event in engine.generate(messages, sampling, cancel):
                    said = said or isinstance(event, TextDelta)
                    if isinstance(event, GenerationDone):
                        self._came(engine, event.tokens_per_second)
                    yield event
                return
            except _GONE as error:
                fault = self._failed(error)
        if said:
            yield TextWithdrawn()
        with self._instead(fault):
            yield from self._here.generate(messages, sampling, cancel)

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        """See `engine.protocols.TextGenerator`."""
        engine, fault = self._asked(), None
        if engine is not None:
            try:
                found = engine.generate_together(prompts, samplings, cancel)
                self._came(engine, sum(one.done.tokens_per_second for one in found))
                return found
            except _GONE as error:
                fault = self._failed(error)
        with self._instead(fault):
            return self._here.generate_together(prompts, samplings, cancel)

    def unload(self) -> None:
        """Give the memory back, here; the next use asks the engine anew what it is."""
        if self._engine is not None:
            self._engine.unload()
        self._here.unload()

    def close(self) -> None:
        """End the process that speaks with the engine. The model of this machine is somebody else's."""
        if self._engine is not None:
            self._engine.close()

    def _noted(self, exchange: Exchange) -> None:
        if self._note is None:
            raise ValueError("nobody keeps a log of it")  # not for people
        self._note(exchange)

    def _asked(self) -> Engine | None:
        """The engine, where it is to be asked now: one that was away is tried now and then."""
        engine = self._engine
        now = self._clock()
        if engine is None or (self._away is not None and now - self._tried < _AWAY_SECONDS):
            self._tell()
            return None
        if now - self._fresh < _FRESH_SECONDS:
            return engine
        try:
            engine.look()
        except _GONE as fault:
            self._failed(fault)
            return None
        self._came(engine, 0.0)
        return engine

    @contextmanager
    def _instead(self, fault: Fault | None = None) -> Iterator[None]:
        """While the model of this machine does it: where there is none, or where the prompt was made for the
        larger context of an engine that failed with `fault` just now, that is told.
        """
        try:
            yield
        except ContextFull:
            if fault is None:
                raise
            raise fault from None
        except ModelMissing:
            away = fault or self._away
            if away is None:
                raise
            raise away from None

    def _failed(self, fault: Fault) -> Fault:
        if not isinstance(fault, RemoteUnable):
            with self._lock:
                self._away, self._tried, self._fresh = fault, self._clock(), float("-inf")
            _log.warning("the engine is away: %s", fault.code)
            self._tell()
        return fault

    def _came(self, engine: Engine, tokens_per_second: float) -> None:
        with self._lock:
            self._away, self._fresh = None, self._clock()
        self._tell()
        name = engine.info().name
        status = ModelStatus(ModelState.READY, name, self.host, tokens_per_second)
        self._bus.publish(ModelChanged(status))

    def _tell(self) -> None:
        """Who answers, if that was not told yet."""
        with self._lock:
            away, known = self._away, self._told is not None or self._answers
            same = (away is None) == (self._told is None)
            self._told, self._answers = away, away is None
        if not (known and same):
            self._bus.publish(EngineChanged(self.host, away))


class StandingIn:
    """A `TextGenerator` for a task: its specialist where there is one, else what answers."""

    def __init__(
        self, special: TextGenerator, is_special: Callable[[], bool], general: TextGenerator
    ) -> None:
        self._special = special
        self._is_special = is_special
        self._general = general

    def info(self) -> ModelInfo:
        """See `engine.protocols.TextGenerator`."""
        return self._now().info()

    def stamp(self) -> ModelStamp:
        """See `engine.protocols.TextGenerator`."""
        return self._now().stamp()

    def count_tokens(self, text: str) -> int:
        """See `engine.protocols.TextGenerator`."""
        return self._now().count_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.TextGenerator`."""
        return self._now().generate(messages, sampling, cancel)

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        """See `engine.protocols.TextGenerator`."""
        return self._now().generate_together(prompts, samplings, cancel)

    def unload(self) -> None:
        """See `engine.protocols.TextGenerator`."""
        self._now().unload()

    def _now(self) -> TextGenerator:
        return self._special if self._is_special() else self._general
