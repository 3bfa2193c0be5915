"""Which model serves a role while the user has asked for none, or for one that is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.formats.gguf import GgufHeader
from engine.llama.fit import SMALLEST_CONTEXT, need
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.gguf import header_of
from engine.types import Task

_WORKING_BYTES = 600 << 20  # context, buffers and the process around a model's file, where no header tells
_REST_BYTES = 400 << 20  # what the program takes beside a model


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a rule looks at: `known` is the catalogue with the user's own models, `memory` the machine's."""

    catalogue: Catalogue
    known: Catalogue
    folder: Path
    memory: int
    general: CatalogueModel | None = None  # the model that answers, for roles in which it can stand in

    def fits(self, model: CatalogueModel) -> bool:
        """Whether this machine's memory carries it."""
        return self.needed(model) <= self.memory

    def needed(self, model: CatalogueModel) -> int:
        """The memory it takes at least; about, where its files are not here to tell."""
        header = self.header(model)
        if header is None:
            return model.size + _WORKING_BYTES
        beside = model.size - header.file_bytes if model.size > header.file_bytes else 0
        context = min(header.context_length or SMALLEST_CONTEXT, SMALLEST_CONTEXT)
        return need(header, context).least + beside + _REST_BYTES

    def header(self, model: CatalogueModel) -> GgufHeader | None:
        """What an installed GGUF says of itself."""
        return header_of(model, self.folder) if model.installed(self.folder) else None

    def instead(self, serves: Callable[[CatalogueModel], bool]) -> CatalogueModel | None:
        """The largest model for the same that the memory carries; one that is there before any other."""
        fitting = [one for one in self.known.models if serves(one) and self.fits(one)]
        return max(fitting, key=lambda one: (one.installed(self.folder), one.size), default=None)


class Rule(Protocol):
    """How a role's model is chosen."""

    def otherwise(self, usable: Sequence[CatalogueModel], shelf: Shelf) -> CatalogueModel | None:
        """Of the installed models of the role, the one to use; None for none."""
        ...

    def first(self, shelf: Shelf) -> str:
        """The id of the model to begin with; empty for a role that can stay without."""
        ...

    def lacks(self, chosen: CatalogueModel | None, shelf: Shelf) -> bool:
        """Whether that one must be fetched, when `chosen` is what is used now."""
        ...


class LargestThatFits:
    """The machine's starter, else the model with the most parameters that the memory carries."""

    def otherwise(self, usable: Sequence[CatalogueModel], shelf: Shelf) -> CatalogueModel | None:
        """See `Rule`."""
        starter = self.first(shelf)
        return max(usable, key=lambda one: (one.id == starter, shelf.fits(one), one.parameters), default=None)

    def first(self, shelf: Shelf) -> str:
        """See `Rule`."""
        return shelf.catalogue.starter_for(shelf.memory).id

    def lacks(self, chosen: CatalogueModel | None, _: Shelf) -> bool:
        """Any model will do."""
        return chosen is None


@dataclass(frozen=True, slots=True)
class SpecialistFor:
    """The model that is known to be best at a task, of those that the memory carries.

    The model that answers does it where it is known to be good at it, or where nobody knows what it is good
    at: who chose a model of their own is not given another.
    """

    task: Task

    def otherwise(self, usable: Sequence[CatalogueModel], shelf: Shelf) -> CatalogueModel | None:
        """See `Rule`."""
        general = shelf.general
        if general is not None and (not general.tasks or self.task in general.tasks):
            return general
        good = [one for one in usable if self.task in one.tasks and shelf.fits(one)]
        return min(good, key=lambda one: (one.tasks.index(self.task), -one.parameters), default=general)

    def first(self, _: Shelf) -> str:
        """None: the model that answers stands in."""
        return ""

    def lacks(self, *_: object) -> bool:
        """Never."""
        return False


@dataclass(frozen=True, slots=True)
class ThatComesAlong:
    """One model of the catalogue, which takes the place of any other that is gone."""

    model: str

    def otherwise(self, usable: Sequence[CatalogueModel], _: Shelf) -> CatalogueModel | None:
        """See `Rule`."""
        return next((one for one in usable if one.id == self.model), None)

    def first(self, _: Shelf) -> str:
        """See `Rule`."""
        return self.model

    def lacks(self, _: CatalogueModel | None, shelf: Shelf) -> bool:
        """It must be there to fall back on, also while another is used."""
        return not shelf.catalogue.get(self.model).installed(shelf.folder)


@dataclass(frozen=True, slots=True)
class BestThere:
    """The first in the order of `rank` of those that the memory carries; the role can stay without."""

    rank: Callable[[CatalogueModel], int]

    def otherwise(self, usable: Sequence[CatalogueModel], shelf: Shelf) -> CatalogueModel | None:
        """See `Rule`."""
        fitting = [one for one in usable if shelf.fits(one)]
        return min(fitting, key=lambda one: (self.rank(one), one.id), default=None)

    def first(self, _: Shelf) -> str:
        """None."""
        return ""

    def lacks(self, *_: object) -> bool:
        """Never."""
        return False


class OnlyIfAsked:
    """None: something else does it until a model is asked for."""

    def otherwise(self, *_: object) -> CatalogueModel | None:
        """See `Rule`."""
        return None

    def first(self, _: Shelf) -> str:
        """None."""
        return ""

    def lacks(self, *_: object) -> bool:
        """Never."""
        return False
