"""Summaries in words: how far one has come, and what it rests on."""

from __future__ import annotations

from app.words.amounts import duration
from app.words.catalogue import count, say
from app.words.coverage import gap_lines
from app.words.messages import notice_for
from app.words.reasons import skipped_words
from rag.runs.types import Report, Result, Run
from rag.summarising.types import Length


def length_words(length: Length) -> str:
    """How long a summary is to be."""
    return say(f"summaries.length.{length.value}")


def within_words(length: Length) -> str:
    """The same within a sentence."""
    return say(f"summaries.length-within.{length.value}")


def title_words(summary: Run) -> str:
    """The document, or both of a comparison."""
    if not summary.other:
        return summary.document
    return say("summaries.title-of-two", document=summary.document, other=summary.other)


def covered_words(report: Report) -> str:
    """What a summary rests on, in one line."""
    covered = report.covered
    said = [count("summaries.covered.pages", covered.pages, read=covered.pages_read)]
    if covered.parts:  # it could be laid out
        said.append(count("summaries.covered.parts", covered.parts, read=covered.parts_read))
    if covered.skipped:
        said.append(count("summaries.covered.left-out", len(covered.skipped)))
    if covered.failed:
        said.append(count("summaries.covered.failed", len(covered.failed)))
    empty = sum(gap.reason is None for gap in covered.gaps)
    if empty:
        said.append(count("summaries.covered.empty", empty))
    marked = report.unsupported
    if marked:
        said.append(count("summaries.covered.marked", marked))
    elif covered.parts_read:  # of what nobody read yet nothing can be wrong
        said.append(say("summaries.covered.nothing-marked"))
    if report.seconds:
        said.append(duration(report.seconds))
    return say("summaries.covered.and").join(said)


def left_out_lines(report: Report) -> list[str]:
    """What was skipped and why, what failed, and which pages hold no text; one line each."""
    covered = report.covered
    lines = [
        say("summaries.part.left-out", part=_place(one), reason=skipped_words(one.reason))
        for one in covered.skipped
    ]
    for one in covered.failed:
        title = notice_for(one.error_code, one.error_facts).title
        lines.append(say("summaries.part.failed", part=_place(one), title=title))
    return lines + gap_lines(covered.gaps)


def _place(result: Result) -> str:
    part = result.part
    heading = part.heading.rpartition(" › ")[2]
    if part.page_end > part.page:
        if heading:
            return say(
                "summaries.part.under-heading-pages", heading=heading, page=part.page, last=part.page_end
            )
        return say("summaries.part.pages", page=part.page, last=part.page_end)
    if heading:
        return say("summaries.part.under-heading", heading=heading, page=part.page)
    return say("summaries.part.page", page=part.page)
