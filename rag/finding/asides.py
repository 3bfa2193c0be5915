"""Finding what was set aside of pages, told as such and apart from what the pages say."""

from __future__ import annotations

from dataclasses import dataclass

from engine.embedding.stop_words import STOP_WORDS
from rag.indexing.lexical import LexicalIndex
from rag.language.index_stems import WORD
from rag.storing.documents import DocumentStore
from rag.types import Aside, SearchScope

_SHARE = 0.6  # of a question's words that a running head must hold; it has few itself
_MOST = 5


@dataclass(frozen=True, slots=True)
class SetAside:
    """A text that stands on pages of a document and not in what is searched."""

    document_id: int
    document: str  # file name
    aside: Aside


class AsideFinder:
    """Looks into what was set aside of READY documents."""

    def __init__(self, store: DocumentStore, lexical: LexicalIndex) -> None:
        self._store = store
        self._lexical = lexical

    def find(self, question: str, scope: SearchScope | None = None) -> list[SetAside]:
        """Those that hold most of the question's words, best first. Raises `VaultError`s."""
        asked = _words(question)
        if not asked:
            return []
        names = {one.id: one.name for one in self._lexical.documents(scope or SearchScope())}
        found: list[tuple[float, SetAside]] = []
        for document_id, aside in self._store.set_aside(names):
            share = len(asked & _words(aside.text)) / len(asked)
            if share >= _SHARE:
                found.append((share, SetAside(document_id, names[document_id], aside)))
        return [one for _, one in sorted(found, key=lambda one: -one[0])[:_MOST]]


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.casefold()) if word not in STOP_WORDS}
