"""Parts of sentences made from the facts of a fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app.types import Notice
from engine.errors import Fact
from engine.types import DeathReason

Facts = Mapping[str, Fact]
Words = Callable[[Facts], Notice]

_DEATHS: dict[str, str] = {
    DeathReason.EXIT: "it ended by itself",
    DeathReason.SIGNAL: "it crashed or was ended from outside",
    DeathReason.MEMORY: "it ran out of memory",
    DeathReason.CPU: "it took too much processor time",
    DeathReason.TIMEOUT: "it did not answer in time",
    DeathReason.OUTPUT: "it sent more than it may",
    DeathReason.START: "it could not be started",
    "protocol": "it sent what could not be understood",
}


def why(facts: Facts) -> str:
    return _DEATHS.get(str(facts.get("reason")), "it ended without saying why")


def file(facts: Facts) -> str:
    path = facts.get("path")
    return f"“{Path(str(path)).name or path}”" if path else "The file"


def place(facts: Facts) -> str:
    return str(facts.get("path") or "its folder")


def detail(facts: Facts) -> str:
    detail = facts.get("detail")
    return f" ({detail})" if detail else ""


def model(facts: Facts) -> str:
    return f"“{facts['model']}”" if facts.get("model") else "The model"


def known(facts: Facts, name: str, length: int | None = None) -> str:
    """A fact as text; "unknown" where it was not given."""
    fact = facts.get(name)
    return "unknown" if fact is None else str(fact)[:length]
