"""Documents that come into an open library from another vault are found, and told of, at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import House
from said import say_of

from app.events import Brought, DocumentRemoved, Event, LibraryChanged
from rag.storing.merging import take_conversations, take_runs
from rag.storing.taking import take_document

TEXTS = {"birds.txt": "The heron was seen in May.\n", "mill.txt": "The rent of the mill is due in June.\n"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home")) as opened:
        yield opened


def told(house: House) -> list[Event]:
    """What was told since the last look."""
    found = []
    while not house.events.empty():
        found.append(house.events.get())
    return found


def test_what_was_brought_is_told_document_by_document_and_then_as_a_whole(
    house: House, tmp_path: Path
) -> None:
    with closing(House(tmp_path / "other")) as other:
        said = say_of(other, tmp_path, TEXTS, "When was the heron seen?")
        house.library.wait_idle()
        ids: dict[int, int] = {}
        for one in said.documents.values():
            ids |= take_document(other.vault, house.vault, one.id, "other").ids
        take_conversations(other.vault, house.vault, ids)
        take_runs(other.vault, house.vault, ids, of_many=True)
    told(house)
    assert len(house.vectors) == 0
    house.services.bring(list(ids.values()))
    *changed, brought = told(house)
    assert [one.document.name for one in changed if isinstance(one, LibraryChanged)] == list(TEXTS)
    assert len(changed) == len(TEXTS)
    assert brought == Brought(), "once, last, and of nothing that was in the bin"
    assert len(house.vectors) == len(TEXTS)
    assert [hit.document for hit in house.library.search("When was the heron seen?", 1)] == ["birds.txt"]


def test_what_comes_back_from_the_bin_is_told_by_name_and_content(house: House, tmp_path: Path) -> None:
    said = say_of(house, tmp_path, TEXTS, "When was the heron seen?")
    ids = [one.id for one in said.documents.values()]
    contents = [house.store.sha256_of(one) for one in ids]
    house.removals.put(ids)
    assert [one.document_id for one in told(house) if isinstance(one, DocumentRemoved)] == ids
    house.removals.restore(ids)
    *changed, brought = told(house)
    assert [one.document.name for one in changed if isinstance(one, LibraryChanged)] == list(TEXTS)
    assert isinstance(brought, Brought)
    assert [(one.name, one.sha256, one.collection) for one in brought.back] == [
        (name, content, "") for name, content in zip(TEXTS, contents, strict=True)
    ]


def test_nothing_is_told_of_nothing(house: House) -> None:
    house.library.wait_idle()
    told(house)
    house.removals.restore([])
    house.removals.put([])
    assert told(house) == []
    house.services.bring([])
    assert told(house) == [Brought()], "conversations and kept work may have come by themselves"
