"""A person's hands and eyes at a real window: mouse and keys go through the X server, and what is looked for
is what a screen reader would be told of.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from surroundings import HELPERS, environment

PROGRAMS = HELPERS / "programs"
PATIENCE_SECONDS = 120
NEEDED = ("Xvfb", "openbox", "xdotool")
T = TypeVar("T")


@dataclass(frozen=True)
class Thing:
    """What stands on the screen: `at` is its left, top, width and height in points."""

    name: str
    role: str
    text: str
    at: tuple[int, int, int, int]
    focused: bool
    enabled: bool
    reached: bool

    @property
    def middle(self) -> tuple[int, int]:
        left, top, width, height = self.at
        return left + width // 2, top + height // 2


@dataclass
class Hands:
    """Over a program that is `looked_at`, on a display of its own."""

    display: str
    program: subprocess.Popen[str]
    size: tuple[int, int]

    def asked(self, **question: str) -> Any:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps(question) + "\n")
        self.program.stdin.flush()
        line = self.program.stdout.readline()
        assert line, "the program has ended"
        return json.loads(line)

    # -- eyes

    @property
    def things(self) -> list[Thing]:
        return [Thing(**{**thing, "at": tuple(thing["at"])}) for thing in self.asked()["things"]]

    def until(self, seen: Callable[[], T | None], what: str, seconds: float = PATIENCE_SECONDS) -> T:
        """Look again and again until something is seen; fails with what stands on the screen instead."""
        deadline = time.monotonic() + seconds
        while (found := seen()) is None or found is False:
            if time.monotonic() > deadline:
                shown = "\n".join(f"{t.role} {t.name!r} {t.text[:80]!r}" for t in self.things if t.reached)
                raise AssertionError(f"{what} is not to be seen, but:\n{shown}")
            time.sleep(0.1)
        return found

    def see(self, name: str, role: str = "", seconds: float = PATIENCE_SECONDS) -> Thing:
        """The thing with a name (or, with "…" at its end, with one that begins so) that a hand can reach."""

        def fits(thing: Thing) -> bool:
            same = thing.name.startswith(name[:-1]) if name.endswith("…") else thing.name == name
            return same and role in ("", thing.role) and thing.reached and thing.enabled

        return self.until(lambda: next(filter(fits, self.things), None), f"“{name}”", seconds)

    def read(self, words: str, seconds: float = PATIENCE_SECONDS) -> str:
        """The text on the screen that has some words in it."""

        def said() -> str | None:
            texts = (text for thing in self.things if thing.reached for text in (thing.name, thing.text))
            return next((text for text in texts if words in text), None)

        return self.until(said, f"“{words}”", seconds)

    def focus(self) -> Thing | None:
        """What has the keyboard."""
        return next((thing for thing in self.things if thing.focused), None)

    def clipboard(self) -> str:
        return str(self.asked(clipboard=""))

    def picture(self, file: Path) -> None:
        subprocess.run(["import", "-display", self.display, "-window", "root", str(file)], check=True)

    # -- hands

    def key(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them: `ctrl+k`, `Return`."""
        self._x("key", "--delay", "40", *keys)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press, move and let go, as words are selected."""
        self._x("mousemove", *map(str, start), "mousedown", "1")
        for step in range(1, 9):
            x, y = (a + (b - a) * step // 8 for a, b in zip(start, end, strict=True))
            self._x("mousemove", str(x), str(y))
        self._x("mouseup", "1")

    def write(self, text: str) -> None:
        self._x("type", "--delay", "12", text)

    def press(self, at: tuple[int, int], button: int = 1, times: int = 1) -> None:
        """Click at a point of the screen, which must be on it."""
        on_screen = at[0] in range(self.size[0]) and at[1] in range(self.size[1])
        assert on_screen, f"{at} is outside of the screen"
        self._x("mousemove", str(at[0]), str(at[1]))
        self._x("click", "--repeat", str(times), "--delay", "60", str(button))

    def click(self, name: str, role: str = "", button: int = 1) -> Thing:
        thing = self.see(name, role)
        self.press(thing.middle, button)
        return thing

    def words(self, words: str, role: str = "") -> tuple[int, int]:
        """The middle of some words of a text that is shown; a page has the role `Document`."""
        found = self.until(lambda: self.asked(words=words, role=role), f"“{words}”")
        return found[0], found[1]

    def drop(self, files: Sequence[Path], on: tuple[int, int]) -> None:
        """Drag files out of another program's window and let them go over a point."""
        left, top = self.size[0] - 170, self.size[1] - 70
        command = [sys.executable, str(PROGRAMS / "file_manager.py"), str(left), str(top), *map(str, files)]
        around = environment(DISPLAY=self.display, QT_QPA_PLATFORM="xcb")
        manager = subprocess.Popen(command, env=around, stderr=subprocess.DEVNULL)
        try:
            self._x("search", "--sync", "--onlyvisible", "--name", "^Files$")
            time.sleep(0.3)
            self._x("mousemove", str(left + 60), str(top + 20), "mousedown", "1")
            for step in range(1, 13):
                x = left + 60 + (on[0] - left - 60) * step // 12
                y = top + 20 + (on[1] - top - 20) * step // 12
                self._x("mousemove", str(x), str(y))
                time.sleep(0.04)
            time.sleep(0.3)
            self._x("mouseup", "1")
            time.sleep(0.3)
        finally:
            manager.terminate()
            manager.wait()

    def ended(self, seconds: float = 60) -> int:
        """The status with which the program ended by itself."""
        return self.until(self.program.poll, "the program's end", seconds)

    def _x(self, *command: str) -> None:
        around = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(["xdotool", *command], env=around, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr.decode()


@contextmanager
def at_the_window(size: tuple[int, int], *arguments: str, **more: str) -> Iterator[Hands]:
    """The program, started with some arguments, on a virtual screen of this size with a window manager;
    skips the test where one of the three programs that this needs is not installed.
    """
    for needed in NEEDED:
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed")
    read, write = os.pipe()
    screen = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        f"{size[0]}x{size[1]}x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(screen, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        display = f":{told.readline().strip()}"
    around = environment(DISPLAY=display, QT_QPA_PLATFORM="xcb", **more)
    manager = subprocess.Popen(["openbox"], env=around, stderr=subprocess.DEVNULL)
    command = [sys.executable, str(PROGRAMS / "looked_at.py"), *arguments]
    pipe = subprocess.PIPE
    program = subprocess.Popen(command, env=around, stdin=pipe, stdout=pipe, text=True)
    try:
        with program.stdin or nullcontext(), program.stdout or nullcontext():
            yield Hands(display, program, size)
    finally:
        for one in (program, manager, server):
            if one.poll() is None:
                one.terminate()
            try:
                one.wait(30)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
