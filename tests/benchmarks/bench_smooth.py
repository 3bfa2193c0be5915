"""How smooth a long document is read: how long the window's thread is away while it is scrolled or searched.

A PDF of 400 pages (or more) is read into a library; then its pages are scrolled by the wheel, by whole
screens and by the bar, made larger and smaller, and words are found in it, as a hand would do it. An event
loop that is asked to wake every 2 ms tells how long it could not: that is what a person feels. A frame has
16 ms. `drawn_after_a_jump_ms` is how long the pages in view take until they are drawn, `kept_mb` what their
pictures hold at last.

    python make.py bench smooth [--pages N] [--file PDF]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from files.documents import pdf  # noqa: E402
from house import House  # noqa: E402
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QWheelEvent  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from steps import built  # noqa: E402

from rag.reading.reader import DocumentReader  # noqa: E402
from ui.library.desk import LibraryDesk  # noqa: E402
from ui.parts.tasks import Tasks  # noqa: E402
from ui.parts.theme import LIGHT  # noqa: E402
from ui.reader.pane import ReaderPane  # noqa: E402
from ui.window.collecting import Collecting  # noqa: E402
from ui.window.main_window import MainWindow  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "smooth.json"
_FRAME = 16.0  # milliseconds
_WAKE = 2  # milliseconds between looks at the clock
_TEXT = "a clerk reads each gauge at noon writes the pressure of boiler down and signs for it before night"
_WORDS = _TEXT.split()


@dataclass(frozen=True, slots=True)
class Stalls:
    """How long the thread of the window was away, in milliseconds; `own`: what of it that thread worked, and
    did not wait for a processor or another thread.
    """

    worst: float
    p95: float
    over_a_frame: int
    own_worst: float
    own_over_a_frame: int
    looks: int


class Watch:
    """Notes how late each wake of the event loop comes."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._own: list[float] = []
        self._worked = 0.0
        self._due = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_WAKE)
        self._timer.timeout.connect(self._look)

    @contextmanager
    def over(self, into: dict[str, Stalls], name: str) -> Iterator[None]:
        self._late, self._own, self._due = [], [], time.perf_counter() + _WAKE / 1000
        self._worked = time.thread_time()
        self._timer.start()
        yield
        self._look()
        self._timer.stop()
        late = sorted(self._late)
        into[name] = Stalls(
            round(late[-1], 1),
            round(late[int(0.95 * (len(late) - 1))], 1),
            sum(one > _FRAME for one in late),
            round(max(self._own), 1),
            sum(one > _FRAME for one in self._own),
            len(late),
        )

    def _look(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, (now - self._due) * 1000))
        worked = time.thread_time()
        self._own.append((worked - self._worked) * 1000)
        self._worked = worked
        self._due = now + _WAKE / 1000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--file", type=Path, default=None)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = chosen.file or made(Path(folder) / "long.pdf", chosen.pages)
        found = measured(Path(folder) / "home", path)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(json.dumps(found, indent=1))


def made(path: Path, pages: int) -> Path:
    """A handbook whose lines are all different."""
    texts = []
    for page in range(1, pages + 1):
        lines = (
            " ".join(_WORDS[(page * 7 + line * 5 + at * at) % len(_WORDS)] for at in range(13))
            for line in range(42)
        )
        texts.append("\n".join((f"# Part {page} of the handbook", *lines)))
    return pdf(path, texts, header="Handbook", footer="{page}")


def measured(home: Path, path: Path) -> dict[str, object]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    house = House(home, reader=DocumentReader())
    tasks = Tasks()
    window = MainWindow(LIGHT, house.services.settings, tasks)
    try:
        window.resize(1440, 900)
        window.show()
        built(window.building(house.services))
        # As the program does it; but these hands are not taken for a person's, and it would come at once.
        Collecting(window)._timer.stop()
        (added,) = house.library.add([path])
        document = added.outcome.result(3600)
        house.library.wait_idle()
        print(f"{document.pages} pages are read", file=sys.stderr, flush=True)
        wait(lambda: len(window.desk(LibraryDesk).model.rows.documents()) == 1)
        pane = window.panes.reader
        watch, stalls = Watch(), dict[str, Stalls]()
        with watch.over(stalls, "open"):
            window.browse(document)
            wait(lambda: pane.shown is not None and drawn(pane))
        with watch.over(stalls, "wheel"):
            for _ in range(240):
                turn(pane, -1)
                pause(16)
        with watch.over(stalls, "screens"):
            for _ in range(60):
                pane.page.scroll_by(pane.page.screenful)
                pause(30)
        bar = pane.page.verticalScrollBar()
        with watch.over(stalls, "bar"):
            for step in range(150):
                bar.setValue(bar.maximum() * step // 150)
                pause(16)
        with watch.over(stalls, "zoom"):
            for steps in (1, 1, 1, -1, -1, -1, -1, 1):
                turn(pane, steps, Qt.KeyboardModifier.ControlModifier)
                pause(150)
        with watch.over(stalls, "find"):
            pane.begin_finding()
            for sign in "pressure of":
                pane.finder.field.insert(sign)
                pause(60)
            wait(lambda: " of " in pane.finder.told.text())
            for _ in range(20):
                pane.stepped.emit(1)
                pause(50)
        with watch.over(stalls, "strip"):
            pane.toggle_strip()
            pause(200)
            pane.strip.tabs.setCurrentIndex(1)
            for step in range(40):
                pane.strip.pages.verticalScrollBar().setValue(400 * step)
                pause(16)
        jumps = []
        for page in range(1, document.pages, max(1, document.pages // 20)):
            begun = time.perf_counter()
            pane.page.turn(page - pane.page.page)
            wait(lambda: drawn(pane))
            jumps.append(1000 * (time.perf_counter() - begun))
        pictures = pane.page._pictures
        return {
            "pages": document.pages,
            "stalls": {name: asdict(one) for name, one in stalls.items()},
            "drawn_after_a_jump_ms": {
                "median": round(statistics.median(jumps), 1),
                "worst": round(max(jumps), 1),
            },
            "kept_mb": round(pictures.kept_bytes / (1 << 20), 1) if pictures is not None else 0.0,
        }
    finally:
        window.hide()
        tasks.close()
        house.close()


def drawn(pane: ReaderPane) -> bool:
    pictures = pane.page._pictures
    return pictures is not None and all(pictures.of(page) is not None for page in pane.page.visible())


def turn(pane: ReaderPane, steps: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    seen = pane.page.viewport()
    middle = QPointF(seen.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(seen.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(seen, event)


def pause(milliseconds: int) -> None:
    end = time.perf_counter() + milliseconds / 1000
    while (left := end - time.perf_counter()) > 0:
        QApplication.processEvents()
        time.sleep(min(0.0005, left))


def wait(ready: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.perf_counter() + seconds
    while not ready():
        assert time.perf_counter() < end, "waited in vain"
        pause(5)


if __name__ == "__main__":
    main()
