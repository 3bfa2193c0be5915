"""Conversations in a real vault."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import ConversationUnknown
from rag.storing.conversations import ChatStore
from rag.storing.removed_talks import Sort
from rag.storing.vault import Vault
from rag.types import Answer, Box, Citation, Outcome, PageBox, Sentence, Support

ANSWER = Answer(
    question="Wie lange?",
    text="Within 72 hours. Ünïcode “too”.",
    sentences=(
        Sentence(
            0,
            16,
            "Within 72 hours.",
            Support.SUPPORTED,
            (
                Citation(
                    3, "gdpr.pdf", 52, "CHAPTER IV › Article 33", 10, 90, "not later than 72 hours",
                    (PageBox(52, Box(0.1, 0.2, 0.9, 0.22)), PageBox(53, Box(0.1, 0.1, 0.3, 0.12))),
                ),
            ),
        ),
        Sentence(17, 31, "Ünïcode “too”.", Support.UNSUPPORTED),
    ),
    outcome=Outcome.ANSWERED,
    model="a-model",
    seconds=1.5,
    tokens_per_second=30.25,
)  # fmt: skip


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault.create(tmp_path / "vault.db", bytes(32))
    yield vault
    vault.close()


@pytest.fixture
def chats(vault: Vault) -> ChatStore:
    ticks = itertools.count(100)
    return ChatStore(vault, clock=lambda: float(next(ticks)))


def test_an_answer_comes_back_as_it_was(chats: ChatStore) -> None:
    talk = chats.create("Breaches")
    turn = chats.add_turn(talk.id, "Wie lange?")
    assert chats.turns(talk.id) == [turn]
    assert turn.answer is None
    chats.save_answer(turn.id, ANSWER)
    assert chats.turn(turn.id).answer == ANSWER
    assert [kept.answer for kept in chats.turns(talk.id)] == [ANSWER]


def test_the_last_turns_are_had_without_the_others(chats: ChatStore) -> None:
    talk = chats.create()
    turns = [chats.add_turn(talk.id, f"What of gauge {number}?") for number in range(4)]
    assert chats.turns(talk.id, 2) == turns[2:]
    assert chats.turns(talk.id, 9) == turns
    assert chats.turns(talk.id, 0) == []
    assert chats.before(turns[3], 2) == turns[1:3]
    assert chats.before(turns[0], 2) == []


def test_the_conversation_used_last_comes_first(chats: ChatStore) -> None:
    first, second = chats.create("first"), chats.create("second")
    assert [talk.title for talk in chats.conversations()] == ["second", "first"]
    chats.add_turn(first.id, "Anything new?")
    chats.rename(first.id, "renamed")
    assert [talk.title for talk in chats.conversations()] == ["renamed", "second"]
    assert chats.get(second.id) == second


def test_a_deleted_conversation_is_gone_with_its_turns(chats: ChatStore, vault: Vault) -> None:
    talk = chats.create()
    turn = chats.add_turn(talk.id, "a question")
    chats.delete(talk.id)
    with vault.read() as db:
        assert db.execute("SELECT count(*) FROM turns").fetchone() == (0,)
    assert chats.conversations() == []
    for call in (
        lambda: chats.get(talk.id),
        lambda: chats.delete(talk.id),
        lambda: chats.rename(talk.id, "x"),
        lambda: chats.add_turn(talk.id, "x"),
        lambda: chats.save_answer(turn.id, ANSWER),
        lambda: chats.turn(turn.id),
        lambda: chats.choose(turn.id),
        lambda: chats.pin(talk.id, pinned=True),
        lambda: chats.put_away(Sort.TURN, turn.id),
        lambda: chats.bring_back(Sort.CONVERSATION, talk.id),
    ):
        with pytest.raises(ConversationUnknown):
            call()
