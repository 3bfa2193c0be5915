"""What was read of documents and what was not, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.words.amounts import counted, percent
from app.words.catalogue import count, say
from app.words.places import place_words
from app.words.reasons import gap_words
from rag.types import (
    Aside,
    Coverage,
    Document,
    DocumentCoverage,
    DocumentState,
    Flaw,
    FlawKind,
    Gap,
    PageUnit,
    PoorPage,
)

_RUN_FROM = 3  # pages in a row that are written as a range


def library_summary(documents: Iterable[Document]) -> str:
    """ "1,204 pages read · 12 minutes heard · 3 without text · 1 file failed"; "" while nothing is read."""
    ready, failed, poor = [], 0, 0
    for document in documents:
        poor += document.poor_pages
        failed += document.state is DocumentState.FAILED
        if document.state is DocumentState.READY:
            ready.append(document)
    if not ready and not failed:
        return ""
    heard = [one.coverage for one in ready if one.unit is PageUnit.MINUTE]
    read = [one.coverage for one in ready if one.unit is not PageUnit.MINUTE]
    parts = [count("coverage.read", _with_text(read))] if read or not heard else []
    if heard:
        parts.append(count("coverage.heard", _with_text(heard)))
    without = sum(one.empty + one.failed for one in read + heard)
    if without:
        parts.append(say("coverage.without-text", n=without))
    if poor:
        parts.append(say("coverage.poorly", n=poor))
    if failed:
        parts.append(count("coverage.files-failed", failed))
    return say("coverage.and").join(parts)


def _with_text(kept: Iterable[Coverage]) -> int:
    return sum(one.text + one.ocr + one.vision for one in kept)


def coverage_lines(document: Document) -> list[str]:
    """Where the text of a document's pages came from, one line a source."""
    if document.is_container:
        return [counted(document.held, document.unit.value)]
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


def details(found: DocumentCoverage) -> list[list[str]]:
    """What else there is to tell of a document, in groups of lines: what tells against its pages, what gave
    no text, what was set aside. A group of which there is nothing is left out.
    """
    doubts = [*_poor_lines(found.poor), *_compared_lines(found.document, found.compared)]
    return [group for group in (doubts, gap_lines(found.gaps), _aside_lines(found.asides)) if group]


def gap_lines(gaps: Sequence[Gap]) -> list[str]:
    """What was passed over and why, then the pages without text, those in a row as one."""
    skipped = [
        say("coverage.passed-over", place=place_words(gap.place), reason=gap_words(gap.reason))
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
            lines += [say("coverage.no-text", place=place_words(gap.place)) for gap in empty[at : end + 1]]
        at = end + 1
    return skipped + lines


def _aside_lines(asides: Sequence[Aside]) -> list[str]:
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


def _poor_lines(pages: Sequence[PoorPage]) -> list[str]:
    """The pages that were read poorly and what tells so, those in a row with the same against them as one."""
    lines: list[str] = []
    for run in _alike(pages):
        flaws = [_worst(kind, run) for kind in FlawKind if any(kind is one.kind for one in run[0].flaws)]
        words = say("coverage.and-also").join(map(_flaw_words, flaws))
        first, last = run[0], run[-1]
        if len(run) == 1:
            lines.append(say("coverage.poor", place=place_words(first.place), words=words))
        else:
            lines.append(
                say(
                    "coverage.poor-run",
                    first=place_words(first.place),
                    last=place_words(last.place),
                    words=words,
                )
            )
    return lines


def _compared_lines(document: Document, compared: int) -> list[str]:
    """How many of a document's pages were held against their pictures."""
    pages = counted(document.pages, document.unit.value)
    return [say("coverage.compared", compared=compared, pages=pages)] if compared else []


def _alike(pages: Sequence[PoorPage]) -> Iterable[list[PoorPage]]:
    run: list[PoorPage] = []
    for page in pages:
        if run and not (page.page == run[-1].page + 1 and _kinds(page) == _kinds(run[-1])):
            yield run
            run = []
        run.append(page)
    if run:
        yield run


def _kinds(page: PoorPage) -> frozenset[FlawKind]:
    return frozenset(flaw.kind for flaw in page.flaws)


def _worst(kind: FlawKind, pages: Sequence[PoorPage]) -> Flaw:
    flaws = [flaw for page in pages for flaw in page.flaws if flaw.kind is kind]
    return (min if kind is FlawKind.UNSURE else max)(flaws, key=lambda flaw: flaw.amount)


def _flaw_words(flaw: Flaw) -> str:
    key = f"coverage.flaws.{flaw.kind.value}"
    if flaw.kind in (FlawKind.LACKING, FlawKind.INVISIBLE):
        said = count(key, round(flaw.amount))
        return say("coverage.quoted", words=said, quoted=" ".join(flaw.words)) if flaw.words else said
    return say(key, percent=percent(flaw.amount))


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
