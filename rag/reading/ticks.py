"""How a box to be ticked is written, in every format: so that a search and a model read one notation."""

from __future__ import annotations


def tick(on: bool) -> str:
    """The box itself: "[x]" where it is ticked or chosen, "[ ]" where it is not."""
    return "[x]" if on else "[ ]"
