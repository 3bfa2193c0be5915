"""What set-up says while it works: one line a step, live on a terminal, and a log of every command.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

TAIL_LINES = 15


class StepFailed(Exception):
    """A step of set-up cannot go on. `remedy` is what the user can do about it."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


def say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def so_far(seconds: float, expected: float | None) -> str:
    """How long something takes already, of how long it is expected to: what took longer has no end that is
    known.
    """
    if not expected:
        return clock(seconds)
    if seconds < expected:
        return f"{clock(seconds)} of about {clock(expected)}"
    return f"{clock(seconds)}, longer than the {clock(expected)} expected: still at work"


class LiveLine:
    """`title  1:07 of about 4:00`, rewritten each second on a terminal, each minute elsewhere."""

    def __init__(self, title: str, expected: float | None = None) -> None:
        self._title, self._expected = title, expected
        self._terminal = sys.stderr.isatty()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)
        self._began = time.monotonic()

    def __enter__(self) -> LiveLine:
        if not self._terminal:
            say(f"{self._title} …")
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._over.set()
        self._thread.join()
        outcome = "done" if kind is None else "stopped"
        self._write(f"{self._title}  {outcome} in {clock(self.seconds)}", last=True)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def _tell(self) -> None:
        while not self._over.wait(1 if self._terminal else 60):
            self._write(f"{self._title}  {so_far(self.seconds, self._expected)}", last=False)

    def _write(self, text: str, *, last: bool) -> None:
        if not self._terminal:
            say(text)
            return
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write("\r" + text[:width].ljust(width) + ("\n" if last else ""))
        sys.stderr.flush()


def logged(
    command: Sequence[str | Path],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a command with its output in `log`. Raises `StepFailed` with the output's last lines."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as out:
        out.write("$ " + " ".join(str(part) for part in command) + "\n")
        out.flush()
        try:
            child = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=dict(environment if environment is not None else os.environ),
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            raise StepFailed(f"{command[0]} could not be started: {error.strerror}") from error
        try:
            status = child.wait()
        except BaseException:
            _end(child)
            raise
    if status != 0:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]
        raise StepFailed("\n".join(f"    {line}" for line in lines), f"The whole log: {log}")


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a command and all it started: a compiler must not work on after an interruption."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
    child.wait()
