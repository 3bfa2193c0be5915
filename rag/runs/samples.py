"""A sample of what a run rejected, as it is kept with it: what was drawn, and what a person said of each.

It stands in `Run.options`, beside what the maker was asked, so that it goes with the run wherever that goes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from rag.runs.elusion import CONFIDENCE, most_missed
from rag.runs.types import Run

_KEY = "sample"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person said of a document that was drawn; `quote`: the passage that should have been found."""

    found: bool
    quote: str = ""
    page: int = 0  # 0 without a quote


@dataclass(frozen=True, slots=True)
class Sample:
    """Places are those of the run's parts. `unread`: pages of the rejected that gave no text, by place."""

    seed: int
    population: tuple[int, ...]
    drawn: tuple[int, ...]  # in the order in which they are read
    judged: Mapping[int, Judged] = field(default_factory=dict)
    unread: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    confidence: float = CONFIDENCE

    @property
    def found(self) -> int:
        """Those in which there was something."""
        return sum(one.found for one in self.judged.values())

    @property
    def is_whole(self) -> bool:
        """Whether all that was drawn has been read."""
        return len(self.judged) == len(self.drawn)

    @property
    def following(self) -> int | None:
        """The next that is to be read; None once all are."""
        return next((place for place in self.drawn if place not in self.judged), None)

    @property
    def most_missed(self) -> int:
        """How many of the rejected were missed at most; what is drawn and not read yet counts as missed."""
        missed = self.found + len(self.drawn) - len(self.judged)
        return most_missed(len(self.population), len(self.drawn), missed, self.confidence)

    @property
    def at_most(self) -> float:
        """The same as a share of the rejected."""
        return self.most_missed / len(self.population) if self.population else 0.0

    @property
    def elusion(self) -> float | None:
        """The elusion rate: the share of those read in which there was something; None before any was."""
        return self.found / len(self.judged) if self.judged else None

    def judging(self, place: int, judged: Judged | None) -> Sample:
        """With what was said of one, or without it. Raises `KeyError` for one that was not drawn."""
        if place not in self.drawn:
            raise KeyError(place)
        rest = {at: one for at, one in self.judged.items() if at != place}
        return replace(self, judged=rest if judged is None else {**rest, place: judged})


def sample_of(run: Run) -> Sample | None:
    """The sample that was drawn of what a run rejected."""
    fields = json.loads(run.options).get(_KEY)
    if fields is None:
        return None
    return Sample(
        fields["seed"],
        tuple(fields["population"]),
        tuple(fields["drawn"]),
        {int(place): Judged(**one) for place, one in fields["judged"].items()},
        {int(place): tuple(pages) for place, pages in fields["unread"].items()},
        fields["confidence"],
    )


def with_sample(run: Run, sample: Sample | None) -> str:
    """A run's options with a sample, or without any."""
    options: dict[str, Any] = json.loads(run.options)
    options.pop(_KEY, None)
    if sample is not None:
        options[_KEY] = asdict(sample)
    return json.dumps(options, ensure_ascii=False)
