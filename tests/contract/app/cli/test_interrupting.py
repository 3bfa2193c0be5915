"""Ctrl-C ends a command with status 130, keeps what is done, and leaves nothing but rows in the JSON."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from files.documents import pdf
from models import CHECKOUT

from app.cli.commands.scans import COMMAND
from app.cli.output import Output
from app.cli.session import Session, interruptible
from app.scans import SecondLook
from engine.cancel import CancelToken
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
