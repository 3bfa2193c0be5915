"""The embedding model of this machine, in its process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.embedding.embedder import EmbedderProcess
from engine.types import PassageVectors, QuestionVectors


class InstalledEmbedder:
    """The `Embedder` of the library, started when first used; it may be installed meanwhile."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        """`folder` gives the model's folder, or raises `ModelMissing`."""
        self._folder = folder
        self._lock = threading.Lock()
        self._process: EmbedderProcess | None = None
        self._running: Path | None = None

    @property
    def running(self) -> Path | None:
        """The folder of the model used till the end of this run; None while none has been asked for."""
        return self._running

    @property
    def name(self) -> str:
        return self._ready().name

    @property
    def dimension(self) -> int:
        return self._ready().dimension

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        return self._ready().embed(texts, cancel)

    def embed_passages(self, texts: Sequence[str], cancel: CancelToken) -> PassageVectors:
        return self._ready().embed_passages(texts, cancel)

    def embed_question(self, text: str, cancel: CancelToken) -> QuestionVectors:
        return self._ready().embed_question(text, cancel)

    def start(self) -> None:
        """Load the model ahead of its first use."""
        self._ready().start()

    def memory_bytes(self) -> int:
        process = self._process
        return process.memory_bytes() if process else 0

    def close(self) -> None:
        with self._lock:
            process, self._process, self._running = self._process, None, None
        if process is not None:
            process.close()

    def _ready(self) -> EmbedderProcess:
        with self._lock:
            if self._process is None:
                folder = self._folder()
                self._process, self._running = EmbedderProcess(folder, folder.name), folder
            return self._process
