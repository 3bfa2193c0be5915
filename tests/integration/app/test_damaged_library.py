"""A library that is only read is asked as ever; what is asked passes with the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from damage import flip
from fakes.generator import FakeGenerator
from house import House

from engine.cancel import CancelToken
from rag.errors import VaultDamaged
from rag.storing.page_proof import PAGE
from rag.storing.removed_talks import Sort
from rag.types import AnswerDone, Turn

_RENT = "The rent is due on the first of May."


def asked(house: House, conversation: int, question: str = "When is the rent due?") -> str:
    last = list(house.chats.ask(conversation, question, CancelToken()))[-1]
    assert isinstance(last, AnswerDone)
    return last.answer.text


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library with a conversation whose page of corrections is damaged."""
    house = House(tmp_path / "home", generator=FakeGenerator(_RENT))
    letter = tmp_path / "letter.txt"
    letter.write_text(f"# Rent\n{_RENT}\n", encoding="utf-8")
    house.library.add([letter])
    house.library.wait_idle()
    asked(house, house.chats.create("kept").id, "What is the rent about?")
    with house.vault.read() as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'corrections'").fetchone()
    house.close()
    flip(tmp_path / "home" / "vault.db", (page - 1) * PAGE + 50)
    return tmp_path / "home"


def test_a_damaged_library_is_asked_in_a_conversation_that_passes(home: Path) -> None:
    house = House(home, resume=False, generator=FakeGenerator(_RENT))
    assert isinstance(house.vault.read_only, VaultDamaged)
    talk = house.chats.create()
    assert "first of May" in asked(house, talk.id)
    assert [one.title for one in house.chats.conversations()] == ["When is the rent due?", "kept"]
    (turn,) = house.chats.turns(talk.id)
    assert turn.answer is not None
    assert "first of May" in turn.answer.text
    house.close()
    house = House(home, resume=False, generator=FakeGenerator(_RENT))
    assert [one.title for one in house.chats.conversations()] == ["kept"], "nothing was kept"
    house.close()


def test_a_kept_conversation_goes_on_until_the_program_ends(home: Path) -> None:
    house = House(home, resume=False, generator=FakeGenerator(_RENT))
    (kept,) = house.chats.conversations()
    (first,) = house.chats.turns(kept.id)
    asked(house, kept.id)
    assert questions(house.chats.turns(kept.id)) == ["What is the rent about?", "When is the rent due?"]
    list(house.chats.edit(first.id, "Which rent?", CancelToken()))
    (other,) = house.chats.turns(kept.id)
    assert (other.question, other.versions) == ("Which rent?", (first.id, other.id))
    house.chats.choose(first.id)
    assert questions(house.chats.turns(kept.id)) == ["What is the rent about?", "When is the rent due?"]
    house.chats.bin.put(Sort.TURN, first.id)
    assert questions(house.chats.turns(kept.id)) == ["When is the rent due?"]
    house.chats.bin.restore(Sort.TURN, first.id)
    assert len(house.chats.turns(kept.id)) == 2
    passing = house.chats.create("passing")
    house.chats.rename(passing.id, "renamed")
    assert house.chats.conversations()[0].title in ("renamed", "kept")
    house.chats.delete(passing.id)
    assert [one.id for one in house.chats.conversations()] == [kept.id]
    with pytest.raises(VaultDamaged):
        house.chats.delete(kept.id)
    house.close()


def questions(turns: list[Turn]) -> list[str]:
    return [one.question for one in turns]


def test_what_is_found_damaged_while_it_is_open_is_asked_on(home: Path, tmp_path: Path) -> None:
    house = House(tmp_path / "whole", generator=FakeGenerator(_RENT))
    house.library.add([tmp_path / "letter.txt"])
    house.library.wait_idle()
    talk = house.chats.create("whole")
    asked(house, talk.id)
    house.vault.is_damaged([7])
    asked(house, talk.id, "And when is the rent due?")
    assert len(house.chats.turns(talk.id)) == 2
    house.close()
