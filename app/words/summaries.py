"""Summaries in words: how far one has come, and what it rests on."""

from __future__ import annotations

from app.words.amounts import duration
from app.words.coverage import counted, gap_lines
from app.words.messages import notice_for
from rag.runs.types import (
    Length,
    PartBegun,
    PartDone,
    PartResult,
    Reducing,
    Report,
    Summary,
    SummaryEvent,
    SummaryState,
)

LENGTHS = {Length.BRIEF: "Brief", Length.PAGE: "One page", Length.DETAILED: "Detailed"}


def title_words(summary: Summary) -> str:
    """The document, or both of a comparison."""
    return f"{summary.document} → {summary.other}" if summary.other else summary.document


def progress_words(event: SummaryEvent) -> str:
    """ "Reading part 12 of 41 · about 3 min left"; "" for what is no progress."""
    match event:
        case PartBegun(_, _, done, total, left):
            place = done + 1
        case PartDone(_, _, done, total, left):
            place = min(done + 1, total)
        case Reducing(_, done, total):
            return f"All parts are read. Bringing them together: step {min(done + 1, total)} of {total}"
        case _:
            return ""
    ending = "" if left is None else f" · about {duration(left)} left"
    return f"Reading part {place} of {total}{ending}"


def state_words(summary: Summary, before: int | None) -> str:
    """How a summary stands; `before` is how many are made before it, None where it waits for nothing."""
    if summary.state is SummaryState.DONE:
        return "Done"
    if before == 0:
        return f"{summary.done} of {summary.total} parts" if summary.total else "Getting ready…"
    if before is not None:
        return f"Waits for {counted(before, 'other')}"
    if summary.total:
        return f"Paused after {summary.done} of {counted(summary.total, 'part')}"
    return "Paused"


def covered_words(report: Report) -> str:
    """What a summary rests on, in one line."""
    covered = report.covered
    said = [
        f"Read {covered.pages_read:,} of {counted(covered.pages, 'page')}",
        f"{covered.parts_read:,} of {counted(covered.parts, 'part')}",
    ]
    if covered.skipped:
        said.append(f"{counted(len(covered.skipped), 'part')} left out")
    if covered.failed:
        said.append(f"{counted(len(covered.failed), 'part')} failed")
    empty = sum(gap.reason is None for gap in covered.gaps)
    if empty:
        said.append(f"{counted(empty, 'page')} without text")
    marked = report.unsupported
    said.append(f"{counted(marked, 'point')} marked" if marked else "nothing marked")
    if report.summary.model:
        said.append(report.summary.model)
    if report.seconds:
        said.append(duration(report.seconds))
    return " · ".join(said)


def left_out_lines(report: Report) -> list[str]:
    """What was skipped and why, what failed, and which pages hold no text; one line each."""
    covered = report.covered
    lines = [f"{_place(one)}: left out, {one.reason or 'nothing to summarise'}" for one in covered.skipped]
    for one in covered.failed:
        notice = notice_for(one.error_code, one.error_facts)
        lines.append(f"{_place(one)}: failed. {notice.title}")
    return lines + gap_lines(covered.gaps)


def _place(result: PartResult) -> str:
    part = result.part
    pages = f"pages {part.page}–{part.page_end}" if part.page_end > part.page else f"page {part.page}"
    heading = part.heading.split(" › ")[-1]
    return f"{heading} ({pages})" if heading else pages[0].upper() + pages[1:]
