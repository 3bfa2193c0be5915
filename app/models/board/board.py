"""Comparing the installed models that answer: one after the other, each in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.models.board.keeping import Kept, keep, kept
from app.models.board.measuring import Standing, measure
from app.models.board.questions import Asked, own, sample
from app.models.models import Models
from app.types import ModelRow
from engine.cancel import CancelToken
from engine.llama.generator import ModelProcess
from engine.protocols import TextGenerator
from engine.types import ModelRole
from rag.types import Turn


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` questions, all models together; `title` of the model that is asked now."""

    title: str
    done: int
    total: int


class Closing(TextGenerator, Protocol):
    """A generator that gives its memory back."""

    def close(self) -> None: ...


class Board:
    """What was measured last, and measuring again."""

    def __init__(
        self, models: Models, folder: Path, load: Callable[[ModelRow], Closing] | None = None
    ) -> None:
        """`folder` holds the models; `load` gives one that can be asked, in a process of its own."""
        self._models = models
        self._folder = folder
        self._load = load or _process

    def candidates(self) -> list[ModelRow]:
        """The models that can be compared: installed, and not too large for this machine."""
        return [
            row
            for row in self._models.list()
            if row.installed and row.fits and row.path is not None and row.model.role is ModelRole.CHAT
        ]

    def last(self) -> Kept | None:
        """What was measured last; None before."""
        return kept(self._folder)

    def measured(
        self,
        rows: Sequence[ModelRow],
        turns: Sequence[Turn],
        told: Callable[[Progress], None],
        cancel: CancelToken,
    ) -> Iterator[Standing]:
        """Each model's standing as it is known. `turns`: a person's own questions, which are asked too.

        The model that answers leaves the memory before, so that two are never there. What was measured is
        kept in the end, also where it was cancelled half-way. Raises `Cancelled`.
        """
        mine = own(turns)
        asked = (*sample(), *mine)
        self._models.generator.unload()
        standings: list[Standing] = []
        try:
            for number, row in enumerate(rows):
                yield (standing := self._measure(row, asked, (number, len(rows)), told, cancel))
                standings.append(standing)
        finally:
            if standings:
                keep(self._folder, Kept(tuple(standings), time.time(), len(asked), len(mine)))

    def _measure(
        self,
        row: ModelRow,
        asked: Sequence[Asked],
        place: tuple[int, int],
        told: Callable[[Progress], None],
        cancel: CancelToken,
    ) -> Standing:
        number, models = place
        title, total = row.model.name, models * len(asked)
        with ExitStack() as stack:
            told(Progress(title, number * len(asked), total))
            return measure(
                row.model.id,
                title,
                lambda: stack.enter_context(closing(self._load(row))),
                asked,
                lambda done: told(Progress(title, number * len(asked) + done, total)),
                cancel,
            )


def _process(row: ModelRow) -> Closing:
    assert row.path is not None  # a candidate
    return ModelProcess(row.path, row.model.id)
