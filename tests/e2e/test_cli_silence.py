"""silence: proposed, drawn, judged and shown without a window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


def test_a_sample_of_a_table_is_read_at_the_command_line(tmp_path: Path) -> None:
    model_path("all-minilm-l6-v2")
    files = [tmp_path / f"letter{number}.txt" for number in range(4)]
    for number, path in enumerate(files):
        text = "Due date: 2024-05-03" if number == 0 else f"Letter {number} names no day."
        path.write_text(text, encoding="utf-8")
    schema = tmp_path / "schema.json"
    columns = [{"name": "due", "type": "date", "labels": ["Due date"]}]
    schema.write_text(json.dumps({"name": "Dates", "columns": columns}), encoding="utf-8")
    command = Command(tmp_path / "home", models_dir())
    made = command("extract", *files, "--schema", schema, "--rules-only", "--json")
    assert made.status == 0, made.err
    run = str(command("runs", "list", "--json").row["id"])

    proposed = command("silence", "propose", run, "--json").row
    assert proposed == {"run": int(run), "population": 3, "drawn": 3, "missed_at_most": 0, "confidence": 0.95}
    drawn = command("silence", "draw", run, "--sample", "2", "--seed", "5", "--json").row
    names = [one["document"] for one in drawn["sample"]]
    assert (drawn["drawn"], drawn["read"], len(set(names)), drawn["seed"]) == (2, 0, 2, 5)
    command("silence", "mark", run, names[0], "nothing")
    last = command("silence", "mark", run, names[1], "something", "--quote", "names no day", "--json").row
    assert (last["read"], last["found"], last["elusion"]) == (2, 1, 0.5)
    assert command("silence", "undo", run, names[1], "--json").row["read"] == 1
    assert command("silence", "show", run, "--json").row["sample"][0]["found"] is False
    refused = command("silence", "mark", run, "letter0.txt", "nothing", "--json")
    assert refused.status == 1
    assert command("silence", "forget", run, "--json").row == {"run": int(run), "sample": None}
