"""Kills a program that follows a folder at random moments, and starts it again until it is done."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 600.0
_SESSION = Path(__file__).with_name("ingest_session.py")


@dataclass(slots=True)
class Tally:
    kills: int = 0
    starts: int = 0


def follow(home: Path, folder: Path, model: Path | None = None) -> float:
    """Let the program come to its end undisturbed; returns how long it took once the library was open."""
    process = _start(home, folder, model)
    try:
        began = time.monotonic()
        _out, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, f"the program ended with {process.returncode}"
        return time.monotonic() - began
    finally:
        process.kill()
        process.wait()


def follow_killed(
    home: Path,
    folder: Path,
    longest: float,
    chance: random.Random,
    tally: Tally,
    enough: Callable[[], bool],
    model: Path | None = None,
) -> None:
    """Start the program again and again, and kill it within `longest` seconds, until it ends by itself.

    After `enough` it is left alone.
    """
    while True:
        process = _start(home, folder, model)
        tally.starts += 1
        try:
            process.wait(PATIENCE_SECONDS if enough() else chance.uniform(0.0, longest))
        except subprocess.TimeoutExpired:
            assert not enough(), "the program does not come to an end"
            process.kill()
            tally.kills += 1
            process.wait()
        else:
            assert process.returncode == 0, f"the program ended with {process.returncode}"
            return
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def _start(home: Path, folder: Path, model: Path | None) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, str(_SESSION), str(home), str(folder), *([str(model)] if model else [])],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line == "begun\n", f"the program did not begin: {line!r}, {process.poll()}"
    return process
