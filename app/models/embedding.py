"""The embedding model of this machine, in its process."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.models.active import Active, Change, Choose
from engine.cancel import CancelToken
from engine.embedding.embedder import EmbedderProcess
from engine.types import PassageVectors, QuestionVectors


class InstalledEmbedder(Active[EmbedderProcess]):
    """The `Embedder` of the library: one and the same till the program ends, as vectors of two never mix."""

    def __init__(self, choose: Choose) -> None:
        super().__init__(choose, lambda one: EmbedderProcess(one.path, one.id), Change.NEXT_START)

    @property
    def name(self) -> str:
        """See `engine.protocols.Embedder`."""
        return self._ready().name

    @property
    def dimension(self) -> int:
        """See `engine.protocols.Embedder`."""
        return self._ready().dimension

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        """See `engine.protocols.Embedder`."""
        return self._ready().embed(texts, cancel)

    def embed_passages(self, texts: Sequence[str], cancel: CancelToken) -> PassageVectors:
        """See `engine.protocols.Embedder`."""
        return self._ready().embed_passages(texts, cancel)

    def embed_question(self, text: str, cancel: CancelToken) -> QuestionVectors:
        """See `engine.protocols.Embedder`."""
        return self._ready().embed_question(text, cancel)

    def start(self) -> None:
        """Load the model ahead of its first use."""
        self._ready().start()
