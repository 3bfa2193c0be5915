"""Reasons that files and models were passed over or refused for: phrases from below that have words here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import app.errors
import rag.errors
from app.words import catalogue
from app.words.reasons import detail_words, gap_words, skipped_words
from engine.errors import Fault
from rag.reading.containers import members
from rag.runs import boilerplate
from rag.summarising import maker

ROOT = Path(__file__).resolve().parents[4]
MODULES = (rag.errors, app.errors)  # importing them completes the tree of faults


def kinds(kind: type[Fault] = Fault) -> Iterator[type[Fault]]:
    yield kind
    for child in kind.__subclasses__():
        yield from kinds(child)


def tells_its_detail(kind: type[Fault]) -> bool:
    return "{detail" in str(catalogue.read("en", "faults").get(kind.code))


@cache
def trees() -> tuple[ast.Module, ...]:
    files = [path for floor in ("engine", "rag", "app") for path in sorted((ROOT / floor).rglob("*.py"))]
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in files if "cli" not in path.parts)


def details_given() -> set[str]:
    """Every detail that is written out where a fault is raised which tells it."""
    telling = {kind.__name__ for kind in kinds() if tells_its_detail(kind)}
    found: set[str] = set()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in telling:
                for word in node.keywords:
                    if word.arg == "detail":
                        parts = word.value.values if isinstance(word.value, ast.BoolOp) else [word.value]
                        found |= {str(one.value) for one in parts if isinstance(one, ast.Constant)}
    return found - {""}


def test_every_detail_of_a_fault_has_words() -> None:
    given = details_given()
    assert len(given) > 30
    assert given <= set(catalogue.under("reasons.detail"))


def test_every_phrase_with_words_is_given_somewhere() -> None:
    written = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    phrases = {
        phrase for table in ("gap", "skipped", "detail") for phrase in catalogue.under(f"reasons.{table}")
    }
    assert phrases
    assert phrases <= written


def test_every_reason_for_a_gap_or_a_skipped_part_has_words() -> None:
    unread = {
        *members._REASONS.values(),
        members.TOO_DEEP,
        members._TOO_OFTEN,
        "damaged",
        "damaged from here on",
    }
    assert unread <= set(catalogue.under("reasons.gap"))
    assert {*boilerplate._TITLES, "a few words only", maker._HELD} == set(catalogue.under("reasons.skipped"))


def test_a_phrase_without_words_is_shown_as_it_was_kept() -> None:
    for words in (gap_words, skipped_words, detail_words):
        assert words("rot in row 3. Nothing more") == "rot in row 3. Nothing more"
        assert words("rot") == "rot"
    assert skipped_words("") == "nothing to summarise"
