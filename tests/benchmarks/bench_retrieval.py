"""Retrieval over regulations: ObliQA's records indexed on the real path, then every question asked.

Prints and writes recall@10, MAP@10 and nDCG@10 (as the evaluation data's README defines them, by key), the
milliseconds a question takes, and how long indexing took. Run `python make.py bench retrieval [--first N]`.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT.parent / "shared" / "eval" / "obliqa_adgm"
RESULTS = Path(__file__).parent / "results" / "retrieval.json"
FLOORS = {"recall_at_10": 0.78, "map_at_10": 0.64}

if TYPE_CHECKING:
    from rag.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Question:
    qid: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    questions: int
    passages: int
    recall_at_10: float
    map_at_10: float
    ndcg_at_10: float
    milliseconds_p50: float
    milliseconds_p95: float
    index_seconds: float
    chroma: bool


def questions(first: int | None) -> list[Question]:
    """The dev questions by id, or the first of them: a fixed sample."""
    lines = (DATA / "dev" / "queries.jsonl").read_text("utf-8").splitlines()
    rows = sorted((json.loads(line) for line in lines if line.strip()), key=lambda row: str(row["qid"]))
    return [Question(row["qid"], row["question"], frozenset(row["relevant"])) for row in rows[:first]]


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


def ask(retriever: Retriever, asked: Sequence[Question]) -> tuple[list[list[str]], list[float]]:
    """For each question the keys of its hits, and the milliseconds it took."""
    ranked, taken = [], []
    for number, question in enumerate(asked, 1):
        started = time.perf_counter()
        # Some keys name two passages, long records have several: ask for more than ten.
        hits = retriever.search(question.text, 20)
        taken.append((time.perf_counter() - started) * 1000)
        ranked.append([hit.key or "" for hit in hits])
        if number % 250 == 0:
            print(f"  {number} of {len(asked)} questions", file=sys.stderr)
    return ranked, taken


def run(first: int | None, home: Path, with_chroma: bool) -> Figures:
    from models import model_path

    from engine.embedder import EmbedderProcess
    from rag.documents import DocumentStore
    from rag.indexer import Indexer
    from rag.lexical import LexicalIndex
    from rag.reading import DocumentReader
    from rag.retriever import Retriever
    from rag.types import DocumentState
    from rag.vault import VAULT_FILE, Vault
    from rag.vectors import ChromaMirror, VectorIndex

    name = "all-minilm-l6-v2"
    with (
        closing(Vault.open_or_create(home / VAULT_FILE, bytes(32))) as vault,
        closing(VectorIndex(ChromaMirror() if with_chroma else None)) as vectors,
        closing(DocumentReader()) as reader,
        closing(EmbedderProcess(model_path(name), name)) as embedder,
    ):
        store = DocumentStore(vault)
        indexer = Indexer(store, reader, embedder, vectors, warm_up=embedder.start)
        indexer.load_vectors()
        started = time.perf_counter()
        for path in sorted((DATA / "records").glob("*.jsonl")):
            document = indexer.index(path)
            print(f"  {document.name}: {document.passages} passages", file=sys.stderr)
            if document.state is not DocumentState.READY:
                raise SystemExit(f"{path.name}: {document.error_code} {document.error_facts}")
        index_seconds = time.perf_counter() - started
        while with_chroma and not vectors.mirrored:
            time.sleep(0.1)
        asked = questions(first)
        retriever = Retriever(store, LexicalIndex(vault), vectors, embedder)
        retriever.search("warm up", 10)
        ranked, taken = ask(retriever, asked)
        found = np.array([measures(keys, q.relevant) for keys, q in zip(ranked, asked, strict=True)])
        recall, precision, gain = (round(float(value), 4) for value in found.mean(axis=0))
        p50, p95 = (round(float(value), 1) for value in np.percentile(taken, [50, 95]))
        return Figures(
            questions=len(asked),
            passages=len(vectors),
            recall_at_10=recall,
            map_at_10=precision,
            ndcg_at_10=gain,
            milliseconds_p50=p50,
            milliseconds_p95=p95,
            index_seconds=round(index_seconds, 1),
            chroma=with_chroma,
        )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", type=int, metavar="N", help="only the first N questions, by id")
    parser.add_argument("--home", type=Path, help="keep the vault here and use it again")
    parser.add_argument("--exact", action="store_true", help="exact search only, without Chroma")
    chosen = parser.parse_args(arguments)
    if not DATA.is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]
    with tempfile.TemporaryDirectory() as temporary:
        figures = run(chosen.first, chosen.home or Path(temporary), not chosen.exact)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(asdict(figures), indent=1) + "\n", "utf-8")
    print(json.dumps(asdict(figures), indent=1))
    short = [name for name, floor in FLOORS.items() if getattr(figures, name) < floor]
    for name in short:
        print(f"{name} is below {FLOORS[name]}")
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main())
