"""A histogram of the window's event loop: nothing a hand does may keep it away for longer than 50 ms.

One window over 10,000 documents, a PDF of 400 pages and a conversation of 2,000 turns. What hands do is done
with real widgets: opened, scrolled, typed, filtered, selected, gone to; then again while documents are read
behind it by real readers, and while it is answered. `worst` and the shares are by the clock, `own` is what
the thread of the window computed, so that nothing else on the machine counts; behind each line stands the
code that the thread was at in the worst of its stalls. It ends with 1 where `own` passes 50 ms.

    python make.py bench loop [--documents N] [--turns N] [--pages N] [--only WORD …]
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_smooth import drawn, made, pause, turn, wait  # noqa: E402
from bench_talk import fill  # noqa: E402
from fakes.generator import FakeGenerator  # noqa: E402
from fakes.words import WordEmbedder  # noqa: E402
from house import KEY, House  # noqa: E402
from models import model_path  # noqa: E402
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, Qt  # noqa: E402
from PySide6.QtGui import QWheelEvent  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget  # noqa: E402
from stalls import Stalls, Watch, children_as_ever  # noqa: E402
from window import SMALLEST  # noqa: E402

from app.paths import Paths  # noqa: E402
from app.settings import Settings  # noqa: E402
from rag.reading.reader import DocumentReader  # noqa: E402
from rag.storing.documents import DocumentStore  # noqa: E402
from rag.storing.vault import Vault  # noqa: E402
from rag.types import DocumentInfo, Page, Passage, Structure  # noqa: E402
from ui.chat.desk import ChatDesk  # noqa: E402
from ui.parts.tasks import Tasks  # noqa: E402
from ui.parts.theme import BODY_POINTS, LIGHT, sheet  # noqa: E402
from ui.window.collecting import Collecting  # noqa: E402
from ui.window.going import GoTo  # noqa: E402
from ui.window.loading import load  # noqa: E402
from ui.window.main_window import MainWindow  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "loop.json"

_MOST_MS = 50.0
_A_WRITE = 500  # documents
_BEHIND = 60  # documents read behind the window
_KINDS = ("lease", "invoice", "minutes", "policy", "letter", "report", "contract", "handbook")
_ANSWER = (
    "The heron nests by the river, and nobody may disturb it before July [1].\n\n"
    "| Month | What is allowed |\n|---|---|\n| May | nothing |\n| June | looking |\n\n1. Look from afar.\n"
)


class Scene:
    """The window, and what hands do with it."""

    def __init__(self, window: MainWindow, house: House, talk: int, turns: int) -> None:
        self.window, self.house, self.talk, self.turns = window, house, talk, turns
        self.panes, self.watch, self.found = window.panes, Watch(), list[Stalls]()
        self.only: Sequence[str] = ()

    @contextmanager
    def over(self, what: str) -> Iterator[None]:
        gc.collect()  # what is left of the one before is not counted against this one
        with self.watch.over(self.found, what):
            yield
        print(self.found[-1].line(), file=sys.stderr, flush=True)

    # --- the library ---------------------------------------------------------------------------------------

    def library(self, behind: str = "") -> None:
        rows, chosen = self.panes.library.list, self.panes.library
        with self.over(f"library: wheel{behind}"):
            for _ in range(120):
                wheel(rows.viewport(), -3)
                pause(8)
        with self.over(f"library: bar{behind}"):
            bar = rows.verticalScrollBar()
            for step in range(100):
                bar.setValue(bar.maximum() * step // 100)
                pause(8)
        field = chosen._filter
        with self.over(f"library: filter typed{behind}"):
            typed(field, "contract 12")
            for _ in range(11):
                QTest.keyClick(field, Qt.Key.Key_Backspace)
                pause(30)
        with self.over(f"library: select all{behind}"):
            rows.setFocus()
            QTest.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            pause(300)
            at = rows.model().index(3, 0)
            rows.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            pause(100)

    def going(self, behind: str = "") -> None:
        with self.over(f"go to: opened{behind}"):
            self.window.go_to()
            pause(600)
        [dialog] = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, GoTo) and one.isVisible()
        ]
        with self.over(f"go to: typed{behind}"):
            typed(dialog.field, "contract heron 77")
            for _ in range(17):
                QTest.keyClick(dialog.field, Qt.Key.Key_Backspace)
                pause(30)
        dialog.close()
        pause(50)

    def menus(self) -> None:
        with self.over("menus: opened"):
            for action in self.window.menuBar().actions():
                menu = action.menu()
                if menu is not None:
                    menu.popup(QPoint(0, 0))  # type: ignore[attr-defined]  # of a QMenu
                    pause(60)
                    menu.close()  # type: ignore[attr-defined]

    def mentions(self) -> None:
        field = self.panes.composer.field
        field.setFocus()
        with self.over("question: @ typed"):
            for sign in "@contract1":
                QTest.keyClicks(field, sign)
                pause(40)
        field.clear()
        with self.over("question: typed"):
            for sign in "What does it say of the heron by the river?":
                QTest.keyClicks(field, sign)
                pause(15)
        field.clear()

    def activity(self, behind: str = "") -> None:
        from ui.activity.desk import ActivityDesk

        desk = self.window.desk(ActivityDesk)
        with self.over(f"activity: opened, closed{behind}"):
            for _ in range(2):
                desk.toggle()
                pause(400)

    # --- pages, conversation -------------------------------------------------------------------------------

    def pages(self, document_id: int, behind: str = "") -> None:
        pane = self.panes.reader
        document = self.house.store.get(document_id)
        with self.over(f"pages: opened{behind}"):
            self.window.browse(document)
            wait(lambda: pane.shown is not None and drawn(pane))
        with self.over(f"pages: wheel{behind}"):
            for _ in range(240):
                turn(pane, -1)
                pause(16)
        bar = pane.page.verticalScrollBar()
        with self.over(f"pages: 400 by the bar{behind}"):
            for step in range(150):
                bar.setValue(bar.maximum() * step // 150)
                pause(16)
        if not behind:
            with self.over("pages: larger, smaller"):
                for steps in (1, 1, -1, -1, -1, 1):
                    turn(pane, steps, Qt.KeyboardModifier.ControlModifier)
                    pause(150)
            with self.over("pages: found"):
                pane.begin_finding()
                typed(pane.finder.field, "pressure of")
                wait(lambda: " of " in pane.finder.told.text())
                for _ in range(20):
                    pane.stepped.emit(1)
                    pause(50)
        pane.hide()

    def conversation(self, behind: str = "") -> None:
        model, transcript = self.window.desk(ChatDesk).model, self.panes.transcript
        bar = transcript.verticalScrollBar()
        with self.over(f"conversation: opened{behind}"):
            model.open(self.talk)
            wait(lambda: len(model.turns) >= self.turns and bool(transcript.cards))
            pause(1500)
        with self.over(f"conversation: scrolled{behind}"):
            for _ in range(200):
                bar.setValue(bar.value() - 90)
                pause(16)
        for what, share in (("middle", 0.5), ("top", 0.0), ("end", 1.0)):
            with self.over(f"conversation: to the {what}{behind}"):
                bar.setValue(round(bar.maximum() * share))
                pause(1500)

    def asked(self, times: int, behind: str = "") -> None:
        model, composer = self.window.desk(ChatDesk).model, self.panes.composer
        with self.over(f"answered, {times} times{behind}"):
            for number in range(times):
                before = len(model.turns)
                composer.field.setFocus()
                for sign in f"What may one do with heron {number} in May?":
                    QTest.keyClicks(composer.field, sign)
                    pause(5)  # no hand types all of it between two looks at the clock
                QTest.keyClick(composer.field, Qt.Key.Key_Return)
                wait(lambda before=before: len(model.turns) > before and not model.is_busy)  # type: ignore[misc]
                pause(100)

    # --- behind --------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self, folder: Path) -> Iterator[None]:
        """Documents are read by real readers meanwhile."""
        folder.mkdir()
        paths = [made(folder / f"behind {number}.pdf", 12) for number in range(_BEHIND)]
        self.house.library.add(paths)
        yield
        print(f"{'still reading' if not self.house.library.is_idle else 'read'}", file=sys.stderr)
        self.house.library.wait_idle()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--only", nargs="*", default=(), help="parts: library, pages, talk, behind")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = measured(Path(folder), asked)
    rows = [asdict(one) for one in found]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"load": os.getloadavg()[0], "stalls": rows}, indent=1), encoding="utf-8")
    print(*(one.line() for one in found), sep="\n")
    return int(any(one.own_worst > _MOST_MS for one in found))


def measured(folder: Path, asked: argparse.Namespace) -> list[Stalls]:
    children_as_ever()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    application.setStyleSheet(sheet(LIGHT, BODY_POINTS))
    home = folder / "home"
    home.mkdir()
    models = model_path(SMALLEST).parent.parent  # which the field for questions asks for; nothing loads it
    talk = kept(home, asked.documents, asked.turns)
    house = House(
        home, reader=DocumentReader(), generator=FakeGenerator(_ANSWER), models=models, model=SMALLEST
    )
    tasks = Tasks()
    window = MainWindow(LIGHT, house.services.settings, tasks)
    window.resize(1440, 900)
    window.show()
    pause(200)
    load()  # in a lane, in the program
    scene = Scene(window, house, talk, asked.turns)
    parts: dict[str, Callable[[], None]] = {}
    try:
        rows = window.panes.library
        # As the program does it; but these hands are not taken for a person's, and it would come at once.
        Collecting(window)._timer.stop()
        with scene.over("library opened"):
            tasks.in_turns(window.building(house.services), lambda: None)
            wait(lambda: rows.list.model() is not None and rows.list.model().rowCount() >= asked.documents)
            pause(1500)
        (added,) = house.library.add([made(folder / "long.pdf", asked.pages)])
        long = added.outcome.result(3600).id
        house.library.wait_idle()

        def library() -> None:
            scene.library()
            scene.going()
            scene.menus()
            scene.mentions()
            scene.activity()

        def behind() -> None:
            with scene.reading(folder / "behind"):
                scene.library(", reading behind")
                scene.going(", reading behind")
                scene.activity(", reading behind")
                scene.pages(long, ", reading behind")
                scene.asked(4, ", reading behind")
            with scene.over("all of it read, nothing done"):
                pause(2000)

        parts = {
            "library": library,
            "pages": lambda: scene.pages(long),
            "talk": lambda: (scene.conversation(), scene.asked(8))[-1],
            "behind": behind,
        }
        for name, part in parts.items():
            if not asked.only or name in asked.only:
                part()
    finally:
        window.hide()
        house.services.runs.close()
        tasks.close()
        house.close()
    return scene.found


def kept(home: Path, documents: int, turns: int) -> int:
    """A vault with so many documents, read and embedded, and a conversation; the number of that."""
    paths, embedder = Paths(home, home / "models"), WordEmbedder()
    Settings(paths.settings)
    vault = Vault.open_or_create(paths.vault, KEY)
    store = DocumentStore(vault)
    from engine.cancel import CancelToken

    text = "The heron nests by the river, and nobody may disturb it before July."
    vectors = embedder.embed_passages([text], CancelToken())
    try:
        for first in range(0, documents, _A_WRITE):
            with vault.write():
                for number in range(first, min(first + _A_WRITE, documents)):
                    name = f"{_KINDS[number % len(_KINDS)]} {number:05} de l’autorité des rivières.txt"
                    one = store.begin(f"/papers/{number % 97}/{name}", name, f"{number}", 4000, "")
                    store.describe(one, DocumentInfo(name.removesuffix(".txt"), 1))
                    store.add_pages(one, [Page(1, text)])
                    store.add_structure(one, Structure((), (Passage(None, 0, len(text), 1, 1, text, ""),)))
                    store.embeddings.add(one, 0, vectors, embedder=embedder.name)
                    store.finish(one, 0.1)
        return fill(vault, turns)
    finally:
        vault.close()


def wheel(seen: QWidget, steps: int) -> None:
    middle = QPointF(seen.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(seen.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(seen, event)


def typed(field: QLineEdit, words: str) -> None:
    """As fast as a good typist."""
    field.setFocus()
    for sign in words:
        QTest.keyClicks(field, sign)
        pause(60)


if __name__ == "__main__":
    raise SystemExit(main())
