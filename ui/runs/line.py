"""Kept work in the window: the run that is open, those in line to be made, and which are kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.runs.runs import Runs
from app.types import Notice, PauseReason
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault, ModelError
from rag.runs.types import Begun, Done, Ended, Finishing, Quick, Report, Run, RunEvent
from ui.parts.tasks import Lane, Tasks
from ui.runs.counting import Counting
from ui.runs.lacking import Lacking, Waiting
from ui.runs.listing import Listing
from ui.runs.staying import Staying

T = TypeVar("T")

_log = logging.getLogger(__name__)


class RunLine(QObject):
    """Runs are made one after the other, in the order they were asked for, whatever makes them."""

    listed = Signal(object)  # Listing
    opened = Signal(object, bool)  # Report, or None when it is gone; whether it was asked for just now
    progressed = Signal(str)  # how far the open run has come, in words; "" when it is not being made
    moved = Signal(int, int, int)  # run, parts done, parts
    happened = Signal(object)  # RunEvent of the run being made
    ended = Signal(object)  # Run, as it stands now
    refused = Signal(object)  # Notice
    lacked = Signal(int)  # so many need a model, and none is there; 0 where that was told

    def __init__(
        self,
        runs: Runs,
        tasks: Tasks,
        staying: Staying,
        there: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """`there`: whether a model that writes is."""
        super().__init__(parent)
        self._staying = staying
        self._runs = runs
        self._tasks = tasks
        self._open: Report | None = None
        self._line: list[Run] = []  # to be made, in order; the first may be running
        self._running: Run | None = None
        self._cancel: CancelToken | None = None
        self._held = False  # no model can answer: the line waits until the user goes on
        self._lacking = Waiting(runs, there)
        self._failed: dict[int, Notice] = {}
        self._doomed: set[int] = set()  # deleted as soon as they have stopped
        self._counting = Counting(runs, self)
        self._counting.changed.connect(self._tell)
        self._searched = ""
        self._makers: Collection[str] = ()
        self._reading = self._stale = False

    @property
    def current(self) -> Report | None:
        return self._open

    @property
    def line(self) -> tuple[int, ...]:
        return tuple(one.id for one in self._line)

    @property
    def running(self) -> Run | None:
        """The run being made, as it was when its turn came."""
        return self._running

    @property
    def progress(self) -> str:
        """How far the open run has come, and what it waits for, in words; "" when it is not being made."""
        if self._running is None or self._open is None or not self._is_running(self._open.run.id):
            return ""
        return self._counting.words

    def waits(self, run_id: int) -> int | None:
        """How many are made before this one; None when it is not in line, or waits for a model."""
        return self._before().get(run_id)

    @property
    def lacking(self) -> frozenset[int]:
        """Those in line that wait for a model."""
        return frozenset(self.line if self._held else self._lacking.ids.intersection(self.line))

    def failure(self, run_id: int) -> Notice | None:
        """Why a run could not be made, since the program was started."""
        return self._failed.get(run_id)

    def load(self) -> None:
        """List what is kept, and go on with what the end of the program interrupted."""

        def pending(found: list[Run]) -> None:
            self._queue(found)
            self._list()

        self._tasks.run(Lane.LIBRARY, self._runs.pending, pending, self.refuse)

    def reload(self) -> None:
        """Documents were removed, or came back, and what was made of them with them."""

        def learnt(there: set[int]) -> None:
            self._line = [one for one in self._line if one.id in there or self._is_running(one.id)]
            if self._open is not None and self._open.run.id not in there:
                self._close()
            elif self._open is not None:
                self._show_again(self._open.run.id)
            self._list()

        self._tasks.run(Lane.LIBRARY, lambda: {one.id for one in self._runs.runs()}, learnt, self.refuse)

    def try_again(self) -> None:
        """Another model may be there: what waits for one is begun where it is."""
        self._held = False
        self._lacking.retry()
        self._next()
        self._list()

    def wait_because(self, reasons: frozenset[PauseReason]) -> None:
        """Background work waits, or goes on."""
        self._counting.wait_because(reasons)

    # --- what the user asks for ----------------------------------------------------------------------------

    def ask(
        self,
        lane: Lane,
        make: Callable[[], Sequence[Run]],
        refused: Notice,
        told: Callable[[int], None] = lambda _: None,
        *,
        shown: bool = True,
        over: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep new runs, put them in line, and show the first, unless it is not to be `shown` or the person
        has gone elsewhere by then; `refused` where there is nothing to make. `told` hears the number of the
        first, `over` that it is kept or never will be.
        """
        stays = self._staying.begin() if shown else lambda: False

        def made(found: Sequence[Run]) -> None:
            over()
            if not found:
                self.refused.emit(refused)
                return
            self._held = False
            self._lacking.ask()
            self._queue(found)
            if stays():
                self._read(found[0].id, asked=True)
            told(found[0].id)
            self._list()

        def failed(error: Exception) -> None:
            over()
            self.refuse(error)

        self._tasks.run(lane, make, made, failed)

    def put_in_line(self, run: Run) -> None:
        """Make a run, or go on with it, without showing it."""
        self._held = False
        self._failed.pop(run.id, None)
        self._lacking.ask(run.id)
        self._queue([run])
        self._list()

    def go_on(self, run_id: int) -> None:
        """Make a run that was paused or failed; after those in line."""

        def known(run: Run) -> None:
            self.put_in_line(run)
            self._show_again(run_id)

        self._tasks.run(Lane.LIBRARY, lambda: self._runs.get(run_id), known, self.refuse)

    def pause(self, run_id: int) -> None:
        """Stop making a run, or take it out of the line; what is done is kept."""
        if self._is_running(run_id):
            if self._cancel is not None:
                self._cancel.cancel()
        elif run_id in self.line:
            self._line = [one for one in self._line if one.id != run_id]
            self.change(run_id, lambda: self._runs.stop(run_id))

    def pause_all(self) -> None:
        """Pause every run in line, the running one last."""
        for run_id in reversed(self.line):
            self.pause(run_id)

    def cancel_waiting(self) -> None:
        """Make none of those that are not being made: what was begun is kept as it stands, the rest goes."""
        gone = [one.id for one in self._line if not self._is_running(one.id)]
        self._line = [one for one in self._line if one.id not in gone]

        def work() -> None:
            for run_id in gone:
                (self._runs.stop if self._runs.get(run_id).total else self._runs.delete)(run_id)

        self._tasks.run(Lane.LIBRARY, work, lambda _: self.reload(), self.refuse)

    def open(self, run_id: int, *, asked: bool = False) -> None:
        """Show a report; `asked`: the user wants to see it now."""
        if asked:
            self._staying.step()
        self._read(run_id, asked=asked)

    def _read(self, run_id: int, *, asked: bool) -> None:
        self._tasks.run(
            Lane.LIBRARY,
            lambda: self._runs.report(run_id),
            lambda report: self._show(report, asked=asked),
            self.refuse,
        )

    def delete(self, run_id: int) -> None:
        if self._open is not None and self._open.run.id == run_id:
            self._close()
        if self._is_running(run_id):
            self._doomed.add(run_id)
            self.pause(run_id)
            return
        self._line = [one for one in self._line if one.id != run_id]
        self.change(run_id, lambda: self._runs.delete(run_id))

    def search(self, text: str) -> None:
        """List only what holds these words; "" for all."""
        self._searched = text.strip()
        self._list()

    def choose(self, makers: Collection[str]) -> None:
        """List only what some makers made; none for all."""
        self._makers = makers
        self._list()

    def written(self, work: Callable[[Report], T], done: Callable[[T], None]) -> None:
        """Turn the open report into text or paper, elsewhere; then `done`."""
        report = self._open
        if report is not None:
            self._tasks.run(Lane.LIBRARY, lambda: work(report), done, self.refuse)

    # --- the line ------------------------------------------------------------------------------------------

    def _queue(self, made: Sequence[Run]) -> None:
        held = set(self.line)
        self._line += [one for one in made if one.id not in held]
        self._next()

    def _next(self) -> None:
        line, lacking = tuple(self._line), self.lacking
        run = next((one for one in line if one.id not in lacking), None)
        if self._running is not None or run is None:
            return
        self._running, cancel = run, CancelToken()
        self._cancel = cancel
        self._counting.begin(run)

        def work() -> Iterator[RunEvent]:
            self._lacking.look(run, line)
            return self._runs.run(run.id, cancel)

        self._tasks.stream(Lane.RUN, work, self._take, self._over, self._fell)

    def _take(self, event: RunEvent) -> None:
        self._counting.take(event)
        self.happened.emit(event)
        match event:
            case Begun(id_, _, done, total, _):
                self.moved.emit(id_, done, total)
                if not done:
                    self._list()  # its parts are known from now on
            case Done(id_, _, done, total, _):
                self.moved.emit(id_, done, total)
                self._refresh()
            case Quick() | Finishing():
                self._refresh()
            case Ended(run):
                self._refresh()
                self.ended.emit(run)

    def _over(self) -> None:
        self._counting.end()
        ended, self._running, self._cancel = self._running, None, None
        assert ended is not None
        self._line = [one for one in self._line if one.id != ended.id]
        if ended.id in self._doomed:
            self._doomed.discard(ended.id)
            self.change(ended.id, lambda: self._runs.delete(ended.id))
        self._next()
        self._tell()
        self._show_again(ended.id)
        self._list()

    def _fell(self, error: Exception) -> None:
        if isinstance(error, Lacking):
            self._lack(error)
            return
        if not isinstance(error, Cancelled) and self._running is not None:
            self._failed[self._running.id] = notice_of(error)
            self._held = isinstance(error, ModelError)  # the next one would not fare better
            self.refuse(error)
        self._over()

    def _lack(self, fault: Lacking) -> None:
        """It stays in line, and whatever needs no model goes first."""
        self._counting.end()
        self._running = self._cancel = None
        self.lacked.emit(self._lacking.take(fault))
        self._next()
        self._tell()
        self._list()

    def _before(self) -> dict[int, int]:
        """How many are made before each that is made in its turn; none before the one being made."""
        lacking = self.lacking
        ready = sorted(
            (one for one in self.line if one not in lacking), key=lambda one: not self._is_running(one)
        )
        return {run_id: place for place, run_id in enumerate(ready)}

    def _is_running(self, run_id: int) -> bool:
        return self._running is not None and self._running.id == run_id

    # --- what is shown -------------------------------------------------------------------------------------

    def _tell(self) -> None:
        self.progressed.emit(self.progress)

    def _refresh(self) -> None:
        """Read the open report again; once more, if something happened meanwhile."""
        if self._open is None or not self._is_running(self._open.run.id):
            return
        if self._reading:
            self._stale = True
            return
        self._reading, run_id = True, self._open.run.id

        def read(report: Report) -> None:
            self._reading = False
            if self._open is not None and self._open.run.id == run_id:
                self._show(report)
            if self._stale:
                self._stale = False
                self._refresh()

        def failed(_: Exception) -> None:
            self._reading = self._stale = False

        self._tasks.run(Lane.LIBRARY, lambda: self._runs.report(run_id), read, failed)

    def _show_again(self, run_id: int) -> None:
        if self._open is not None and self._open.run.id == run_id:
            self.open(run_id)

    def _show(self, report: Report, *, asked: bool = False) -> None:
        self._open = report
        self.opened.emit(report, asked)
        self._tell()

    def _close(self) -> None:
        self._open = None
        self.opened.emit(None, False)

    def change(self, run_id: int, work: Callable[[], None]) -> None:
        """Change what is kept of a run, elsewhere, and show it as it stands then."""

        def done(_: None) -> None:
            self._list()
            self._show_again(run_id)

        self._tasks.run(Lane.LIBRARY, work, done, self.refuse)

    def _list(self) -> None:
        text, makers = self._searched, self._makers

        def work() -> list[Run]:
            return self._runs.search(text, makers) if text else self._runs.runs(makers)

        def found(kept: list[Run]) -> None:
            if (text, makers) == (self._searched, self._makers):
                failed, chosen = frozenset(self._failed), bool(text or makers)
                self.listed.emit(Listing(tuple(kept), self._before(), failed, self.lacking, chosen))

        self._tasks.run(Lane.LIBRARY, work, found, self.refuse)

    def refuse(self, error: Exception) -> None:
        """Say what went wrong."""
        if not isinstance(error, Fault):
            _log.error("kept work failed", exc_info=error)
        self.refused.emit(notice_of(error))
