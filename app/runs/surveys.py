"""Asking one question of every document, or of every part of one; `app.runs.runs` fills the table."""

from __future__ import annotations

from app.runs.silence import Silence
from engine.protocols import TextGenerator
from rag.errors import DocumentUnknown
from rag.runs.store import RunStore
from rag.runs.types import Run
from rag.storing.documents import DocumentStore
from rag.surveying.maker import SurveyMaker
from rag.surveying.types import SurveyScope

MADE_BY = (SurveyMaker.name,)


class Surveys:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(
        self, store: RunStore, documents: DocumentStore, maker: SurveyMaker, generator: TextGenerator
    ) -> None:
        self._store = store
        self._documents = documents
        self._maker = maker
        self._generator = generator
        self.silence = Silence(store, documents)

    def create(self, question: str, scope: SurveyScope | None = None) -> Run:
        """Keep a new survey, QUEUED, with its rows. Loads the model if need be.

        Raises `ModelError`s when none can answer, `DocumentUnknown` when a document of the scope is gone.
        """
        scope = scope or SurveyScope()
        rows, unread = self._maker.targets(scope)
        model = self._generator.info().name
        return self._store.create(
            SurveyMaker.name, question.strip(), scope.encoded(unread), model=model, parts=rows
        )

    def unfinished(self, question: str, scope: SurveyScope) -> Run | None:
        """The newest survey of the same question and scope that has rows waiting."""
        for one in self._store.runs(MADE_BY):
            same = one.title == question.strip() and SurveyScope.of(one) == scope
            if same and one.done < one.total:
                return one
        return None

    def again(self, run_id: int) -> Run:
        """A new survey of the same question, over what its scope holds now."""
        kept = self._store.get(run_id)
        scope = SurveyScope.of(kept)
        there = {one.id for one in self._documents.list()}
        documents = tuple(id_ for id_ in scope.documents if id_ in there)
        if scope.documents and not documents:
            raise DocumentUnknown(document=scope.documents[0])
        return self.create(kept.title, SurveyScope(scope.kind, scope.collection, documents))
