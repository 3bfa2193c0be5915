"""Kept work: made part by part, one loop for all makers; goes on after a pause or a restart."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress

from app.events import Event, RunBegan, RunEnded, RunMoved
from app.runs.pace import Pace
from app.scheduler import Scheduler
from app.security.auditing import Audit
from app.types import PauseReason
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault, fault_from
from rag.runs.maker import Maker, Turn
from rag.runs.store import RunStore
from rag.runs.types import (
    Begun,
    Done,
    Ended,
    Finishing,
    Part,
    PartState,
    Quick,
    Report,
    Result,
    Run,
    RunEvent,
    RunState,
)
from rag.storing.documents import DocumentStore
from rag.types import DocumentState

_WAIT_SECONDS = 0.25
_WAITS = {
    Turn.AFTER_QUESTIONS: frozenset({PauseReason.LOW_BATTERY}),
    Turn.BACKGROUND: frozenset(PauseReason),
    Turn.FREE: frozenset[PauseReason](),
}
_DEATHS = 2  # one after the other end the run: the next part will not fare better

_log = logging.getLogger(__name__)


class Runs:
    """Made in the caller's thread, one after the other; a question to the chat goes first."""

    def __init__(
        self,
        store: RunStore,
        documents: DocumentStore,
        makers: Sequence[Maker],
        scheduler: Scheduler,
        audit: Audit,
        clock: Callable[[], float] = time.monotonic,
        held: Callable[[], Collection[int]] = tuple,
        tell: Callable[[Event], None] = lambda _: None,
    ) -> None:
        """`held` gives the runs that recipes make, and go on with; `tell` hears what is made, and how far."""
        self._held = held
        self._tell = tell
        self._made_now: set[int] = set()
        self._one_maker = threading.Condition()
        self._store = store
        self._documents = documents
        self._makers = {maker.name: maker for maker in makers}
        self._scheduler = scheduler
        self._audit = audit
        self._clock = clock
        self._ending = CancelToken()

    @property
    def makers(self) -> tuple[Maker, ...]:
        """Who makes runs here."""
        return tuple(self._makers.values())

    def waits_for(self, run: Run) -> frozenset[PauseReason]:
        """The pauses that hold a run up."""
        return _WAITS[self._makers[run.maker].turn]

    def asks_model(self, run: Run) -> bool:
        """Whether a run cannot even be begun where no model that writes is installed."""
        return self._makers[run.maker].asks_model(run)

    # --- what is kept --------------------------------------------------------------------------------------

    def runs(self, makers: Collection[str] = (), document_id: int | None = None) -> list[Run]:
        """All that are kept, of some makers or of one document only, the newest first."""
        return self._store.runs(makers, document_id)

    def get(self, run_id: int) -> Run:
        """Raises `RunUnknown`, as do the calls below."""
        return self._store.get(run_id)

    def results(self, run_id: int) -> list[Result]:
        """The parts in their order, with what they gave so far."""
        return self._store.results(run_id)

    def report(self, run_id: int) -> Report:
        """The run as far as it is made."""
        run = self._store.get(run_id)
        results = self._store.results(run_id)
        maker = self._makers[run.maker]
        return Report(
            run,
            self._store.quick(run_id),
            self._store.blocks(run_id) or maker.so_far(run, results),
            tuple(results),
            maker.covered(run, results),
            sum(one.seconds for one in results),
            sum(one.prompt_tokens for one in results),
            sum(one.generated_tokens for one in results),
        )

    def search(self, text: str, makers: Collection[str] = ()) -> list[Run]:
        """Those whose text, documents or title hold every word of `text`."""
        return self._store.search(text, makers)

    def delete(self, run_id: int) -> None:
        self._store.delete(run_id)

    def pending(self) -> list[Run]:
        """Those to be made, in order: RUNNING ones, which the end of the program interrupted, then QUEUED.
        What recipes make is theirs to go on with.
        """
        held = self._held()
        kept = sorted((one for one in self._store.runs() if one.id not in held), key=lambda one: one.id)
        return [one for state in (RunState.RUNNING, RunState.QUEUED) for one in kept if one.state is state]

    def noting(self, note: Callable[[int], object]) -> AbstractContextManager[None]:
        """While this is held, `note` hears of every run that this thread creates, in the same transaction."""
        return self._store.noting(note)

    def stop(self, run_id: int) -> None:
        """Leave a run that waits or was interrupted as it is; it does not go on by itself."""
        self._store.set_state(run_id, RunState.STOPPED)

    def close(self) -> None:
        """The program ends: the parts being done are dropped; their run goes on at the next start."""
        self._ending.cancel()

    # --- making them ---------------------------------------------------------------------------------------

    def run(self, run_id: int, cancel: CancelToken) -> Iterator[RunEvent]:
        """Make a run, or go on with it, and yield what happens; the last event is `Ended`.

        A part that fails by itself is kept as FAILED; faults that concern all of it (`ModelError`s, and why a
        document could not be read) are raised and leave the run STOPPED, as cancelling does: calling `run`
        again goes on. When the consumer turns away, as at the end of the program, it stays RUNNING. A run
        that somebody else makes is waited for, and gone on with as they leave it.
        """
        with self._alone(run_id, cancel):
            yield from self._told(run_id, cancel)

    # --- inside --------------------------------------------------------------------------------------------

    @contextmanager
    def _alone(self, run_id: int, cancel: CancelToken) -> Iterator[None]:
        with self._one_maker:
            while run_id in self._made_now and not (cancel.cancelled or self._ending.cancelled):
                self._one_maker.wait(_WAIT_SECONDS)
            cancel.raise_if_cancelled()
            self._made_now.add(run_id)
        try:
            yield
        finally:
            with self._one_maker:
                self._made_now.discard(run_id)
                self._one_maker.notify_all()

    def _told(self, run_id: int, cancel: CancelToken) -> Iterator[RunEvent]:
        began, reason = self._store.get(run_id), None  # type: tuple[Run, Fault | None]
        self._tell(RunBegan(began))
        try:
            for event in self._run(run_id, cancel):
                self._tell(RunMoved(run_id, event))
                yield event
        except Fault as fault:
            reason = fault
            raise
        finally:
            with suppress(Fault):  # it may be deleted, or the vault closed
                began = self._store.get(run_id)
            self._tell(RunEnded(began, reason))

    def _run(self, run_id: int, cancel: CancelToken) -> Iterator[RunEvent]:
        self._store.set_state(run_id, RunState.RUNNING)
        maker = self._makers[self._store.get(run_id).maker]
        either = CancelToken()
        withdraw = [cancel.on_cancel(either.cancel), self._ending.on_cancel(either.cancel)]
        try:
            yield from self._made(run_id, maker, either)
        except Cancelled:
            if self._ending.cancelled:
                return
            self._store.set_state(run_id, RunState.STOPPED)
        except Fault:
            self._store.set_state(run_id, RunState.STOPPED)
            raise
        finally:
            for call in withdraw:
                call()
            maker.release()
        ended = self._store.get(run_id)
        self._audit.made(ended)
        yield Ended(ended)

    def _made(self, run_id: int, maker: Maker, cancel: CancelToken) -> Iterator[RunEvent]:
        run = self._store.get(run_id)
        for document_id in maker.awaited(run):
            self._await(document_id, cancel)
        run = self._with_model(run, maker)
        results = self._store.results(run_id)
        if not results:
            results = list(maker.plan(run, cancel))
            self._store.plan(run_id, results)
        if not self._store.quick(run_id):
            yield from self._glance(run, maker, cancel)
        yield from self._fill(run, maker, results, cancel)
        if maker.brings_together:
            yield Finishing(run_id)
        results = self._store.results(run_id)
        self._store.keep_blocks(run_id, maker.finish(run, results, cancel))
        self._store.set_state(run_id, RunState.DONE if maker.is_whole(results) else RunState.STOPPED)

    def _await(self, document_id: int, cancel: CancelToken) -> None:
        """Wait until a document can be read. Raises why it cannot be."""
        while True:
            document = self._documents.get(document_id)
            if document.state is DocumentState.READY:
                return
            if document.state is DocumentState.FAILED:
                raise fault_from(document.error_code or "", json.loads(document.error_facts))
            if cancel.wait(_WAIT_SECONDS):
                raise Cancelled

    def _with_model(self, run: Run, maker: Maker) -> Run:
        """What is done stays the work of the model that did it, told by the last of them."""
        model = maker.model(run)
        if model and model != run.model:
            self._store.set_model(run.id, model)
        return self._store.get(run.id)

    def _glance(self, run: Run, maker: Maker, cancel: CancelToken) -> Iterator[RunEvent]:
        """The first lines; a question that comes between ends them, the full text follows anyway."""
        with ExitStack() as stack:
            try:
                turn = stack.enter_context(self._turn(cancel))
                for points in maker.glance(run, turn):
                    self._store.keep_quick(run.id, points)
                    yield Quick(run.id, points)
            except Cancelled:
                cancel.raise_if_cancelled()

    def _fill(
        self, run: Run, maker: Maker, results: Sequence[Result], cancel: CancelToken
    ) -> Iterator[RunEvent]:
        groups = maker.groups(run, results)
        pace = Pace(sum(part.length for group in groups for part in group))
        done, deaths = len(results) - sum(map(len, groups)), 0
        for group in groups:
            yield Begun(run.id, group[0], done, len(results), pace.seconds_left)
            for filled in self._done(run, maker, group, cancel):
                self._store.fill(run.id, filled)
                for result in filled:
                    deaths = deaths + 1 if result.error_code == "worker-died" else 0
                    done += 1
                    pace.take(result.part.length, result.seconds)
                    yield Done(run.id, result, done, len(results), pace.seconds_left)
                if deaths >= _DEATHS:
                    return

    def _done(
        self, run: Run, maker: Maker, group: Sequence[Part], cancel: CancelToken
    ) -> Iterator[list[Result]]:
        """What parts give, done together; if that fails, what each gives by itself, or why it does not."""
        began = self._clock()
        try:
            found = self._in_turn(run, maker, group, cancel)
        except maker.faults as fault:
            cancel.raise_if_cancelled()
            if len(group) > 1:
                for one in group:
                    yield from self._done(run, maker, [one], cancel)
                return
            found = [_failed(group[0], fault, self._clock() - began)]
        yield found

    def _in_turn(self, run: Run, maker: Maker, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        """Parts done together when it is their turn; begun again as often as a question comes between."""
        while True:
            cancel.raise_if_cancelled()
            if maker.turn is Turn.FREE:
                return maker.fill(run, group, cancel)
            if maker.turn is Turn.BACKGROUND:
                self._scheduler.gate(cancel)
                cancel.raise_if_cancelled()
                return maker.fill(run, group, cancel)
            try:
                with self._turn(cancel) as turn:
                    return maker.fill(run, group, turn)
            except Cancelled:
                cancel.raise_if_cancelled()
                _log.info("run %d gives way to a question", run.id)

    @contextmanager
    def _turn(self, cancel: CancelToken) -> Iterator[CancelToken]:
        """See `Scheduler.giving_way`; nothing is begun on a battery that is nearly empty."""
        self._scheduler.wait_while(PauseReason.LOW_BATTERY, cancel)
        cancel.raise_if_cancelled()
        with self._scheduler.giving_way(cancel) as turn:
            yield turn


def _failed(part: Part, fault: Fault, seconds: float) -> Result:
    facts = json.dumps(fault.facts)
    return Result(part, PartState.FAILED, seconds=seconds, error_code=fault.code, error_facts=facts)
