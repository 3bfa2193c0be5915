"""Ctrl-C ends a command with status 130, keeps what is done, and leaves nothing but rows in the JSON."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.judge import FakeJudge
from fakes.picture_reader import FakePictureReader
from fakes.scan_reader import ScanReader
from files.documents import pdf
from house import House
from models import CHECKOUT

from app.cli.commands.scans import look_again
from app.cli.output import Output
from app.cli.session import Session, interruptible
from app.paths import resolve
from engine.errors import Cancelled


@pytest.fixture(autouse=True)
def heard_interrupts() -> Iterator[None]:
    """Ctrl-C is heard, also where the test run itself was started in the background, deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_first_ctrl_c_asks_and_the_second_ends() -> None:
    with interruptible() as cancel:
        signal.raise_signal(signal.SIGINT)
        assert cancel.cancelled
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_ctrl_c_in_the_midst_of_what_waking_needs_wakes_all_the_same() -> None:
    """The handler of a signal meets its thread anywhere: also where it holds the lock of the token."""
    woken = threading.Event()
    with interruptible() as cancel:
        cancel.on_cancel(woken.set)
        with cancel._lock:
            signal.raise_signal(signal.SIGINT)
            assert cancel.cancelled
        assert woken.wait(60)


@pytest.mark.skipif(os.name == "nt", reason="process groups of POSIX")
def test_reading_ends_with_130_after_what_was_read(tmp_path: Path) -> None:
    first = tmp_path / "a.txt"
    first.write_text("Only this.", encoding="utf-8")
    words = [f"Clause {n}: the supplier delivers part {n * 31} within {n} days." for n in range(40)]
    long = pdf(tmp_path / "b.pdf", ["\n".join(words)] * 400)
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "read", str(first), str(long), "--json", "--home", str(tmp_path / "h")],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    row = json.loads(process.stdout.readline())
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, "")
    assert row["document"] == "a.txt"
    assert "Stopped." in err
    assert "Traceback" not in err


READINGS = (
    "0.97 Dear Madam\n0.55 the ront is due | the rent is due @ -1.0\n0.55 yours trily | yours truly @ -1.0\n"
)


class Pressed(io.StringIO):
    """A stream whose reader presses Ctrl-C at the first line."""

    def write(self, text: str) -> int:
        if not self.tell():
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


@pytest.mark.parametrize("pressed", [False, True])
def test_a_second_look_keeps_what_is_done_and_writes_rows_alone(tmp_path: Path, pressed: bool) -> None:
    judge = FakeJudge("judge", "due")
    house = House(tmp_path / "home", reader=ScanReader(), seeing=FakePictureReader(name=""), judging=judge)
    try:
        path = tmp_path / "letter.scan"
        path.write_text(READINGS, encoding="utf-8")
        house.library.add([path])
        house.library.wait_idle()
        (document,) = house.library.documents()
        out = Pressed() if pressed else io.StringIO()
        session = Session(
            argparse.Namespace(), resolve(tmp_path / "home", None), Output(True, out, io.StringIO())
        )
        services = house.services
        if pressed:
            with pytest.raises(Cancelled):
                look_again(session, services, document)
        else:
            assert look_again(session, services, document)
        rows = [json.loads(line) for line in out.getvalue().splitlines()]
        assert [row["done"] for row in rows] == ([1] if pressed else [1, 2])
        waiting = [line.again for line in house.scans.page(document.id, 1).lines]
        assert waiting == ([False, False, True] if pressed else [False, False, False])
    finally:
        house.close()
