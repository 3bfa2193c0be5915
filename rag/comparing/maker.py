"""Makes comparisons: two editions held against each other in one step, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.cancel import CancelToken
from rag.comparing.editions import compare
from rag.runs.maker import Maker, Turn, covered_pages
from rag.runs.types import Block, Covered, Part, PartState, Result, Run, RunState


class ComparisonMaker(Maker):
    name = "comparison"
    turn = Turn.FREE

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        earlier, _ = self._editions(run)
        pages = self._documents.get(earlier).pages
        return [Result(Part(0, earlier, run.document, page_end=pages))]

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        points = compare(self._documents, *self._editions(run), cancel)
        return [Result(part, PartState.DONE, points) for part in group]

    def covered(self, run: Run, results: Sequence[Result]) -> Covered:
        """A finished one has read every page, and is made in no parts that a person knows of."""
        found = covered_pages(self._documents, run.document_id, results)
        read = found.pages - len({gap.page for gap in found.gaps}) if run.state is RunState.DONE else 0
        return replace(found, pages_read=read, parts=0, parts_read=0)

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        points = tuple(point for one in results for point in one.points)
        return (Block("", 1, points),) if points else ()

    def _editions(self, run: Run) -> tuple[int, int]:
        assert run.document_id is not None  # the earlier and the later edition
        assert run.other_id is not None
        return run.document_id, run.other_id
