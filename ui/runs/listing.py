"""What is kept, as the list of it shows it."""

from __future__ import annotations

from dataclasses import dataclass

from rag.runs.types import Run


@dataclass(frozen=True, slots=True)
class Listing:
    runs: tuple[Run, ...]  # newest first
    before: dict[int, int]  # of those in line: how many are made before
    failed: frozenset[int]
    lacking: frozenset[int] = frozenset()  # wait for a model
    chosen: bool = False  # only what was searched for, or some makers'
