"""A PDF's bookmarks found again in the text of the pages they point to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.language.clauses import starts_item
from rag.structuring.marks import Mark, label_ranks, split_title
from rag.structuring.text_lines import TextLine
from rag.types import OutlineItem


def _letters(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def bookmarked(lines: list[TextLine], outline: Sequence[OutlineItem]) -> Iterator[Mark]:
    """Bookmarks found in the text of their page. Bookmarks that are whole paragraphs are not headings."""
    if not outline:
        return
    usable = [item for item in outline if not _reads_as_prose(item.title)]
    if len(usable) * 2 < len(outline):
        return
    by_page: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        by_page.setdefault(line.page, []).append(index)
    for item in usable:
        span = _match_bookmark(lines, by_page.get(item.page, []), item)
        if span is None:
            continue
        first, last = lines[span[0]], lines[span[1]]
        text = " ".join(line.text for line in lines[span[0] : span[1] + 1])
        label, title = split_title(text)
        yield Mark(
            first.start, last.end, first.page, label, title,
            {"outline": float(item.level)} | label_ranks(text), first.size,
        )  # fmt: skip


def _reads_as_prose(title: str) -> bool:
    return len(title) > 150 or title.rstrip().endswith((";", ",", "...", "…")) or (
        len(title) > 60 and title.rstrip().endswith(".")
    ) or (starts_item(title) and len(title) > 40 and not title.isupper() and title[:1] == "(")  # fmt: skip


def _match_bookmark(lines: list[TextLine], indexes: list[int], item: OutlineItem) -> tuple[int, int] | None:
    """First and last line of the text that says what the bookmark says, nearest to where it points."""
    wanted = _letters(item.title)
    if not wanted:
        return None
    best: tuple[float, int, int] | None = None
    for index in indexes:
        gathered = ""
        for last in range(index, min(index + 4, indexes[-1] + 1)):
            gathered += _letters(lines[last].text)
            whole = gathered == wanted
            # The printed heading may carry a number that the bookmark lacks, or the other way round.
            ending = len(wanted) > 5 and gathered.endswith(wanted) and len(gathered) - len(wanted) <= 12
            lacking = len(gathered) > 5 and wanted.endswith(gathered) and len(wanted) - len(gathered) <= 6
            if whole or ending or lacking:
                distance = (
                    abs(lines[index].top - item.top)
                    if item.top is not None and lines[index].top >= 0
                    else 0.0
                )
                score = distance + (0.0 if whole else 0.1) + (0.3 if lines[index].contents else 0.0)
                if best is None or score < best[0]:
                    best = (score, index, last)
                break
            if len(gathered) > len(wanted) + 12:
                break
    return None if best is None else (best[1], best[2])
