"""Which role answers about a collection, with which adapters.

It is kept in the vault, as the names of collections tell of documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress

from app.models.adapting import scales_in
from engine.types import Task
from rag.errors import DocumentUnknown
from rag.storing.policies import PolicyStore
from rag.types import Document, SearchScope

ANSWERING_TASKS = (Task.ANSWER, Task.MEDICINE, Task.CODE)  # roles that may answer about a collection
_NAME, _ADAPTERS = "answering", "adapters"  # among the policies


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

    def collection_of(self, scope: SearchScope | None) -> str | None:
        """The collection of a scope: of one document, that in which it lies."""
        collection = scope.collection if scope else None
        if scope is None or collection:
            return collection
        one = scope.documents[0] if len(scope.documents) == 1 else scope.document_id
        if one is not None:
            with suppress(DocumentUnknown):
                collection = self._document(one).collection
        return collection

    def adapters(self, collection: str | None) -> dict[str, float]:
        """Scales by name of the adapters that are used in a collection; none where it has no choice of its
        own, and the model uses those of its role.
        """
        kept = self._policies.value(_ADAPTERS, collection) if collection else None
        return scales_in(json.loads(kept)) if kept else {}

    def adapt(self, scales: Mapping[str, float], collection: str) -> None:
        """Use these adapters in a collection from the next question on; with none, those of the role."""
        self._policies.choose(_ADAPTERS, json.dumps(dict(scales)) if scales else "", collection)

    def choose(self, task: Task, collection: str) -> None:
        """Let a role answer about a collection from the next question on."""
        self._policies.choose(_NAME, task.value, collection)
