"""What was read of documents and what was not, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.types import Document, DocumentState, Gap

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
    parts = [f"{counted(read, 'page')} read"]
    if without:
        parts.append(f"{without:,} without text")
    if failed:
        parts.append(f"{counted(failed, 'file')} failed")
    return ", ".join(parts)


def coverage_lines(document: Document) -> list[str]:
    """Where the text of a document's pages came from, one line a source."""
    kept, unit = document.coverage, document.unit.value
    return [
        f"{counted(count, unit)} {how}"
        for count, how in (
            (kept.text, "with text"),
            (kept.ocr + kept.vision, "recognised from a picture"),
            (kept.empty, "without text"),
            (kept.failed, "not read"),
        )
        if count
    ]


def gap_lines(gaps: Sequence[Gap]) -> list[str]:
    """What was passed over and why, then the pages without text, those in a row as one."""
    skipped = [f"{gap.place}: {gap.reason}" for gap in gaps if gap.reason is not None]
    empty = [gap for gap in gaps if gap.reason is None]
    lines: list[str] = []
    at = 0
    while at < len(empty):
        end = at
        while end + 1 < len(empty) and _follows(empty[end], empty[end + 1]):
            end += 1
        if end - at + 1 >= _RUN_FROM:
            unit = empty[at].place.rpartition(" ")[0]
            lines.append(f"{unit}s {empty[at].page}–{empty[end].page}: no text")
        else:
            lines += [f"{gap.place}: no text" for gap in empty[at : end + 1]]
        at = end + 1
    return skipped + lines


def counted(count: int, noun: str) -> str:
    """ "1 page", "1,204 pages"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _follows(gap: Gap, after: Gap) -> bool:
    """Whether two gaps are pages in a row that are named by their numbers alone."""
    unit = gap.place.rpartition(" ")[0]
    return (
        after.page == gap.page + 1
        and gap.place == f"{unit} {gap.page}"
        and after.place == f"{unit} {after.page}"
        and "," not in unit
    )
