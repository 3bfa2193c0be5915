"""What is known of accounts: the names of their lines, and the measures worked out from them.

`assets/measures.toml` holds both. Names are compared in small letters, without brackets, marks and the
articles and fillers of `key`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.assets import ASSETS

MEASURES = ASSETS / "measures.toml"

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_MARKS = re.compile(r"[^\w%&/'’-]+")
_FILLERS = frozenset(["the", "of", "its", "a", "an", "company's", "year", "end"])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of accounts. `exact`, `begun`: keys of its names and of how they begin, with their ranks, the
    best 0; `outflow`: shown as what it costs, whatever its sign; `expense`: its sign tells cost from income.
    """

    id: str
    statement: str
    outflow: bool
    expense: bool
    parts: str  # the formula of what it consists of, where it has no row of its own
    exact: Mapping[str, int]
    begun: tuple[tuple[str, int], ...]

    def rank(self, label: str) -> int | None:
        """How good a name of this line a row's label is; None where it is none."""
        name = key(label)
        found = self.exact.get(name)
        if found is not None:
            return found
        return next((rank for start, rank in self.begun if name.startswith(start + " ")), None)


@dataclass(frozen=True, slots=True)
class Measure:
    name: str
    names: tuple[str, ...]
    formula: str
    shown: str  # "percent", "times", "plain", "amount"
    better: str  # "higher", "lower", ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    lines: Mapping[str, Line]
    measures: tuple[Measure, ...]
    statements: Mapping[str, re.Pattern[str]]

    def named_line(self, phrase: str) -> Line | None:
        """The line that a phrase of a question names, and nothing else."""
        wanted = key(phrase)
        return next((one for one in self.lines.values() if wanted in one.exact), None)

    def measure_in(self, question: str) -> tuple[Measure, str] | None:
        """The measure that a question names, by its longest name, with that name."""
        asked = f" {_one(key(question))} "
        found = [
            (len(name), one, name)
            for one in self.measures
            for name in one.names
            if f" {_one(key(name))} " in asked
        ]
        if not found:
            return None
        _, best, name = max(found, key=lambda each: each[0])
        return best, name

    def line_in(self, question: str) -> tuple[Line, str] | None:
        """The line that a question names, by its longest name, with that name's key."""
        asked = f" {_one(key(question))} "
        found = [
            (len(name), one, name)
            for one in self.lines.values()
            for name in (*one.exact, *(start for start, _ in one.begun))
            if f" {_one(name)} " in asked
        ]
        if not found:
            return None
        _, best, name = max(found, key=lambda each: each[0])
        return best, name


def key(label: str) -> str:
    """A label in one form: "Net income (loss), as reported" is "net income as reported"."""
    text = _BRACKETS.sub(" ", label.lower().replace("’", "'"))
    words = (word.strip("/'-") for word in _MARKS.sub(" ", text).split())
    return " ".join(word for word in words if word and word not in _FILLERS)


def _one(name: str) -> str:
    """Without the endings of the plural, which questions use as they like."""
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word for word in name.split()
    )


@cache
def lexicon() -> Lexicon:
    """Raises `FileNotFoundError` when the installation lacks it."""
    given: dict[str, Any] = tomllib.loads(MEASURES.read_text(encoding="utf-8"))
    return Lexicon(
        {name: _line(name, one) for name, one in given["line"].items()},
        tuple(
            Measure(one["names"][0], tuple(one["names"]), one["formula"], one["shown"], one.get("better", ""))
            for one in given["measure"]
        ),
        {name: re.compile(one, re.IGNORECASE) for name, one in given["statements"].items()},
    )


def _line(name: str, given: Mapping[str, Any]) -> Line:
    names: Iterable[tuple[int, str]] = list(enumerate(given["names"]))
    return Line(
        name,
        given["statement"],
        bool(given.get("outflow")),
        bool(given.get("expense")),
        given.get("parts", ""),
        {key(one): rank for rank, one in reversed(list(names)) if not one.endswith("*")},
        tuple((key(one[:-1]), rank) for rank, one in names if one.endswith("*")),
    )
