"""Makes summaries: the document read part by part, some together, then brought to the length asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.cancel import CancelToken
from rag.runs.kinds import Kind, Kinds
from rag.runs.maker import Maker, covered_pages
from rag.runs.types import Block, Covered, Part, PartState, Point, Result, Run
from rag.storing.documents import DocumentStore
from rag.summarising.folding import allotted, under_headings
from rag.summarising.part_reading import TOGETHER, planned_groups
from rag.summarising.summariser import Summariser
from rag.summarising.types import Length, SummaryScope

_LEAST_WORDS, _MOST_WORDS = 30, 160  # the model writes of one part
_ALL = 1.2  # of the words wanted, by all parts together: what is said twice goes
_A_WORD = 6.2  # characters
_HELD = "its messages are documents of their own"
_DETAIL = 0.08  # of the document's words, in a detailed summary of a long one


class SummaryMaker(Maker):
    name = "summary"
    brings_together = True

    def __init__(self, documents: DocumentStore, summariser: Summariser, kinds: Kinds) -> None:
        super().__init__(documents)
        self._summariser = summariser
        self._kinds = kinds
        self._words: dict[int, dict[int, int]] = {}  # of a run under way, by the place of the part

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        document = self._documents.get(self._document(run))
        if document.is_container:
            return [Result(Part(0, document.id, document.name), PartState.SKIPPED, reason=_HELD)]
        return self._summariser.parts(document)

    def groups(self, run: Run, results: Sequence[Result]) -> list[list[Part]]:
        planned = planned_groups(results, 1 if self._kind(run).find else TOGETHER)
        parts = [one.part for group in planned for one in group]
        self._words[run.id] = allotted(parts, self._wanted(run), _LEAST_WORDS, _MOST_WORDS)
        return [waiting for group in planned if (waiting := [one.part for one in group if one.is_to_do])]

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        words = self._words[run.id]
        asked = [(part, words[part.place]) for part in group]
        return self._summariser.read(run, self._kind(run), asked, cancel)

    def finish(self, run: Run, results: Sequence[Result], cancel: CancelToken) -> tuple[Block, ...]:
        self._words.pop(run.id, None)
        return self._summariser.whole(run, self._kind(run), results, cancel)

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        found = [one for one in results if one.points]
        if run.columns and found:
            return (Block("", found[0].part.page, tuple(point for one in found for point in one.points)),)
        return under_headings([(one.part, point) for one in found for point in one.points], Length.DETAILED)

    def model(self, run: Run) -> str:
        return "" if self._kind(run).find else self._summariser.model()

    def asks_model(self, run: Run) -> bool:
        return not self._kind(run).find

    def glance(self, run: Run, cancel: CancelToken) -> Iterator[tuple[Point, ...]]:
        if not self._kind(run).columns:
            document = self._documents.get(self._document(run))
            yield from self._summariser.quick(document, SummaryScope.of(run).seed, cancel)

    def covered(self, run: Run, results: Sequence[Result]) -> Covered:
        return covered_pages(self._documents, run.document_id, results)

    def _kind(self, run: Run) -> Kind:
        return self._kinds.get(SummaryScope.of(run).kind)

    def _document(self, run: Run) -> int:
        assert run.document_id is not None  # a summary is of one document
        return run.document_id

    def _wanted(self, run: Run) -> int:
        """Words, of all parts together."""
        scope = SummaryScope.of(run)
        if scope.length is not Length.DETAILED:
            return round(_ALL * scope.words)
        length = len(self._documents.text(self._document(run))) / _A_WORD
        return round(max(scope.words, _DETAIL * length))
