"""A cross-encoder as the rest of the product sees it: a `Reranker` in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.cores import default_threads
from engine.workers.confining import Work
from engine.workers.frames import Json
from engine.workers.runtime import Runtime
from engine.workers.spinning import PATIENCE
from engine.workers.worker import Limits, WorkerSpec

_SILENCE_SECONDS = 300.0


class RerankerProcess(Runtime):
    """A `Reranker` over a folder of a model that reads a question and a passage together. Thread-safe; a
    second caller waits.
    """

    def __init__(self, model_dir: Path, *, rest_seconds: float | None = None) -> None:
        """`rest_seconds`: see `WorkerSpec`."""
        super().__init__(
            WorkerSpec(
                name="reranker",
                target="engine.embedding.rerank_worker:build",
                config={"path": str(model_dir), "threads": default_threads()},
                limits=Limits(idle_seconds=_SILENCE_SECONDS),
                environment={**PATIENCE, "TORCHINDUCTOR_CACHE_DIR": str(model_dir)},
                files=(model_dir,),
                work=Work.COMPUTING,
                rest_seconds=rest_seconds,
            )
        )

    def start(self) -> None:
        """Load the model now. Raises `ModelInvalid`, `WorkerError`."""
        self._worker.start()

    def scores(self, question: str, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        """See `engine.protocols.Reranker`. Raises `ModelInvalid`, `WorkerError`, `Cancelled`."""
        found = np.zeros(len(texts), np.float32)
        params: dict[str, Json] = {"question": question, "texts": list(texts)}
        at = 0
        for frame in self._worker.request("scores", params, cancel=cancel):
            part = np.frombuffer(frame.blobs[0], "<f4") if frame.blobs else np.zeros(0, np.float32)
            found[at : at + part.size] = part
            at += part.size
        return found
