"""How the cosines of an embedder are read: every decision by meaning was set on the scale of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the catalogue has such scales, and is read where nothing is computed
    import numpy as np
    from numpy.typing import NDArray

Marks = tuple[float, float, float, float]
"""Cosines of a probe's sentences: of 100 about something else the 50th and the 90th, and of 100 that say the
same or answer the 25th and the 50th.
"""

REFERENCE: Marks = (0.076, 0.218, 0.569, 0.685)
"""Those of all-MiniLM-L6-v2 in English, with which every threshold was set. A test measures them again."""

# Of the way from what is about something else to what is related (medians), the part that no text of either
# kind lies in but for the outer ones. MiniLM: English 0.58, its other languages -0.02 to 0.28. In English one
# looks by meaning; in those the order by words is better alone (`bench cosines`).
_CLEAR = 0.4

_LEAST_STEP = 0.01  # of the way from first to last, between marks: where they overlap, they are taken for one


@dataclass(frozen=True, slots=True)
class CosineScale:
    """Marks for each language ("de") and each two ("de-en") in which an embedder tells related sentences from
    others. See `engine.embedding.calibration`.
    """

    marks: Mapping[str, Marks]

    @staticmethod
    def pair(one: str, other: str) -> str:
        """The key of a language, or of two, by their codes."""
        return one if one == other else "-".join(sorted((one, other)))

    def separates(self, language: str) -> bool:
        """Whether related sentences of a language stand clearly apart from others."""
        if (marks := self.marks.get(language)) is None:
            return False
        far, outer, near, related = marks
        return near - outer > _CLEAR * (related - far)

    def read(self, cosines: NDArray[np.float32], one: str, other: str) -> NDArray[np.float32] | None:
        """Cosines between texts in two languages as the reference has them for what is as near in English;
        None where the embedder cannot tell. Equal texts stay at 1, and the order stays.
        """
        import numpy as np

        marks = self.marks.get(self.pair(one, other))
        if marks is None:
            return None
        own, reference = np.array([*_rising(marks), 1.0]), np.array([*_rising(REFERENCE), 1.0])
        below = reference[0] + (cosines - own[0]) * (reference[1] - reference[0]) / (own[1] - own[0])
        read: NDArray[np.float64] = np.where(cosines < own[0], below, np.interp(cosines, own, reference))
        return read.astype(np.float32)


def _rising(marks: Marks) -> NDArray[np.float64]:
    import numpy as np

    steps = np.arange(len(marks)) * _LEAST_STEP * max(marks[-1] - marks[0], _LEAST_STEP)
    rising: NDArray[np.float64] = np.maximum.accumulate(np.array(marks) - steps) + steps
    return rising
