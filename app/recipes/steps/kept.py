"""Steps that come to kept work: one piece over all documents, or one for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from app.recipes.steps.work import Work
from app.runs.drafts import Order
from app.runs.playbooks import chosen
from rag.drafting.giving import given
from rag.errors import DocumentUnknown
from rag.extracting.fields import schema
from rag.runs.types import Run
from rag.summarising.types import Length
from rag.surveying.types import SurveyScope
from rag.types import Document

What = Sequence[str]


def classify(work: Work, what: What) -> None:
    """PRESET [tags]: the labels, and tags of them."""
    _over_all(work, lambda: work.parts.classifications.create(what[0], work.ids))
    if tuple(what[1:]) == ("tags",) and work.runs:
        work.tag(work.parts.classifications.tags_for(work.runs[-1]))


def extract(work: Work, what: What) -> None:
    """PRESET, or the file of a schema."""
    _over_all(work, lambda: work.parts.extractions.create(schema_of(" ".join(what)), work.ids))


def ask(work: Work, what: What) -> None:
    """QUESTION, put to each document."""
    scope = SurveyScope(documents=work.ids)
    _over_all(work, lambda: work.parts.surveys.create(" ".join(what), scope))


def contradictions(work: Work, what: What) -> None:  # noqa: ARG001 - takes no words
    """What the documents disagree in."""
    _over_all(work, lambda: work.parts.contradictions.create(work.ids))


def moderate(work: Work, what: What) -> None:
    """[TAG[,TAG…]]: documents held against the policy, and tags of those that it has something against."""
    _over_all(work, lambda: work.parts.moderations.create(work.ids))
    if what and work.runs:
        work.tag(dict.fromkeys(work.parts.moderations.flagged(work.runs[-1]), tags_in(what)))


def tags_in(what: What) -> list[str]:
    """The tags of a step's words."""
    return [one for one in " ".join(what).split(",") if one.strip()]


def playbook(work: Work, what: What) -> None:
    """NAME of a playbook, or its file."""
    _over_all(work, lambda: work.parts.playbooks.create(chosen(" ".join(what)), work.ids))


def summarize(work: Work, what: What) -> None:
    """[KIND [LENGTH]], of each document."""
    kind, length = what[0] if what else "executive", Length(what[1]) if len(what) > 1 else Length.PAGE
    _of_each(work, lambda one: work.parts.summaries.create([one.id], kind, length))


def draft(work: Work, what: What) -> None:
    """TEMPLATE, drawn from each document."""
    _of_each(work, partial(_drafted, work, " ".join(what)))


def look(work: Work, what: What) -> None:  # noqa: ARG001 - takes no words
    """A second look at each document that was read poorly."""
    poor = [one for one in work.documents if one.poor_pages]
    if not poor:
        work.tell("nothing")
    _of_each(work.narrowed(poor), lambda one: [work.parts.second_looks.create(one.id)])


def schema_of(name: str) -> schema.Schema:
    """A schema that comes along, or that of a file. Raises `SchemaInvalid`."""
    path = Path(name).expanduser()
    known = name in schema.preset_names()
    return schema.load(path) if not known and path.is_file() else schema.preset(name)


def _drafted(work: Work, name: str, document: Document) -> list[Run]:
    drafts, about = work.parts.drafts, given("")
    template = drafts.template(name, about, (document.id,))
    return [drafts.create(Order(template, about, (document.id,)), work.today)]


def _over_all(work: Work, create: Callable[[], Run]) -> None:
    begun = work.begun("run") or work.created(lambda: [create()])[0]
    run = work.parts.runs.get(begun.facts["run"])
    if run.total:
        work.make(begun)
    else:
        work.parts.runs.delete(run.id)
        work.tell("nothing", begun)


def _of_each(work: Work, create: Callable[[Document], Sequence[Run]]) -> None:
    """One document after the other; one that is gone by then takes no other along."""
    for document in work.documents:
        work.cancel.raise_if_cancelled()
        begun = [one for one in work.before if one.kind == "run" and one.facts.get("document") == document.id]
        try:
            begun = begun or work.created(partial(create, document), document=document.id)
        except DocumentUnknown as fault:
            work.failed(fault, document=document.name)
        for one in begun:
            work.make(one)
