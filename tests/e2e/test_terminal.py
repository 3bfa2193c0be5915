"""The chat in the terminal: the same library, answers and citations without a display."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fakes.generator import FakeGenerator
from files.documents import BREACH, pdf
from house import PATIENCE, House
from models import CHECKOUT, model_path, models_dir

from app.cli.terminal import Terminal
from app.events import EventBus
from app.models.models import Models
from app.settings import Settings
from app.types import ModelState, ModelStatus

EMBEDDER, SMALL = "all-minilm-l6-v2", "qwen2.5-coder-0.5b-instruct-q4_k_m"
QUESTION = "Within how many hours must the controller notify a breach?"


class Talk:
    """A person at the terminal: says lines one after another, each once the one before was answered."""

    def __init__(self, house: House, on_text: Callable[[str], None] = lambda _: None) -> None:
        self.said = ""
        self._on_text = on_text
        models = SimpleNamespace(
            status=lambda: ModelStatus(ModelState.READY, "fake"), missing=tuple, list=list
        )
        self._services: Any = SimpleNamespace(
            library=house.library,
            chats=house.chats,
            bus=house.bus,
            models=models,
            seal_report=SimpleNamespace(audit_hook=True),
            engines=SimpleNamespace(elsewhere=None),
            sharing=None,
        )

    def __call__(self, *said: str, lines: Iterator[str] | None = None) -> str:
        """What was written in answer to the lines; `lines` come when they are asked for."""
        waiting, before = lines or iter(said), len(self.said)

        def read_line(_prompt: str) -> str:
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        Terminal(self._services, read_line, self._write).run()
        return self.said[before:]

    def _write(self, text: str) -> None:
        self.said += text
        self._on_text(text)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home", generator=FakeGenerator(BREACH))
    yield opened
    opened.close()


@pytest.fixture
def gdpr(house: House, tmp_path: Path) -> Path:
    path = tmp_path / "the gdpr.txt"
    path.write_text(f"# Notification\n{BREACH}\n", encoding="utf-8")
    house.library.add([path])
    house.library.wait_idle()
    return path


def test_an_answer_with_its_sources(house: House, gdpr: Path) -> None:
    said = Talk(house)(QUESTION, "/sources", "/open 1", "/open 9")
    assert f"{BREACH} [1]" in said
    assert "[1] the gdpr.txt, page 2, Notification" in said
    assert "┃ " in said
    assert "Open which?" in said
    assert [turn.question for turn in house.chats.turns(house.chats.conversations()[0].id)] == [QUESTION]


def test_a_question_is_asked_again_when_reading_ends(house: House, gdpr: Path, tmp_path: Path) -> None:
    path = tmp_path / "orchard.txt"
    path.write_text("# Lease\nThe orchard is let to the miller until the end of May.\n", encoding="utf-8")
    house.store.enqueue(str(path), path.name, 10, "")
    again = threading.Event()
    talk = Talk(house, lambda text: again.set() if text == "\n> " else None)

    def lines() -> Iterator[str]:
        yield "Until when is the orchard let to the miller?"
        house.library.add([path])  # reading goes on
        assert again.wait(PATIENCE)

    said = talk(lines=lines())
    assert "Not read yet, and so not part of this answer: orchard.txt" in said
    assert "Read now: orchard.txt. Asked again:" in said
    assert "the end of May" in said.partition("Asked again:")[2]
    (turn,) = house.chats.turns(house.chats.conversations()[0].id)
    assert turn.answer is not None
    assert "the end of May" in turn.answer.text


def test_the_library_from_the_terminal(house: House, gdpr: Path) -> None:
    said = Talk(house)("/library", "/search notify breach", "/open 1", "/remove 'the gdpr.txt'", "/library")
    assert "the gdpr.txt: ready" in said
    assert "[1] the gdpr.txt, page 2" in said
    assert "removed" in said
    assert "The library is empty" in said


def test_adding_tells_when_a_file_is_ready(house: House, gdpr: Path, tmp_path: Path) -> None:
    heard = threading.Event()
    talk = Talk(house, lambda text: heard.set() if "new.txt: ready" in text else None)
    (tmp_path / "new.txt").write_text("Something new.", encoding="utf-8")
    said = talk(f"/add '{tmp_path / 'new.txt'}' {tmp_path / 'lost.txt'}")
    assert "2 files are being read" in said
    assert heard.wait(PATIENCE)
    assert "lost.txt" in talk.said
    house.library.wait_idle()


def test_what_is_not_in_the_documents(house: House, gdpr: Path) -> None:
    assert "Your documents do not answer this." in Talk(house)("What is the boiling point of ethanol?")


def test_mistakes_are_answered_and_the_talk_goes_on(house: House) -> None:
    said = Talk(house)(
        "/fly", "/add", "/remove nothing.pdf", "/search", "/open x", "/", "/models a b c", "/help"
    )
    for words in ("no /fly", "Add what?", "not in the library", "Search for what?", "Ask in your own words"):
        assert words in said


def test_the_list_of_models_begins_with_what_is_here_and_what_suits_the_computer(
    house: House, tmp_path: Path
) -> None:
    models = Models(tmp_path / "none", Settings(tmp_path / "settings.json"), EventBus())
    rows = models.list()
    talk = Talk(house)
    talk._services.models.list = models.list
    short = talk("/models")
    assert all((f" {row.model.id} " in short) == row.suits for row in rows)
    assert f"{sum(not row.suits for row in rows)} more: /models all" in short
    whole = talk("/models all")
    assert all(f" {row.model.id} " in whole for row in rows)


def test_ctrl_c_stops_the_answer_and_not_the_program(tmp_path: Path) -> None:
    gate = threading.Semaphore(0)
    house = House(tmp_path / "home", generator=FakeGenerator(f"{BREACH} " + "And so on. " * 200, gate=gate))
    try:
        path = tmp_path / "gdpr.txt"
        path.write_text(f"# Notification\n{BREACH}\n", encoding="utf-8")
        house.library.add([path])
        house.library.wait_idle()
        pressed = False

        def press(text: str) -> None:
            nonlocal pressed
            if not pressed and "controller" in text:
                pressed = True
                signal.raise_signal(signal.SIGINT)
                gate.release(1000)

        gate.release(40)
        said = Talk(house, press)(QUESTION, "/help")
        assert "(stopped)" in said
        assert "Ask in your own words" in said
        assert "And so on. And so on." not in said
    finally:
        house.close()


@pytest.mark.model
def test_without_a_display_the_program_talks_in_the_terminal(tmp_path: Path) -> None:
    model_path(EMBEDDER), model_path(SMALL)
    secret = tmp_path / "passphrase.txt"
    secret.write_text("correct horse\n", encoding="utf-8")
    display = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in display}
    with subprocess.Popen(
        [sys.executable, "-m", "app", "--home", str(tmp_path / "home"), "--models", str(models_dir()),
         "--model", SMALL, "--passphrase-file", str(secret)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        bufsize=1,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        said = ""

        def until(words: str) -> None:
            nonlocal said
            for line in process.stdout or ():
                said += line
                if words in line:
                    return
            raise AssertionError(f"never said {words!r}: {said}")

        until("Begin with")
        process.stdin.write(f"/add {pdf(tmp_path / 'gdpr.pdf', ['Introduction.', BREACH])}\n")
        until("ready, 2 pages")
        process.stdin.write(QUESTION + "\n")
        until("[1] gdpr.pdf, page 2")
        process.stdin.write("/quit\n")
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
    assert "72 hours" in said
