"""What hears, as the rest of the program sees it: a `Hearer` in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.cores import default_threads
from engine.speech.frames import heard_in
from engine.types import Heard
from engine.workers.confining import Work
from engine.workers.frames import Json
from engine.workers.runtime import Runtime
from engine.workers.spinning import PATIENCE
from engine.workers.worker import Limits, WorkerSpec

_SILENCE_SECONDS = 120.0  # one window of half a minute takes a large model half of that on two slow cores


class HearerProcess(Runtime):
    """A `Hearer` over a folder of a Whisper model. Thread-safe; a second caller waits."""

    def __init__(self, model_dir: Path, *, rest_seconds: float | None = None) -> None:
        """`rest_seconds`: see `WorkerSpec`."""
        super().__init__(
            WorkerSpec(
                name="hearer",
                target="engine.speech.worker:build",
                config={"path": str(model_dir), "threads": default_threads()},
                limits=Limits(idle_seconds=_SILENCE_SECONDS, output_bytes=64 << 20),
                environment=PATIENCE,
                files=(model_dir,),
                work=Work.COMPUTING,
                rest_seconds=rest_seconds,
            )
        )

    def start(self) -> None:
        """Load the model now. Raises `ModelMissing`, `ModelInvalid`, `WorkerError`."""
        self._worker.start()

    def hear(
        self,
        samples: NDArray[np.float32],
        cancel: CancelToken,
        *,
        language: str = "",
        names: Sequence[str] = (),
    ) -> Iterator[Heard]:
        """See `engine.protocols.Hearer`."""
        params: dict[str, Json] = {"language": language, "names": list(names)}
        blob = np.ascontiguousarray(samples, dtype="<f4").tobytes()
        for frame in self._worker.request("hear", params, (blob,), cancel):
            yield heard_in(frame.header)
