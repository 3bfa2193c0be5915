"""Finding the page with the evidence in long PDFs: FinanceBench's reports, 13 of them with 1,319 pages.

Every question is asked of all documents at once ("pooled") and of its own ("within"). Prints and writes
how often a page with the evidence is among the first one, five and ten found, and how long a question takes.
Run `python make.py bench pages [--home DIR] [--misses]`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexed import EVALUATION, Indexed, Times, library, report, rows

DATA = EVALUATION / "financebench" / "dev"
FLOORS = {"pooled_at_5": 0.40, "within_at_5": 0.60}

_HITS = 40  # several may be of one page


@dataclass(frozen=True, slots=True)
class Figures:
    questions: int
    passages: int
    pooled_at_1: float
    pooled_at_5: float
    pooled_at_10: float
    within_at_1: float
    within_at_5: float
    within_at_10: float
    milliseconds_p50: float
    milliseconds_p95: float
    index_seconds: float
    pages_per_second: float


def pages(indexed: Indexed, question: str, document: str | None) -> list[tuple[str, int]]:
    """The pages found, best first, each once."""
    from rag.types import SearchScope

    hits = indexed.retriever.search(question, _HITS, SearchScope(document=document))
    return list(dict.fromkeys((hit.document, hit.page) for hit in hits))


def wanted(row: dict[str, Any]) -> set[tuple[str, int]]:
    return {(f"{one['doc'].removesuffix('.pdf')}.pdf", one["page_index0"] + 1) for one in row["evidence"]}


def hit_rates(found: Sequence[list[tuple[str, int]]], asked: Sequence[dict[str, Any]]) -> list[float]:
    """Shares of the questions with a right page among the first 1, 5 and 10."""
    return [
        round(
            sum(bool(wanted(row) & set(ranked[:k])) for ranked, row in zip(found, asked, strict=True))
            / len(asked),
            4,
        )
        for k in (1, 5, 10)
    ]


def run(home: Path, show_misses: bool) -> Figures:
    asked = rows(DATA / "questions.jsonl")
    with library(sorted((DATA / "pdfs").glob("*.pdf")), home) as indexed:
        taken, pooled = [], []
        for row in asked:
            started = time.perf_counter()
            pooled.append(pages(indexed, row["question"], None))
            taken.append(time.perf_counter() - started)
        within = [pages(indexed, row["question"], row["doc"]) for row in asked]
        if show_misses:
            for row, ranked in zip(asked, within, strict=True):
                if not wanted(row) & set(ranked[:5]):
                    first = [page for _, page in ranked[:5]]
                    want = sorted(page for _, page in wanted(row))
                    print(f"  {row['doc']}: {row['question'][:90]} {first} {want}", file=sys.stderr)
        times = Times.of(taken)
        return Figures(
            len(asked),
            indexed.passages,
            *hit_rates(pooled, asked),
            *hit_rates(within, asked),
            times.milliseconds_p50,
            times.milliseconds_p95,
            indexed.seconds,
            round(sum(document.pages for document in indexed.documents) / indexed.seconds, 1),
        )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--home", type=Path, help="keep the vault here and use it again")
    parser.add_argument("--misses", action="store_true", help="show the questions whose page was not found")
    chosen = parser.parse_args(arguments)
    if not DATA.is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        figures = run(chosen.home or Path(temporary), chosen.misses)
    return report("pages", figures, FLOORS)


if __name__ == "__main__":
    raise SystemExit(main())
