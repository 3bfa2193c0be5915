"""What was read of documents and what was not, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.words.amounts import counted
from app.words.catalogue import count, say
from app.words.reasons import gap_words
from rag.types import Aside, Document, DocumentState, Gap, PageUnit

_RUN_FROM = 3  # pages in a row that are written as a range


def library_summary(documents: Iterable[Document]) -> str:
    """ "1,204 pages read, 3 without text, 1 file failed"; "" while nothing is read."""
    ready, failed = [], 0
    for document in documents:
        failed += document.state is DocumentState.FAILED
        if document.state is DocumentState.READY:
            ready.append(document.coverage)
    if not ready and not failed:
        return ""
    read = sum(one.text + one.ocr + one.vision for one in ready)
    without = sum(one.empty + one.failed for one in ready)
    parts = [count("coverage.read", read)]
    if without:
        parts.append(say("coverage.without-text", n=without))
    if failed:
        parts.append(count("coverage.files-failed", failed))
    return say("coverage.and").join(parts)


def coverage_lines(document: Document) -> list[str]:
    """Where the text of a document's pages came from, one line a source."""
    kept, unit = document.coverage, document.unit.value
    return [
        say(f"coverage.source.{source}", pages=counted(pages, unit))
        for pages, source in (
            (kept.text, "text"),
            (kept.ocr + kept.vision, "picture"),
            (kept.empty, "empty"),
            (kept.failed, "failed"),
        )
        if pages
    ]


def gap_lines(gaps: Sequence[Gap]) -> list[str]:
    """What was passed over and why, then the pages without text, those in a row as one."""
    skipped = [
        say("coverage.passed-over", place=gap.place, reason=gap_words(gap.reason))
        for gap in gaps
        if gap.reason is not None
    ]
    empty = [gap for gap in gaps if gap.reason is None]
    lines: list[str] = []
    at = 0
    while at < len(empty):
        end = at
        while end + 1 < len(empty) and _follows(empty[end], empty[end + 1]):
            end += 1
        if end - at + 1 >= _RUN_FROM:
            lines.append(_run(empty[at], empty[end]))
        else:
            lines += [say("coverage.no-text", place=gap.place) for gap in empty[at : end + 1]]
        at = end + 1
    return skipped + lines


def aside_lines(asides: Sequence[Aside]) -> list[str]:
    """What was set aside of the pages, one line a text."""
    return [
        say(
            "coverage.aside",
            text=aside.text,
            pages=counted(aside.pages, PageUnit.PAGE.value),
            page=aside.page,
        )
        for aside in asides
    ]


def _run(first: Gap, last: Gap) -> str:
    unit = _numbered(first).rpartition(" ")[0]
    if unit in tuple(PageUnit):
        return say(f"coverage.run.{unit}", first=first.page, last=last.page)
    return say("coverage.run-of-named", unit=unit, first=first.page, last=last.page)


def _follows(gap: Gap, after: Gap) -> bool:
    """Whether two gaps are pages in a row that are named by their numbers alone."""
    unit = _numbered(gap).rpartition(" ")[0]
    return (
        after.page == gap.page + 1
        and _numbered(gap) == f"{unit} {gap.page}"
        and _numbered(after) == f"{unit} {after.page}"
        and "," not in unit
    )


def _numbered(gap: Gap) -> str:
    """A gap's place without the label printed on its page."""
    return gap.place.partition(" (")[0]
