"""The model that serves a role now, in its process: one holder for every role that has one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from engine.cosines import CosineScale
from engine.errors import ModelMissing, NotAModel
from engine.llama.adapters import Adapter
from engine.workers.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Choice:
    """A model that was chosen: its id, its file or folder, and every file of it."""

    id: str
    path: Path
    files: tuple[Path, ...]
    prompts: Mapping[str, str] = field(default_factory=dict)  # see `CatalogueModel`
    scale: CosineScale | None = None  # see `CatalogueModel`
    # Of one that answers: the adapters that it uses, and the files of all that belong to it. They change
    # while its process goes on.
    adapters: tuple[Adapter, ...] = field(default=(), compare=False)
    fitting: tuple[Path, ...] = field(default=(), compare=False)
    needed: int = field(default=0, compare=False)  # bytes of memory it takes at least, beside the program
    threads: int | None = field(default=None, compare=False)  # that it computes on; None for the usual ones


Choose = Callable[[], Choice]  # the model to use now; raises `ModelMissing`, `NotAModel`


class Change(Enum):
    """When another model takes the place of the one in use."""

    AT_ONCE = auto()  # the process of the one before ends with the choice
    NEXT_USE = auto()
    NEXT_START = auto()  # of the program: what two of them make does not mix


class Holder(Protocol):
    """What stands for a role of models, whichever of them serves it."""

    @property
    def running(self) -> Choice | None:
        """The model whose process is kept, started or not; None while there is none."""
        ...

    def memory_bytes(self) -> int: ...

    def unload(self) -> None:
        """Give the memory back; the next use loads again."""
        ...

    def close(self) -> None: ...


Process = TypeVar("Process", bound=Runtime)


class Active(Generic[Process]):
    """Starts the chosen model's process when it is first used; a model may be put there meanwhile."""

    def __init__(
        self, choose: Choose, make: Callable[[Choice], Process], change: Change = Change.NEXT_USE
    ) -> None:
        self._choose = choose
        self._make = make
        self._change = change
        self._lock = threading.Lock()
        self._process: Process | None = None
        self._running: Choice | None = None

    @property
    def running(self) -> Choice | None:
        """See `Holder`."""
        return self._running

    @property
    def chosen(self) -> str:
        """The id of the model to use now; empty while there is none. Nothing is started."""
        try:
            return self._choose().id
        except (ModelMissing, NotAModel):
            return ""

    def choice(self) -> Choice:
        """The model to use now. Nothing is started. Raises `ModelMissing`."""
        return self._choose()

    def memory_bytes(self) -> int:
        """Of the process, 0 while none runs."""
        process = self._process
        return process.memory_bytes() if process else 0

    def unload(self) -> None:
        """Give the memory back; the next use loads again."""
        process = self._process
        if process is not None:
            process.unload()

    def close(self) -> None:
        """End the process; the next use chooses anew."""
        process = self._taken()
        if process is not None:
            process.close()

    def _taken(self) -> Process | None:
        with self._lock:
            process, self._process, self._running = self._process, None, None
        return process

    def _ready(self) -> Process:
        """The process of the model to use now. Raises `ModelMissing` while there is none."""
        with self._lock:
            kept = self._running if self._change is Change.NEXT_START else None
            choice = kept or self._choose()
            if self._process is None or self._running != choice:
                if self._process is not None:
                    self._process.close()
                self._process, self._running = self._make(choice), choice
                self._began(choice)
            self._running = choice
            return self._process

    def _began(self, choice: Choice) -> None:
        """For those who tell of it."""
