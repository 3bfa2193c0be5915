"""Retrieval over regulations: ObliQA's documents indexed on the real path, then every question asked.

Three measures, as the evaluation data's README defines them: the records (every rule a record with a key;
scored by key), the same documents as plain text (our own sections; a hit counts for the gold rule it overlaps
most, and "strictly" only when of all rules it overlaps none more), and the questions that need two rules of
which one refers to the other (both among the first ten).
Prints and writes recall@10, MAP@10 and nDCG@10, how long a question takes, and how long indexing took.

    python make.py bench retrieval [--first N] [--only records|text] [--home DIR] [--exact]
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from indexed import EVALUATION, Indexed, Times, library, report, rows

if TYPE_CHECKING:
    from rag.types import Hit

DATA = EVALUATION / "obliqa_adgm"
CROSS = EVALUATION / "obliqa_xref" / "dev" / "adgm.jsonl"
FLOORS = {
    "recall_at_10": 0.80,
    "map_at_10": 0.66,
    "text_recall_at_10": 0.74,
    "text_map_at_10": 0.58,
    "both_at_10": 0.87,
}

Run = tuple[str, ...]

_SHINGLE = 4  # words
_WORD = re.compile(r"\w+")

_HELD = (
    0.5  # of a gold rule's runs within a hit, or of the hit's within the rule: less is no overlap to count
)

KeyOf = Callable[["Hit", "Question"], str]


@dataclass(frozen=True, slots=True)
class Question:
    qid: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """None where a measure was left out."""

    questions: int
    recall_at_10: float | None = None
    map_at_10: float | None = None
    ndcg_at_10: float | None = None
    both_at_10: float | None = None
    passages: int | None = None
    milliseconds_p50: float | None = None
    milliseconds_p95: float | None = None
    index_seconds: float | None = None
    text_recall_at_10: float | None = None
    text_map_at_10: float | None = None
    text_ndcg_at_10: float | None = None
    text_strict_recall_at_10: float | None = None
    text_strict_map_at_10: float | None = None
    text_passages: int | None = None
    text_index_seconds: float | None = None


class Overlap:
    """Tells which record a passage of the plain text overlaps most, by runs of words they share."""

    def __init__(self, records: Iterable[Path]) -> None:
        self._holders: defaultdict[Run, set[str]] = defaultdict(set)
        self._runs: dict[str, set[Run]] = {}
        for path in records:
            for row in rows(path):
                runs = self._runs[row["key"]] = _runs(row["text"])
                for run in runs:
                    self._holders[run].add(row["key"])

    def of_all(self, hit: Hit, _question: Question) -> str:
        """The rule, of all there are, that a hit overlaps most."""
        shared: defaultdict[str, float] = defaultdict(float)
        for run in _runs(hit.text):
            holders = self._holders.get(run, ())
            for key in holders:
                shared[key] += 1 / len(holders)  # a run that stands in many rules tells little
        return max(shared, key=lambda key: shared[key], default=f"passage {hit.passage_id}")

    def of_gold(self, hit: Hit, question: Question) -> str:
        """The rule, of those that answer the question, that a hit overlaps most, if it holds half of it or
        lies half within it.
        """
        own = _runs(hit.text)
        shared = {key: len(own & self._runs.get(key, set())) for key in question.relevant}
        counted = {
            key: count
            for key, count in shared.items()
            if count and count >= _HELD * min(len(own), len(self._runs[key]))
        }
        best = max(counted, key=lambda key: (counted[key], key), default=None)
        return best or f"passage {hit.passage_id}"


def _runs(text: str) -> set[Run]:
    words = _WORD.findall(text.lower())
    size = min(_SHINGLE, len(words))
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)} if words else set()


def questions(first: int | None) -> list[Question]:
    """The dev questions by id, or the first of them: a fixed sample."""
    found = sorted(rows(DATA / "dev" / "queries.jsonl"), key=lambda row: str(row["qid"]))
    return [Question(row["qid"], row["question"], frozenset(row["relevant"])) for row in found[:first]]


def measures(ranked: Sequence[str], relevant: frozenset[str], k: int = 10) -> tuple[float, float, float]:
    """Recall, average precision and nDCG of one ranking, whose keys count once each."""
    hits, precision, gain = 0, 0.0, 0.0
    for rank, key in enumerate(list(dict.fromkeys(ranked))[:k], 1):
        if key in relevant:
            hits += 1
            precision += hits / rank
            gain += 1 / math.log2(rank + 1)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), k) + 1))
    return hits / len(relevant), precision / len(relevant), gain / ideal


def ask(indexed: Indexed, asked: Sequence[Question]) -> tuple[list[list[Hit]], Times]:
    """The hits of each question, and how long a question took."""
    found, taken = [], []
    for number, question in enumerate(asked, 1):
        started = time.perf_counter()
        # Some keys name two passages, long records have several: ask for more than ten.
        found.append(indexed.retriever.search(question.text, 20))
        taken.append(time.perf_counter() - started)
        if number % 250 == 0:
            print(f"  {number} of {len(asked)} questions", file=sys.stderr)
    return found, Times.of(taken)


def score(found: Sequence[Sequence[Hit]], asked: Sequence[Question], key_of: KeyOf) -> list[float]:
    """Mean recall, average precision and nDCG."""
    each = [
        measures([key_of(hit, question) for hit in hits], question.relevant)
        for hits, question in zip(found, asked, strict=True)
    ]
    return [round(float(value), 4) for value in np.mean(each, axis=0)]


def both(indexed: Indexed) -> float:
    """In how many of the questions on two rules both are among the first ten."""
    asked = [
        Question(row["qa_id"], row["question"], frozenset((row["source_key"], row["target_key"])))
        for row in rows(CROSS)
    ]
    found, _ = ask(indexed, asked)
    whole = [
        question.relevant <= set(list(dict.fromkeys(hit.key or "" for hit in hits))[:10])
        for hits, question in zip(found, asked, strict=True)
    ]
    return round(sum(whole) / len(whole), 4)


def _own_key(hit: Hit, _question: Question) -> str:
    return hit.key or ""


def run(first: int | None, home: Path, with_chroma: bool, only: str) -> Figures:
    asked = questions(first)
    figures: dict[str, float | None] = {}
    records = sorted((DATA / "records").glob("*.jsonl"))
    if only != "text":
        with library(records, home / "records", with_chroma=with_chroma) as indexed:
            found, times = ask(indexed, asked)
            recall, precision, gain = score(found, asked, _own_key)
            figures |= {"recall_at_10": recall, "map_at_10": precision, "ndcg_at_10": gain}
            figures |= {"both_at_10": both(indexed), "passages": indexed.passages}
            figures |= {"index_seconds": indexed.seconds, "milliseconds_p50": times.milliseconds_p50}
            figures["milliseconds_p95"] = times.milliseconds_p95
    if only != "records":
        texts = sorted((DATA / "documents_txt").glob("*.txt"))
        with library(texts, home / "text", with_chroma=with_chroma) as indexed:
            found, _ = ask(indexed, asked)
            overlap = Overlap(records)
            recall, precision, gain = score(found, asked, overlap.of_gold)
            strict = score(found, asked, overlap.of_all)
            figures |= {"text_strict_recall_at_10": strict[0], "text_strict_map_at_10": strict[1]}
            figures |= {"text_recall_at_10": recall, "text_map_at_10": precision, "text_ndcg_at_10": gain}
            figures |= {"text_passages": indexed.passages, "text_index_seconds": indexed.seconds}
    return Figures(len(asked), **figures)  # type: ignore[arg-type]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", type=int, metavar="N", help="only the first N questions, by id")
    parser.add_argument("--only", choices=("records", "text"), default="")
    parser.add_argument("--home", type=Path, help="keep the vaults here and use them again")
    parser.add_argument("--exact", action="store_true", help="exact search only, without Chroma")
    chosen = parser.parse_args(arguments)
    if not DATA.is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        figures = run(chosen.first, chosen.home or Path(temporary), not chosen.exact, chosen.only)
    return report("retrieval", figures, FLOORS)


if __name__ == "__main__":
    raise SystemExit(main())
