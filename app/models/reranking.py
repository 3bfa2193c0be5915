"""The reranker that was asked for, in its process, if there is one."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.models.active import Active, Choice, Choose
from app.models.resting import rest_seconds
from engine.cancel import CancelToken
from engine.embedding.reranker import RerankerProcess
from engine.errors import EngineError, ModelMissing

_log = logging.getLogger(__name__)


class InstalledReranker(Active[RerankerProcess]):
    """A `Reranker`; see `engine.protocols`."""

    def __init__(self, choose: Choose) -> None:
        super().__init__(choose, _process)

    def start(self) -> None:
        """Load it. Raises `ModelMissing`, `ModelInvalid`, `WorkerError`."""
        self._ready().start()

    def scores(self, question: str, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32] | None:
        """See `engine.protocols.Reranker`."""
        try:
            return self._ready().scores(question, texts, cancel)
        except ModelMissing:
            return None
        except EngineError as fault:
            _log.warning("passages stay in their order: %s", fault.code)
            return None


def _process(choice: Choice) -> RerankerProcess:
    return RerankerProcess(choice.path, rest_seconds=rest_seconds())
