"""What models are for: a row each. A new role is a runtime, a row here, and an entry of the catalogue.

How a file is known as a model of some kind says `engine.provision.forms`; what a person reads of a role
stands in the words of models, under the value of its `ModelUse`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.models.active import Change, Choose, Holder
from app.models.choosing import (
    BestThere,
    LargestThatFits,
    OnlyIfAsked,
    Rule,
    SpecialistFor,
    ThatComesAlong,
)
from app.types import ModelUse
from engine.provision.catalogue import CatalogueModel
from engine.types import ModelRole, Task

if TYPE_CHECKING:  # a runtime is loaded with its first use
    from app.models.chosen import Chosen
    from app.models.embedding import InstalledEmbedder
    from app.models.generating import ActiveGenerator
    from app.models.hearing import InstalledHearer
    from app.models.pictures import InstalledPictureReader
    from app.models.reranking import InstalledReranker
    from app.models.writers import Writers

Held = TypeVar("Held", bound=Holder)

EMBEDDER = "all-minilm-l6-v2"

_SEEING = (ModelRole.OCR, ModelRole.VISION)  # what only reads comes before what also describes


@dataclass(frozen=True, slots=True)
class Role(Generic[Held]):
    """One use of models."""

    name: str  # on the command line
    use: ModelUse
    serves: Callable[[CatalogueModel], bool]
    setting: str  # the field of `Preferences` with the id that was asked for, empty for none
    rule: Rule  # for where it is empty
    change: Change  # when another takes the place of the one in use
    runtime: Callable[[Choose, Writers], Held]
    later: ModelUse | None = None  # what a model does that will be used from the next start
    # Of those it serves, the ones that the rule chooses among, if there are any.
    suits: Callable[[CatalogueModel], bool] = lambda _: True
    task: Task | None = None  # of a role in which the model that answers stands in while there is no better


def _hearer(choose: Choose, _: Writers) -> InstalledHearer:
    from app.models.hearing import InstalledHearer

    return InstalledHearer(choose)


def _chosen(choose: Choose, _: Writers) -> Chosen:
    from app.models.chosen import Chosen

    return Chosen(choose)


def _generator(choose: Choose, writers: Writers) -> ActiveGenerator:
    from app.models.generating import ActiveGenerator

    return ActiveGenerator(choose, writers)


def _picture_reader(choose: Choose, _: Writers) -> InstalledPictureReader:
    from app.models.pictures import InstalledPictureReader

    return InstalledPictureReader(choose)


def _embedder(choose: Choose, _: Writers) -> InstalledEmbedder:
    from app.models.embedding import InstalledEmbedder

    return InstalledEmbedder(choose)


def _reranker(choose: Choose, _: Writers) -> InstalledReranker:
    from app.models.reranking import InstalledReranker

    return InstalledReranker(choose)


def _writes(model: CatalogueModel) -> bool:
    return model.role in (ModelRole.CHAT, ModelRole.CODE)


def _specialist(use: ModelUse, task: Task) -> Role[ActiveGenerator]:
    """A role of a model that writes, by what it is good at."""
    setting = f"{task.value}_model"
    return Role(
        task.value, use, _writes, setting, SpecialistFor(task), Change.NEXT_USE, _generator, task=task
    )


ANSWERING = Role(
    name="answer",
    use=ModelUse.ANSWERS,
    serves=_writes,
    setting="model",
    rule=LargestThatFits(),
    change=Change.AT_ONCE,
    runtime=_generator,
    suits=lambda model: not model.tasks or Task.ANSWER in model.tasks,  # specialists only where asked for
)
SEEING = Role(
    name="pictures",
    use=ModelUse.SEES,
    serves=lambda model: model.role in _SEEING and not model.reads_lines,
    setting="vision",
    rule=BestThere(lambda model: _SEEING.index(model.role)),
    change=Change.NEXT_USE,
    runtime=_picture_reader,
)
READING_LINES = Role(
    name="lines",
    use=ModelUse.READS_LINES,
    serves=lambda model: model.reads_lines,
    setting="recogniser",
    rule=OnlyIfAsked(),
    change=Change.NEXT_USE,
    runtime=_chosen,
)
FINDING = Role(
    name="embed",
    use=ModelUse.FINDS,
    serves=lambda model: model.role is ModelRole.EMBED,
    setting="embedder",
    rule=ThatComesAlong(EMBEDDER),
    change=Change.NEXT_START,
    runtime=_embedder,
    later=ModelUse.FINDS_NEXT,
)
RERANKING = Role(
    name="rerank",
    use=ModelUse.RERANKS,
    serves=lambda model: model.role is ModelRole.RERANK,
    setting="reranker",
    rule=OnlyIfAsked(),  # comparing word by word was measured better than a small one, and takes less time
    change=Change.NEXT_USE,
    runtime=_reranker,
)
HEARING = Role(
    name="hear",
    use=ModelUse.HEARS,
    serves=lambda model: model.role is ModelRole.HEAR,
    setting="hearer",
    rule=BestThere(lambda model: -model.parameters),  # who brought a larger one wants it
    change=Change.NEXT_USE,
    runtime=_hearer,
)
TELLING_APART = Role(
    name="voices",
    use=ModelUse.TELLS_APART,
    serves=lambda model: model.role is ModelRole.TELL_APART,
    setting="voices",
    rule=BestThere(lambda model: -model.parameters),
    change=Change.NEXT_USE,
    runtime=_chosen,
)
SUMMARISING = _specialist(ModelUse.SUMMARISES, Task.SUMMARISE)
EXTRACTING = _specialist(ModelUse.EXTRACTS, Task.EXTRACT)
DRAFTING = _specialist(ModelUse.DRAFTS, Task.DRAFT)
CALLING = _specialist(ModelUse.CALLS, Task.CALLS)
CODING = _specialist(ModelUse.CODES, Task.CODE)
MEDICINE = _specialist(ModelUse.MEDICINE, Task.MEDICINE)
SPECIALISTS = (SUMMARISING, EXTRACTING, DRAFTING, CODING, CALLING, MEDICINE)
ROLES: tuple[Role[Any], ...] = (
    ANSWERING,
    *SPECIALISTS,
    SEEING,
    READING_LINES,
    HEARING,
    TELLING_APART,
    FINDING,
    RERANKING,
)


def role_of(model: CatalogueModel) -> Role[Any]:
    """The role that a model serves first."""
    return next(role for role in ROLES if role.serves(model))


def role_for(task: Task) -> Role[ActiveGenerator]:
    """The role in which a task is written: a specialist's, else that of answers."""
    return next((role for role in SPECIALISTS if role.task is task), ANSWERING)


def role_named(name: str) -> Role[Any]:
    """The role by its name on the command line. Raises `KeyError`."""
    return {role.name: role for role in ROLES}[name]
