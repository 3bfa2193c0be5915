"""The JSON of `call` is a contract with scripts; the models are the real ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command, Ran

MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
WEATHER = {
    "name": "weather.forecast",
    "description": "Get the weather forecast of a city.",
    "parameters": {
        "type": "dict",
        "properties": {
            "city": {"type": "string", "description": "The city."},
            "days": {"type": "integer", "description": "For how many days."},
        },
        "required": ["city"],
    },
}
CONVERT = {
    "name": "unit_conversion.convert",
    "description": "Convert a value from one unit of measurement to another.",
    "parameters": {
        "type": "dict",
        "properties": {
            "value": {"type": "float", "description": "The value to be converted."},
            "from_unit": {"type": "string", "description": "The unit to convert from."},
            "to_unit": {"type": "string", "description": "The unit to convert to."},
        },
        "required": ["value", "from_unit", "to_unit"],
    },
}


@pytest.fixture
def command(tmp_path: Path) -> Command:
    for one in (MODEL, "all-minilm-l6-v2"):
        model_path(one)
    (tmp_path / "tools.json").write_text(json.dumps({"tools": [WEATHER, CONVERT]}), encoding="utf-8")
    return Command(tmp_path / "home", models_dir())


def _call(command: Command, folder: Path, *rows: object, tools: bool = True) -> Ran:
    lines = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    (folder / "batch.jsonl").write_text(lines, encoding="utf-8")
    given = ["--tools", folder / "tools.json"] if tools else []
    return command("call", *given, "--batch", folder / "batch.jsonl", "--model", MODEL, "--json")


def test_calls_of_the_functions_that_fit(command: Command, tmp_path: Path) -> None:
    ran = _call(
        command,
        tmp_path,
        {"id": 1, "text": "What is the weather forecast for the city of Lyon for the next 4 days?"},
        {"id": "b", "text": "Who wrote the novel Effi Briest?"},
        {
            "id": 3,
            "messages": [{"role": "user", "content": "Convert a value of 12 from miles to kilometers."}],
        },
    )
    assert ran.status == 0
    assert all(list(row) == ["id", "calls"] for row in ran.rows)
    lyon, none, miles = (row["calls"] for row in ran.rows)
    assert lyon == [{"name": "weather.forecast", "arguments": {"city": "Lyon", "days": 4}}]
    assert none == []
    assert [one["name"] for one in miles] == ["unit_conversion.convert"]
    assert miles[0]["arguments"]["value"] == 12
    assert not (tmp_path / "home" / "vault.db").exists(), "no library is opened"


def test_a_row_may_bring_its_own_functions(command: Command, tmp_path: Path) -> None:
    asked = "What is the weather forecast for the city of Lyon?"
    ran = _call(
        command,
        tmp_path,
        {"id": 1, "text": asked, "tools": [WEATHER]},
        {"id": 2, "question": [[{"role": "user", "content": asked}]], "function": [WEATHER]},
        tools=False,
    )
    assert ran.status == 0
    assert [row["calls"] for row in ran.rows] == [
        [{"name": "weather.forecast", "arguments": {"city": "Lyon"}}]
    ] * 2


def test_without_a_register_the_program_offers_its_own(command: Command, tmp_path: Path) -> None:
    ran = _call(
        command,
        tmp_path,
        {"id": 1, "text": "Work out the deadline 30 working days after 3 March 2025 in Bavaria"},
        {"id": 2, "text": "Open page 4 of the document lease.pdf"},
        tools=False,
    )
    assert ran.status == 0
    deadline, page = (row["calls"] for row in ran.rows)
    assert [one["name"] for one in deadline] == ["deadline"]
    assert (deadline[0]["arguments"]["number"], deadline[0]["arguments"]["unit"]) == (30, "working days")
    assert page == [{"name": "open_page", "arguments": {"document": "lease.pdf", "page": 4}}]


def test_a_wrong_row_is_told_and_the_others_go_on(command: Command, tmp_path: Path) -> None:
    ran = _call(
        command,
        tmp_path,
        "{",
        {"text": "x"},
        {"id": 3, "messages": [{"role": "assistant", "content": "x"}]},
        {"id": 4, "text": "x", "tools": [{"description": "no name"}]},
        tools=False,
    )
    assert ran.status == 1
    assert all(list(row) == ["id", "calls", "error"] for row in ran.rows)
    codes = [row["error"]["code"] for row in ran.rows]
    assert codes == ["batch-invalid", "batch-invalid", "batch-invalid", "tools-invalid"]


def test_a_file_that_holds_no_functions_is_refused(command: Command, tmp_path: Path) -> None:
    (tmp_path / "tools.json").write_text('{"tools": []}', encoding="utf-8")
    ran = _call(command, tmp_path, {"id": 1, "text": "x"})
    assert ran.status == 1
    assert "it names no functions" in ran.err
