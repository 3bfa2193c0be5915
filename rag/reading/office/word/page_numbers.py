"""The numbers printed on pages, where they differ from how the pages are counted: "iv", "A", "1" again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rag.reading.office.word.names import W
from rag.reading.office.word.number_forms import written
from rag.types import Page

_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """What a section says of its pages' numbers; without a `start` they go on from the section before."""

    form: str = "decimal"
    start: int | None = None

    @classmethod
    def of(cls, properties: Any) -> PageNumbers:
        """From a section's properties."""
        said = properties.find(f"{W}pgNumType")
        if said is None:
            return cls()
        start = said.get(f"{W}start", "")
        is_number = start.isdecimal() and len(start) <= _MOST_DIGITS
        return cls(said.get(f"{W}fmt", "decimal"), int(start) if is_number else None)


def labelled(pages: Sequence[Page], sections: Sequence[tuple[int, bool, PageNumbers]]) -> list[Page]:
    """The pages with their printed numbers. `sections`: the page each begins on, whether a section before it
    stands on that page too, whose number it then has, and its numbers.
    """
    labels: dict[int, str] = {}
    shift = 0  # of the number that is printed, from the page's own
    for place, (first, shares, numbers) in enumerate(sections):
        if numbers.start is not None:
            shift = numbers.start - first
        end = sections[place + 1][0] if place + 1 < len(sections) else len(pages)
        for page in range(first + shares, end + 1):
            labels[page] = written(page + shift, numbers.form)
    return [
        replace(page, label=label)
        if (label := labels.get(page.number)) and label != str(page.number)
        else page
        for page in pages
    ]
