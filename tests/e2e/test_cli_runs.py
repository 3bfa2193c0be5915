"""runs: a table stopped by Ctrl-C is listed, shown, gone on with and deleted."""

from __future__ import annotations

import os
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
SUBJECTS = ("invoices", "contracts", "letters", "payrolls")
QUESTION = "For how many years are they kept in the archive?"


def test_a_table_stopped_at_the_terminal_goes_on(tmp_path: Path) -> None:
    model_path(SMALLEST)
    model_path("all-minilm-l6-v2")
    for years, subject in enumerate(SUBJECTS, 3):
        text = f"The {subject} are kept in the archive for {years} years.\n"
        (tmp_path / f"{subject}.txt").write_text(text, encoding="utf-8")
    command = Command(tmp_path / "home", models_dir())
    assert command("add", *sorted(tmp_path.glob("[cilp]*s.txt"))).status == 0
    asked = ["ask", "--every-document", QUESTION, *command.options, "--model", SMALLEST]
    assert _interrupted_at_terminal(asked, "3 of 4") == 130

    row = command("runs", "list", "--json").row
    assert (row["maker"], row["title"], row["state"], row["total"]) == ("survey", QUESTION, "stopped", 4)
    assert 2 <= row["done"] < 4
    id_ = str(row["id"])
    shown = command("runs", "show", id_, "--json").rows
    assert len(shown) == row["done"]
    resumed = command("runs", "resume", id_, "--model", SMALLEST, "--json")
    assert resumed.status == 0, resumed.err
    assert resumed.rows[: len(shown)] == shown
    assert [one["document"] for one in resumed.rows] == sorted(f"{one}.txt" for one in SUBJECTS)
    assert command("runs", "list", "--json").row["state"] == "done"
    assert command("runs", "show", id_, "--json").rows == resumed.rows
    assert command("runs", "delete", id_, "--json").row == {"id": row["id"], "state": "deleted"}
    assert command("runs", "list", "--json").rows == []
    assert command("runs", "show", id_).status == 1


def _interrupted_at_terminal(arguments: list[str], when: str) -> int:
    """Run the command at a terminal, press Ctrl-C once it has written something; its exit status."""
    with at_terminal(arguments, when) as (pid, stream):
        stream.write(b"\x03")
        _drain(stream.fileno())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _drain(terminal: int) -> None:
    """Read to the end, so that the command can write it."""
    try:
        while os.read(terminal, 4096):
            pass
    except OSError:  # Linux's way to say that the other side has closed
        return
