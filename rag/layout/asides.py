"""What was set aside of a document's pages, each text once: so that nothing disappears unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.types import Aside, Line

_FIGURES = re.compile(r"\d+|(?<!\w)[ivxlc]{1,7}(?!\w)")


def asides_of(pages: Iterable[tuple[int, Iterable[Line]]]) -> tuple[Aside, ...]:
    """The texts set aside of pages (number, lines), in order; those that differ in figures alone are one."""
    found: dict[str, Aside] = {}
    for number, lines in pages:
        said = {_FIGURES.sub("#", line.text.casefold()): line.text for line in lines if line.aside}
        for key, text in said.items():
            known = found.get(key)
            first = Aside(text, number, 0) if known is None else known
            found[key] = Aside(first.text, first.page, first.pages + 1)
    return tuple(found.values())
