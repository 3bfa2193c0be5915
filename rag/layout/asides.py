"""What was set aside of a document's pages, each text once: so that nothing disappears unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.types import Aside, Line

_FIGURES = re.compile(r"\d+|(?<!\w)[ivxlc]{1,7}(?!\w)")


class Asides:
    """The texts set aside, in the order of their first pages; those that differ in figures alone are one."""

    def __init__(self) -> None:
        self._found: dict[str, Aside] = {}

    def add(self, number: int, lines: Iterable[Line]) -> None:
        """Take the lines of the next page."""
        said = {
            _FIGURES.sub("#", line.text.casefold()): line.text
            for line in lines
            if line.aside
            and any(mark.isalnum() for mark in line.text)  # a rule drawn in underscores says nothing
        }
        for key, text in said.items():
            first = self._found.get(key) or Aside(text, number, 0)
            self._found[key] = Aside(first.text, first.page, first.pages + 1)

    def found(self) -> tuple[Aside, ...]:
        """All of them."""
        return tuple(self._found.values())
