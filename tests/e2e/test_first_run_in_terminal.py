"""Without a display, a new home is led through the three steps of the first run, at a terminal of its own."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from house import PATIENCE
from models import CHECKOUT, model_path, models_dir

from app.sample import sample
from app.settings import Settings
from app.types import FirstStep
from rag.indexing.naming import called

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "CONFIDANT_PASSPHRASE_FILE")
SAMPLE = called(sample("en"))
PASSPHRASE = "three blue herons at noon"


class Person:
    """Reads what is written and types what is asked for."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self.read = ""
        self._heard = 0  # as far as was waited for

    def until(self, words: str) -> str:
        """Read on until these words; what was written since the last time."""
        start, end = self._heard, time.monotonic() + 4 * PATIENCE
        while words not in self.read[start:]:
            assert select.select([self._terminal], [], [], end - time.monotonic())[0], self.read
            try:
                piece = os.read(self._terminal, 4096)
            except OSError:  # the other side is closed
                piece = b""
            assert piece, f"it ended before {words!r}: {self.read}"
            self.read += piece.decode("utf-8", "replace").replace("\r\n", "\n")
        self._heard = self.read.index(words, start) + len(words)
        return self.read[start : self._heard]

    def types(self, line: str) -> None:
        os.write(self._terminal, f"{line}\n".encode())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@contextmanager
def started(home: Path, models: Path, *arguments: str, status: int = 0) -> Iterator[Person]:
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        for name in DISPLAY:
            os.environ.pop(name, None)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere"  # no keyring
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where the tests run behind a shell
        os.chdir(CHECKOUT)
        command = [sys.executable, "-m", "app", "--home", str(home), "--models", str(models), *arguments]
        os.execv(sys.executable, command)
    person = Person(terminal)
    try:
        yield person
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    else:
        with pytest.raises((OSError, AssertionError)):
            person.until("\0")  # to its end
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == status, person.read
    finally:
        os.close(terminal)


def step(home: Path) -> FirstStep:
    return Settings(home / "settings.json").preferences.first_step


def protect(person: Person, choice: str = "2") -> str:
    """Give a passphrase, without a recovery code by default; what was told meanwhile."""
    told = person.until("New passphrase: ")
    person.types(PASSPHRASE)
    person.until("The same again: ")
    person.types(PASSPHRASE)
    told += person.until("(Enter: 1): ")
    person.types(choice)
    return told


def test_it_leads_through_the_steps_to_an_answer_with_its_place(home: Path) -> None:
    model_path("all-minilm-l6-v2")
    with started(home, models_dir(), "--model", "smollm2-135m-instruct-q4_1") as person:
        told = protect(person, "1")
        assert "Step 1 of 3: Protect" in told
        assert "What you add is kept encrypted on this disk." in told
        assert "a stranger who has the file" in told, "how strong the passphrase is"
        code = person.until("kept it")
        assert "16 " in code, "sixteen words"
        assert step(home) is FirstStep.CODE
        person.types("")
        model = person.until("(Enter: 1): ")
        assert "Step 2 of 3: Model" in model
        assert "is here." in model
        assert step(home) is FirstStep.MODEL
        person.types("")
        document = person.until("(Enter: 1): ")
        assert "Step 3 of 3: First document" in document
        person.types("")
        answer = person.until(f"[1] {SAMPLE}, page")
        assert f"Reading {SAMPLE}…" in answer
        assert [line for line in answer.splitlines() if line.startswith("> ") and line.endswith("?")]
        person.until("Confidant — 1 document")
        person.types("/quit")
    assert step(home) is FirstStep.DONE
    assert PASSPHRASE not in person.read


def test_it_goes_on_where_it_was_left_and_needs_neither_model_nor_document(
    home: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "none"
    empty.mkdir()
    with started(home, empty) as person:
        protect(person)
        model = person.until("(Enter: 1): ")
        assert "No model is on this computer yet." in model
        assert "1  Go on without a model" in model
        assert "2  Download " in model
        person.types("7")
        assert "(Enter: 1): " in person.until("(Enter: 1): "), "asked once more"
        person.types("\x04")
    assert step(home) is FirstStep.MODEL
    with started(home, empty) as person:
        person.until("Passphrase: ")
        person.types(PASSPHRASE)
        again = person.until("(Enter: 1): ")
        assert "Step 1" not in again
        assert "Step 2 of 3" in again
        person.types("1")
        person.until("(Enter: 1): ")
        person.types(str(tmp_path / "lost.pdf"))
        assert "lost.pdf" in person.until("(Enter: 1): "), "what is not there leaves room for another"
        person.types("2")
        person.until("> ")
        person.types("/quit")
    assert step(home) is FirstStep.DONE
    with started(home, empty) as person:
        person.until("Passphrase: ")
        person.types(PASSPHRASE)
        assert "Step" not in person.until("> ")
        person.types("/quit")


def test_a_document_of_ones_own_is_read_by_its_path(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "the lease.txt"
    text = "The yearly rent is 640 euros. It is paid in advance, to the office of the town.\n"
    file.write_text(text, encoding="utf-8")
    (tmp_path / "none").mkdir()
    with started(home, tmp_path / "none") as person:
        told = protect(person, "2")
        assert "no keyring that can be trusted" in told
        person.until("(Enter: 1): ")
        person.types("")
        person.until("(Enter: 1): ")
        person.types(f"'{file}'")  # as a terminal writes what is dropped on it
        answer = person.until("the lease.txt, page 1")
        assert "640 euros" in answer
        person.until("\n> ")
        person.types("/quit")


def test_a_short_or_weak_passphrase_is_told_and_may_be_chosen_anew(home: Path, tmp_path: Path) -> None:
    with started(home, tmp_path, status=130) as person:
        person.until("New passphrase: ")
        person.types("short")
        assert "At least 8 characters" in person.until("New passphrase: ")
        person.types("password1")
        person.until("The same again: ")
        person.types("password1")
        assert "Weak: " in person.until("(Enter: 1): ")
        person.types("1")
        person.until("New passphrase: ")
        assert not list(home.glob("vault.key*")), "nothing is made yet"
        person.types("\x03")
