"""Which models of the list would serve better on this machine than those that are there."""

from __future__ import annotations

from app.models.choosing import Shelf
from engine.provision.catalogue import CatalogueModel
from engine.types import Task

# Of the memory; the rest is the system's, the embedder's and the readers'.
_SHARE = 0.5
# For answers there is a starter for each amount of memory; what is named here is fetched for itself.
_SPECIALISTS = (Task.PICTURES, Task.EMBED, Task.CODE, Task.CALLS, Task.MEDICINE)
NOT_AT_WORK = ("Qwen-Research",)  # licences that keep a model from most who use this program


def better(shelf: Shelf, answering: CatalogueModel | None) -> CatalogueModel | None:
    """The starter of this machine, where it is not here and would answer better than what does.

    A model of the user's own is nobody's to judge.
    """
    starter = shelf.catalogue.starter_for(shelf.memory)
    if starter.installed(shelf.folder):
        return None
    own = answering is not None and not answering.sources
    as_large = answering is not None and answering.parameters >= starter.parameters
    return None if own or as_large else starter


def suited(shelf: Shelf, answering: CatalogueModel | None) -> tuple[CatalogueModel, ...]:
    """What to offer first: a better model for answers, then for each task the best that suits this machine,
    where none of its kind is here.
    """
    found = [better(shelf, answering), *(_specialist(task, shelf) for task in _SPECIALISTS)]
    return tuple(one for one in found if one)


def _specialist(task: Task, shelf: Shelf) -> CatalogueModel | None:
    of_its_kind = [one for one in shelf.catalogue.models if one.tasks[:1] == (task,)]
    # One for passages comes along; it is the languages that another one is for.
    kept = [one for one in of_its_kind if task is not Task.EMBED or one.multilingual]
    if any(one.installed(shelf.folder) for one in kept):
        return None
    fitting = [
        one for one in kept if shelf.needed(one) <= _SHARE * shelf.memory and one.licence not in NOT_AT_WORK
    ]
    return max(fitting, key=lambda one: (one.settled, one.parameters), default=None)
