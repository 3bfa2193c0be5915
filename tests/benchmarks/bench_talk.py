"""A long conversation in the window: how long the event loop stalls while it opens and is scrolled.

Every fifth answer has a table, a list and code. A timer that should fire every 4 ms tells how late it was: a
stall is what it was late by. `cpu` is what the thread of the window computed meanwhile: what a stall is where
nothing else wants the processor. `idle` is the same window doing nothing, which on a busy machine stalls too.
Run `python make.py bench talk [--turns N]`; it ends with 1 where the window computes for longer than 50 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from window import open_window  # noqa: E402

from rag.storing.conversations import ChatStore  # noqa: E402
from rag.storing.vault import Vault  # noqa: E402
from rag.types import Answer, Citation, Outcome, Sentence, Support  # noqa: E402
from ui.chat.desk import ChatDesk  # noqa: E402
from ui.parts.theme import BODY_POINTS, LIGHT, sheet  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "talk.json"

_EVERY_MS = 4
_MOST_MS = 50.0
_PATIENCE = 120.0  # seconds
_LONG = (
    "The clause {n} says that the heron nests by the river, and that nobody may disturb it before July.\n\n"
    "| Month | What is allowed |\n|---|---|\n| May | **nothing** |\n| June | looking |\n"
    "| July | all of it |\n\n"
    "1. Look from afar.\n2. Write it down.\n\n```python\ndef may(month):\n    return month > 6\n```\n"
)
_SHORT = "The clause {n} says that the heron nests by the river, and that nobody may disturb it before July. "


@dataclass(frozen=True, slots=True)
class Stalls:
    """Of the event loop, in milliseconds; `seconds` it was watched."""

    what: str
    worst: float
    p95: float
    worst_cpu: float
    p95_cpu: float
    seconds: float


class Watch:
    """Hears of the event loop every few milliseconds."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._tick)
        self._late: list[float] = []
        self._computed: list[float] = []
        self._last = self._last_cpu = 0.0

    def over(self, what: str, work: Callable[[], None], done: Callable[[], bool], least: float) -> Stalls:
        """Do something, and watch until it is done and no shorter than `least` seconds."""
        self._late, self._computed = [], []
        began = self._last = time.perf_counter()
        self._last_cpu = time.thread_time()
        self._timer.start()
        work()
        while time.perf_counter() - began < least or not done():
            if time.perf_counter() - began > _PATIENCE:
                raise TimeoutError(what)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._timer.stop()
        seconds = time.perf_counter() - began
        return Stalls(what, *_extremes(self._late), *_extremes(self._computed), round(seconds, 2))

    def _tick(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        self._late.append(max(0.0, 1000 * (now - self._last) - _EVERY_MS))
        self._computed.append(1000 * (cpu - self._last_cpu))
        self._last, self._last_cpu = now, cpu


def _extremes(found: list[float]) -> tuple[float, float]:
    """The worst, and what 95 of 100 stay below."""
    ordered = sorted(found)
    return round(ordered[-1], 1), round(ordered[int(0.95 * (len(ordered) - 1))], 1)


def fill(vault: Vault, turns: int) -> int:
    """Keep a conversation of so many turns; its number."""
    chats = ChatStore(vault)
    talk = chats.create("A long one").id
    cited = Citation(1, "herons.txt", 1, "Herons", 0, 40, "The heron nests by the river.")
    for number in range(turns):
        text = (_LONG if number % 5 == 0 else _SHORT * 3).format(n=number)
        first = text.split("\n")[0]
        said = Sentence(0, len(first), first, Support.SUPPORTED, (cited,))
        turn = chats.add_turn(talk, f"Question {number}: what does it say of the heron?")
        answer = Answer("", text, (said,), Outcome.ANSWERED, "m", 1.0, 20.0)
        chats.save_answer(turn.id, answer)
    return talk


def measure(home: Path, turns: int) -> list[Stalls]:
    """Open the conversation in a window, and go through it."""
    application = QApplication.instance() or QApplication([])
    application.setStyleSheet(sheet(LIGHT, BODY_POINTS))  # type: ignore[attr-defined]  # instance() is one
    with open_window(home, "Nothing.") as window:
        talk = fill(window.desk(ChatDesk).given.services.vault, turns)
        model, transcript = window.desk(ChatDesk).model, window.panes.transcript
        bar, watch = transcript.verticalScrollBar(), Watch()
        found = [watch.over("idle", lambda: None, lambda: True, 3.0)]

        def opened() -> bool:
            return len(model.turns) == turns and bool(transcript.cards)

        found.append(watch.over("open", lambda: model.open(talk), opened, 3.0))
        steps = QTimer()
        steps.setInterval(16)
        steps.timeout.connect(lambda: bar.setValue(bar.value() - 90))
        found.append(watch.over("scroll up", steps.start, lambda: True, 8.0))
        steps.stop()
        for what, share in (("jump to the middle", 0.5), ("jump to the top", 0.0), ("jump to the end", 1.0)):
            at = round(bar.maximum() * share)
            found.append(watch.over(what, lambda at=at: bar.setValue(at), lambda: True, 2.0))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=2000)
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        found = measure(Path(folder) / "home", asked.turns)
    RESULTS.parent.mkdir(exist_ok=True)
    rows = [asdict(one) for one in found]
    RESULTS.write_text(
        json.dumps({"turns": asked.turns, "load": os.getloadavg()[0], "stalls": rows}, indent=1)
    )
    for one in found:
        stalls = f"worst {one.worst:6.1f} ms, p95 {one.p95:5.1f} ms"
        print(f"{one.what:20} {stalls}; cpu {one.worst_cpu:5.1f} ms, p95 {one.p95_cpu:5.1f} ms")
    return int(any(one.worst_cpu > _MOST_MS for one in found))


if __name__ == "__main__":
    raise SystemExit(main())
