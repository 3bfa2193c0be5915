"""From Enter to the first source: seconds until a card in the window says where the answer is looked for.

The real window over the real services: a handbook of 400 pages read by the real reader, embedded and searched
by the real embedder, asked in the field for questions. `loaded`: the model that answers is in memory.
`loading`: it begins to be loaded with the question. `first`: the first question after the program was
started, with nothing in memory yet, asked as soon as the window is there; `typed`: the same, by somebody
who writes ten letters a second. An answer is stopped once its first source stands there.

    python make.py bench sources [--pages N] [--questions N] [--starts N] [--model ID]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_smooth import made, pause, wait  # noqa: E402
from models import models_dir  # noqa: E402
from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.paths import Paths  # noqa: E402
from app.services import Services  # noqa: E402
from ui.chat.desk import ChatDesk  # noqa: E402
from ui.chat.turn_card import TurnCard  # noqa: E402
from ui.parts.controls import SourceRow  # noqa: E402
from ui.window.application import Application  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "sources.json"

_MOST = 1.5  # seconds
_MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
_PATIENCE = 900.0
_LETTER = 100  # milliseconds
_APART = 900  # numbers of questions that are asked once, from here on
_ASKED = (
    "Who signs for the pressure of boiler {n}?",
    "When does the clerk read gauge {n}?",
    "What is written down at noon on day {n}?",
    "What does part {n} of the handbook say of gauges?",
    "Before what time must the clerk sign for boiler {n}?",
)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds; `within`: how many came in 1.5."""

    how: str
    p50: float
    p95: float
    worst: float
    within: int
    asked: int

    @classmethod
    def of(cls, how: str, seconds: list[float]) -> Times:
        ordered = sorted(seconds)
        shares = [round(ordered[round(share * (len(ordered) - 1))], 2) for share in (0.5, 0.95, 1.0)]
        return cls(how, *shares, within=sum(one <= _MOST for one in ordered), asked=len(ordered))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--questions", type=int, default=15)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--model", default=_MODEL)
    asked = parser.parse_args()
    QApplication.instance() or QApplication([])
    with TemporaryDirectory() as folder:
        paths = Paths(Path(folder) / "home", models_dir())
        passages = read(paths, Path(folder), asked)
        firsts: dict[str, list[float]] = {"first": [], "typed": []}
        for number in range(_APART, _APART + asked.starts):
            for how, delay in zip(firsts, (0, _LETTER), strict=True):
                opened(paths, asked.model, partial(_first, firsts[how], number, delay))
        found = [Times.of(how, seconds) for how, seconds in firsts.items()]
        opened(paths, asked.model, lambda running: found.extend(in_turns(running, asked.questions)))
    told = {"pages": asked.pages, "passages": passages, "model": asked.model, "load": os.getloadavg()[0]}
    RESULTS.parent.mkdir(exist_ok=True)
    text = json.dumps({**told, "seconds": [asdict(one) for one in found]}, indent=1)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return int(any(one.p95 > _MOST for one in found))


def _first(seconds: list[float], number: int, delay: int, running: Application) -> None:
    seconds.append(until_a_source(running, number, delay))


def read(paths: Paths, folder: Path, asked: argparse.Namespace) -> int:
    """Read the handbook; how many passages it has."""
    passages: list[int] = []

    def add(running: Application) -> None:
        services = services_of(running)
        (added,) = services.library.add([made(folder / "handbook.pdf", asked.pages)])
        wait(added.outcome.done, _PATIENCE)
        passages.append(added.outcome.result().passages)
        wait(lambda: services.library.is_idle, _PATIENCE)

    opened(paths, asked.model, add)
    return passages[0]


def in_turns(running: Application, questions: int) -> list[Times]:
    """Questions with the model in memory and without, in turns."""
    services, chat = services_of(running), running.window.desk(ChatDesk).model
    loaded: list[float] = []
    loading: list[float] = []
    until_a_source(running, _APART - 1)  # the embedder is there from now on
    for number in range(1, questions + 1):
        services.engines.generator.info()  # loads it
        loaded.append(until_a_source(running, number))
        services.models.generator.unload()
        loading.append(until_a_source(running, number + questions))
        chat.stop()
    return [Times.of("loaded", loaded), Times.of("loading", loading)]


def until_a_source(running: Application, number: int, delay: int = 0) -> float:
    """Type a question, `delay` milliseconds a letter, and press Enter; seconds until its card names its first
    place.
    """
    window = running.window
    chat, transcript = window.desk(ChatDesk).model, window.panes.transcript
    chat.new()
    wait(lambda: not chat.is_busy)
    pause(200)
    field = window.panes.composer.field
    field.setFocus()
    question = _ASKED[number % len(_ASKED)].format(n=7 * number + 3)
    for letter in question:
        QTest.keyClicks(field, letter)
        pause(delay)
    began = time.perf_counter()
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait(lambda: names_a_source(transcript.cards[-1:], question), _PATIENCE)
    taken = time.perf_counter() - began
    chat.stop()
    wait(lambda: not chat.is_busy, _PATIENCE)
    return taken


def names_a_source(cards: Sequence[TurnCard], question: str) -> bool:
    """Whether the last card is this question's, no earlier one's that is still there, and names a place."""
    return any(
        card.question.text() == question and any(row.isVisible() for row in card.findChildren(SourceRow))
        for card in cards
    )


def opened(paths: Paths, model: str, use: Callable[[Application], None]) -> None:
    """The program over this home, until it has been used."""
    running = Application(paths, passphrase="secret", model=model)
    running.start()
    try:
        wait(lambda: running.services is not None, _PATIENCE)
        use(running)
        chats = services_of(running).chats
        for kept in chats.conversations():  # else the next start opens one over what is asked there
            chats.delete(kept.id)
    finally:
        running.close()


def services_of(running: Application) -> Services:
    assert running.services is not None
    return running.services


if __name__ == "__main__":
    raise SystemExit(main())
