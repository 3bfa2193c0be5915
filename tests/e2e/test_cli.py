"""The installed command as a script uses it: a process of its own, sealed, killed and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from files.documents import BREACH, pdf
from models import CHECKOUT, model_path, models_dir

EMBEDDER, SMALL = "all-minilm-l6-v2", "qwen2.5-coder-0.5b-instruct-q4_k_m"
PATIENCE = 240
HEAVY = ("torch", "sentence_transformers", "transformers", "chromadb", "llama_cpp", "PySide6", "pypdfium2")


class Confidant:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        secret = folder / "passphrase.txt"
        secret.write_text("correct horse\n", encoding="utf-8")
        self.options = ["--home", str(folder / "home"), "--models", str(models_dir())]
        self.options += ["--passphrase-file", str(secret)]

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "app", *map(str, arguments), *self.options],
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )

    def __call__(self, *arguments: str | Path, status: int = 0) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == status, err
        assert "Traceback" not in err
        return out

    def rows(self, *arguments: str | Path, status: int = 0) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*arguments, "--json", status=status).splitlines()]


@pytest.fixture
def confidant(tmp_path: Path) -> Confidant:
    return Confidant(tmp_path)


@pytest.mark.model
def test_add_search_ask_remove(confidant: Confidant, tmp_path: Path) -> None:
    model_path(EMBEDDER), model_path(SMALL)
    folder = tmp_path / "matter"
    folder.mkdir()
    introduction = "\n".join(["An introduction to the matter, with its many words."] * 30)
    pdf(folder / "gdpr.pdf", [introduction, BREACH])
    (folder / "lunch.md").write_text("# Lunch\n\nSoup is served at noon with bread.\n", encoding="utf-8")

    added = confidant.rows("add", folder)
    assert [(row["document"], row["state"]) for row in added] == [
        ("gdpr.pdf", "ready"),
        ("lunch.md", "ready"),
    ]
    assert confidant.rows("add", folder) == added, "the same files are not read again"

    assert "(0." not in confidant("search", "hours to notify a breach"), "no score, which says nothing alone"
    (found,) = confidant.rows("search", "hours to notify a breach", "-k", "1")
    assert (found["hits"][0]["document"], found["hits"][0]["page"]) == ("gdpr.pdf", 2)

    told = confidant("ask", "Within how many hours must a breach be notified?", "--model", SMALL)
    assert "72 hours" in told
    assert "gdpr.pdf, page 2" in told
    assert "[1]" in told

    assert "Your documents do not answer this" in confidant(
        "ask", "How tall is Mount Everest?", "--model", SMALL
    )
    confidant("remove", "gdpr.pdf")
    (left,) = confidant.rows("search", "hours to notify a breach")
    assert {hit["document"] for hit in left["hits"]} <= {"lunch.md"}

    vault = (tmp_path / "home" / "vault.db").read_bytes()
    assert b"Soup" not in vault
    for log in (tmp_path / "home" / "logs").iterdir():
        text = log.read_text(encoding="utf-8")
        for secret in ("Soup", "72 hours", "breach", "Everest", "correct horse"):
            assert secret not in text, "logs hold no text of documents, questions or answers"


def test_a_killed_add_goes_on_with_the_next(confidant: Confidant, tmp_path: Path) -> None:
    model_path(EMBEDDER)
    words = [f"Clause {n}: the supplier delivers part {n * 31} within {n} days." for n in range(40)]
    long = pdf(tmp_path / "long.pdf", ["\n".join(words)] * 80)
    other = pdf(tmp_path / "other.pdf", ["A short letter about delivery."])
    process = confidant.start("add", long, other, "--json")
    vault = tmp_path / "home" / "vault.db"
    deadline = time.monotonic() + PATIENCE
    while not (vault.exists() and psutil.Process(process.pid).children()):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)  # another process's progress can only be looked at
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    process.communicate()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive, "children do not outlive their parent"

    rows = confidant.rows("add", other)
    assert [row["state"] for row in rows] == ["ready"]
    states = {row["document"]: row["state"] for row in confidant.rows("library")}
    assert states.get("other.pdf") == "ready"
    assert states.get("long.pdf") in ("ready", None, "queued", "reading", "embedding")
    if "long.pdf" in states:
        assert [row["state"] for row in confidant.rows("add", long)] == ["ready"]


def test_the_command_is_sealed(confidant: Confidant) -> None:
    (seal,) = [row for row in confidant.rows("doctor", status=_doctors_status()) if "seal" in row["subject"]]
    assert "audit hook on" in seal["detail"]
    if sys.platform == "linux":
        assert "kernel filter on" in seal["detail"]


def _doctors_status() -> int:
    installed = any((models_dir() / model).is_dir() for model in (EMBEDDER, SMALL))
    return 0 if installed and list(models_dir().glob("*/*.gguf")) else 1


def test_reading_needs_no_library(confidant: Confidant, tmp_path: Path) -> None:
    (row,) = confidant.rows("read", pdf(tmp_path / "one.pdf", ["Only this."]))
    assert row["pages"][0]["lines"][0]["text"] == "Only this."
    assert not (tmp_path / "home" / "vault.db").exists()


def test_wrong_usage(confidant: Confidant) -> None:
    assert confidant("search", status=2) == ""


def test_nothing_heavy_is_imported_to_open_the_library(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from app.paths import resolve;"
        " from app.services import open_services;"
        f" services = open_services(resolve(Path({str(tmp_path / 'home')!r})), 'secret');"
        " services.library.wait_idle(); services.close();"
        f" print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert run([sys.executable, "-c", script]).strip() == "[]"


def run(arguments: Sequence[str]) -> str:
    done = subprocess.run(
        arguments, cwd=CHECKOUT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# Python 3.12 warns of fork() beside threads; this child becomes another program at once.
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_the_first_start_asks_for_a_passphrase_twice_and_then_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = at_terminal(
        ["library", "--home", str(home)],
        {"New passphrase: ": "one", "The same again: ": "other"},
        {"New passphrase: ": "correct horse", "The same again: ": "correct horse"},
    )
    assert "Once more" in first
    assert "The library is empty" in first
    second = at_terminal(["library", "--home", str(home)], {"Passphrase: ": "correct horse"})
    assert "The library is empty" in second
    wrong = at_terminal(["library", "--home", str(home)], {"Passphrase: ": "guess"}, status=1)
    assert "not right" in wrong


def at_terminal(arguments: Sequence[str], *answers: dict[str, str], status: int = 0) -> str:
    """What the command writes to a person who answers its prompts, in turn."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(CHECKOUT)
        os.execv(sys.executable, [sys.executable, "-m", "app", *arguments])
    written = ""
    prompts = [pair for answer in answers for pair in answer.items()]
    with os.fdopen(terminal, "r+b", buffering=0) as stream:
        while True:
            try:
                piece = stream.read(4096)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            written += piece.decode("utf-8", "replace")
            if prompts and written.endswith(prompts[0][0]):
                stream.write(f"{prompts.pop(0)[1]}\n".encode())
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == status, written
    return written


@pytest.fixture
def heard_interrupts() -> Iterator[None]:
    """Children hear Ctrl-C, also where the test run itself was started in the background, deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard_interrupts")
@pytest.mark.skipif(os.name == "nt", reason="process groups of POSIX")
def test_ctrl_c_ends_an_add_which_the_next_one_continues(confidant: Confidant, tmp_path: Path) -> None:
    model_path(EMBEDDER)
    words = [f"Clause {n}: the supplier delivers part {n * 31} within {n} days." for n in range(40)]
    long = pdf(tmp_path / "long.pdf", ["\n".join(words)] * 80)
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "add", str(long), *confidant.options],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + PATIENCE
    while not psutil.Process(process.pid).children():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)  # another process's progress can only be looked at
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "goes on with the next" in err
    assert "Traceback" not in err
    assert [row["state"] for row in confidant.rows("add", long)] == ["ready"]
