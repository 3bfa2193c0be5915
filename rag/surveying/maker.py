"""Makes surveys: one question put to every document, or listed from every part of one, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from engine.cancel import CancelToken
from engine.protocols import TextGenerator
from rag.errors import DocumentUnknown
from rag.extracting.listing import parts
from rag.runs.maker import Maker
from rag.runs.types import Part, PartState, Result, Run
from rag.storing.documents import DocumentStore
from rag.surveying.surveyor import Surveyor
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import Document, DocumentState


class SurveyMaker(Maker):
    name = "survey"
    faults = (*Maker.faults, DocumentUnknown)  # a document may be gone by now

    def __init__(self, documents: DocumentStore, surveyor: Surveyor, generator: TextGenerator) -> None:
        super().__init__(documents)
        self._surveyor = surveyor
        self._generator = generator

    def targets(self, scope: SurveyScope) -> tuple[list[Result], int]:
        """A waiting row for each document, or each part of one, of a scope; and how many are left out
        because they are not READY. Raises `DocumentUnknown`.
        """
        chosen = self._chosen(scope)
        ready = [one for one in chosen if one.state is DocumentState.READY]
        if scope.kind is SurveyKind.SECTIONS:
            found: list[Part] = []
            for one in ready:
                found += parts(one.id, one.name, self._documents.passages(one.id), len(found))
        else:
            found = [Part(place, one.id, one.name) for place, one in enumerate(ready)]
        return [Result(part) for part in found], len(chosen) - len(ready)

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        return self.targets(SurveyScope.of(run))[0]

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        kind = SurveyScope.of(run).kind
        return [self._surveyor.ask(run.title, part, kind, cancel) for part in group]

    def awaited(self, run: Run) -> tuple[int, ...]:
        """None: its rows are those of the documents that were READY when it was asked."""
        return ()

    def model(self, run: Run) -> str:
        return self._generator.info().name

    def asks_model(self, run: Run) -> bool:
        return True

    def is_whole(self, results: Sequence[Result]) -> bool:
        """A row that failed says so; the table is DONE all the same."""
        return not any(one.state is PartState.WAITING for one in results)

    def _chosen(self, scope: SurveyScope) -> Sequence[Document]:
        if not scope.documents:
            return [one for one in self._documents.list(scope.collection) if not one.is_container]
        chosen = [self._documents.get(id_) for id_ in scope.documents]
        each = [part for one in chosen for part in (self._documents.held_by(one.id) if one.held else [one])]
        return list({one.id: one for one in each}.values())
