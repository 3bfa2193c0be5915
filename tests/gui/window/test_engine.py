"""The status bar says that answers come from another computer, and the window, once, that they do not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fakes.generator import FakeGenerator
from house import House
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from steps import built

from app.elsewhere.answering import Elsewhere, Note
from engine.cancel import CancelToken
from engine.errors import RemoteUnreachable
from engine.types import Message, Sampling, Speaker
from ui.parts.tasks import Tasks
from ui.parts.theme import DARK, LIGHT
from ui.window.main_window import MainWindow


class FarAway(FakeGenerator):
    """An engine that cannot be reached while `away`."""

    away = False

    def look(self) -> None:
        if self.away:
            raise RemoteUnreachable(host="box.lan", detail="timeout")


@contextmanager
def opened(home: Path, engine: FarAway | None) -> Iterator[tuple[MainWindow, Elsewhere | None]]:
    house, tasks = House(home, generator=FakeGenerator("It is near.")), Tasks()
    services, answers = house.services, None
    if engine is not None:

        def make(_: Note) -> FarAway:
            return engine

        now = [0.0]

        def clock() -> float:
            now[0] += 100  # whatever was known is old by the next question
            return now[0]

        answers = Elsewhere("box.lan", make, services.engines.generator, services.bus, clock=clock)
        services = replace(services, engines=replace(services.engines, elsewhere=answers, generator=answers))
    window = MainWindow(LIGHT, services.settings, tasks)
    try:
        window.resize(1200, 800)
        window.show()
        built(window.building(services))
        yield window, answers
    finally:
        window.hide()
        tasks.close()
        house.close()
        window.deleteLater()
        QApplication.sendPostedEvents()


def bar(window: MainWindow) -> str:
    return " ".join(one.text() for one in window.panes.status.findChildren(QLabel) if one.isVisible())


def banner(window: MainWindow) -> str:
    shown = window.panes.banner
    return " ".join(one.text() for one in shown.findChildren(QLabel)) if shown.isVisible() else ""


def ask(answers: Elsewhere) -> None:
    list(answers.generate((Message(Speaker.USER, "Why?"),), Sampling(), CancelToken()))


def test_without_an_engine_nothing_is_said_of_one(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(tmp_path / "home", None) as (window, _):
        assert "network." not in bar(window)


def test_where_answers_come_from_is_said_and_that_they_do_not_once(qtbot: QtBot, tmp_path: Path) -> None:
    engine = FarAway("It is far away.")
    with opened(tmp_path / "home", engine) as (window, answers):
        assert answers is not None
        assert "Answers come from box.lan on your network." in bar(window)
        assert "Sealed" not in bar(window)
        assert "Questions go to box.lan" in window.panes.status._seal.toolTip()
        lock = window.panes.status._lock.pixmap().toImage()
        window.retint(DARK)
        window.retint(LIGHT)
        assert window.panes.status._lock.pixmap().toImage() == lock
        engine.away = True
        ask(answers)
        qtbot.waitUntil(lambda: "not from box.lan" in bar(window))
        qtbot.waitUntil(lambda: "does not answer" in banner(window))
        assert window.panes.status._lock.pixmap().toImage() != lock
        window.panes.banner.hide()
        ask(answers)
        QApplication.processEvents()
        assert banner(window) == ""
        engine.away = False
        ask(answers)
        qtbot.waitUntil(lambda: "Answers come from box.lan on your network." in bar(window))
        qtbot.waitUntil(lambda: "box.lan" in window.panes.status._model.text())
