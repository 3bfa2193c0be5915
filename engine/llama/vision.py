"""A vision model as the rest of the product sees it: a `PictureReader` in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.cancel import CancelToken
from engine.llama.event_frames import events_of
from engine.llama.worker import sampling_to
from engine.types import GenerationEvent, ModelInfo, Picture, PictureTokens, Sampling
from engine.workers.frames import Json
from engine.workers.spinning import MODEL_PATIENCE
from engine.workers.worker import Limits, Worker, WorkerSpec

_SILENCE_SECONDS = 900.0  # the longest look at a picture of a large model on a slow laptop
_PICTURE_TOKENS = PictureTokens()


class VisionProcess:
    """A `PictureReader` over a GGUF file and its projector. Thread-safe; a second caller waits for the first.

    The process starts with the first use and again after `unload` or a crash.
    """

    def __init__(
        self,
        model_path: Path,
        projector_path: Path,
        name: str,
        *,
        context_length: int | None = None,
        threads: int | None = None,
        gpu_layers: int = -1,
        picture_tokens: PictureTokens = _PICTURE_TOKENS,
        memory_bytes: int | None = None,
    ) -> None:
        """`context_length` and `gpu_layers` are as for `engine.llama.generator.ModelProcess`.

        `memory_bytes` is the most the process may take; over it, it is ended with the reason "memory".
        """
        self._worker = Worker(
            WorkerSpec(
                name="vision",
                target="engine.llama.vision_worker:build",
                config={
                    "path": str(model_path),
                    "projector": str(projector_path),
                    "name": name,
                    "context_length": context_length,
                    "threads": threads,
                    "gpu_layers": gpu_layers,
                    "picture_tokens": [picture_tokens.fewest, picture_tokens.most],
                },
                limits=Limits(idle_seconds=_SILENCE_SECONDS, memory_bytes=memory_bytes),
                environment=MODEL_PATIENCE,
            )
        )

    @property
    def pid(self) -> int | None:
        """The model process, None while none runs."""
        return self._worker.pid

    def memory_bytes(self) -> int:
        """Resident bytes of the model process now, 0 while none runs."""
        return self._worker.memory_bytes()

    def info(self, cancel: CancelToken | None = None) -> ModelInfo:
        """Load the model if need be and describe it.

        Raises `ModelMissing`, `ModelInvalid`, `ModelDoesNotFit`, `ProjectorMismatch`, `WorkerError`,
        `Cancelled`.
        """
        header = self._worker.call("info", cancel=cancel).header
        return ModelInfo(**header)  # type: ignore[arg-type]  # the fields are those of a ModelInfo

    def read(
        self, picture: Picture, instruction: str, sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.PictureReader`."""
        params: Mapping[str, Json] = {
            "width": picture.width,
            "height": picture.height,
            "instruction": instruction,
            "sampling": sampling_to(sampling),
        }
        yield from events_of(self._worker.request("read", params, (picture.rgb,), cancel))

    def unload(self) -> None:
        """End the process; the next use loads the model again. A picture under way ends as died."""
        self._worker.stop()

    def close(self) -> None:
        """End the process for good."""
        self._worker.close()
