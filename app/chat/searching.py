"""Looking through all conversations: by words at once, by meaning where vectors were made."""

from __future__ import annotations

import logging

import numpy as np

from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.protocols import Embedder
from rag.language.languages import language_of
from rag.storing.said import Said, SaidStore

_MOST = 60  # turns that are shown
_MEANT = 8  # of them, those that other words are found by
_ALIKE = 0.45  # as `rag.language.likeness` reads it: below, texts have nothing to do with each other
_EMBEDDED = 600  # characters of a turn that tell what it is about
_AT_A_TIME = 64  # turns whose vectors are made while somebody searches

_log = logging.getLogger(__name__)


class TalkSearch:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: SaidStore, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder

    def by_words(self, text: str) -> list[Said]:
        """Turns that hold all words of a text, the one asked last first. Asks no model."""
        return self._store.with_words(text, _MOST)

    def by_meaning(self, text: str, cancel: CancelToken) -> list[Said]:
        """Turns that mean what a text says, the likest first; none where no embedder tells. Raises
        `Cancelled`.
        """
        try:
            ids, vectors = self._store.meanings(self._embedder.name)
            if not ids or not text.strip():
                return []
            asked = self._embedder.embed([text], cancel)[0]
            some = "\n".join(one.question for one in self._store.some(ids[-20:]))
            alike = self._embedder.scale.read(vectors @ asked, language_of(text).code, language_of(some).code)
        except EngineError as fault:
            _log.warning("looking by words alone: %s", fault.code)
            return []
        if alike is None:
            return []
        best = [int(at) for at in np.argsort(-alike)[:_MEANT] if alike[at] >= _ALIKE]
        return self._store.some([ids[at] for at in best])

    def learn(self, cancel: CancelToken, most: int = _AT_A_TIME) -> int:
        """Make vectors of turns that have none, the latest first; of how many. Raises `Cancelled`."""
        try:
            name = self._embedder.name
            found = self._store.without_meaning(name, most)
            if found:
                vectors = self._embedder.embed([text[:_EMBEDDED] for _, text in found], cancel)
                self._store.keep_meaning(name, [id_ for id_, _ in found], vectors)
        except EngineError as fault:
            _log.warning("no vectors of what was said: %s", fault.code)
            return 0
        return len(found)
