"""Calls of functions by requests: function_calling_bfcl, share of rows with every call right, by kind.

A request of the kind "irrelevance" has a function that does not fit; right is no call. `--rows N` takes N of
each kind, in a shuffled order that is always the same; `--model ID` names the model that writes them.
Run `python make.py bench calls [--rows N] [--model ID]`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from indexed import EMBEDDER, EVALUATION, report
from models import model_path

from engine.cancel import CancelToken
from engine.embedding.embedder import EmbedderProcess
from engine.llama.generator import ModelProcess
from engine.types import Message, Speaker
from rag.calling.caller import Caller
from rag.calling.tools import tools_of

MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
KINDS = ("simple_python", "multiple", "parallel", "parallel_multiple", "irrelevance", "live_simple")
FLOORS = {"accuracy": 0.5}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """`accuracy` is the mean of all rows; seconds are of a row, median and longest."""

    model: str
    rows: int
    accuracy: float
    by_kind: dict[str, float]
    seconds: float
    longest: float


def run(count: int, model: str) -> Figures:
    rows = [row for kind in KINDS for row in _sample(kind, count)]
    cancel, spent, said = CancelToken(), [], []
    with (
        closing(EmbedderProcess(model_path(EMBEDDER), EMBEDDER)) as embedder,
        closing(ModelProcess(model_path(model), model)) as process,
    ):
        caller = Caller(process, embedder)
        for row in rows:
            began = time.perf_counter()
            messages = [Message(Speaker(one["role"]), one["content"]) for one in row["question"][0]]
            found = caller.calls(messages, tools_of(row["function"]), cancel)
            spent.append(time.perf_counter() - began)
            calls = [{"name": one.name, "arguments": dict(one.arguments)} for one in found]
            said.append({"id": row["id"], "calls": calls})
    scored = _scorer().calls(rows, said)
    accuracy = round(scored.pop("accuracy"), 4)
    by_kind = {kind: round(share, 4) for kind, share in scored.items()}
    return Figures(
        model, len(rows), accuracy, by_kind, round(statistics.median(spent), 2), round(max(spent), 2)
    )


def _sample(kind: str, count: int) -> list[Row]:
    lines = (EVALUATION / "function_calling_bfcl" / "dev" / f"{kind}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    random.Random(11).shuffle(rows)
    return rows[:count]


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", EVALUATION / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(EVALUATION / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100, metavar="N", help="of each kind")
    parser.add_argument("--model", default=MODEL, metavar="ID")
    chosen = parser.parse_args(arguments)
    if not (EVALUATION / "function_calling_bfcl").is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    return report("calls", run(chosen.rows, chosen.model), FLOORS)


if __name__ == "__main__":
    raise SystemExit(main())
