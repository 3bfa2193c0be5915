"""What a run rests on, in sentences: for whoever reads it away from its documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from app.words.catalogue import apart, count, say
from app.words.coverage import gap_lines
from app.words.days import month_words, number_words
from app.words.messages import notice_for
from app.words.reasons import skipped_words
from app.words.surveys import page_words
from rag.comparing.maker import ComparisonMaker
from rag.runs.types import Covered, Part, Point, Report, Result, RunState
from rag.summarising.maker import SummaryMaker
from rag.types import Citation

_IN_PARTS = (SummaryMaker.name, ComparisonMaker.name)  # of one document, as its headings cut it
_MOMENT = re.compile(r"\d+(?::\d\d)+")  # of a recording: "12:41", which is on no page


def marked_words() -> str:
    """What stands at a sentence that no document bears out."""
    return say("exporting.covered.mark")


def pages_of(point: Point) -> str:
    """ "p. 3, 7", "slide 4"; of a comparison with the documents: "a.pdf p. 3; b.pdf p. 4"."""
    names = {citation.document for citation in point.citations}
    return apart(
        f"{name} {cited_pages(list(group))}" if len(names) > 1 else cited_pages(list(group))
        for name, group in groupby(point.citations, key=lambda one: one.document)
    )


def covered_lines(report: Report) -> list[str]:
    """What a run rests on, a sentence or more a line."""
    run, covered = report.run, report.covered
    lines = [_read(report, covered)] if covered.pages else []
    of_parts = run.maker in _IN_PARTS
    skipped = [_part(one.part, skipped_words(one.reason) if one.reason else "") for one in covered.skipped]
    failed = [_part(one.part, _why(one)) for one in covered.failed]
    if skipped and of_parts:
        lines.append(say("exporting.covered.skipped", parts=apart(skipped)))
    if failed and of_parts:
        lines.append(say("exporting.covered.failed", parts=apart(failed)))
    if covered.gaps:
        lines.append(say("exporting.covered.without-text", pages=apart(gap_lines(covered.gaps))))
    if report.unsupported:
        lines.append(count("exporting.covered.marked", report.unsupported, mark=marked_words()))
    made = datetime.fromtimestamp(run.updated).astimezone()
    facts = {"day": number_words(made), "month": month_words(made), "year": made.year}
    if run.model:
        lines.append(say("exporting.covered.made-by-model", model=run.model, **facts))
    else:
        lines.append(say("exporting.covered.made-by-rules", **facts))
    return lines


def _read(report: Report, covered: Covered) -> str:
    run, done = report.run, report.run.state is RunState.DONE
    if run.maker == ComparisonMaker.name:
        if not done:
            return say("exporting.covered.comparison-unfinished")
        found = sum(len(block.points) for block in report.blocks)
        names = {"document": run.document, "other": run.other}
        if not found:
            return say("exporting.covered.no-difference", **names)
        return count("exporting.covered.differences", found, **names)
    text = count("exporting.covered.pages", covered.pages, read=covered.pages_read)
    if covered.parts:
        text += count("exporting.covered.parts", covered.parts, read=covered.parts_read)
    return text + (say("exporting.covered.whole") if done else say("exporting.covered.unfinished"))


def _part(part: Part, why: str) -> str:
    if part.page == part.page_end:
        pages = say("exporting.covered.page", page=part.page)
    else:
        pages = say("exporting.covered.page-range", page=part.page, last=part.page_end)
    name = f"{part.heading} ({pages})" if part.heading else pages
    return f"{name}, {why}" if why else name


def _why(result: Result) -> str:
    return notice_for(result.error_code, result.error_facts).sentence.rstrip(".") if result.error_code else ""


def cited_pages(citations: Sequence[Citation]) -> str:
    words = page_words(citations)
    is_page = words[:1].isdigit() and not _MOMENT.match(words)
    return say("exporting.covered.pages-cited", pages=words) if is_page else words
