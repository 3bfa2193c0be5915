"""A second look at lines that could not be read for sure: by whom, how far it has come, what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.runs.pace import Pace
from app.scans import Scans
from app.types import PauseReason
from app.words.amounts import counted, duration
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.scanning.scanned import ScannedPage
from ui.parts.tasks import Lane, Tasks

_NO_MODEL = (
    "No model is installed. Add one under Models… to have doubtful lines looked at again: a language model,"
    " or a vision model (two GGUF files: the model and its mmproj)."
)
_WAITS = {
    PauseReason.USER: "waits while reading is paused",
    PauseReason.BATTERY: "waits: on battery",
    PauseReason.ANSWERING: "waits for the answer",
}
_NO_LINE = "There is no doubtful line left to look at again"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LookOffer:
    """Whether lines can be looked at again, and what is said of it."""

    possible: bool
    words: str


@dataclass(frozen=True, slots=True)
class LookStep:
    """How far a second look has come."""

    done: int
    total: int
    changed: int  # lines that are read otherwise now
    page: ScannedPage | None  # as it is now; None before the first line
    seconds_left: float | None


def steps(
    scans: Scans, document_id: int, cancel: CancelToken, clock: Callable[[], float] = time.monotonic
) -> Iterator[LookStep]:
    """Look again at a document's doubtful lines. Raises what `Scans.look_again` does."""
    before = {
        (page.number, line.place): line.text
        for page in scans.pages(document_id)
        for line in page.lines
        if line.is_doubtful and line.again
    }
    changed: dict[int, int] = {}
    pace, began = Pace(0), clock()
    for look in scans.look_again(document_id, cancel):
        now = clock()
        if look.page is None:
            pace = Pace(look.total)
        else:
            pace.take(1, now - began)
            number = look.page.number
            changed[number] = sum(
                not line.is_corrected and before.get((number, line.place), line.text) != line.text
                for line in look.page.lines
            )
        began = now
        yield LookStep(look.done, look.total, sum(changed.values()), look.page, pace.seconds_left)


def step_words(step: LookStep, pauses: frozenset[PauseReason] = frozenset()) -> str:
    """ "Line 4 of 21 · about 1 min left", or for what it waits."""
    line = f"Line {min(step.done + 1, step.total)} of {step.total}"
    if pauses:
        return f"{line} · {next(words for reason, words in _WAITS.items() if reason in pauses)}"
    return line if step.seconds_left is None else f"{line} · about {duration(step.seconds_left)} left"


def outcome_words(step: LookStep) -> str:
    """ "7 lines looked at again, 3 read otherwise."."""
    if not step.done:
        return "No line was looked at again."
    changed = f"{step.changed:,} read otherwise" if step.changed else "none read otherwise"
    return f"{counted(step.done, 'line')} looked at again, {changed}."


class SecondLook(QObject):
    """Lets second readers weigh doubtful lines, in a lane of its own: corrections do not wait for it."""

    offered = Signal(object)  # LookOffer
    progressed = Signal(str, int, int)  # in words, lines done, of so many
    renewed = Signal(int, object)  # document id, ScannedPage
    ended = Signal(str)  # what came of it
    idle = Signal()  # nothing is looked at any more
    refused = Signal(object)  # Notice

    def __init__(
        self,
        scans: Scans,
        reader: Callable[[], str],
        unload: Callable[[], None],
        tasks: Tasks,
        parent: QObject | None = None,
        pauses: frozenset[PauseReason] = frozenset(),
    ) -> None:
        """`reader` names the model as people know it, empty while there is none; `unload` gives the vision
        model's memory back. `pauses` is why background work waits now.
        """
        super().__init__(parent)
        self._unload = unload
        self._is_loaded = False
        self._pauses = pauses
        self._scans = scans
        self._reader = reader
        self._tasks = tasks
        self._name: str | None = None  # until it is known
        self._waiting = 0
        self._cancel: CancelToken | None = None
        self._step = LookStep(0, 0, 0, None, None)

    @property
    def is_busy(self) -> bool:
        return self._cancel is not None

    def refresh(self) -> None:
        """Ask which model there is."""

        def known(name: str) -> None:
            self._name = name
            self._offer()

        self._tasks.run(Lane.LIBRARY, self._reader, known, self._refuse)

    def wait_for(self, lines: int) -> None:
        """So many lines could be looked at again."""
        self._waiting = lines
        self._offer()

    def wait_because(self, reasons: frozenset[PauseReason]) -> None:
        """Background work waits, which this is a part of, or goes on."""
        self._pauses = reasons
        if self.is_busy and self._step.total:
            self._tell()

    def begin(self, document_id: int) -> None:
        """Look at a document's lines again, one after the other."""
        if self._cancel is not None:
            return
        cancel = self._cancel = CancelToken()
        self._is_loaded = True
        self._step = LookStep(0, self._waiting, 0, None, None)
        self._offer()
        self.progressed.emit(f"Starting {self._name}…", 0, self._waiting)

        def each(step: LookStep) -> None:
            if cancel is self._cancel:
                self._step = step
                self._tell()
            if step.page is not None:
                self.renewed.emit(document_id, step.page)

        def over() -> None:
            if cancel is self._cancel:
                self._rest(outcome_words(self._step))

        def failed(error: Exception) -> None:
            if cancel is not self._cancel:
                return
            if isinstance(error, Cancelled):
                self._rest(f"Stopped. {outcome_words(self._step)}")
            else:
                self._rest("")
                self._refuse(error)

        self._tasks.stream(
            Lane.LOOK, lambda: steps(self._scans, document_id, cancel), each, over, failed, cancel
        )

    def stop(self) -> None:
        """End it; what is done stays."""
        if self._cancel is not None:
            self._cancel.cancel()

    def leave(self) -> None:
        """End it, say nothing more of it, and give the model's memory back."""
        if self._cancel is not None:
            self._cancel.cancel()
            self._rest("")
        if self._is_loaded:
            self._is_loaded = False
            self._tasks.run(Lane.LOOK, self._unload, failed=self._refuse)

    def _tell(self) -> None:
        step = self._step
        self.progressed.emit(step_words(step, self._pauses), step.done, step.total)

    def _rest(self, words: str) -> None:
        self._cancel = None
        self.idle.emit()
        self._offer()
        if words:
            self.ended.emit(words)

    def _offer(self) -> None:
        if self._name:
            words = _NO_LINE
            if self._waiting:
                words = f"Let {self._name} weigh the lines that could not be read for sure"
            self.offered.emit(LookOffer(bool(self._waiting) and not self.is_busy, words))
        elif self._name is not None:
            self.offered.emit(LookOffer(False, _NO_MODEL))

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, Fault):
            _log.error("a second look failed", exc_info=error)
        self.refused.emit(notice_of(error))
