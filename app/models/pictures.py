"""The vision model that reads pictures now, if there is one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.cancel import CancelToken
from engine.errors import ModelMissing
from engine.llama.vision import VisionProcess
from engine.types import GenerationEvent, ModelInfo, Picture, Sampling

Choice = tuple[str, Path, Path]  # the model's id, its file, and that of its projector


class InstalledPictureReader:
    """The `PictureReader` of this machine, started when first used; a model may be put there meanwhile."""

    def __init__(self, choose: Callable[[], Choice | None]) -> None:
        """`choose` gives the model to use now, None while there is none."""
        self._choose = choose
        self._lock = threading.Lock()
        self._process: VisionProcess | None = None
        self._choice: Choice | None = None

    @property
    def available(self) -> bool:
        """Whether there is a model that reads pictures. Nothing is started."""
        return self._choose() is not None

    @property
    def name(self) -> str:
        """The id of the model used now; empty while there is none."""
        choice = self._choose()
        return choice[0] if choice else ""

    def info(self) -> ModelInfo:
        return self._ready().info()

    def read(
        self, picture: Picture, instruction: str, sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        return self._ready().read(picture, instruction, sampling, cancel)

    def unload(self) -> None:
        process = self._process
        if process is not None:
            process.unload()

    def memory_bytes(self) -> int:
        process = self._process
        return process.memory_bytes() if process else 0

    def close(self) -> None:
        with self._lock:
            process, self._process, self._choice = self._process, None, None
        if process is not None:
            process.close()

    def _ready(self) -> VisionProcess:
        """Raises `ModelMissing` while there is none."""
        choice = self._choose()
        if choice is None:
            raise ModelMissing(model="")
        with self._lock:
            if self._process is None or self._choice != choice:
                if self._process is not None:
                    self._process.close()
                name, model, projector = choice
                self._process, self._choice = VisionProcess(model, projector, name), choice
            return self._process
