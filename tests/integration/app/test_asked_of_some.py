"""A question put to some documents alone: searched, answered, kept and asked again of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from house import KEY, House

from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.storing.records import RecordStore
from rag.storing.vault import Vault
from rag.types import AnswerDone, SearchScope

TEXTS = {
    "rent.txt": "The rent of the mill is due in May.",
    "rope.txt": "The rope of the mill is due in June.",
    "oats.txt": "The oats of the mill are due in July.",
}
MAILBOX = """From ada@example.org Mon Jun 10 14:05:00 2024
From: ada@example.org
Subject: {subject}
Date: Mon, 10 Jun 2024 14:05:00 +0000

{body}

"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home", generator=FakeGenerator(TEXTS["rope.txt"]))) as house:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        house.library.add([tmp_path / name for name in TEXTS])
        house.library.wait_idle()
        yield house


def of(house: House, *names: str) -> SearchScope:
    return SearchScope(documents=tuple(house.library.named(name)[0].id for name in names))


def test_nothing_else_is_searched_or_counted(house: House) -> None:
    scope = of(house, "rent.txt", "rope.txt")
    found = {hit.document for hit in house.library.search("when is the mill due", 10, scope)}
    assert found == {"rent.txt", "rope.txt"}
    events = list(house.chats.answer("How many documents are there?", CancelToken(), scope))
    (done,) = [one for one in events if isinstance(one, AnswerDone)]
    assert "2 documents" in done.answer.text or "two documents" in done.answer.text
    assert set(done.answer.only) == {"rent.txt", "rope.txt"}


def test_of_a_mailbox_its_messages_are_asked(tmp_path: Path) -> None:
    mailbox = tmp_path / "inbox.mbox"
    mailbox.write_text(
        MAILBOX.format(subject="Mill", body="The rent of the mill is due in May.")
        + MAILBOX.format(subject="Rope", body="The rope is due in June."),
        encoding="utf-8",
    )
    (tmp_path / "oats.txt").write_text(TEXTS["oats.txt"], encoding="utf-8")
    with closing(House(tmp_path / "home", reader=DocumentReader())) as house:
        house.library.add([mailbox, tmp_path / "oats.txt"])
        house.library.wait_idle()
        found = house.library.search("when is the mill due", 10, of(house, "inbox.mbox"))
        assert found
        assert "oats.txt" not in {hit.document for hit in found}


def test_it_is_asked_of_the_same_again_and_goes_along_to_another_library(
    house: House, tmp_path: Path
) -> None:
    scope = of(house, "rope.txt")
    talk = house.chats.create()
    list(house.chats.ask(talk.id, "When is the rope of the mill due?", CancelToken(), scope))
    (turn,) = house.chats.turns(talk.id)
    assert turn.answer is not None
    assert turn.answer.only == ("rope.txt",)
    list(house.chats.regenerate(turn.id, CancelToken()))
    (turn,) = house.chats.turns(talk.id)
    assert turn.answer is not None
    assert turn.answer.only == ("rope.txt",)
    exported = RecordStore(house.vault).exported(turn.id)
    assert exported is not None
    assert scope.documents[0] not in exported["scope"]["documents"]  # by what is in it, not by its number
    assert len(exported["scope"]["documents"]) == 1
    with closing(Vault.create(tmp_path / "other.db", KEY)) as other:
        with other.write() as db:
            db.execute("INSERT INTO conversations (id, title, created, updated) VALUES (1, 'x', 0, 0)")
            db.execute("INSERT INTO turns (id, conversation_id, question, created) VALUES (7, 1, 'x', 0)")
        RecordStore(other).take(7, exported)
        taken = RecordStore(other).scope_of(7)
        assert taken is not None
        assert taken.documents  # none of the other library's is asked in its place
        assert all(number < 0 for number in taken.documents)


@pytest.mark.parametrize(
    "question",
    ["How many documents are there?", "Which documents do I have?", "Wie viele Dokumente gibt es?"],
)
def test_an_empty_collection_is_told_and_not_taken_for_the_library(house: House, question: str) -> None:
    house.services.collections.make("Empty")
    events = list(house.chats.answer(question, CancelToken(), SearchScope(collection="Empty")))
    (done,) = [one for one in events if isinstance(one, AnswerDone)]
    assert not any(name in done.answer.text for name in TEXTS)
    assert "0" not in done.answer.text
    assert "library" not in done.answer.text


def test_it_is_asked_of_its_collection_again_also_under_another_name(house: House) -> None:
    collections, talk = house.services.collections, house.chats.create().id
    collections.make("Mill")
    collections.move(of(house, "rent.txt", "rope.txt").documents, "Mill")
    scope, question = SearchScope(collection="Mill"), "When is the rope of the mill due?"
    list(house.chats.ask(talk, question, CancelToken(), scope))
    (turn,) = house.chats.turns(talk)
    assert turn.answer is not None
    assert set(turn.answer.only) == {"rent.txt", "rope.txt"}
    collections.rename("Mill", "Works")
    events = list(house.chats.regenerate(turn.id, CancelToken()))
    (done,) = [one for one in events if isinstance(one, AnswerDone)]
    assert set(done.answer.only) == {"rent.txt", "rope.txt"}


def test_of_a_collection_narrowed_to_a_tag_those_that_have_it_are_named(house: House) -> None:
    ids = [house.library.named(name)[0].id for name in TEXTS]
    house.services.collections.make("Mill")
    house.services.collections.move(ids, "Mill")
    house.services.tagging.put(ids[1:], ["due"])
    scope = SearchScope(collection="Mill", tag="due")
    events = list(house.chats.answer("When is the rope due?", CancelToken(), scope))
    (done,) = [one for one in events if isinstance(one, AnswerDone)]
    assert set(done.answer.only) == {"rope.txt", "oats.txt"}
