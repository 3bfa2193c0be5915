"""Summaries that come when the test lets them: the service's methods, without a vault or a model."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.runs.summaries import WORDS, Summaries
from engine.cancel import CancelToken
from rag.errors import SummaryUnknown
from rag.runs.kinds import Kind
from rag.runs.types import (
    Block,
    Covered,
    Length,
    Part,
    PartBegun,
    PartDone,
    PartResult,
    PartState,
    Point,
    QuickDone,
    Report,
    Summary,
    SummaryEnded,
    SummaryEvent,
    SummaryScope,
    SummaryState,
)
from rag.types import Citation, Gap, Support

KINDS = (
    Kind("executive", "Executive summary", "What follows from it.", 10, (), "", "Summarise.", own=False),
    Kind("points", "Key points", "What it says, point by point.", 20, (), "", "List.", own=False),
    Kind("duties", "Obligations", "Who must do what.", 30, ("Who", "What"), "", "List.", own=False),
)


class FakeSummaries(Summaries):
    """Each part waits for `let`; `fault` is raised by the next run instead."""

    def __init__(self, parts: int = 3, names: dict[int, str] | None = None) -> None:
        self.kept: dict[int, Summary] = {}
        self.reports: dict[int, Report] = {}
        self.names = names or {}
        self.fault: Exception | None = None
        self.ran: list[int] = []
        self._parts = parts
        self._steps = threading.Semaphore(0)
        self._ending = CancelToken()

    def let(self, steps: int = 1_000) -> None:
        """Let parts be read."""
        for _ in range(steps):
            self._steps.release()

    def kinds(self) -> list[Kind]:
        return list(KINDS)

    def summaries(self, document_id: int | None = None) -> list[Summary]:
        found = sorted(self.kept.values(), key=lambda one: -one.id)
        return [one for one in found if document_id in (None, one.scope.document_id)]

    def get(self, summary_id: int) -> Summary:
        if summary_id not in self.kept:
            raise SummaryUnknown(summary=summary_id)
        return self.kept[summary_id]

    def report(self, summary_id: int) -> Report:
        return replace(self.reports[self.get(summary_id).id], summary=self.get(summary_id))

    def search(self, text: str) -> list[Summary]:
        words = text.casefold().split()
        return [
            one
            for one in self.summaries()
            if all(w in f"{one.document} {one.title}".casefold() for w in words)
        ]

    def create(
        self,
        document_ids: Sequence[int],
        kind: str,
        length: Length = Length.PAGE,
        *,
        words: int | None = None,
        seed: int = 0,
    ) -> list[Summary]:
        return [
            self.keep(SummaryScope(one, kind, length, words or WORDS[length]), seed) for one in document_ids
        ]

    def compare(self, earlier_id: int, later_id: int) -> Summary:
        return self.keep(SummaryScope(earlier_id, "comparison", other_id=later_id))

    def again(self, summary_id: int, kind: str | None = None, length: Length | None = None) -> Summary:
        scope = self.get(summary_id).scope
        return self.keep(replace(scope, kind=kind or scope.kind, length=length or scope.length))

    def keep(
        self, scope: SummaryScope, seed: int = 0, state: SummaryState = SummaryState.QUEUED, done: int = 0
    ) -> Summary:
        """One more summary, as it is asked for or was left."""
        kind = next((one for one in KINDS if one.id == scope.kind), None)
        title, columns = (kind.title, kind.columns) if kind else ("Comparison", ("Clause", "Change"))
        id_ = len(self.reports) + 1
        names = [self._name(one) for one in (scope.document_id, scope.other_id) if one is not None]
        summary = Summary(
            id_, scope, names[0], *(names[1:] or [""]), title, columns, "Model", seed, state, 1e9, 1e9,
            self._parts if done else 0, done,
        )  # fmt: skip
        self.kept[id_] = summary
        self.reports[id_] = Report(summary, (), (), Covered(0, 0, 0, 0))
        return summary

    def pending(self) -> list[Summary]:
        order = {SummaryState.RUNNING: 0, SummaryState.QUEUED: 1}
        return sorted(
            (one for one in self.kept.values() if one.state in order),
            key=lambda one: (order[one.state], one.id),
        )

    def run(self, summary_id: int, cancel: CancelToken) -> Iterator[SummaryEvent]:
        summary = self._put(summary_id, state=SummaryState.RUNNING, total=self._parts)
        self.ran.append(summary_id)
        if self.fault is not None:
            fault, self.fault = self.fault, None
            self._put(summary_id, state=SummaryState.STOPPED)
            raise fault
        quick = (point("The lease ends in June.", 4, summary),)
        self.reports[summary_id] = replace(self.reports[summary_id], quick=quick)
        yield QuickDone(summary_id, quick)
        for done in range(summary.done, self._parts):
            part = Part(done, f"Section {done + 1}", done + 1, done + 1, done * 100, done * 100 + 99)
            yield PartBegun(summary_id, part, done, self._parts, 180.0 if done else None)
            while not self._steps.acquire(timeout=0.01):
                if cancel.cancelled or self._ending.cancelled:
                    break
            if self._ending.cancelled:
                return
            if cancel.cancelled:
                yield SummaryEnded(self._put(summary_id, state=SummaryState.STOPPED))
                return
            result = self._read(summary_id, part)
            yield PartDone(summary_id, result, done + 1, self._parts, 60.0)
        yield SummaryEnded(self._put(summary_id, state=SummaryState.DONE))

    def stop(self, summary_id: int) -> None:
        self._put(summary_id, state=SummaryState.STOPPED)

    def delete(self, summary_id: int) -> None:
        self.get(summary_id)
        del self.kept[summary_id]

    def close(self) -> None:
        self._ending.cancel()

    def _name(self, document_id: int) -> str:
        return self.names.get(document_id, f"{document_id}.pdf")

    def _put(self, summary_id: int, **changes: object) -> Summary:
        self.kept[summary_id] = replace(self.get(summary_id), **changes)  # type: ignore[arg-type]
        return self.kept[summary_id]

    def _read(self, summary_id: int, part: Part) -> PartResult:
        summary = self._put(summary_id, done=part.place + 1)
        report, number = self.reports[summary_id], part.place + 1
        if number == 2:
            result = PartResult(part, PartState.SKIPPED, reason="a table of contents")
        else:
            support = Support.UNSUPPORTED if number == 3 else Support.SUPPORTED
            made = point(f"Point {number} of the lease.", number, summary, support)
            result = PartResult(part, PartState.DONE, (made,), seconds=2.0)
        covered = Covered(
            self._parts + 1,
            number,
            self._parts,
            number - (number > 1),
            (result,) if number == 2 else report.covered.skipped,
            (),
            (Gap(self._parts + 1, f"page {self._parts + 1}", None),),
        )
        blocks = report.blocks
        if result.points:
            blocks += (Block(part.heading, part.page, result.points),)
        self.reports[summary_id] = replace(
            report, blocks=blocks, covered=covered, seconds=report.seconds + 2.0
        )
        return result


def _named(summary: Summary) -> str:
    return f"{summary.document} {summary.title}".casefold()


def point(text: str, page: int, summary: Summary, support: Support = Support.SUPPORTED) -> Point:
    """A point with its page; with cells where its kind has columns."""
    scope = summary.scope
    cited = Citation(scope.document_id, summary.document, page, f"Section {page}", 0, 20, text)
    cells = (f"Tenant {9 - page}", text) if summary.columns else ()
    return Point(text, (cited,), support, cells)
