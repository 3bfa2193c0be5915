"""Faults: stable codes, facts that survive a process boundary, a tree drawn as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import engine.errors
import rag.errors
from engine.errors import Fault, ModelDoesNotFit, NetworkBlocked, UnknownFault, WorkerDied, fault_from
from engine.workers.seal import NetworkRefused


def kinds(root: type[Fault] = Fault) -> Iterator[type[Fault]]:
    yield root
    for kind in root.__subclasses__():
        yield from kinds(kind)


DECLARED = [kind for kind in kinds() if kind.__module__ in ("engine.errors", "rag.errors")]


def test_no_two_kinds_share_a_code() -> None:
    codes = [kind.code for kind in DECLARED]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.__name__)
def test_every_kind_is_rebuilt_from_its_code_and_facts(kind: type[Fault]) -> None:
    sent = kind(path="a.pdf", pages=3)
    received = fault_from(sent.code, dict(sent.facts))
    assert type(received) is kind
    assert received.facts == {"path": "a.pdf", "pages": 3}


def test_an_unknown_code_loses_nothing() -> None:
    received = fault_from("from-a-later-release", {"name": "x", "size": 1})
    assert isinstance(received, UnknownFault)
    assert received.facts == {"sent_code": "from-a-later-release", "name": "x", "size": 1}


def test_a_fault_prints_its_code_and_facts() -> None:
    assert str(ModelDoesNotFit(model="m", needed=2)) == "model-does-not-fit(model='m', needed=2)"


@pytest.mark.parametrize("module", [engine.errors, rag.errors], ids=["engine", "rag"])
def test_the_tree_in_the_docstring_names_every_kind(module: object) -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", str(module.__doc__)))
    own = {kind.__name__ for kind in DECLARED if kind.__module__ == module.__name__}  # type: ignore[attr-defined]  # a module
    roots = {"Fault", "UnknownFault", "RagError"}
    assert own - roots <= drawn


def test_a_refused_connection_is_also_what_libraries_expect() -> None:
    refused = NetworkRefused("example.org")
    assert isinstance(refused, OSError)
    assert isinstance(refused, NetworkBlocked)
    assert refused.errno == 13
    assert refused.facts == {"address": "example.org"}
    assert type(fault_from(refused.code, dict(refused.facts))) is NetworkBlocked


def test_a_death_says_why() -> None:
    died = fault_from("worker-died", {"reason": "memory", "exit_code": -9, "detail": ""})
    assert isinstance(died, WorkerDied)
    assert died.facts["reason"] == "memory"
