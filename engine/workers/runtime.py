"""What every model in a process of its own has: a process that can be told of, ended and started again."""

from __future__ import annotations

from collections.abc import Callable

from engine.workers.worker import Worker, WorkerSpec


class Runtime:
    """A model behind a worker. The process starts with the first use, and again after `unload`, a rest or a
    crash.
    """

    def __init__(self, spec: WorkerSpec, rested: Callable[[], None] = lambda: None) -> None:
        """`rested`: see `Worker`."""
        self._worker = Worker(spec, rested)

    @property
    def pid(self) -> int | None:
        """The model's process, None while none runs."""
        return self._worker.pid

    def memory_bytes(self) -> int:
        """Resident bytes of the model's process now, 0 while none runs."""
        return self._worker.memory_bytes()

    def unload(self) -> None:
        """End the process; the next use loads the model again. A request under way ends as died."""
        self._worker.stop()

    def close(self) -> None:
        """End the process for good."""
        self._worker.close()
