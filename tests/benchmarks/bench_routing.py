"""Texts under labels: intents of clinc150, which some texts fit none of, and of banking77; 20 examples each.

The labels are learnt from the examples alone, without those that clinc150 has of what fits none. banking77's
file of examples names no class: it is in the order of the classes' names, 20 lines each.
Run `python make.py bench routing [--examples N …] [--corrections N …]`. With `--corrections` nothing but the
names of banking77's labels is known at first; its examples come fifty at a time, what is put wrongly is
corrected and learnt from, and the texts that are asked are put after so many corrections. Exit status 1 where
a figure is below its floor.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexed import EMBEDDER, EVALUATION, report
from models import model_path

from engine.cancel import CancelToken
from engine.embedding.embedder import EmbedderProcess
from rag.routing.router import Router
from rag.routing.types import Label

FLOORS = {"clinc_accuracy": 0.88, "clinc_outside_recall": 0.60, "banking_accuracy": 0.82}
OUTSIDE = "oos"
_TOGETHER = 50  # texts that are put before what is wrong of them is corrected

Texts = list[tuple[str, str]]  # each with its label


@dataclass(frozen=True, slots=True)
class Figures:
    """Accuracy is over the texts that a label fits; one that is rejected counts as wrong."""

    clinc_accuracy: float
    clinc_outside_recall: float
    clinc_outside_precision: float
    clinc_confidence_off: float
    banking_accuracy: float
    banking_accuracy_rejecting: float
    banking_confidence_off: float
    seconds: float
    few: dict[str, dict[str, float]]  # examples of each label: figures
    corrected: dict[str, float]  # corrections: accuracy on banking77


def clinc() -> tuple[Texts, Texts]:
    parts = [
        [(row["text"], row["intent"]) for row in _json(EVALUATION / "clinc150" / name)]
        for name in ("train_20_per_class.jsonl", "dev_test.jsonl")
    ]
    return [one for one in parts[0] if one[1] != OUTSIDE], parts[1]


def banking() -> tuple[Texts, Texts]:
    asked = [(row["text"], row["category"]) for row in _csv(EVALUATION / "banking77" / "dev_test.csv")]
    names = sorted({label for _, label in asked})
    rows = _csv(EVALUATION / "banking77" / "train_20_per_class.csv")
    return [(row["text"], names[place // 20]) for place, row in enumerate(rows)], asked


def judged(
    embedder: EmbedderProcess, learnt: Texts, asked: Texts, examples: int, *, rejects: bool
) -> tuple[float, float, float, float]:
    """Accuracy, recall and precision of what fits none, and how far confidence is off, over tenths."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for text, label in learnt:
        held[label].append(text)
    labels = [Label(name, "", tuple(held[name][:examples])) for name in sorted(held)]
    router = Router.learn(labels, embedder, CancelToken(), rejects=rejects)
    routed = router.route([text for text, _ in asked], CancelToken())
    right = [(one.label or OUTSIDE) == label for one, (_, label) in zip(routed, asked, strict=True)]
    inside = [ok for ok, (_, label) in zip(right, asked, strict=True) if label != OUTSIDE]
    outside = [ok for ok, (_, label) in zip(right, asked, strict=True) if label == OUTSIDE]
    rejected = [ok for ok, one in zip(right, routed, strict=True) if one.label is None]
    off = 0.0
    for tenth in range(10):
        some = [
            (one.confidence, ok)
            for one, ok in zip(routed, right, strict=True)
            if min(int(one.confidence * 10), 9) == tenth
        ]
        off += abs(sum(sure - ok for sure, ok in some)) / len(asked)
    return _mean(inside), _mean(outside), _mean(rejected), round(off, 4)


def corrected(embedder: EmbedderProcess, steps: Sequence[int]) -> dict[str, float]:
    """Accuracy after so many corrections, in ascending order."""
    coming, asked = banking()
    random.Random(7).shuffle(coming)
    names = sorted({label for _, label in coming})
    held: dict[str, list[str]] = {name: [] for name in names}

    def learnt() -> Router:
        labels = [Label(name, "", tuple(held[name])) for name in names]
        return Router.learn(labels, embedder, CancelToken(), rejects=False)

    found, done, router = {}, 0, learnt()
    for wanted in sorted(steps):
        while done < wanted and coming:
            some, coming = coming[:_TOGETHER], coming[_TOGETHER:]
            told = router.route([text for text, _ in some], CancelToken())
            for (text, label), one in zip(some, told, strict=True):
                if one.label != label and done < wanted:
                    held[label].append(text)
                    done += 1
            router = learnt()
        routed = router.route([text for text, _ in asked], CancelToken())
        found[str(done)] = _mean([one.label == label for one, (_, label) in zip(routed, asked, strict=True)])
    return found


def run(few: Sequence[int], corrections: Sequence[int]) -> Figures:
    embedder = EmbedderProcess(model_path(EMBEDDER), EMBEDDER)
    try:
        started = time.monotonic()
        accuracy, recall, precision, off = judged(embedder, *clinc(), 20, rejects=True)
        banked = judged(embedder, *banking(), 20, rejects=False)
        rejecting = judged(embedder, *banking(), 20, rejects=True)
        seconds = round(time.monotonic() - started, 1)
        fewer = {}
        for examples in few:
            some = judged(embedder, *clinc(), examples, rejects=True)
            fewer[str(examples)] = {
                "clinc_accuracy": some[0],
                "clinc_outside_recall": some[1],
                "clinc_accuracy_without_rejection": judged(embedder, *clinc(), examples, rejects=False)[0],
                "banking_accuracy": judged(embedder, *banking(), examples, rejects=False)[0],
            }
        learning = corrected(embedder, corrections)
    finally:
        embedder.close()
    return Figures(
        accuracy, recall, precision, off, banked[0], rejecting[0], banked[3], seconds, fewer, learning
    )


def _mean(held: Sequence[bool]) -> float:
    return round(sum(held) / len(held), 4) if held else 0.0


def _json(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, nargs="*", default=[], metavar="N", help="fewer of each")
    parser.add_argument("--corrections", type=int, nargs="*", default=[], metavar="N", help="learnt from")
    asked = parser.parse_args(arguments)
    return report("routing", run(asked.examples, asked.corrections), FLOORS)


if __name__ == "__main__":
    raise SystemExit(main())
