"""The command line's grammar: every command has its row and its words, and reading it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest
from models import CHECKOUT

from app.cli.commands import COMMANDS
from app.cli.parser import parse

# What must not be there before the seal is drawn, and would slow down every start.
HEAVY = (
    "app.services", "app.paths", "app.models", "app.security", "rag.storing", "engine.workers.pool", "numpy",
    "sqlcipher3", "PySide6", "llama_cpp", "chromadb", "onnxruntime", "psutil", "socket", "multiprocessing",
)  # fmt: skip


@pytest.mark.parametrize("command", [[], ["library"], ["doctor"], ["models", "list"], ["scans", "list", "a"]])
def test_the_parser_loads_nothing_heavy(command: list[str]) -> None:
    script = (
        f"import sys; from app.cli.parser import parse; parse({command!r});"
        f" print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert COMMANDS[name].about
    with pytest.raises(SystemExit) as exit_:
        parse([name, "--help"])
    assert exit_.value.code == 0
    assert f"usage: confidant {name}" in capsys.readouterr().out
