"""Which role answers about a collection; kept in the vault, as the names of collections tell of documents."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from engine.types import Task
from rag.errors import DocumentUnknown
from rag.storing.policies import PolicyStore
from rag.types import Document, SearchScope

ANSWERING_TASKS = (Task.ANSWER, Task.MEDICINE, Task.CODE)  # roles that may answer about a collection
_NAME = "answering"  # among the policies


class Answering:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, policies: PolicyStore, document: Callable[[int], Document]) -> None:
        """`document` gives one by its number; raises `DocumentUnknown`."""
        self._policies = policies
        self._document = document

    def of(self, collection: str | None) -> Task:
        """The role that answers in a collection; the library's where nothing was chosen."""
        kept = self._policies.value(_NAME, collection) if collection else None
        return Task(kept) if kept in set(Task) else Task.ANSWER

    def within(self, scope: SearchScope | None) -> Task:
        """The same of a scope: that of one document is its collection's."""
        collection = scope.collection if scope else None
        if scope is not None and not collection and scope.document_id is not None:
            with suppress(DocumentUnknown):
                collection = self._document(scope.document_id).collection
        return self.of(collection)

    def choose(self, task: Task, collection: str) -> None:
        """Let a role answer about a collection from the next question on."""
        self._policies.choose(_NAME, task.value, collection)
