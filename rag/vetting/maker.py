"""Makes the table of a playbook: a part for each contract, a point for each position, with its places.

What a point carries beside its quote and places stands in its `cells`, see `PositionPoint`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import WorkerError
from engine.protocols import Embedder
from rag.errors import DocumentUnknown
from rag.grounding.citations import Quote, citation_of, hit_at
from rag.language.languages import language_of
from rag.language.withdrawn import standing
from rag.runs.maker import Maker
from rag.runs.types import Block, Part, PartState, Point, Result, Run, Verdict
from rag.storing.documents import DocumentStore
from rag.structuring.sections import heading_path
from rag.types import Citation, Document, DocumentState, Support
from rag.vetting.judging import Embed, Judged, judged
from rag.vetting.playbook import Playbook, Stance, built_in_in, parsed
from rag.vetting.sentences import Sentence

UNALIKE = "unalike"  # a result's `reason`: meanings could not be compared, signs and rules alone decided
_VERDICTS = {
    Stance.ACCEPTABLE: Verdict.FOUND,
    Stance.REVIEW: Verdict.NEAR,
    Stance.UNACCEPTABLE: Verdict.OTHERWISE,
    Stance.MISSING: Verdict.SILENT,
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlaybookScope:
    """Which playbook, its TOML, and over what: without `documents` every READY one, of a `collection` if
    given. One that came along is taken in each contract's language; `built_in` is its name.
    """

    text: str
    built_in: str = ""
    collection: str | None = None
    documents: tuple[int, ...] = ()

    @property
    def playbook(self) -> Playbook:
        return parsed(self.text)

    def encoded(self) -> str:
        """As `Run.options` keeps it."""
        return json.dumps(
            {
                "playbook": self.text,
                "built_in": self.built_in,
                "collection": self.collection,
                "documents": self.documents,
            },
            ensure_ascii=False,
        )

    @classmethod
    def of(cls, run: Run) -> PlaybookScope:
        """The inverse of `encoded`."""
        fields = json.loads(run.options)
        return cls(fields["playbook"], fields["built_in"], fields["collection"], tuple(fields["documents"]))


@dataclass(frozen=True, slots=True)
class PositionPoint:
    """What a run keeps of a position beside its quote and its places; `why` and `fact` as in `Judged`."""

    name: str
    stance: Stance
    confidence: float
    why: str
    fact: str
    reason: str
    preferred: str

    @classmethod
    def of(cls, point: Point) -> PositionPoint:
        """The inverse of `kept`."""
        name, stance, confidence, why, fact, reason, preferred = point.cells
        return cls(name, Stance(stance), float(confidence), why, fact, reason, preferred)


Tell = Callable[[PositionPoint, str], tuple[str, str, str]]
"""A position, its verdict and why, as people read them; "" for a playbook that did not come along."""


_WEIGHTS = (Stance.UNACCEPTABLE, Stance.MISSING, Stance.REVIEW, Stance.ACCEPTABLE)


def _weight(point: Point) -> int:
    return _WEIGHTS.index(PositionPoint.of(point).stance)


def _unread(found: Judged) -> Judged:
    """What a playbook in another language finds nothing of is not missing: nobody could tell."""
    if found.sentence is not None:
        return found
    return replace(found, stance=Stance.REVIEW, why="language")


class PlaybookMaker(Maker):
    name = "playbook"
    faults = (*Maker.faults, DocumentUnknown)  # a document may be gone by now

    def __init__(self, documents: DocumentStore, embedder: Embedder, tell: Tell) -> None:
        super().__init__(documents)
        self._embedder = embedder
        self._tell = tell

    def targets(self, scope: PlaybookScope) -> list[Result]:
        """A waiting part for each document of a scope that is READY. Raises `DocumentUnknown`."""
        ready = self.ready(scope.documents, scope.collection)
        return [Result(Part(place, one.id, one.name)) for place, one in enumerate(ready)]

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        return self.targets(PlaybookScope.of(run))

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        scope = PlaybookScope.of(run)
        return [self._filled(scope, part, cancel) for part in group]

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        """The table to be read: each contract's name before its positions, what needs a look first."""
        built_in = PlaybookScope.of(run).built_in
        return tuple(Block("", 1, tuple(self._rows(one, built_in))) for one in results if one.points)

    def awaited(self, run: Run) -> tuple[int, ...]:
        """None: its rows are those of the documents that were READY when it was asked for."""
        return ()

    def is_whole(self, results: Sequence[Result]) -> bool:
        """A contract that failed says so; the table is DONE all the same."""
        return not any(one.state is PartState.WAITING for one in results)

    # --- inside --------------------------------------------------------------------------------------------

    def _filled(self, scope: PlaybookScope, part: Part, cancel: CancelToken) -> Result:
        document = self._documents.get(part.document_id)
        if document.state is not DocumentState.READY:
            raise DocumentUnknown(document=part.document)
        text = standing(self._documents.text(document.id))
        language = language_of(text).code
        playbook = built_in_in(scope.built_in, language) if scope.built_in else scope.playbook
        headings = self._headings(document.id)
        embed, reason = self._embed(playbook, language, cancel), ""
        try:
            found = judged(playbook, text, headings, embed)
        except WorkerError as fault:  # meaning is a help, and the rest stands without it
            cancel.raise_if_cancelled()
            _log.warning("meanings were not compared: %s", fault.code)
            found, reason = judged(playbook, text, headings), UNALIKE
        if language != playbook.language:
            found = [_unread(one) for one in found]
        cancel.raise_if_cancelled()
        points = tuple(self._kept(document, one) for one in found)
        spoken = any(one.citations for one in points)
        return Result(
            part, PartState.DONE, points, Verdict.FOUND if spoken else Verdict.SILENT, reason=reason
        )

    def _headings(self, document_id: int) -> list[tuple[int, str]]:
        sections = self._documents.sections(document_id)
        return [(one.start, heading_path(sections, one.index)) for one in sections]

    def _embed(self, playbook: Playbook, language: str, cancel: CancelToken) -> Embed | None:
        """None where a contract is in another language than its playbook, or in one not told apart."""
        if language != playbook.language:
            return None

        def embed(texts: Sequence[str]) -> NDArray[np.float32] | None:
            if not self._embedder.scale.separates(language):
                return None
            return self._embedder.embed(texts, cancel)

        return embed

    def _kept(self, document: Document, found: Judged) -> Point:
        """A position as a run keeps it."""
        position = found.position
        citations = tuple(
            self._cited(document, one) for one in (found.sentence, *found.others) if one is not None
        )
        quote = " ".join(citations[0].quote.split()) if citations else ""
        cells = (
            position.name,
            found.stance.value,
            str(found.confidence),
            found.why,
            found.fact,
            position.reason,
            position.preferred,
        )
        support = Support.SUPPORTED if citations else Support.NEUTRAL
        return Point(quote, citations, support, cells, _VERDICTS[found.stance])

    def _cited(self, document: Document, sentence: Sentence) -> Citation:
        text = self._documents.text(document.id, sentence.start, sentence.end)
        hit = hit_at(document.id, document.name, sentence.start, text)
        return citation_of(self._documents, Quote(hit, 0, len(text)))

    def _rows(self, result: Result, built_in: str) -> Iterator[Point]:
        for point in sorted(result.points, key=_weight):
            yield self._row(result.part.document, point, built_in)

    def _row(self, document: str, point: Point, built_in: str) -> Point:
        told = PositionPoint.of(point)
        name, verdict, reason = self._tell(told, built_in)
        wording = "" if told.stance is Stance.ACCEPTABLE else told.preferred
        cells = (document, name, verdict, point.text, reason, wording)
        return Point("", point.citations, point.support, cells, point.verdict)
