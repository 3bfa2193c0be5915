"""Asking for summaries and comparisons; `app.runs.runs` makes them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.comparing.maker import ComparisonMaker
from rag.runs.kinds import COMPARISON, Kind, Kinds
from rag.runs.store import RunStore
from rag.runs.types import Run
from rag.storing.documents import DocumentStore
from rag.summarising.maker import SummaryMaker
from rag.summarising.types import Length, SummaryScope
from rag.types import Document, DocumentState

MADE_BY = (SummaryMaker.name, ComparisonMaker.name)

WORDS = {Length.BRIEF: 150, Length.PAGE: 450, Length.DETAILED: 1200}


class Summaries:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: RunStore, documents: DocumentStore, kinds: Kinds) -> None:
        self._store = store
        self._documents = documents
        self._kinds = kinds

    def kinds(self) -> tuple[Kind, ...]:
        """What a document can be summarised to, in the order to offer it."""
        return self._kinds.all()

    def create(
        self,
        document_ids: Sequence[int],
        kind: str,
        length: Length = Length.PAGE,
        *,
        words: int | None = None,
        seed: int = 0,
    ) -> list[Run]:
        """Keep a QUEUED summary for each document. A document may still be on its way to READY: its turn
        waits for it; of a mailbox that is, each message gets one. `words` is the target where none of the
        lengths will do.

        Raises `DocumentUnknown`, `KindUnknown`.
        """
        wanted = self._kinds.get(kind)
        chosen = [self._documents.get(document_id) for document_id in document_ids]
        each = [part.id for one in chosen for part in (self._messages(one) if one.held else [one])]
        options = SummaryScope(kind, length, words or WORDS[length], seed).encoded()
        return [
            self._store.create(
                SummaryMaker.name, wanted.title, options, document_id=document_id, columns=wanted.columns
            )
            for document_id in dict.fromkeys(each)
        ]

    def _messages(self, mailbox: Document) -> list[Document]:
        return [one for one in self._documents.held_by(mailbox.id) if one.state is DocumentState.READY]

    def compare(self, earlier_id: int, later_id: int) -> Run:
        """Keep a QUEUED comparison of two documents or editions. Raises `DocumentUnknown`."""
        kind = self._kinds.get(COMPARISON)
        for document_id in (earlier_id, later_id):
            self._documents.get(document_id)
        return self._store.create(
            ComparisonMaker.name,
            kind.title,
            SummaryScope(COMPARISON, Length.DETAILED, 0).encoded(),
            document_id=earlier_id,
            other_id=later_id,
            columns=kind.columns,
        )

    def again(self, run_id: int, kind: str | None = None, length: Length | None = None) -> Run:
        """A new summary of the same document, perhaps of another kind or length, with today's model."""
        kept = self._store.get(run_id)
        assert kept.document_id is not None
        if kept.other_id is not None:
            return self.compare(kept.document_id, kept.other_id)
        scope = SummaryScope.of(kept)
        words = scope.words if length in (None, scope.length) else None
        return self.create(
            [kept.document_id], kind or scope.kind, length or scope.length, words=words, seed=scope.seed
        )[0]
