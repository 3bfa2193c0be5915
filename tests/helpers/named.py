"""Texts with every name of a person marked (tests/data/names_in_prose.toml), and what rules make of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.redacting.finder import find
from rag.redacting.kinds import Kind

_DATA = Path(__file__).parents[1] / "data" / "names_in_prose.toml"
_MARK = re.compile("⟦([^⟧]*)⟧")
_TITLE = re.compile(
    "Dr|Mr|Mrs|Ms|Miss|Sister|Lady|Justice|KC|Frau|Herrn?|Kollege|Familie|Lehrerin|Schwester|OA|Dipl|Ing|Prof|"
    "Mme|Me|Tante|Sr|Dra|Doña|Sig|Zia|Dokter"
)


@dataclass(frozen=True, slots=True)
class Prose:
    """`names`: where they stand in `text`. `held`: whether it was written once the rules stood."""

    language: str
    held: bool
    text: str
    names: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many names were found whole, which were not, and what was marked that is no name."""

    found: int
    missed: tuple[str, ...]
    false: tuple[str, ...]


def prose() -> Iterator[Prose]:
    with _DATA.open("rb") as file:
        rows = tomllib.load(file)["text"]
    for row in rows:
        plain, names, at = "", [], 0
        for one in _MARK.finditer(row["said"]):
            plain += row["said"][at : one.start()]
            names.append((len(plain), len(plain) + len(one[1])))
            plain += one[1]
            at = one.end()
        yield Prose(row["language"], row["set"] == "held", plain + row["said"][at:], tuple(names))


def scored(one: Prose) -> Score:
    """A name counts as found where every word of it that begins with a capital is marked, but titles."""
    spans = [(span.start, span.end) for span in find([one.text], [Kind.NAME]).spans[0]]
    marked = {place for span in spans for place in range(*span)}
    missed = [one.text[start:end] for start, end in one.names if not _words(one.text, start, end) <= marked]
    false = [
        one.text[start:end]
        for start, end in spans
        if not any(start < other[1] and other[0] < end for other in one.names)
    ]
    return Score(len(one.names) - len(missed), tuple(missed), tuple(false))


def _words(text: str, start: int, end: int) -> set[int]:
    words = [
        start + found.start()
        for found in re.finditer(r"[^\W\d_]{2,}", text[start:end])
        if found[0][0].isupper() and not _TITLE.fullmatch(found[0])
    ]
    return set(words or [start])
