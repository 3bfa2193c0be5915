"""The embedding model of this machine, in its process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.models.active import Active, Change, Choice, Choose
from app.models.resting import rest_seconds
from app.models.scales import KeptScales, key_of
from app.models.sparing import Sparing
from engine.cancel import CancelToken
from engine.cosines import CosineScale
from engine.embedding.embedder import EmbedderProcess
from engine.types import PassageVectors, QuestionVectors

_log = logging.getLogger(__name__)


class InstalledEmbedder(Active[EmbedderProcess]):
    """The `Embedder` of the library: one and the same till the program ends, as vectors of two never mix."""

    def __init__(self, choose: Choose) -> None:
        super().__init__(choose, _process, Change.NEXT_START)
        self._measuring = threading.Lock()
        self._scale: tuple[Choice | None, CosineScale] | None = None

    @property
    def name(self) -> str:
        """See `engine.protocols.Embedder`."""
        return self._ready().name

    @property
    def dimension(self) -> int:
        """See `engine.protocols.Embedder`."""
        return self._ready().dimension

    @property
    def scale(self) -> CosineScale:
        """See `engine.protocols.Embedder`: what the catalogue says, else what was kept, else measured now."""
        process, choice = self._ready(), self.running
        with self._measuring:
            if self._scale is None or self._scale[0] != choice:
                self._scale = (choice, _scale(process, choice))
            return self._scale[1]

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
        """Load the model ahead of its first use, and measure what its cosines mean if nobody has."""
        self._ready().start()
        _ = self.scale


def _process(choice: Choice) -> EmbedderProcess:
    return EmbedderProcess(
        choice.path,
        choice.id,
        sparing=Sparing(choice.path.parent).is_on,
        prompts=choice.prompts,
        scale=choice.scale,
        rest_seconds=rest_seconds(),
    )


def _scale(process: EmbedderProcess, choice: Choice | None) -> CosineScale:
    if choice is None or choice.scale is not None:
        return process.scale
    kept = KeptScales(choice.path.parent)
    try:
        key = key_of(choice.files, process.name)
    except OSError as error:
        _log.warning("an embedder's files cannot be read: %s", error.strerror)
        return process.scale
    found = kept.get(key)
    if found is None:
        found = process.scale
        kept.put(key, found)
        _log.info("embedder measured: %d of 28 languages and pairs told apart", len(found.marks))
    return found
