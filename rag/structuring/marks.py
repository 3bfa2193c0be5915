"""A heading as it is found, before the tree: where it is, what it says, and what it ranks with."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.language.clauses import Series, decimal_label, keyword_label

TITLE_CHARACTERS = 200


@dataclass(slots=True)
class Mark:
    """A heading: where it is, what it says, and its rank in each series it belongs to (low is outer)."""

    start: int
    end: int
    page: int
    label: str
    title: str
    ranks: dict[str, float] = field(default_factory=dict)
    size: float = 0.0
    weak: bool = False  # known by its type alone


def split_title(text: str) -> tuple[str, str]:
    """A heading's label and its title."""
    text = " ".join(text.split())
    label = keyword_label(text) or decimal_label(text)
    if label is None or (label.series is Series.DECIMAL and not label.rest):
        return "", text[:TITLE_CHARACTERS]
    return label.label, label.rest[:TITLE_CHARACTERS]


def label_ranks(text: str) -> dict[str, float]:
    label = keyword_label(text) or decimal_label(text)
    return {label.series.value: label.rank} if label else {}
