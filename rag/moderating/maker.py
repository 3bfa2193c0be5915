"""Makes tables of what a policy has against documents: a row for each, with the places that speak for it.

A document is judged passage by passage, since a policy's chances are those of short texts; of each category
its likeliest passage counts. The vectors are those that the library keeps of the passages, so that no text is
embedded twice. A category is a point of a document's result; see `Scored`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from itertools import islice

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.errors import DocumentUnknown
from rag.grounding.citations import Quote, citation_of, hit_at
from rag.guarding.moderating import Floats, Moderated, Moderator
from rag.moderating.scope import ModerationScope, Scored
from rag.runs import types as runs
from rag.runs.maker import Maker
from rag.runs.types import Block, Part, PartState, Point, Result, Run
from rag.storing.documents import DocumentStore
from rag.types import Citation, Document, DocumentState, Passage, Support

_TOGETHER = 64  # passages between two looks at whether to stop
_MOST_PLACES = 12  # of a category in a document, those of its likeliest passages
_SHOWN = 3  # of a document's places in the table, each category's first
_QUOTED = 120  # characters of each

Words = Callable[[Sequence[tuple[Scored, Sequence[str]]]], tuple[str, str]]
"""What is told of a document in the table: its flagged categories, and the words that speak for them."""


class ModerationMaker(Maker):
    name = "moderation"
    faults = (*Maker.faults, DocumentUnknown)  # a document may be gone by now

    def __init__(self, documents: DocumentStore, embedder: Embedder, words: Words) -> None:
        super().__init__(documents)
        self._embedder = embedder
        self._words = words
        self._preparing = threading.Lock()
        self._prepared: tuple[str, Moderator] | None = None

    def targets(self, scope: ModerationScope) -> list[Result]:
        """A waiting part for each READY document of a scope, the messages of a mailbox in its place. Raises
        `DocumentUnknown`.
        """
        found = self.messages_too(scope.documents)
        return [Result(Part(place, one.id, one.name)) for place, one in enumerate(found)]

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        return self.targets(ModerationScope.of(run))

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        scope = ModerationScope.of(run)
        return [self._filled(scope, part, cancel) for part in group]

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        """The table to be read: what is against each document, and the words that say so."""
        return tuple(Block("", 1, (self._row(one),)) for one in results if one.points)

    def awaited(self, run: Run) -> tuple[int, ...]:
        """None: its rows are those of the documents that were READY when it was asked for."""
        return ()

    def is_whole(self, results: Sequence[Result]) -> bool:
        """A row that failed says so; the table is DONE all the same."""
        return not any(one.state is PartState.WAITING for one in results)

    # --- inside --------------------------------------------------------------------------------------------

    def _row(self, result: Result) -> Point:
        told = [(Scored.of(one), [place.quote for place in one.citations]) for one in result.points]
        flagged = [(one, quotes[:_SHOWN]) for one, quotes in told if one.flagged]
        shown = [(one, [_short(quote) for quote in quotes]) for one, quotes in flagged]
        places = tuple(dict.fromkeys(place for one in result.points for place in one.citations))
        return Point(
            "",
            places,
            Support.SUPPORTED if places else Support.NEUTRAL,
            (result.part.document, *self._words(shown)),
            runs.Verdict.NEAR if flagged else runs.Verdict.FOUND,  # by its words or sense, not by a model
            tuple(2 for _ in places),
        )

    def _filled(self, scope: ModerationScope, part: Part, cancel: CancelToken) -> Result:
        document = self._documents.get(part.document_id)
        if document.state is not DocumentState.READY:
            raise DocumentUnknown(document=part.document)
        moderator = self._moderator(scope, cancel)
        passages = self._documents.passages(document.id)
        vectors = self._kept(document.id, len(passages))
        judged: list[Moderated] = []
        for start in range(0, len(passages), _TOGETHER):
            cancel.raise_if_cancelled()
            texts = [one.text for one in passages[start : start + _TOGETHER]]
            some = None if vectors is None else vectors[start : start + _TOGETHER]
            judged += moderator.judge(texts, cancel, some)
        points = tuple(
            self._point(document, one.name, one.flag, passages, judged) for one in scope.parsed.categories
        )
        found = any(Scored.of(one).flagged for one in points)
        return Result(part, PartState.DONE, points, runs.Verdict.FOUND if found else runs.Verdict.SILENT)

    def _moderator(self, scope: ModerationScope, cancel: CancelToken) -> Moderator:
        with self._preparing:
            if self._prepared is None or self._prepared[0] != scope.policy:
                self._prepared = scope.policy, Moderator(scope.parsed, self._embedder, cancel)
            return self._prepared[1]

    def _kept(self, document_id: int, count: int) -> Floats | None:
        """The vectors of a document's passages; None where not all of them are of this embedder."""
        ids, vectors = self._documents.embeddings.of(document_id, self._embedder.name)
        return vectors if len(ids) == count and count else None

    def _point(
        self,
        document: Document,
        category: str,
        flag: float,
        passages: Sequence[Passage],
        judged: Sequence[Moderated],
    ) -> Point:
        likeliest = sorted(zip(judged, passages, strict=True), key=lambda one: -one[0].categories[category])
        chance = likeliest[0][0].categories[category] if likeliest else 0.0
        if chance < flag:
            return Point("", support=Support.NEUTRAL, cells=Scored(category, chance).cells)
        over = [(one, passage) for one, passage in likeliest if one.categories[category] >= flag]
        why = "words" if any(category not in one.alike for one, _ in over) else "alike"
        spans = (
            (passage, *span)
            for one, passage in over
            for span in _apart([(start, end) for start, end, name in one.spans if name == category])
        )
        cited = tuple(_cited(self._documents, document, *one) for one in islice(spans, _MOST_PLACES))
        support = Support.SUPPORTED if cited else Support.NEUTRAL
        return Point(
            " … ".join(one.quote for one in cited), cited, support, Scored(category, chance, why).cells
        )


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those that hold another: the shortest says it."""
    return [
        one
        for one in spans
        if not any(other != one and one[0] <= other[0] and other[1] <= one[1] for other in spans)
    ]


def _cited(documents: DocumentStore, document: Document, passage: Passage, start: int, end: int) -> Citation:
    hit = hit_at(
        document.id, document.name, passage.start, passage.text, passage.page_start, passage.headings
    )
    return citation_of(documents, Quote(hit, start, end))


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"
