"""What questions were put to last: kept for the window and by conversation, under the names of today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House

from engine.cancel import CancelToken
from rag.storing.asked import Asked, AskedStore
from rag.types import Document, DocumentState, SearchScope


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "home")
    for number in range(4):
        (tmp_path / f"no {number}.txt").write_text(f"The deed number {number} is signed.", encoding="utf-8")
    made.services.library.add([tmp_path / f"no {number}.txt" for number in range(4)], "Deeds")
    made.services.library.wait_idle()
    yield made
    made.close()


def documents(house: House) -> list[Document]:
    return [one for one in house.store.list() if one.state is DocumentState.READY]


def test_nothing_is_known_before_anything_was_chosen(house: House) -> None:
    store = AskedStore(house.vault)
    assert store.of() is None
    assert store.of(1) is None


def test_the_window_and_each_conversation_have_their_own(house: House) -> None:
    chats = house.services.chats
    first, second = chats.create().id, chats.create().id
    ids = tuple(one.id for one in documents(house)[:2])
    list(chats.ask(first, "Which deed is signed?", CancelToken(), SearchScope(documents=ids)))
    list(chats.ask(second, "Which deed is signed?", CancelToken(), SearchScope(collection="Deeds")))
    store = chats.asked
    store.keep(SearchScope())
    assert store.of(first) == Asked(SearchScope(documents=ids))
    assert store.of(second) == Asked(SearchScope(collection="Deeds"))
    assert store.of() == Asked(SearchScope())
    list(chats.ask(first, "And which is not?", CancelToken(), SearchScope()))
    assert store.of(first) == Asked(SearchScope())
    chats.delete(second)
    assert store.of(second) is None


def test_a_question_without_a_scope_is_put_to_what_was_asked_last(house: House) -> None:
    chats = house.services.chats
    talk, only = chats.create().id, documents(house)[1]
    list(chats.ask(talk, "Which deed is signed?", CancelToken(), SearchScope(documents=(only.id,))))
    list(chats.ask(talk, "Which deed is signed?", CancelToken()))
    answers = [turn.answer for turn in chats.turns(talk)]
    assert [one.only for one in answers if one is not None] == [(only.name,)] * 2
    chats.asked.keep(SearchScope(documents=(only.id,)))
    other = chats.create().id
    list(chats.ask(other, "Which deed is signed?", CancelToken()))
    answer = chats.turns(other)[0].answer
    assert answer is not None
    assert answer.only == (only.name,)


def test_a_collection_and_a_tag_follow_their_new_names(house: House) -> None:
    services, store = house.services, AskedStore(house.vault)
    services.tagging.put([documents(house)[0].id], ["Signed"])
    store.keep(SearchScope(collection="Deeds", tag="signed"))
    services.collections.rename("Deeds", "Acts")
    services.tagging.rename("Signed", "Sealed")
    assert store.of() == Asked(SearchScope(collection="Acts", tag="Sealed"))


def test_what_is_gone_is_counted_and_left_out(house: House) -> None:
    services, store = house.services, AskedStore(house.vault)
    found = documents(house)
    store.keep(SearchScope(documents=tuple(one.id for one in found[:3])))
    services.library.remove(found[0].id)
    assert store.of() == Asked(SearchScope(documents=(found[1].id, found[2].id)), gone=1)
    services.tagging.put([found[3].id], ["Signed"])
    store.keep(SearchScope(tag="Signed"))
    services.tagging.delete("Signed")
    assert store.of() == Asked(SearchScope(), gone=1)
    store.keep(SearchScope(collection="Deeds"))
    services.collections.remove("Deeds")
    assert store.of() == Asked(SearchScope(), gone=1)


def test_an_edition_that_takes_the_place_of_a_document_is_asked_in_its_place(
    house: House, tmp_path: Path
) -> None:
    store, path = AskedStore(house.vault), tmp_path / "no 0.txt"
    before = next(one for one in documents(house) if one.name == "no 0.txt")
    store.keep(SearchScope(documents=(before.id,)))
    path.write_text("The deed number nought is signed, and sealed as well.", encoding="utf-8")
    house.services.library.add([path], "Deeds")
    house.services.library.wait_idle()
    after = next(one for one in documents(house) if one.name == "no 0.txt")
    assert after.id != before.id
    assert store.of() == Asked(SearchScope(documents=(after.id,)))
