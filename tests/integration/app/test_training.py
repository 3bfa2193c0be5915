"""What a library teaches, from real questions over a real vault to the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from files.documents import BREACH
from house import House

from engine.cancel import CancelToken
from rag.prompting.prompts import SILENT

ASKED = "Within how many hours must the controller notify a breach?"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    source = tmp_path / "rules.txt"
    source.write_text(f"Notification\n\n{BREACH}\n", encoding="utf-8")
    made = House(tmp_path / "home", generator=FakeGenerator(BREACH))
    made.library.add([source])
    made.library.wait_idle()
    yield made
    made.close()


def test_answers_and_silence_become_examples(house: House, tmp_path: Path) -> None:
    chat = house.chats.create()
    for question in (ASKED, "What colour is the roof of the stadium?", "Hello!", ASKED):
        list(house.chats.ask(chat.id, question, CancelToken()))
    path = tmp_path / "training.jsonl"
    assert house.services.training.save(path) == 2
    first, second = (json.loads(line)["messages"] for line in path.read_text("utf-8").splitlines())
    assert ASKED in first[-2]["content"]
    assert "72 hours" in first[-2]["content"], "the passage stands in the prompt"
    assert "72 hours" in first[-1]["content"]
    assert second[-1]["content"] == SILENT
    exported = [one for one in house.services.audit.entries() if one.kind == "exported"]
    assert [json.loads(one.facts)["what"] for one in exported] == ["training"]


def test_without_questions_there_is_nothing_to_learn(house: House, tmp_path: Path) -> None:
    assert house.services.training.save(tmp_path / "none.jsonl") == 0
    assert (tmp_path / "none.jsonl").read_text("utf-8") == ""
