"""What whoever begins is shown of models: the one that is here, those beside it, the one to download."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.models.beside import beside
from app.models.models import Models
from app.models.roles import EMBEDDER
from app.models.sticks import sticks
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.models import amount_words
from engine.hardware import machine


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
    active = next((row for row in models.list() if row.active), None)
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
    )
