"""Asking what documents disagree in, and what a person says of it; `app.runs.runs` makes the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.words.catalogue import say
from rag.contradicting.maker import ContradictionMaker, ContradictionScope, dismissed, key_of
from rag.runs.store import RunStore
from rag.runs.types import Point, Result, Run, Verdict
from rag.storing.documents import DocumentStore

MADE_BY = (ContradictionMaker.name,)
_COLUMNS = ("subject", "left", "right", "kind", "confidence", "reason")


class Contradictions:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: RunStore, maker: ContradictionMaker) -> None:
        self._store = store
        self.maker = maker

    @classmethod
    def over(cls, store: RunStore, documents: DocumentStore) -> Contradictions:
        """With a maker of its own."""
        return cls(store, ContradictionMaker(documents))

    def create(self, documents: Sequence[int] = (), collection: str | None = None) -> Run:
        """Keep a new map, QUEUED, with a part for each document. What was marked as no contradiction in an
        earlier one is so in this one. Raises `DocumentUnknown`.
        """
        scope = ContradictionScope(collection, tuple(documents), self._dismissed())
        columns = tuple(say(f"contradictions.column.{name}") for name in _COLUMNS)
        parts = self.maker.targets(scope)
        title = say("contradictions.title")
        return self._store.create(
            ContradictionMaker.name, title, scope.encoded(), columns=columns, parts=parts
        )

    def again(self, run_id: int) -> Run:
        """A new map over what the scope of another holds now."""
        scope = ContradictionScope.of(self._store.get(run_id))
        return self.create(scope.documents, scope.collection)

    def mark(self, run_id: int, point: Point, *, none: bool) -> None:
        """Keep that a disagreement is no contradiction, or that it is one after all. Raises `RunUnknown`."""
        run, key = self._store.get(run_id), key_of(point)
        results = self._store.results(run_id)
        changed = [
            _marked(one, key, none=none) for one in results if any(key_of(each) == key for each in one.points)
        ]
        self._store.fill(run_id, changed)
        if self._store.blocks(run_id):
            self._store.keep_blocks(run_id, self.maker.so_far(run, self._store.results(run_id)))

    def _dismissed(self) -> tuple[str, ...]:
        """The keys of what was marked in any map that is kept; the newest has the last word."""
        marks: dict[str, bool] = {}
        for run in reversed(self._store.runs(MADE_BY)):
            for result in self._store.results(run.id):
                marks |= {key_of(point): dismissed(point) for point in result.points}
        return tuple(key for key, none in marks.items() if none)


def _marked(result: Result, key: str, *, none: bool) -> Result:
    points = tuple(
        replace(one, verdict=Verdict.OTHERWISE if none else Verdict.FOUND) if key_of(one) == key else one
        for one in result.points
    )
    open_ = any(not dismissed(one) for one in points)
    return replace(result, points=points, verdict=Verdict.FOUND if open_ else Verdict.SILENT)
