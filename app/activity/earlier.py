"""What the vault keeps of work: what waits its turn, and what ended before this session."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from app.activity.activity import Snapshot
from app.activity.reading import unread
from app.activity.work import Sort, Standing, Work
from engine.errors import Fault, fault_from
from rag.runs.store import RunStore
from rag.runs.types import Run, RunState
from rag.storing.documents import DocumentStore
from rag.storing.recipes import Execution, RecipeStore
from rag.types import Document, DocumentState

_SHOWN = 60  # of what ended, the newest

_STANDINGS = {RunState.DONE: Standing.FINISHED, RunState.STOPPED: Standing.PAUSED}


@dataclass(frozen=True, slots=True)
class Kept:
    """`waiting` in the order in which it is done, `ended` the last first."""

    waiting: tuple[Work, ...] = ()
    ended: tuple[Work, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What the end of the program interrupted, and is gone on with."""

    documents: tuple[Document, ...] = ()
    runs: tuple[Run, ...] = ()  # those of which something was done already


class Earlier:
    """Reads in the caller's thread. Methods raise `VaultError`s."""

    def __init__(self, runs: RunStore, documents: DocumentStore, recipes: RecipeStore) -> None:
        self._runs, self._documents, self._recipes = runs, documents, recipes

    def kept(self) -> Kept:
        """What is kept now."""
        runs, held = self._runs.runs(), self._recipes.held()
        ordered = sorted(runs, key=lambda one: (one.state is not RunState.RUNNING, one.id))
        waiting = [_run(one, Standing.WAITING) for one in ordered if one.is_pending and one.id not in held]
        ended = [_run(one, _STANDINGS[one.state]) for one in runs if one.state in _STANDINGS]
        failed = self._documents.list(state=DocumentState.FAILED)
        ended += [unread(one, one.added, earlier=True) for one in failed]
        ended += [_execution(one) for one in self._recipes.executions() if one.ended is not None]
        ended.sort(key=lambda one: -(one.ended or 0.0))
        return Kept(tuple(waiting), tuple(ended[:_SHOWN]))

    def interrupted(self) -> TakenUp:
        """What the program goes on with now that it was started."""
        held = self._recipes.held()
        runs = [one for one in self._runs.runs() if one.is_pending and one.done and one.id not in held]
        return TakenUp(tuple(self._documents.unfinished()), tuple(runs))


def merged(now: Snapshot, kept: Kept, lacking: Collection[int] = ()) -> Snapshot:
    """What works and waits, and all that ended; what is told of in both is taken from this session. The runs
    `lacking` wait for a model.
    """
    told = {one.key for one in (*now.working, *now.ended)}
    open_runs = {one.key for one in now.working}
    waiting = [one for one in kept.waiting if one.key not in open_runs]
    waiting = [replace(one, lacks=True) if one.number in lacking else one for one in waiting]
    again = {one.key for one in waiting}  # what ended here, and was put in line again since
    ended = [one for one in now.ended if one.key not in again]
    ended += [one for one in kept.ended if one.key not in told]
    ended.sort(key=lambda one: -(one.ended or 0.0))
    return Snapshot((*now.working, *waiting), tuple(ended[:_SHOWN]))


def _run(run: Run, standing: Standing) -> Work:
    ended = None if standing is Standing.WAITING else run.updated
    share = run.done / run.total if run.total else None
    return Work(
        f"run:{run.id}",
        Sort.RUN,
        standing,
        done=run.done,
        total=run.total,
        share=share if standing is not Standing.FINISHED else None,
        began=run.created,
        ended=ended,
        number=run.id,
        run=run,
        earlier=standing is not Standing.WAITING,
    )


def _execution(one: Execution) -> Work:
    standing = Standing.FAILED if one.failed else Standing.FINISHED
    failed = next((made for made in one.made if made.kind == "failed"), None)
    work = Work(
        f"recipe:{one.id}",
        Sort.RECIPE,
        standing,
        one.name,
        began=one.begun,
        ended=one.ended,
        number=one.id,
        again=one.failed,
        earlier=True,
    )
    return work if failed is None else replace(work, fault=_fault(failed.facts))


def _fault(facts: object) -> Fault | None:
    if not isinstance(facts, dict) or not isinstance(facts.get("code"), str):
        return None
    given = facts.get("facts", {})
    if isinstance(given, str):
        given = json.loads(given)
    return fault_from(facts["code"], given if isinstance(given, dict) else {})
