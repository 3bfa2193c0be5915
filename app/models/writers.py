"""The processes of the models that write: each model in memory once, whichever roles it serves, and together
no more of them than the memory carries. The one that was used longest ago makes room for another.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition

from app.events import EventBus, ModelChanged, ModelsSwapped
from app.models.active import Choice
from app.models.graphics import graphics_of
from app.models.resting import rest_seconds
from app.types import ModelState, ModelStatus
from engine.cancel import CancelToken
from engine.errors import Fault
from engine.hardware import available_memory, machine
from engine.llama.generator import ModelProcess
from engine.llama.states import States

# Of the machine's memory, what models may take together. On 8 GB a 4B and a 1.7B at their least context
# (3.2 and 1.6 GB) are over it, and a browser keeps its pages; on 16 GB both stay.
_SHARE = 0.6
_PATIENCE = 60.0  # seconds that a model waits for another that is writing; then both are in memory
_LOOK = 0.2  # seconds between two looks

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Writer:
    """A model's process, and who is using it."""

    choice: Choice
    process: ModelProcess
    status: ModelStatus
    users: int = field(default=0)


class Writers:
    """Thread-safe. Nothing is started before it is used."""

    def __init__(
        self,
        bus: EventBus,
        *,
        memory: int | None = None,
        available: Callable[[], int] = available_memory,
        layers: Callable[[Choice], int] | None = None,
    ) -> None:
        """`memory` is the machine's in bytes, `available` what is free of it now; `layers` says how many of a
        model's go to the graphics card. By default those of this machine.
        """
        self._bus = bus
        self._budget = int(_SHARE * (machine().memory_bytes if memory is None else memory))
        self._available = available
        self._layers = layers or (lambda choice: graphics_of(choice).layers(choice))
        self.states: States | None = None  # where what they read of prompts is kept
        self._changed = Condition()
        self._there: dict[str, _Writer] = {}  # by the model's id, used longest ago first

    @contextmanager
    def using(self, choice: Choice, cancel: CancelToken | None = None) -> Iterator[ModelProcess]:
        """The process of a model, with the choice's adapters and threads; while it is used it makes room for
        none. Raises `Cancelled` while it waits for room.
        """
        writer = self._taken(choice)
        try:
            if writer.process.pid is None:
                self._make_room(writer, cancel or CancelToken())
            yield writer.process.adapted(choice.adapters, choice.threads)
        except Fault as fault:
            if fault.code.startswith(("model", "worker")):
                self.tell(choice, ModelStatus(ModelState.FAILED, choice.id, error_code=fault.code))
            raise
        finally:
            with self._changed:
                writer.users -= 1
                self._changed.notify_all()

    def status(self, model_id: str) -> ModelStatus:
        """How a model stands."""
        writer = self._there.get(model_id)
        return writer.status if writer else ModelStatus(ModelState.IDLE, model_id)

    def tell(self, choice: Choice, status: ModelStatus) -> None:
        """Keep how a model stands, and tell everyone."""
        writer = self._there.get(choice.id)
        if writer is not None:
            writer.status = status
        self._bus.publish(ModelChanged(status))

    def running(self, model_id: str) -> Choice | None:
        """The choice whose process is kept, started or not."""
        writer = self._there.get(model_id)
        return writer.choice if writer else None

    def memory_bytes(self, model_id: str) -> int:
        """Of a model's process, 0 while none runs."""
        writer = self._there.get(model_id)
        return writer.process.memory_bytes() if writer else 0

    def end(self, model_id: str) -> None:
        """End a model's process; the next use starts it again."""
        with self._changed:
            writer = self._there.pop(model_id, None)
        if writer is not None:
            writer.process.unload()
            writer.process.close()
            self._bus.publish(ModelChanged(ModelStatus(ModelState.IDLE, model_id)))

    # --- inside --------------------------------------------------------------------------------------------

    def _taken(self, choice: Choice) -> _Writer:
        """The writer of a model, counted as used, and as the last that was."""
        with self._changed:
            writer = self._there.pop(choice.id, None)
            readable = {one.path for one in choice.adapters}
            if writer is not None and not (
                writer.choice == choice and readable <= set(writer.process.readable)
            ):
                writer.process.close()  # its files, or what may be laid over it, are others
                writer = None
            if writer is None:
                writer = _Writer(choice, self._made(choice), ModelStatus(ModelState.LOADING, choice.id))
            writer.choice = choice
            writer.users += 1
            self._there[choice.id] = writer
        return writer

    def _made(self, choice: Choice) -> ModelProcess:
        model, *parts = choice.files
        return ModelProcess(
            model,
            choice.id,
            gpu_layers=self._layers(choice),
            rest_seconds=rest_seconds(),
            rested=lambda: self.tell(choice, ModelStatus(ModelState.IDLE, choice.id)),
            parts=tuple(parts),
            adapters=choice.fitting,
            states=self.states,
        )

    def _make_room(self, writer: _Writer, cancel: CancelToken) -> None:
        """End the models used longest ago until this one has room, or no other is left to end."""
        until = time.monotonic() + _PATIENCE
        while True:
            cancel.raise_if_cancelled()
            with self._changed:
                others = [one for one in self._there.values() if one is not writer and one.process.pid]
                if not others or self._carried(writer, others):
                    return
                leaving = next((one for one in others if not one.users), None)
                if leaving is not None:
                    leaving.process.unload()
                    leaving.status = ModelStatus(ModelState.IDLE, leaving.choice.id)
                elif time.monotonic() > until:
                    _log.warning("no room for a model: the others are writing")
                    return
                else:
                    self._changed.wait(_LOOK)
            if leaving is not None:
                _log.info("%s made room for %s", leaving.choice.id, writer.choice.id)
                self._bus.publish(ModelChanged(leaving.status))
                self._bus.publish(ModelsSwapped(leaving.choice.id, writer.choice.id))

    def _carried(self, writer: _Writer, others: list[_Writer]) -> bool:
        needed = writer.choice.needed
        held = sum(one.process.memory_bytes() for one in others)
        return held + needed <= self._budget and needed <= self._available()
