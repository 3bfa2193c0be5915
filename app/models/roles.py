"""What models are for: a row each. A new role is a runtime, a row here, and an entry of the catalogue.

How a file is known as a model of some kind says `engine.provision.forms`; what a person reads of a role
stands in the words of models, under the value of its `ModelUse`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.models.active import Change, Choose, Holder
from app.models.choosing import BestThere, LargestThatFits, OnlyIfAsked, Rule, ThatComesAlong
from app.types import ModelUse
from engine.provision.catalogue import CatalogueModel
from engine.types import ModelRole, Task

if TYPE_CHECKING:  # a runtime is loaded with its first use
    from app.events import EventBus
    from app.models.embedding import InstalledEmbedder
    from app.models.generating import ActiveGenerator
    from app.models.lines import ChosenRecogniser
    from app.models.pictures import InstalledPictureReader

Held = TypeVar("Held", bound=Holder)

EMBEDDER = "all-minilm-l6-v2"

_SEEING = (ModelRole.OCR, ModelRole.VISION)  # what only reads comes before what also describes


@dataclass(frozen=True, slots=True)
class Role(Generic[Held]):
    """One use of models."""

    use: ModelUse
    serves: Callable[[CatalogueModel], bool]
    setting: str  # the field of `Preferences` with the id that was asked for, empty for none
    rule: Rule  # for where it is empty
    change: Change  # when another takes the place of the one in use
    runtime: Callable[[Choose, EventBus], Held]
    later: ModelUse | None = None  # what a model does that will be used from the next start
    # Of those it serves, the ones that the rule chooses among, if there are any.
    suits: Callable[[CatalogueModel], bool] = lambda _: True


def _generator(choose: Choose, bus: EventBus) -> ActiveGenerator:
    from app.models.generating import ActiveGenerator

    return ActiveGenerator(choose, bus)


def _picture_reader(choose: Choose, _: EventBus) -> InstalledPictureReader:
    from app.models.pictures import InstalledPictureReader

    return InstalledPictureReader(choose)


def _recogniser(choose: Choose, _: EventBus) -> ChosenRecogniser:
    from app.models.lines import ChosenRecogniser

    return ChosenRecogniser(choose)


def _embedder(choose: Choose, _: EventBus) -> InstalledEmbedder:
    from app.models.embedding import InstalledEmbedder

    return InstalledEmbedder(choose)


ANSWERING = Role(
    use=ModelUse.ANSWERS,
    serves=lambda model: model.role in (ModelRole.CHAT, ModelRole.CODE),
    setting="model",
    rule=LargestThatFits(),
    change=Change.AT_ONCE,
    runtime=_generator,
    suits=lambda model: not model.tasks or Task.ANSWER in model.tasks,  # specialists only where asked for
)
SEEING = Role(
    use=ModelUse.SEES,
    serves=lambda model: model.role in _SEEING and not model.reads_lines,
    setting="vision",
    rule=BestThere(lambda model: _SEEING.index(model.role)),
    change=Change.NEXT_USE,
    runtime=_picture_reader,
)
READING_LINES = Role(
    use=ModelUse.READS_LINES,
    serves=lambda model: model.reads_lines,
    setting="recogniser",
    rule=OnlyIfAsked(),
    change=Change.NEXT_USE,
    runtime=_recogniser,
)
FINDING = Role(
    use=ModelUse.FINDS,
    serves=lambda model: model.role is ModelRole.EMBED,
    setting="embedder",
    rule=ThatComesAlong(EMBEDDER),
    change=Change.NEXT_START,
    runtime=_embedder,
    later=ModelUse.FINDS_NEXT,
)
ROLES: tuple[Role[Any], ...] = (ANSWERING, SEEING, READING_LINES, FINDING)


def role_of(model: CatalogueModel) -> Role[Any]:
    """The role that a model serves."""
    return next(role for role in ROLES if role.serves(model))
