"""A second look at lines that could not be read for sure: offered beside their page, begun, told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.runs.second_looks import SecondLooks
from app.scans import Scans
from app.types import Notice, PauseReason
from app.words.catalogue import count, say
from app.words.messages import notice_for
from app.words.runs import look_words, progress_words, waiting_words
from rag.runs.types import Begun, Done, Ended, PartState, Run, RunEvent, RunState
from rag.scanning.scanned import ScannedPage
from ui.parts.tasks import Lane, Tasks
from ui.runs.line import RunLine


@dataclass(frozen=True, slots=True)
class LookOffer:
    """Whether lines can be looked at again, and what is said of it."""

    possible: bool
    words: str


class SecondLook(QObject):
    """Puts second looks in line with other kept work, and tells how the one of this page comes on."""

    offered = Signal(object)  # LookOffer
    progressed = Signal(str, int, int)  # in words, lines done, of so many
    renewed = Signal(int, object)  # document id, ScannedPage
    ended = Signal(str)  # what came of it
    idle = Signal()  # nothing is looked at any more
    refused = Signal(object)  # Notice

    def __init__(
        self,
        looks: SecondLooks,
        scans: Scans,
        line: RunLine,
        title: Callable[[str], str],
        tasks: Tasks,
        parent: QObject | None = None,
        pauses: frozenset[PauseReason] = frozenset(),
    ) -> None:
        """`title` names a model as people know it. `pauses` is why background work waits now."""
        super().__init__(parent)
        self._looks = looks
        self._scans = scans
        self._line = line
        self._title = title
        self._tasks = tasks
        self._pauses = pauses
        self._name: str | None = None  # of the model; None until it is known
        self._waiting = 0
        self._asked = False  # a run was asked for and is not known yet
        self._run: Run | None = None
        self._words, self._done, self._total = "", 0, 0
        self._failure: Notice | None = None
        line.happened.connect(self._take)
        line.listed.connect(lambda _: self._wait_in_line())

    @property
    def is_busy(self) -> bool:
        return self._asked or self._run is not None

    def refresh(self) -> None:
        """Ask which model there is."""

        def known(name: str) -> None:
            self._name = name
            self._offer()

        self._tasks.run(Lane.LIBRARY, lambda: self._title(self._looks.reader), known, self._line.refuse)

    def wait_for(self, lines: int) -> None:
        """So many lines could be looked at again."""
        self._waiting = lines
        self._offer()

    def wait_because(self, reasons: frozenset[PauseReason]) -> None:
        """Background work waits, which this is a part of, or goes on."""
        self._pauses = reasons
        if self.is_busy and self._total:
            self._tell()

    def begin(self, document_id: int) -> None:
        """Look at a document's lines again, one after the other; what was begun before goes on."""
        if self.is_busy:
            return
        self._asked, self._failure = True, None
        self._offer()
        self._words, self._done, self._total = say("runs.look.starting", model=self._name), 0, self._waiting
        self.progressed.emit(self._words, 0, self._waiting)

        def made(run: Run) -> None:
            if not self._asked:
                return  # left meanwhile
            self._asked, self._run = False, run
            self._line.put_in_line(run)

        def failed(error: Exception) -> None:
            self._rest("")
            self._line.refuse(error)

        self._tasks.run(Lane.LIBRARY, lambda: self._looks.create(document_id), made, failed)

    def stop(self) -> None:
        """End it; what is done stays, and the rest can be looked at later."""
        if self._run is not None:
            self._line.pause(self._run.id)
            if self._line.running is None or self._line.running.id != self._run.id:
                self._end(self._run)

    def leave(self) -> None:
        """End it, and say nothing more of it."""
        run, self._run, self._asked = self._run, None, False
        if run is not None:
            self._line.pause(run.id)
            self._rest("")

    # --- inside --------------------------------------------------------------------------------------------

    def _take(self, event: RunEvent) -> None:
        run = self._run
        if run is None:
            return
        match event:
            case Begun(id_, _, done, total, _) if id_ == run.id:
                self._step(progress_words(run, event), done, total)
            case Done(id_, result, done, total, _) if id_ == run.id:
                if result.state is PartState.FAILED:
                    self._failure = notice_for(result.error_code, result.error_facts)
                self._renew(result.part.document_id, result.part.page)
                self._step(progress_words(run, event), done, total)
            case Ended(ended) if ended.id == run.id:
                self._end(ended)

    def _renew(self, document_id: int, number: int) -> None:
        """Read the page again, as it is now."""

        def read(page: ScannedPage) -> None:
            self.renewed.emit(document_id, page)

        self._tasks.run(Lane.LIBRARY, lambda: self._scans.page(document_id, number), read)

    def _step(self, words: str, done: int, total: int) -> None:
        self._words, self._done, self._total = words, done, total
        self._tell()

    def _wait_in_line(self) -> None:
        """Something else is made first."""
        before = self._line.waits(self._run.id) if self._run is not None else None
        if before:
            self._step(count("runs.state.waits", before), 0, self._waiting)

    def _tell(self) -> None:
        self.progressed.emit(waiting_words(self._words, self._pauses), self._done, self._total)

    def _end(self, run: Run) -> None:
        outcome = look_words(run.done, run.found)
        stopped = run.state is not RunState.DONE
        self._rest(say("runs.look.stopped", outcome=outcome) if stopped else outcome)
        if stopped and self._failure is not None:
            self.refused.emit(self._failure)

    def _rest(self, words: str) -> None:
        self._run, self._asked = None, False
        self.idle.emit()
        self._offer()
        if words:
            self.ended.emit(words)

    def _offer(self) -> None:
        if self._name:
            words = say("runs.look.no-line")
            if self._waiting:
                words = say("runs.look.offer", model=self._name)
            self.offered.emit(LookOffer(bool(self._waiting) and not self.is_busy, words))
        elif self._name is not None:
            self.offered.emit(LookOffer(False, say("runs.look.no-model")))
