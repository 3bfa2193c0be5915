"""What is made in steps, made at once."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")


def built(steps: Generator[None, None, T]) -> T:
    """Go through the steps; what comes of them."""
    while True:
        try:
            next(steps)
        except StopIteration as over:
            found: T = over.value
            return found
