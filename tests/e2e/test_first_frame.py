"""What is loaded before the window is seen: Qt, what it shows, the words of it, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from models import CHECKOUT

from app.cli.parser import parse

PATIENCE = 240
PROGRAM = CHECKOUT / "tests" / "helpers" / "programs" / "first_frame.py"

# What others made, and the first frame needs.
LIBRARIES = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap", "__feature__", "platformdirs"}
# What of ours is loaded behind the window. Whoever needs one of these in the window for annotations alone
# imports it under TYPE_CHECKING; for what comes later, where it is used (`ui.window.loading`).
LATER = (
    "app.chat", "app.cli.commands", "app.doctor", "app.exporting.copied", "app.library", "app.matters",
    "app.models", "app.options", "app.recipes", "app.redacting", "app.runs", "app.scheduler", "app.security",
    "app.services", "engine.embedding", "engine.llama", "engine.ocr", "engine.protocols",
    "engine.workers.worker", "rag.answering", "rag.finding", "rag.grounding", "rag.indexing", "rag.querying",
    "rag.reading.reader", "rag.storing.vault", "rag.structuring", "ui.chat.desk", "ui.matters", "ui.models",
    "ui.options", "ui.reader.desk", "ui.recipes", "ui.runs.desk", "ui.tagging", "ui.window.about",
    "ui.window.desks", "ui.window.reach", "ui.window.repair_dialog",
)  # fmt: skip


def test_no_library_but_qt_is_loaded_by_the_first_frame(tmp_path: Path) -> None:
    loaded = {name.split(".")[0] for name in started(tmp_path)["frame"]["modules"]}
    ours = {"app", "engine", "rag", "ui"}
    assert loaded - set(sys.stdlib_module_names) - bare() - ours <= LIBRARIES


def test_the_services_and_the_desks_are_loaded_behind_the_first_frame(tmp_path: Path) -> None:
    told = started(tmp_path)
    frame, opened = set(told["frame"]["modules"]), set(told["open"]["modules"])
    assert [name for name in LATER if name in frame] == []
    assert {"app.services", "ui.window.desks", "ui.chat.desk"} <= opened  # and are they, then


def test_options_alone_need_no_grammar_of_the_commands() -> None:
    script = (
        "import sys; from app.cli.parser import parse; parse(['--home', 'x', '--model=y']);"
        " print('app.cli.commands' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("argv", [["--home"], ["--no-such"], ["--ui-language", "xx"], ["nothing"]])
def test_what_is_wrong_without_a_command_is_told_as_ever(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(argv)
    assert left.value.code == 2
    assert "usage: confidant" in capsys.readouterr().err


def started(folder: Path) -> dict[str, Any]:
    """The program over a new library, until that is open."""
    (folder / "passphrase").write_text("secret", encoding="utf-8")
    made = (
        "import sys; from pathlib import Path; from app.paths import resolve;"
        " from app.services import open_services; open_services(resolve(Path(sys.argv[1])), 'secret',"
        " keyring_allowed=False).close()"
    )
    run([sys.executable, "-c", made, str(folder / "home")])
    options = ["--home", str(folder / "home"), "--passphrase-file", str(folder / "passphrase")]
    told = run([sys.executable, str(PROGRAM), *options, "--models", str(folder / "models")])
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


@cache
def bare() -> set[str]:
    """What any Python of this environment has loaded by itself."""
    told = run([sys.executable, "-c", "import sys, json; print(json.dumps(sorted(sys.modules)))"])
    return {name.split(".")[0] for name in json.loads(told)}


def run(arguments: list[str]) -> str:
    done = subprocess.run(
        arguments, cwd=CHECKOUT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
