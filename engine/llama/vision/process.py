"""A vision model as the rest of the product sees it: a `PictureReader` in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.cancel import CancelToken
from engine.llama.event_frames import events_of
from engine.llama.process import LlamaProcess
from engine.llama.worker import sampling_to
from engine.types import GenerationEvent, Picture, PictureTokens, Sampling
from engine.workers.frames import Json

_PICTURE_TOKENS = PictureTokens()


class VisionProcess(LlamaProcess):
    """A `PictureReader` over a GGUF file and its projector. Thread-safe; a second caller waits for the first.

    Loading may also raise `ProjectorMismatch`.
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
        parts: tuple[Path, ...] = (),
    ) -> None:
        """`parts` are the further files of a model in several.

        The other options are those of `engine.llama.process.LlamaProcess`."""
        super().__init__(
            "vision",
            "engine.llama.vision.worker:build",
            model_path,
            name,
            context_length=context_length,
            threads=threads,
            gpu_layers=gpu_layers,
            further={
                "projector": str(projector_path),
                "picture_tokens": [picture_tokens.fewest, picture_tokens.most],
            },
            companions=(projector_path, *parts),
            memory_bytes=memory_bytes,
        )

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
