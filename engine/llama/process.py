"""What the processes of llama.cpp share: how they are configured, and what they say of their model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.cancel import CancelToken
from engine.hardware import ONLY_PROCESSOR, backends
from engine.types import ModelInfo
from engine.workers.confining import Work
from engine.workers.frames import Json
from engine.workers.runtime import Runtime
from engine.workers.spinning import MODEL_PATIENCE
from engine.workers.worker import Limits, WorkerSpec

_SILENCE_SECONDS = 900.0  # the longest prefill, or look at a picture, of a large model on a slow laptop


class LlamaProcess(Runtime):
    """One GGUF file in a process of its own. Thread-safe; a second caller waits for the first."""

    def __init__(
        self,
        worker: str,
        target: str,
        model_path: Path,
        name: str,
        *,
        context_length: int | None,
        threads: int | None,
        gpu_layers: int,
        further: Mapping[str, Json] | None = None,
        companions: tuple[Path, ...] = (),
        memory_bytes: int | None = None,
        rest_seconds: float | None = None,
        rested: Callable[[], None] = lambda: None,
    ) -> None:
        """`further` is what this kind of process is told besides, `companions` are the files it reads
        besides.

        `context_length` None takes what the model was trained on up to 8192, as memory allows.
        `gpu_layers` -1 puts as many layers on a GPU as llama.cpp can use, 0 keeps to the processor.
        `memory_bytes` is the most the process may take; over it, it is ended with the reason "memory".
        `rest_seconds` and `rested` are those of `WorkerSpec` and `Worker`.
        """
        config: dict[str, Json] = {
            "path": str(model_path),
            "name": name,
            "context_length": context_length,
            "threads": threads,
            "gpu_layers": gpu_layers,
            **(further or {}),
        }
        super().__init__(
            WorkerSpec(
                name=worker,
                target=target,
                config=config,
                limits=Limits(idle_seconds=_SILENCE_SECONDS, memory_bytes=memory_bytes),
                environment=MODEL_PATIENCE,
                files=(model_path, *companions),
                work=Work.DRIVING if gpu_layers and backends() != ONLY_PROCESSOR else Work.COMPUTING,
                rest_seconds=rest_seconds,
            ),
            rested,
        )

    def info(self, cancel: CancelToken | None = None) -> ModelInfo:
        """Load the model if need be and describe it. Raises `ModelError`, `WorkerError`, `Cancelled`."""
        header = self._worker.call("info", cancel=cancel).header
        return ModelInfo(**header)  # type: ignore[arg-type]  # the fields are those of a ModelInfo
