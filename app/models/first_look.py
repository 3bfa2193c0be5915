"""What whoever begins is shown of models: the one that is here, those beside it, the one to download."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.models.beside import beside
from app.models.models import Models
from app.models.recommending import NOT_AT_WORK
from app.models.roles import EMBEDDER
from app.models.sticks import sticks
from app.types import ModelRow
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.models import amount_words
from engine.hardware import machine
from engine.types import Task


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is: the model that answers, by its name, "" for none; `offered` may be downloaded. `wanting`
    names the model that finds by meaning where there is none.
    """

    name: str
    needed: int
    fits: bool
    memory: int
    beside: tuple[tuple[Path, int], ...]
    offered: str
    amount: str
    wanting: str = ""
    sticks: tuple[Path, ...] = ()  # with models, plugged in now
    others: tuple[ModelRow, ...] = ()  # that may be downloaded in place of the one that is offered

    @property
    def words(self) -> str:
        """Of the model that answers, and that there is none."""
        if not self.name:
            return say("beginning.model.none")
        facts = {"name": self.name, "size": size_text(self.needed), "memory": size_text(self.memory)}
        return say(f"beginning.model.{'there' if self.fits else 'large'}", **facts)

    @property
    def files(self) -> dict[Path, str]:
        """What can be brought from here, by what is said of it."""
        sticks = {one: say("beginning.model.stick", name=one.name or str(one)) for one in self.sticks}
        return sticks | {
            path: say("beginning.model.beside", name=path.stem, size=size_text(size))
            for path, size in self.beside
        }


def looked(models: Models, folder: Path) -> Looked:
    """Look for models on this machine, in its `folder` of models, and beside the program."""
    rows = models.list()
    active = next((row for row in rows if row.active), None)
    starter = models.starter()
    files = tuple((one, one.stat().st_size) for one in beside(folder)) if active is None else ()
    return Looked(
        active.model.name if active else "",
        active.needed_bytes if active else 0,
        active.fits if active else False,
        machine().memory_bytes,
        files,
        starter.name,
        amount_words(starter),
        "" if models.embedder.chosen else models.title(EMBEDDER),
        sticks() if active is None or not models.embedder.chosen else (),
        _others(rows, starter.id) if active is None else (),
    )


def _others(rows: Sequence[ModelRow], offered: str) -> tuple[ModelRow, ...]:
    """What answers first of all and fits this computer, beside the one that is `offered`; the largest first,
    which answer best.
    """
    found = [
        row
        for row in rows
        if row.model.tasks[:1] == (Task.ANSWER,)
        and row.fits
        and not row.installed
        and row.model.id != offered
        and row.model.licence not in NOT_AT_WORK
    ]
    return tuple(sorted(found, key=lambda row: -row.model.parameters))
