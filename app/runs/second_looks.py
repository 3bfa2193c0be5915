"""Asking for a second look at lines that could not be read for sure; `app.runs.runs` takes it."""

from __future__ import annotations

from app.words.catalogue import say
from rag.looking.maker import LookMaker
from rag.runs.store import RunStore
from rag.runs.types import Run, RunState
from rag.storing.documents import DocumentStore

MADE_BY = (LookMaker.name,)


class SecondLooks:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: RunStore, documents: DocumentStore, maker: LookMaker) -> None:
        self._store = store
        self._documents = documents
        self._maker = maker

    @property
    def reader(self) -> str:
        """The model that is asked: the vision model, or else the language model; "" while there is none."""
        return self._maker.reader

    def create(self, document_id: int) -> Run:
        """The second look at a document that is not finished, or else a new one, QUEUED.

        Raises `DocumentUnknown`.
        """
        self._documents.get(document_id)
        for kept in self._store.runs(MADE_BY, document_id):
            if kept.state is not RunState.DONE:
                return kept
        return self._store.create(
            LookMaker.name,
            say("runs.look.title"),
            "{}",
            document_id=document_id,
            columns=(say("runs.look.before"), say("runs.look.now")),
        )

    def again(self, run_id: int) -> Run:
        """A new second look at the same document."""
        document_id = self._store.get(run_id).document_id
        assert document_id is not None
        return self.create(document_id)
