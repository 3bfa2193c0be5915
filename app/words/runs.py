"""Kept work in words: what it is, how it stands, how far it has come, what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.types import PauseReason
from app.words import kinds
from app.words.amounts import duration
from app.words.catalogue import count, named, say
from app.words.summaries import title_words, within_words
from app.words.surveys import state_words as standing_words
from rag.comparing.maker import ComparisonMaker
from rag.looking.maker import LookMaker
from rag.runs.types import Begun, Done, Finishing, Part, PartState, Result, Run, RunEvent, RunState, Verdict
from rag.summarising.maker import SummaryMaker
from rag.summarising.types import SummaryScope
from rag.surveying.maker import SurveyMaker
from rag.surveying.types import SurveyScope, unread

_OF_DOCUMENTS = (SummaryMaker.name, ComparisonMaker.name, LookMaker.name)
_WITHOUT = (Verdict.OTHERWISE, Verdict.NEAR, Verdict.SILENT, PartState.FAILED)  # an answer, in the order told


def name_of(run: Run) -> str:
    """What a run is called: its documents, or the question that was asked."""
    if run.maker in _OF_DOCUMENTS:
        return title_words(run)
    return _SHIPPED[run.maker](run) if run.maker in _SHIPPED else run.title


# What follows loads what a first frame needs not.
def _template(run: Run) -> str:
    from app.words.drafts import template_words

    return template_words(run.title)


def _playbook(run: Run) -> str:
    from rag.vetting.maker import PlaybookScope

    built_in = PlaybookScope.of(run).built_in
    return say(f"playbooks.built-in.{built_in}") if built_in else run.title


_SHIPPED = {"draft": _template, "playbook": _playbook}


def kind_words(run: Run) -> str:
    """What kind of work it is."""
    length = within_words(SummaryScope.of(run).length) if run.maker == SummaryMaker.name else ""
    return say(f"runs.kind.{run.maker}", title=kinds.title_words(run.title), length=length)


def short_kind_words(run: Run) -> str:
    """The same in fewer words: a summary without its length."""
    return kinds.title_words(run.title) if run.maker == SummaryMaker.name else kind_words(run)


def progress_words(run: Run, event: RunEvent, *, timed: bool = True) -> str:
    """ "Reading part 12 of 41 · about 3 min left"; "" for what is no progress. `timed`: with what is left."""
    match event:
        case Begun(_, part, done, total, left):
            place = done + 1
        case Done(_, result, done, total, left) if done < total:
            part, place = result.part, done + 1
        case Done(_, result, _, total, left):
            part, place = result.part, total
        case Finishing():
            return say("runs.telling.reducing")
        case _:
            return ""
    words = say(f"runs.progress.{run.maker}", place=place, total=total, name=_name_of_part(part))
    return (
        words
        if left is None or not timed
        else say("runs.telling.with-time", words=words, left=duration(left))
    )


def waiting_words(words: str, pauses: Collection[PauseReason]) -> str:
    """Progress, and what it waits for."""
    why = next((one for one in PauseReason if one in pauses), None)
    if why is None:
        return words
    return say("runs.telling.waiting", words=words, why=say(f"runs.waiting.{why.value}"))


def state_words(run: Run, before: int | None) -> str:
    """How a run stands; `before` is how many are made before it, None where it waits for nothing."""
    if run.state is RunState.DONE:
        return say("runs.state.done")
    if before == 0 and run.total:
        return count(f"runs.running.{run.maker}", run.total, done=run.done)
    if before == 0:
        return say("runs.state.getting-ready")
    if before is not None:
        return count("runs.state.waits", before)
    if run.total:
        return count(f"runs.paused-after.{run.maker}", run.total, done=run.done)
    return say("runs.state.paused")


def row_words(run: Run, before: int | None, *, failed: bool, lacks: bool = False) -> str:
    """What it is and how it stands, below its name in the list; `lacks`: it waits for a model."""
    if lacks:
        state = say("runs.state.lacks")
    elif failed and run.state is not RunState.DONE:
        state = say("runs.state.failed")
    else:
        state = state_words(run, before)
    return say("runs.state.with-kind", kind=kind_words(run), state=state)


def outcome_words(run: Run, results: Sequence[Result] = ()) -> str:
    """What came of a run, where its kind has more to say than how it stands; "" otherwise. With the `results`
    of a table of answers each row of it stands in exactly one count.
    """
    if run.maker == SurveyMaker.name:
        return _answers(run, results)
    return look_words(run.done, run.found) if run.maker == LookMaker.name and run.done else ""


def look_words(done: int, changed: int) -> str:
    """ "7 lines looked at again, 3 read otherwise."."""
    if not done:
        return say("runs.look.none")
    found = say("runs.look.changed", n=changed) if changed else say("runs.look.unchanged")
    return count("runs.look.outcome", done, changed=found)


def without_words(results: Sequence[Result]) -> list[str]:
    """The rows of a table that have no answer, counted by how they stand, as its column calls it."""
    states = [one.verdict if one.state is PartState.DONE else one.state for one in results]
    counted = ((one, sum(state is one for state in states)) for one in _WITHOUT)
    return [
        named(standing_words(one), say("runs.left-out.amount", amount=many)) for one, many in counted if many
    ]


def _answers(run: Run, results: Sequence[Result]) -> str:
    scope = SurveyScope.of(run)
    if not run.total:
        without = "deleted" if scope.documents else "none"
        return say(f"runs.rowless.{'removed' if run.removed else without}")
    kind = scope.kind.value
    stopped = "stopped-" if run.done < run.total else ""
    said = [count(f"runs.answers.{stopped}{kind}", run.total, found=run.found, done=run.done)]
    said += without_words(results)
    if unread(run):
        said.append(count("runs.left-out.unread", unread(run)))
    if run.removed:
        said.append(count("runs.left-out.removed", run.removed))
    return say("runs.left-out.and").join(said)


def _name_of_part(part: Part) -> str:
    return part.heading.rpartition(" › ")[2] or part.document
