"""Labels, and what became of a text under them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A label with what is known of it; all but the name may be empty."""

    name: str
    description: str = ""
    examples: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Name and description in words."""
        name = " ".join(self.name.replace("_", " ").replace("-", " ").split())
        return f"{name}: {self.description}" if self.description else name


@dataclass(frozen=True, slots=True)
class Routed:
    """`label` is None where none fits. `scores` are chances by label; what lacks to 1 is that none fits.
    `confidence` is the chance of what was decided. `like` is the example that comes nearest, of the label
    `like_label`, with the cosine `likeness`; "" where nothing was learnt from examples.
    """

    label: str | None
    confidence: float
    scores: Mapping[str, float]
    like: str = ""
    like_label: str = ""
    likeness: float = 0.0
