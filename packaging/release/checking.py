"""Whether a packaged program does what it is for, as whoever installs it meets it: an empty home, no Python
on the path, no network, and a folder of models. Each step is told with its seconds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bootstrap.console import say
from bootstrap.state import PYTHON
from release.errands import ERRANDS, UNFITTED, Errand, prepare
from release.samples import ANSWER, QUESTION, SAMPLES

_PASSPHRASE = "correct horse battery"
VERB = "--own-process"  # see `engine.starting`, which a Python without packages does not import
_PATIENCE = 600.0  # seconds
_INTERNET = re.compile(
    r"socket\((AF_INET6?|AF_PACKET|AF_NETLINK)\b[^\n]*\)\s+=\s+\d+"
)  # those that were granted
_OPEN = re.compile(r"services open in")


class StepMissed(Exception):
    """What a step should have done and did not."""


@dataclass(frozen=True, slots=True)
class Step:
    """`outcome`: empty where it did what it should, else what was missed."""

    name: str
    seconds: float
    outcome: str


class Checking:
    """Tries one program out in a home of its own."""

    def __init__(self, program: Path, models: Path | None, room: Path) -> None:
        """`room` is a folder of its own for the home, the documents and what is noted."""
        self._program, self._models, self._room = program, models, room
        self._home, self._trace = room / "home", room / "trace"
        self._secret = room / "passphrase"
        self._secret.write_text(_PASSPHRASE + "\n", encoding="utf-8")
        self._documents = room / "documents"

    def steps(self) -> Iterator[Step]:
        """Each once it is done."""
        if sys.platform == "linux":
            yield self._timed("it asks for no newer system than it is for", self._old_enough)
        yield self._timed("it starts", lambda: self._run("--help"))
        yield self._timed("it examines this machine", self._doctor)
        yield self._timed("it reads text, Word, a workbook, mail and a scan", self._add)
        for name, word in SAMPLES.items():
            yield self._timed(f"what {name} says is found", partial(self._find, name, word))
        yield self._timed("a question is answered", self._ask)
        yield self._timed("a document is summarised", self._summarise)
        prepare(self._room)
        for errand in ERRANDS:
            if errand.model and not (self._models and (self._models / errand.model).is_dir()):
                say(f"not tried: {errand.name}, there is no {errand.model}")
                continue
            yield self._timed(errand.name, partial(self._go, errand))
        yield self._timed("a sentence is spoken", self._spoken)
        yield self._timed("no method of forecasting was gone without", self._fitted)
        if os.environ.get("DISPLAY"):
            yield self._timed("the window opens over the library", self._window)
        if shutil.which("strace"):
            yield self._timed("its own processes begin without the window's libraries", self._lean)
            yield self._timed("no internet socket was granted to any of it", self._silent)

    def _timed(self, name: str, step: Callable[[], object]) -> Step:
        began, missed = time.monotonic(), ""
        try:
            step()
        except StepMissed as error:
            missed = str(error)
        except subprocess.TimeoutExpired:
            missed = f"not within {_PATIENCE:.0f} s"
        return Step(name, time.monotonic() - began, missed)

    def _old_enough(self) -> None:
        from linux.left import beyond

        if found := beyond(self._program.parent):
            raise StepMissed(", ".join(f"{place}: {symbol}" for place, symbol in found.items()))

    def _doctor(self) -> None:
        said = self._run("doctor", may_fail=True)
        if "kept from your other files" not in said:
            raise StepMissed("children are not confined: " + said[-400:])

    def _add(self) -> None:
        self._documents.mkdir(exist_ok=True)
        script = Path(__file__).with_name("samples.py")
        subprocess.run([str(PYTHON), str(script), str(self._documents)], check=True)
        self._run("add", str(self._documents))

    def _find(self, name: str, word: str) -> None:
        hits = json.loads(self._run("search", word, "-k", "5", "--json"))["hits"]
        if not any(hit["document"] == name and word.lower() in hit["text"].lower() for hit in hits):
            raise StepMissed(f"not among {[hit['document'] for hit in hits]}")

    def _ask(self) -> None:
        said = self._run("ask", QUESTION)
        if ANSWER not in said or "lease.md" not in said:
            raise StepMissed(said[-400:])

    def _summarise(self) -> None:
        if len(self._run("summarize", "lease.md", "--length", "brief").split()) < 5:
            raise StepMissed("no summary")

    def _go(self, errand: Errand) -> None:
        if missed := errand.missed(self._run(*errand.arguments), self._room):
            raise StepMissed(missed)

    def _spoken(self) -> None:
        """By the program's own process of a voice, which no command starts: what it says is measured."""
        script = Path(__file__).with_name("spoken.py")
        command = [*without_network(), str(PYTHON), str(script), str(self._program)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
        if done.returncode != 0:
            raise StepMissed((done.stdout + done.stderr)[-400:])

    def _fitted(self) -> None:
        if UNFITTED in _lines(self._home / "logs"):
            raise StepMissed("see what the forecaster said of its methods")

    def _window(self) -> None:
        logs = self._home / "logs"
        before = _lines(logs)
        environment = self._environment() | {
            name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ
        }
        window = subprocess.Popen(
            self._command(),
            cwd=self._room,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            ends = time.monotonic() + _PATIENCE
            while not _OPEN.search(_lines(logs).removeprefix(before)):
                if window.poll() is not None or time.monotonic() > ends:
                    window.kill()
                    raise StepMissed((window.stderr.read() if window.stderr else "")[-400:])
                time.sleep(0.2)
        finally:
            if window.poll() is None:
                os.killpg(window.pid, signal.SIGTERM)
            window.communicate()

    def _lean(self) -> None:
        """Each is the program once more, and would read them anew, of strangers' files too."""
        command = [str(shutil.which("strace")), "-f", "-qq", "-o", str(self._trace), "-e", "trace=openat"]
        # One that it does not know: it ends where it would begin.
        subprocess.run([*command, str(self._program), VERB, "none"], capture_output=True, check=False)
        opened = self._trace.read_text(encoding="utf-8", errors="replace")
        if "libpython" not in opened or "libQt6" in opened:
            raise StepMissed("libQt6 was loaded" if "libQt6" in opened else "nothing was traced")

    def _silent(self) -> None:
        strace = [str(shutil.which("strace")), "-f", "--seccomp-bpf", "-qq", "-A", "-o", str(self._trace)]
        before = [*strace, "-e", "trace=socket"]
        self._run("ask", QUESTION, before=before)
        self._run("search", "rent", before=before)
        found = _INTERNET.findall(self._trace.read_text(encoding="utf-8", errors="replace"))
        if found:
            raise StepMissed(", ".join(sorted(set(found))))

    def _run(self, *arguments: str, may_fail: bool = False, before: Sequence[str] = ()) -> str:
        done = subprocess.run(
            [*before, *self._command(*arguments)],
            cwd=self._room,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        if done.returncode != 0 and not may_fail:
            raise StepMissed((done.stdout + done.stderr)[-400:])
        return done.stdout

    def _command(self, *arguments: str) -> list[str]:
        places = ["--home", str(self._home), "--passphrase-file", str(self._secret)]
        places += ["--models", str(self._models)] if self._models else []
        return [*without_network(), str(self._program), *places, *arguments]

    def _environment(self) -> dict[str, str]:
        """Nothing of this session, and no program on the path."""
        system = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # of Windows
        return system | {"HOME": str(self._room), "LANG": "C.UTF-8", "PATH": "/nonexistent"}


def without_network() -> list[str]:
    """What runs a command in a network of its own, in which there is none; empty where that is not to be
    had.
    """
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    for prefix in ([unshare, "-n"], [unshare, "-rn"]):
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return prefix
    return []


def report(steps: Iterator[Step]) -> bool:
    """Tell each step as it is done; whether all did what they should."""
    right = True
    for step in steps:
        right = right and not step.outcome
        say(f"{'MISSED' if step.outcome else 'done  '} {step.seconds:7.1f} s  {step.name}")
        if step.outcome:
            say(f"                 {step.outcome.strip()}")
    return right


def check(program: Path, models: Path | None) -> bool:
    """Whether the program does all of it."""
    with _room() as room:
        return report(Checking(program, models, room).steps())


@contextmanager
def _room() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="confidant-check-") as folder:
        yield Path(folder)


def _lines(logs: Path) -> str:
    return (
        "".join(path.read_text(encoding="utf-8") for path in sorted(logs.glob("*.log")))
        if logs.is_dir()
        else ""
    )
