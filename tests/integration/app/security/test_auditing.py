"""What is done with a library stands in its log; what was said, only where somebody chose that."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.generator import FakeGenerator
from files.documents import BREACH
from house import House

from app.exporting.audit import audit_file
from engine.cancel import CancelToken
from rag.types import PassagesFound, SourcesFound

QUESTION = "Within how many hours must the controller notify a breach?"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home", generator=FakeGenerator(BREACH))
    path = tmp_path / "gdpr.txt"
    path.write_text(f"# Notification\n{BREACH}\n", encoding="utf-8")
    opened.library.add([path])
    opened.library.wait_idle()
    yield opened
    opened.close()


def logged(house: House, kind: str) -> list[dict[str, Any]]:
    return [json.loads(one.facts) for one in house.services.audit.entries() if one.kind == kind]


def test_a_question_is_logged_with_what_was_shown_and_the_model(house: House) -> None:
    chat = house.chats.create()
    list(house.chats.ask(chat.id, QUESTION, CancelToken()))
    (asked,), (answered,) = logged(house, "question"), logged(house, "answer")
    assert set(asked["question"]) == {"sha256", "length"}
    assert asked["question"]["length"] == len(QUESTION)
    assert answered["outcome"] == "answered"
    (content,) = [one["sha256"] for one in logged(house, "read")]
    assert {one["document"] for one in (*answered["given"], *answered["shown"])} == {content}
    assert answered["model"]["sha256"]
    assert len(answered["shown"][0]["sha256"]) == 64
    assert house.services.audit.verify().flaws == ()


def test_what_was_given_is_logged_once_and_only_what_the_model_read(tmp_path: Path) -> None:
    """More is found, and shown at once, than a model of a small context reads."""
    house = House(tmp_path / "home", generator=FakeGenerator(BREACH, context_length=900))
    try:
        for number in range(1, 6):
            path = tmp_path / f"contract {number}.txt"
            hours = f"Party {number} shall notify a personal data breach within {number} hours. "
            path.write_text(f"# Clause {number}\n{hours}{f'Remark {number} tells of rivers. ' * 20}\n")
            house.library.add([path])
        house.library.wait_idle()
        events = list(house.chats.answer("When must a personal data breach be notified?", CancelToken()))
        (found,) = [event for event in events if isinstance(event, PassagesFound)]
        (read,) = [event for event in events if isinstance(event, SourcesFound)]
        assert 0 < len(read.hits) < len(found.hits)
        (answered,) = logged(house, "answer")
        assert len(answered["given"]) == len(read.hits)
    finally:
        house.close()


def test_nothing_that_was_said_is_in_the_log_unless_chosen(house: House) -> None:
    list(house.chats.answer(QUESTION, CancelToken()))
    text = "".join(one.facts for one in house.services.audit.entries())
    for word in ("controller", "gdpr", "72 hours", "breach"):
        assert word not in text
    house.services.audit.keep_content(True)
    list(house.chats.answer(QUESTION, CancelToken()))
    assert logged(house, "question")[-1]["question"]["text"] == QUESTION
    assert logged(house, "policy") == [{"name": "audit-content", "value": "on"}]


def test_a_collection_has_a_choice_of_its_own(house: House) -> None:
    audit = house.services.audit
    audit.keep_content(True, "cases")
    assert audit.keeps_content("cases")
    assert not audit.keeps_content("novels")
    assert not audit.keeps_content()


def test_reading_removing_and_saving_are_logged(house: House, tmp_path: Path) -> None:
    (document,) = house.library.documents()
    (read,) = logged(house, "read")
    assert read["state"] == "ready"
    saved = tmp_path / "out.csv"
    saved.write_bytes(b"a,b\n")
    house.services.audit.saved("run", saved, "Deadlines")
    house.library.remove(document.id)
    assert logged(house, "exported")[0]["bytes"] == 4
    assert logged(house, "removed")[0]["sha256"] == read["sha256"]
    assert len(logged(house, "unlocked")) == 1


def test_an_export_holds_the_log_and_its_verifiers(house: House, tmp_path: Path) -> None:
    audit = house.services.audit
    path = tmp_path / "audit.zip"
    path.write_bytes(audit_file(audit.entries(), audit.heads(), lambda _: None))
    with zipfile.ZipFile(path) as packed:
        assert sorted(packed.namelist()) == ["audit.json", "verify_audit.html", "verify_audit.py"]
        log = json.loads(packed.read("audit.json"))
    assert [one["number"] for one in log["entries"]] == [1, 2]
    assert log["heads"][-1]["hash"] == log["entries"][-1]["hash"]


def test_what_is_done_with_collections_is_logged_without_their_names(house: House) -> None:
    collections, (document,) = house.services.collections, house.library.documents()
    (content,) = [one["sha256"] for one in logged(house, "read")]
    collections.make("Mill")
    collections.move([document.id], "mill")
    collections.rename("MILL", "Works")
    done = collections.remove("Works")
    collections.undo(done.id)
    noted = logged(house, "collection")
    assert [one["what"] for one in noted] == ["made", "moved", "renamed", "removed", "undone"]
    assert [one.get("documents", []) for one in noted] == [[], [content], [content], [content], [content]]
    for one in noted[:4]:
        assert set(one["collection"]) == {"sha256", "length"}
    assert noted[1]["collection"]["length"] == len("Mill")
    assert (noted[2]["was"]["length"], noted[2]["collection"]["length"]) == (len("Mill"), len("Works"))
    assert "Mill" not in json.dumps(noted)
    house.services.audit.keep_content(True)
    collections.rename("Works", "Yard")
    assert logged(house, "collection")[-1]["collection"]["text"] == "Yard"
    assert house.services.audit.verify().flaws == ()


def test_a_move_that_moves_nothing_is_not_logged(house: House) -> None:
    house.services.collections.make("Mill")
    house.services.collections.move([], "Mill")
    assert [one["what"] for one in logged(house, "collection")] == ["made"]
