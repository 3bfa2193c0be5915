"""Makes maps of contradictions: each document held against itself and those before it, without a model.

A disagreement is a point with two places, left and right, and the cells of `ClashPoint`. What a person marks
as no contradiction keeps its place in the run, with the verdict OTHERWISE.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.cancel import CancelToken
from rag.contradicting.finding import Finder
from rag.contradicting.inside import Clash
from rag.contradicting.sayings import Saying
from rag.contradicting.values import Kind
from rag.errors import DocumentUnknown
from rag.grounding.citations import Quote, citation_of
from rag.runs.maker import Maker, Turn
from rag.runs.parts import document_hits
from rag.runs.types import Block, Part, PartState, Point, Result, Run, Verdict
from rag.storing.documents import DocumentStore
from rag.types import Citation, Hit

_LEFT, _RIGHT = 1, 2  # columns of a point that its two places are of


@dataclass(frozen=True, slots=True)
class ContradictionScope:
    """Which documents are held together: without `documents` every READY one, of a `collection` if given."""

    collection: str | None = None
    documents: tuple[int, ...] = ()
    dismissed: tuple[str, ...] = ()  # keys of what a person said is no contradiction

    def encoded(self) -> str:
        """As `Run.options` keeps it."""
        told = {"collection": self.collection, "documents": self.documents, "dismissed": self.dismissed}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def of(cls, run: Run) -> ContradictionScope:
        """The inverse of `encoded`."""
        fields = json.loads(run.options)
        return cls(fields["collection"], tuple(fields["documents"]), tuple(fields["dismissed"]))


@dataclass(frozen=True, slots=True)
class ClashPoint:
    """What a run keeps of a disagreement beside its two places; `reason` is a key of its words."""

    kind: Kind
    subject: str
    left: str  # the value
    right: str
    confidence: float
    reason: str

    @classmethod
    def of(cls, point: Point) -> ClashPoint:
        """The inverse of `cells`."""
        subject, left, right, kind, confidence, reason = point.cells
        return cls(Kind(kind), subject, left, right, float(confidence), reason)

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.subject, self.left, self.right, self.kind.value, f"{self.confidence:.2f}", self.reason)


class ContradictionMaker(Maker):
    name = "contradictions"
    turn = Turn.FREE
    faults = (*Maker.faults, DocumentUnknown)  # a document may be gone by now

    def __init__(self, documents: DocumentStore) -> None:
        super().__init__(documents)
        self._finders: dict[int, Finder] = {}

    def targets(self, scope: ContradictionScope) -> list[Result]:
        """A waiting part for each document of a scope that is READY. Raises `DocumentUnknown`."""
        ready = self.ready(scope.documents, scope.collection)
        return [
            Result(Part(place, one.id, one.name, page_end=max(1, one.pages)))
            for place, one in enumerate(ready)
        ]

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        return self.targets(ContradictionScope.of(run))

    def groups(self, run: Run, results: Sequence[Result]) -> list[list[Part]]:
        there = [one.part for one in results if self._is_there(one.part)]
        names = {part.document_id: part.document for part in there}
        named = bool(ContradictionScope.of(run).documents)
        finder = Finder(tuple(names), lambda id_: self._passages(id_, names[id_]), named=named)
        self._finders = {run.id: finder}
        return super().groups(run, results)

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        none = frozenset(ContradictionScope.of(run).dismissed)
        return [self._filled(self._finders[run.id], part, none, cancel) for part in group]

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        """The disagreements under the names of their kinds, the surest first."""
        points = [point for one in results for point in one.points]
        points.sort(key=lambda one: -ClashPoint.of(one).confidence)
        by_kind = ((kind, tuple(one for one in points if ClashPoint.of(one).kind is kind)) for kind in Kind)
        return tuple(Block(kind.value, some[0].citations[0].page, some) for kind, some in by_kind if some)

    def awaited(self, run: Run) -> tuple[int, ...]:
        """None: it holds together what was READY when it was asked for."""
        return ()

    def is_whole(self, results: Sequence[Result]) -> bool:
        """A document that could not be read says so; the rest is DONE all the same."""
        return not any(one.state is PartState.WAITING for one in results)

    def release(self) -> None:
        self._finders = {}

    # --- inside --------------------------------------------------------------------------------------------

    def _is_there(self, part: Part) -> bool:
        return bool(self._documents.some([part.document_id]))

    def _passages(self, document_id: int, name: str) -> list[Hit]:
        return document_hits(self._documents, document_id, name)

    def _filled(self, finder: Finder, part: Part, none: frozenset[str], cancel: CancelToken) -> Result:
        self._documents.get(part.document_id)
        found = [self._point(one) for one in finder.of(part.document_id, cancel)]
        points = tuple(
            replace(one, verdict=Verdict.OTHERWISE) if key_of(one) in none else one for one in found
        )
        open_ = any(not dismissed(one) for one in points)
        return Result(part, PartState.DONE, points, Verdict.FOUND if open_ else Verdict.SILENT)

    def _point(self, clash: Clash) -> Point:
        told = ClashPoint(
            clash.kind, clash.subject, clash.left_value, clash.right_value, clash.confidence, clash.reason
        )
        citations = (self._cited(clash.left), self._cited(clash.right))
        text = f"{clash.subject}: {clash.left_value} ≠ {clash.right_value}"
        return Point(text, citations, cells=told.cells, places=(_LEFT, _RIGHT))

    def _cited(self, saying: Saying) -> Citation:
        return citation_of(self._documents, Quote(saying.hit, saying.start, saying.end))


def key_of(point: Point) -> str:
    """What a disagreement is known by, also in a later map: its two places and values."""
    told = ClashPoint.of(point)
    places = (f"{one.document_id}:{one.start}" for one in point.citations)
    return "|".join((*places, told.left, told.right))


def dismissed(point: Point) -> bool:
    """Whether a person said that a disagreement is none."""
    return point.verdict is Verdict.OTHERWISE
