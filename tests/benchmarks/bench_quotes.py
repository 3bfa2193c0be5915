"""The sentences that a card shows before the model has said anything: are they the right ones, and how soon?

ObliQA's rules as records, every dev question: is the first quote, or one of the first three, of a rule that
answers; how long from Enter to the quotes. Run `python make.py bench quotes [--first N] [--home DIR]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexed import EVALUATION, Times, first_quotes, kept_or_fleeting, library, rows

DATA = EVALUATION / "obliqa_adgm"


@dataclass(frozen=True, slots=True)
class Figures:
    questions: int
    passages: int
    quoted: int  # questions that something was quoted for
    right_first: float
    right_among_three: float
    first_quote: Times


def run(home: Path, first: int | None) -> Figures:
    asked = sorted(rows(DATA / "dev" / "queries.jsonl"), key=lambda row: str(row["qid"]))[:first]
    with library(sorted((DATA / "records").glob("*.jsonl")), home) as held:
        texts = [row["question"] for row in asked]
        found, times = first_quotes(held.retriever, held.store, held.embedder, texts)
        passages = held.passages
        right = [
            [
                held.store.page(one.citation.document_id, one.citation.page).key in row["relevant"]
                for one in quotes
            ]
            for row, quotes in zip(asked, found, strict=True)
        ]
    return Figures(
        questions=len(asked),
        passages=passages,
        quoted=sum(bool(quotes) for quotes in found),
        right_first=round(sum(any(one[:1]) for one in right) / len(asked), 4),
        right_among_three=round(sum(any(one) for one in right) / len(asked), 4),
        first_quote=times,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", type=int, metavar="N", help="questions asked; default: all")
    parser.add_argument("--home", type=Path, help="keep the vault here and use it again")
    chosen = parser.parse_args(arguments)
    return kept_or_fleeting(chosen.home, lambda home: run(home, chosen.first), "quotes")


if __name__ == "__main__":
    raise SystemExit(main())
