"""Pages held against their pictures: which words a page shows, and its text has not, and the other way round.

Every page of the regulations and of the contracts that came as PDF, as the program reads them. Of each, all
places of text on the picture without words in the page's text are read, and a few others. Prints how many
words were read surely; how many of them the file's own text layer lacks, and the indexed text, what is
set aside of it included; how many words of the text are to be seen nowhere; and the pages that lack most.
Run `python make.py bench sample [--only PART_OF_A_PATH] [--every N]`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from indexed import EVALUATION, RESULTS, report

FOLDERS = ("regulation_files", "kleister_nda")
_WORST = 3
_SHOWN_WORDS = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One page. `lacking_words` are what its indexed text has nowhere."""

    document: str
    page: int
    words: int
    lacking_in_layer: int
    lacking: int
    invisible: int
    flaws: list[list[object]]
    lacking_words: list[str]
    invisible_words: list[str]


@dataclass(frozen=True, slots=True)
class Figures:
    documents: int
    pages: int
    pages_compared: int
    words: int
    lacking_in_layer: int
    lacking: int
    invisible: int
    pages_told: int
    seconds_a_page: float


def compared(path: Path, every: int) -> Iterator[Row | None]:
    """The pages of a document, None for one that is not compared."""
    import numpy as np

    from engine.cancel import CancelToken
    from rag.examining.compared import dots_across, flaws_of
    from rag.examining.picture import Haystack, PageComparer
    from rag.reading.pages.pdf import render
    from rag.reading.reader import DocumentReader
    from rag.scanning.opening import page_reader
    from rag.types import Page, TextSource

    comparer = PageComparer(page_reader())
    reader = DocumentReader()
    try:
        pages = [one for one in reader.read(path, None, CancelToken()) if isinstance(one, Page)]
    finally:
        reader.close()
    for page in pages[::every]:
        if page.source is not TextSource.TEXT:
            yield None
            continue
        wide, high, dots = render(path, page.number, dots_across(page), None)
        picture = np.frombuffer(dots, np.uint8).reshape(high, wide, 3)
        found = comparer.compare(page, picture)
        if found is None:
            yield None
            continue
        layer = Haystack(Page(page.number, text_layer(path, page.number)))
        yield Row(
            f"{path.parent.name}/{path.name}",
            page.number,
            len(found.words),
            sum(not layer.has(one) for one in found.words),
            len(found.lacking),
            len(found.invisible),
            [[flaw.kind.value, flaw.amount] for flaw in (*page.flaws, *flaws_of(found))],
            list(found.lacking[:_SHOWN_WORDS]),
            list(found.invisible[:_SHOWN_WORDS]),
        )


def text_layer(path: Path, number: int) -> str:
    """What PDFium itself gives as the text of a page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return str(document[number - 1].get_textpage().get_text_bounded())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", help="documents with this in their path")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth page")
    chosen = parser.parse_args(arguments)
    paths = [
        path
        for folder in FOLDERS
        for path in sorted((EVALUATION / folder).rglob("*.pdf"))
        if chosen.only in str(path)
    ]
    started, rows, passed_over = time.perf_counter(), [], 0
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / "sample_pages.jsonl").open("w", encoding="utf-8") as kept:
        for path in paths:
            print(path.name, file=sys.stderr)
            for row in compared(path, chosen.every):
                if row is None:
                    passed_over += 1
                    continue
                rows.append(row)
                kept.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
                kept.flush()
    for row in sorted(rows, key=lambda one: -one.lacking)[:_WORST]:
        words = " ".join(row.lacking_words)
        print(f"{row.document} p. {row.page}: {row.lacking} of {row.words} lacking: {words}")
    totals = Counter[str]()
    for row in rows:
        totals += Counter({k: v for k, v in asdict(row).items() if isinstance(v, int) and k != "page"})
    return report(
        "sample",
        Figures(
            len(paths),
            len(rows) + passed_over,
            len(rows),
            totals["words"],
            totals["lacking_in_layer"],
            totals["lacking"],
            totals["invisible"],
            sum(bool(row.flaws) for row in rows),
            round((time.perf_counter() - started) / max(len(rows), 1), 2),
        ),
        {},
    )


if __name__ == "__main__":
    raise SystemExit(main())
