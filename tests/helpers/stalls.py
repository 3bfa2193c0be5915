"""How long the thread of the window is away from its event loop, and what it did meanwhile.

A timer that is to fire every two milliseconds tells how late it was: what a person feels. `own` is what the
thread computed meanwhile, which is what there would be to feel on a machine with nothing else to do. A second
thread looks, whenever the loop has been away for more than a frame, at which line the first one stands.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from PySide6.QtCore import Qt, QTimer

ROOT = Path(__file__).resolve().parents[2]
FRAME = 16.0  # milliseconds

_WAKE = 2  # milliseconds between looks at the clock
_LOOK = 0.004  # seconds between looks at the thread
_ROOMS = ("app", "rag", "engine", "ui")
_FRAME = re.compile(r'^  File "(.+)", line (\d+) in (.+)$', re.MULTILINE)
_DEPTH = 4  # of our functions that are told of a stall


@dataclass(frozen=True, slots=True)
class Stalls:
    """Of one thing that was done, in milliseconds. `by`: what the thread was at in the worst of them, from
    the innermost of our functions outwards, and how much of it Python spent on its own rubbish.
    """

    what: str
    worst: float
    p99: float
    p95: float
    p50: float
    over_a_frame: int
    own_worst: float
    own_p99: float
    own_over_a_frame: int
    looks: int
    seconds: float
    by: str

    def line(self) -> str:
        late = (
            f"worst {self.worst:6.1f} p99 {self.p99:5.1f} p95 {self.p95:5.1f} over 16: {self.over_a_frame:3}"
        )
        own = f"own {self.own_worst:6.1f} p99 {self.own_p99:5.1f} over 16: {self.own_over_a_frame:3}"
        return f"{self.what:34} {late}; {own}  {self.by}"


class Watch:
    """Notes how late each wake of the event loop comes. Made and used in the thread of the window."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._own: list[float] = []
        self._by: list[str] = []
        self._worked = self._due = 0.0
        self._collected = self._began_collecting = 0.0
        self._seen: Counter[str] = Counter()  # where the thread stood since the last wake
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_WAKE)
        self._timer.timeout.connect(self._look)

    @contextmanager
    def over(self, into: list[Stalls], what: str) -> Iterator[None]:
        """Watch while the body runs, which has to let the event loop run."""
        self._late, self._own, self._by = [], [], []
        self._collected = 0.0
        self._seen.clear()
        began = time.perf_counter()
        self._due, self._worked = began + _WAKE / 1000, time.thread_time()
        watcher = _Watcher(self._stands, lambda: time.perf_counter() - self._due > FRAME / 1000)
        gc.callbacks.append(self._collecting)
        self._timer.start()
        watcher.start()
        try:
            yield
        finally:
            self._look()
            self._timer.stop()
            watcher.end()
            gc.callbacks.remove(self._collecting)
        into.append(self._told(what, time.perf_counter() - began))

    def _told(self, what: str, seconds: float) -> Stalls:
        late, own = sorted(self._late), sorted(self._own)
        worst = max(range(len(self._own)), key=self._own.__getitem__)
        if self._own[worst] < FRAME:
            worst = max(range(len(self._late)), key=self._late.__getitem__)
        return Stalls(
            what,
            _share(late, 1),
            _share(late, 0.99),
            _share(late, 0.95),
            _share(late, 0.5),
            sum(one > FRAME for one in late),
            _share(own, 1),
            _share(own, 0.99),
            sum(one > FRAME for one in own),
            len(late),
            round(seconds, 1),
            self._by[worst],
        )

    def _look(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        late = max(0.0, (now - self._due) * 1000)
        self._late.append(late)
        self._own.append((worked - self._worked) * 1000)
        self._by.append(self._what() if late > FRAME else "")
        self._seen.clear()
        self._collected = 0.0
        self._worked, self._due = worked, now + _WAKE / 1000

    def _what(self) -> str:
        seen = Counter(dict(self._seen))  # as it is now: the watcher goes on writing
        [(stood, times)] = seen.most_common(1) or [("", 0)]
        told = f"{stood} ({times} of {seen.total()} looks)" if stood else "not seen"
        return told + (f"; collecting {1000 * self._collected:.0f} ms" if self._collected else "")

    def _stands(self, where: str) -> None:
        self._seen[where] += 1

    def _collecting(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._began_collecting = time.perf_counter()
        else:
            self._collected += time.perf_counter() - self._began_collecting


def children_as_ever() -> None:
    """Let no process that is started from now on inherit that this one goes before all others (`chrt -f`):
    readers and drawers would take its processors from the window itself, as they never do.
    """
    if sys.platform != "linux" or os.sched_getscheduler(0) != os.SCHED_FIFO:
        return
    from engine.workers import process

    spawn, first = process._spawn, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK

    def spawned(*given: Any) -> Any:
        # Of the thread that starts the child, which is there for it alone.
        os.sched_setscheduler(0, first, os.sched_getparam(0))
        return spawn(*given)

    process._spawn = spawned


class _Watcher(threading.Thread):
    """Tells where the thread that made it stands, as long as that is `away`."""

    def __init__(self, tell: Callable[[str], None], away: Callable[[], bool]) -> None:
        super().__init__(name="stalls", daemon=True)
        self._tell, self._away = tell, away
        self._of = threading.get_ident()
        self._over = threading.Event()
        self._written = tempfile.TemporaryFile()  # noqa: SIM115  # until the thread ends

    def run(self) -> None:
        while not self._over.wait(_LOOK):
            if self._away():
                self._tell(_told(_stack(self._of, self._written)))

    def end(self) -> None:
        self._over.set()
        self.join()
        self._written.close()


def _stack(thread: int, written: IO[bytes]) -> list[tuple[str, int, str]]:
    """Files, lines and functions where a thread stands, from the innermost. Written down by the interpreter
    at one go: a frame of a thread that goes on must not be walked (`f_back` ends the process where a function
    is just being entered), nor held, for what it names would stay: a painter went on beyond its function.
    """
    written.seek(0)
    written.truncate()
    faulthandler.dump_traceback(written, all_threads=True)
    written.seek(0)
    _, _, rest = written.read().decode(errors="replace").partition(f"hread 0x{thread:016x} ")
    whole, _, _ = rest.partition("\n\n")
    return [(file, int(line), name) for file, line, name in _FRAME.findall(whole)]


def _told(stack: Sequence[tuple[str, int, str]]) -> str:
    """Our functions of it, from the innermost."""
    found: list[str] = []
    for name, line, function in stack:
        file = Path(name)
        if file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in _ROOMS:
            found.append(f"{file.relative_to(ROOT).with_suffix('').as_posix()}:{line} {function}")
    return " < ".join(found[:_DEPTH]) or "Qt"


def _share(ordered: Sequence[float], share: float) -> float:
    return round(ordered[int(share * (len(ordered) - 1))], 1)
