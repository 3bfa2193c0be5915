"""A summary that is killed goes on at the part it was at."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command
from programs.terminal import at_terminal

pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(600),
    pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX"),
]

SMALLEST = "smollm2-135m-instruct-q4_1"
SUBJECTS = ("invoices", "contracts", "letters", "payrolls", "permits", "drawings")


def _chapter(number: int, subject: str) -> str:
    rule = f"{number}. The {subject} are kept in the archive for {number + 2} years. "
    return (
        f"Chapter {number}\nOf {subject}\n\n" + rule + f"The clerk checks the {subject} every spring. " * 60
    )


def test_a_killed_summary_goes_on_at_the_part_it_was_at(tmp_path: Path) -> None:
    model_path(SMALLEST)
    model_path("all-minilm-l6-v2")
    file = tmp_path / "archive.txt"
    file.write_text("\n\n".join(_chapter(n, one) for n, one in enumerate(SUBJECTS, 1)), encoding="utf-8")
    command = Command(tmp_path / "home", models_dir())
    command.home.mkdir()
    _kill_at_terminal(["summarize", str(file), *command.options, "--model", SMALLEST], "part 4 of")
    (left,) = command("summaries", "list", "--json").rows
    assert left["state"] == "running"
    before = command("summaries", "show", str(left["id"]), "--json").row["covered"]
    assert 3 <= before["parts_read"] < before["parts"]
    ended = command("summaries", "resume", str(left["id"]), "--json", "--model", SMALLEST).row
    assert ended["state"] == "done"
    assert ended["covered"]["parts_read"] == before["parts"]
    assert any(block["points"] for block in ended["blocks"])


def _kill_at_terminal(arguments: list[str], when: str) -> None:
    """Run the command at a terminal and kill it once it has written something."""
    with at_terminal(arguments, when) as (pid, _):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
