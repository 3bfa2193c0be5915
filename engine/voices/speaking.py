"""What speaks, as the rest of the program sees it: a `Voice` in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from engine.cancel import CancelToken
from engine.types import Sound
from engine.voices.register import VoiceKind
from engine.workers.confining import Work
from engine.workers.runtime import Runtime
from engine.workers.spinning import PATIENCE
from engine.workers.worker import Limits, WorkerSpec

_REST_SECONDS = 120.0
# A sentence takes a tenth of the time in which it is heard, on one of two busy cores.
_LIMITS = Limits(memory_bytes=1 << 30, idle_seconds=60.0, output_bytes=64 << 20)


class VoiceProcess(Runtime):
    """A `Voice` of the register. Thread-safe; a second caller waits."""

    def __init__(self, kind: VoiceKind) -> None:
        super().__init__(
            WorkerSpec(
                name="voice",
                target=kind.target,
                limits=_LIMITS,
                environment={**PATIENCE, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                work=Work.COMPUTING,
                rest_seconds=_REST_SECONDS,
            )
        )

    def start(self) -> None:
        """Load the voice now. Raises `WorkerError`."""
        self._worker.start()

    def speak(self, text: str, cancel: CancelToken) -> Iterator[Sound]:
        """See `engine.protocols.Voice`."""
        for frame in self._worker.request("speak", {"text": text}, (), cancel):
            samples = np.frombuffer(frame.blobs[0], "<f4").astype(np.float32)
            yield Sound(cast("int", frame.header["rate"]), samples)
