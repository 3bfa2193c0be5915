"""Gathers what works in the background, from what the services tell and from whoever begins something."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.activity.piece import Piece
from app.activity.reading import KEY, Reading, unread
from app.activity.work import Sort, Standing, Work
from app.events import (
    DocumentProgress,
    DocumentRemoved,
    Event,
    EventBus,
    IndexingPaused,
    LibraryChanged,
    MembersChanged,
    ModelChanged,
    RecipesChanged,
    RunBegan,
    RunEnded,
    RunMoved,
)
from app.types import ModelState, PauseReason
from engine.cancel import CancelToken
from engine.errors import Fault, fault_from
from rag.runs.types import Begun, Done, Run, RunState
from rag.types import Document, DocumentState

_KEPT = 200  # of those that ended, the newest


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What works, in the order in which it began, and what ended in this session, the last first."""

    working: tuple[Work, ...] = ()
    ended: tuple[Work, ...] = ()


class Activity:
    """Methods may be called from any thread; those who listen are called in the thread that changed it."""

    def __init__(
        self,
        bus: EventBus,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """`clock` measures, in seconds; `wall` tells seconds since the epoch."""
        self._clock, self._wall = clock, wall
        self._lock = threading.RLock()
        self._reading: Reading | None = None
        self._pauses: frozenset[PauseReason] = frozenset()
        self._working: dict[str, Work] = {}
        self._cancels: dict[str, CancelToken] = {}
        self._again: dict[str, Callable[[], None]] = {}
        self._ended: list[Work] = []  # the last at the end
        self._numbers = itertools.count(1)
        self._listeners: list[Callable[[], None]] = []
        self._closed = False
        bus.subscribe(self._take)

    # --- what is asked -------------------------------------------------------------------------------------

    def listen(self, call: Callable[[], None]) -> None:
        """Be told of every change."""
        with self._lock:
            self._listeners.append(call)

    def snapshot(self) -> Snapshot:
        """How everything stands now."""
        with self._lock:
            now = self._clock()
            found = list(self._working.values())
            if self._reading is not None:
                found.append(replace(self._reading.work(), waits=self._pauses))
            found.sort(key=lambda one: one.began)
            working = tuple(replace(one, standing=_standing(one)).at(now) for one in found)
            return Snapshot(working, tuple(reversed(self._ended)))

    @property
    def has_work(self) -> bool:
        """Whether something works, or will go on by itself."""
        return bool(self.snapshot().working)

    @property
    def unread(self) -> tuple[int, ...]:
        """The documents that wait to be read, the last first."""
        with self._lock:
            return self._reading.waiting if self._reading is not None else ()

    # --- what is told --------------------------------------------------------------------------------------

    def begin(
        self,
        sort: Sort,
        name: str,
        cancel: CancelToken | None = None,
        again: Callable[[], None] | None = None,
    ) -> Piece:
        """Something works until its piece ends. `cancel` stops it, `again` would try it again."""
        key = f"piece:{next(self._numbers)}"
        with self._lock:
            if cancel is not None:
                self._cancels[key] = cancel
            if again is not None:
                self._again[key] = again
            told, wall = self._clock(), self._wall()
            can = cancel is not None
            self._working[key] = Work(key, sort, name=name, told=told, began=wall, can_cancel=can)
            if self._closed and cancel is not None:
                cancel.cancel()
        self._tell()
        return Piece(key, self._move, self._end)

    def take_up(self, documents: list[Document]) -> None:
        """Documents that an earlier session left unread are gone on with."""
        for document in documents:
            self._put(document)
        self._tell()

    def cancel(self, key: str) -> bool:
        """Stop something that was begun with its token; whether there was one."""
        token = self._cancels.get(key)
        if token is not None:
            token.cancel()
        return token is not None

    def try_again(self, key: str) -> bool:
        """Try what failed again; whether it was known how. It is no longer among what ended."""
        with self._lock:
            call = self._again.pop(key, None)
            if call is not None:
                self._forget(key)
        if call is not None:
            self._tell()
            call()
        return call is not None

    def clear(self) -> None:
        """Forget what ended in this session."""
        with self._lock:
            self._ended.clear()
            self._again.clear()
        self._tell()

    def close(self) -> None:
        """The program ends: stop what can be stopped."""
        with self._lock:
            self._closed = True
            tokens = list(self._cancels.values())
        for token in tokens:
            token.cancel()

    # --- inside --------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for call in listeners:
            call()

    def _take(self, event: Event) -> None:
        with self._lock:
            changed = self._taken(event)
        if changed:
            self._tell()

    def _taken(self, event: Event) -> bool:
        match event:
            case LibraryChanged(document):
                return self._put(document)
            case MembersChanged(documents):
                return sum(self._put(one) for one in documents) > 0  # each of them
            case DocumentRemoved(document_id, members):
                return sum(self._drop(one) for one in (document_id, *members)) > 0
            case DocumentProgress():
                return self._reading is not None and self._reading.move(event, self._clock())
            case IndexingPaused(reasons):
                self._pauses = reasons
                if self._reading is not None:
                    self._reading.pause(bool(reasons), self._clock())
                return True
            case RunBegan(run):
                self._put_run(run)
            case RunMoved(run_id, moved):
                self._move_run(run_id, moved)
            case RunEnded(run, fault):
                self._end_run(run, fault)
            case RecipesChanged():
                self._recipe(event)
            case ModelChanged(status):
                self._model(status.name, status.state, status.error_code)
            case _:
                return False
        return True

    # Documents.

    def _put(self, document: Document) -> bool:
        with self._lock:
            reading = self._reading
            if reading is None:
                if document.state in (DocumentState.READY, DocumentState.FAILED):
                    return False
                reading = self._reading = Reading(self._wall())
            there = reading.put(document, self._clock())
            if self._pauses:
                reading.pause(True, self._clock())
            if document.state is not DocumentState.FAILED:
                self._forget(f"document:{document.id}")
            elif there:
                self._keep(unread(document, self._wall()))
            self._if_over()
            return there

    def _drop(self, document_id: int) -> bool:
        self._forget(f"document:{document_id}")
        if self._reading is None or not self._reading.drop(document_id):
            return False
        self._if_over()
        return True

    def _if_over(self) -> None:
        reading = self._reading
        if reading is None or not reading.is_over:
            return
        self._reading = None
        ended = Work(f"{KEY}:{next(self._numbers)}", Sort.READING, began=reading.began, ended=self._wall())
        if reading.done:
            name = reading.last if reading.done == 1 else ""
            self._keep(replace(ended, standing=Standing.FINISHED, name=name, amount=reading.done))
        elif reading.taken_out:
            self._keep(replace(ended, standing=Standing.CANCELLED, amount=reading.taken_out))

    # Runs.

    def _put_run(self, run: Run) -> None:
        key = f"run:{run.id}"
        self._forget(key)
        share = run.done / run.total if run.total else None
        began, told = self._wall(), self._clock()
        self._working[key] = Work(
            key,
            Sort.RUN,
            done=run.done,
            total=run.total,
            share=share,
            told=told,
            began=began,
            number=run.id,
            run=run,
        )

    def _move_run(self, run_id: int, event: object) -> None:
        work = self._working.get(f"run:{run_id}")
        if work is None:
            return
        if isinstance(event, Begun | Done):
            left, share = event.seconds_left, event.done / event.total if event.total else None
            work = replace(work, event=event, done=event.done, total=event.total, share=share)
            work = replace(work, seconds_left=left, told=self._clock())
        self._working[work.key] = work

    def _end_run(self, run: Run, fault: Fault | None) -> None:
        work = self._working.pop(f"run:{run.id}", None)
        if work is None or self._closed:
            return
        standing = Standing.PAUSED
        if run.state is RunState.DONE:
            standing = Standing.FINISHED
        elif fault is not None:
            standing = Standing.FAILED
        done = replace(work, standing=standing, run=run, done=run.done, total=run.total, fault=fault)
        self._keep(replace(done, ended=self._wall(), seconds_left=None, again=standing is Standing.FAILED))

    # Recipes and models.

    def _recipe(self, event: RecipesChanged) -> None:
        if event.execution is None:
            return
        key = f"recipe:{event.execution}"
        if not event.ended:
            began = self._working[key].began if key in self._working else self._wall()
            self._working[key] = Work(
                key, Sort.RECIPE, name=event.name, began=began, number=event.execution, can_cancel=True
            )
            return
        work = self._working.pop(key, None)
        if work is not None and not self._closed:
            standing = Standing.FAILED if event.failed else Standing.FINISHED
            self._keep(
                replace(work, standing=standing, ended=self._wall(), fault=event.reason, again=event.failed)
            )

    def _model(self, name: str, state: ModelState, code: str | None) -> None:
        key = f"loading:{name}"
        if state is ModelState.LOADING:
            self._working.setdefault(key, Work(key, Sort.LOADING, name=name, began=self._wall()))
            return
        work = self._working.pop(key, None)
        if work is not None and state is ModelState.FAILED and not self._closed:
            fault = fault_from(code or "", {})
            self._keep(replace(work, standing=Standing.FAILED, ended=self._wall(), fault=fault))

    # Pieces.

    def _move(self, key: str, done: int, total: int, seconds_left: float | None, name: str) -> None:
        with self._lock:
            work = self._working.get(key)
            if work is None:
                return
            share = done / total if total else None
            moved = replace(work, done=done, total=total, share=share, seconds_left=seconds_left)
            self._working[key] = replace(moved, told=self._clock(), name=name or work.name)
        self._tell()

    def _end(self, key: str, standing: Standing, fault: Fault | None, amount: int) -> None:
        with self._lock:
            work = self._working.pop(key, None)
            self._cancels.pop(key, None)
            if standing is not Standing.FAILED:
                self._again.pop(key, None)
            if work is None:
                return
            again = key in self._again
            ended = replace(work, standing=standing, fault=fault, amount=amount, ended=self._wall())
            self._keep(replace(ended, seconds_left=None, can_cancel=False, again=again))
        self._tell()

    # What ended.

    def _keep(self, work: Work) -> None:
        self._forget(work.key)
        self._ended.append(work)
        for old in self._ended[:-_KEPT]:
            self._again.pop(old.key, None)
        del self._ended[:-_KEPT]

    def _forget(self, key: str) -> None:
        self._ended = [one for one in self._ended if one.key != key]


def _standing(work: Work) -> Standing:
    return Standing.PAUSED if work.waits - {PauseReason.ANSWERING} else work.standing
