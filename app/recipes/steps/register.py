"""Every kind of step: what its words may be, and how it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import RecipeInvalid
from app.recipes.steps import files, kept
from app.recipes.steps.work import Work
from app.runs.playbooks import chosen
from app.words.catalogue import say
from rag.classifying.presets import preset_of
from rag.storing.recipes import Step
from rag.storing.tags import tag_name
from rag.summarising.types import Length

What = Sequence[str]


@dataclass(frozen=True, slots=True)
class StepKind:
    """`check` refuses words that it cannot be done with; `least` is how many it needs. `keeps`: it comes to
    kept work, which a step below can save.
    """

    name: str
    do: Callable[[Work, What], None]
    check: Callable[[What], object] = lambda _: None
    least: int = 1
    keeps: bool = True


def kind_of(step: Step) -> StepKind:
    """Raises `RecipeInvalid` for a step that there is none of, or that lacks words."""
    kind = STEPS.get(step.kind)
    if kind is None or len(step.what) < kind.least:
        raise _no_step(step.kind, step.what)
    return kind


def check(step: Step) -> None:
    """Raises `RecipeInvalid`, or what is wrong with the words of a step."""
    kind_of(step).check(step.what)


def _tag(work: Work, what: What) -> None:
    """TAG[,TAG…], on each document."""
    work.tag(dict.fromkeys(work.ids, kept.tags_in(what)))


def _tags(what: What) -> None:
    if what and not kept.tags_in(what):
        raise _no_step("tag", what)
    for name in kept.tags_in(what):
        tag_name(name)


def _labels(what: What) -> None:
    preset_of(what[0])
    if tuple(what[1:]) not in ((), ("tags",)):
        raise _no_step("classify", what)


def _summary(what: What) -> None:
    if len(what) > 2 or (len(what) > 1 and what[1] not in set(Length)):
        raise _no_step("summarize", what)


def _save(what: What) -> None:
    files.form_of(what[-1])
    _is_folder(what[:-1])


def _forecast(what: What) -> None:
    folder, _, _ = files.forecast_words(what)
    _is_folder((str(folder),))


def _is_folder(words: What) -> None:
    folder = " ".join(words)
    if not Path(folder).expanduser().is_dir():
        raise RecipeInvalid(detail=say("recipes.wrong-folder", folder=folder))


def _no_step(kind: str, what: What) -> RecipeInvalid:
    return RecipeInvalid(detail=say("recipes.wrong-step", step=" ".join((kind, *what))))


STEPS = {
    one.name: one
    for one in (
        StepKind("tag", _tag, _tags, keeps=False),
        StepKind("classify", kept.classify, _labels),
        StepKind("extract", kept.extract, lambda what: kept.schema_of(" ".join(what))),
        StepKind("summarize", kept.summarize, _summary, least=0),
        StepKind("ask", kept.ask),
        StepKind("playbook", kept.playbook, lambda what: chosen(" ".join(what))),
        StepKind("moderate", kept.moderate, _tags, least=0),
        StepKind("contradictions", kept.contradictions, least=0),
        StepKind("draft", kept.draft),
        StepKind("look", kept.look, least=0),
        StepKind("redact", files.redact, _is_folder, keeps=False),
        StepKind("forecast", files.forecast, _forecast, least=2, keeps=False),
        StepKind("save", files.save, _save, least=2, keeps=False),
    )
}
"""In the order in which they are offered."""
