"""Conversations beside going on with them, in a real vault: versions, the bin, pins, what was said."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from damage import KEY

from rag.storing.building import build
from rag.storing.connecting import connect
from rag.storing.conversations import ChatStore
from rag.storing.copying import copy_under
from rag.storing.merging import take_conversations
from rag.storing.migrations import MIGRATIONS
from rag.storing.removed_talks import Sort
from rag.storing.said import SaidStore
from rag.storing.salvaging import salvage
from rag.storing.talks_schema import TALKS
from rag.storing.vault import Vault
from rag.types import Answer, Citation, Outcome, Quoted, Turn


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with closing(Vault.create(tmp_path / "vault.db", KEY)) as made:
        yield made


@pytest.fixture
def chats(vault: Vault) -> ChatStore:
    ticks = itertools.count(100)
    return ChatStore(vault, clock=lambda: float(next(ticks)))


def answer(text: str, *quotes: str) -> Answer:
    cited = tuple(Quoted(Citation(0, "a.txt", 1, "", 0, 1, one), 1.0) for one in quotes)
    return Answer("", text, (), Outcome.ANSWERED, "", 1.0, 1.0, quotes=cited)


def asked(chats: ChatStore, talk: int, question: str, text: str = "Yes.", beside: int | None = None) -> Turn:
    turn = chats.add_turn(talk, question, beside)
    chats.save_answer(turn.id, answer(text))
    return turn


def questions(turns: list[Turn]) -> list[str]:
    return [one.question for one in turns]


def branched(chats: ChatStore) -> tuple[int, dict[str, Turn]]:
    """A, then B with C behind it or its other version D."""
    talk = chats.create("Talk").id
    made = {name: asked(chats, talk, name) for name in "ABC"}
    made["D"] = asked(chats, talk, "D", beside=made["B"].id)
    return talk, made


def test_versions_are_told_and_chosen(chats: ChatStore) -> None:
    talk, made = branched(chats)
    assert questions(chats.turns(talk)) == ["A", "D"]
    assert questions(chats.every(talk)) == ["A", "B", "C", "D"]
    assert chats.turns(talk)[1].versions == (made["B"].id, made["D"].id)
    assert questions(chats.before(made["C"])) == ["A", "B"]
    chats.choose(made["C"].id)
    assert questions(chats.turns(talk)) == ["A", "B", "C"]
    assert asked(chats, talk, "E").parent == made["C"].id
    assert questions(chats.turns(talk)) == ["A", "B", "C", "E"]


def test_a_removed_turn_comes_back_to_its_place(chats: ChatStore) -> None:
    talk, made = branched(chats)
    chats.choose(made["C"].id)
    chats.put_away(Sort.TURN, made["B"].id)
    assert questions(chats.turns(talk)) == ["A", "C"]
    asked(chats, talk, "E")
    (gone,) = chats.removed.all()
    assert (gone.sort, gone.id, gone.title, gone.question) == (Sort.TURN, made["B"].id, "Talk", "B")
    chats.bring_back(Sort.TURN, made["B"].id)
    assert questions(chats.turns(talk)) == ["A", "B", "C", "E"]
    assert chats.removed.all() == []


def test_what_followed_a_deleted_turn_stays(chats: ChatStore, vault: Vault) -> None:
    talk, made = branched(chats)
    chats.choose(made["C"].id)
    chats.removed.delete(Sort.TURN, made["B"].id)
    assert questions(chats.turns(talk)) == ["A", "C"]
    assert chats.turns(talk)[1].versions == (made["C"].id, made["D"].id)
    with vault.read() as db:
        assert db.execute("SELECT question FROM turns_fts ORDER BY rowid").fetchall() == [
            ("A",),
            ("C",),
            ("D",),
        ]


def test_a_removed_conversation_is_nowhere_until_it_comes_back(chats: ChatStore, vault: Vault) -> None:
    kept, gone = chats.create("kept").id, chats.create("gone").id
    turn = asked(chats, gone, "Where is the heron?", "By the river.")
    chats.pin(gone, pinned=True)
    chats.put_away(Sort.CONVERSATION, gone)
    assert [one.id for one in chats.conversations()] == [kept]
    assert SaidStore(vault).with_words("heron", 9) == []
    assert SaidStore(vault).some([turn.id]) == []
    (one,) = chats.removed.all()
    assert (one.sort, one.title, one.turns) == (Sort.CONVERSATION, "gone", 1)
    chats.bring_back(Sort.CONVERSATION, gone)
    assert [(one.id, one.pinned) for one in chats.conversations()] == [(gone, True), (kept, False)]
    assert [one.turn_id for one in SaidStore(vault).with_words("heron", 9)] == [turn.id]
    chats.pin(gone, pinned=False)
    assert not chats.get(gone).pinned


def test_words_are_found_in_questions_answers_quotes_and_titles(chats: ChatStore, vault: Vault) -> None:
    said = SaidStore(vault)
    first = chats.create("Mietrecht").id
    german = asked(chats, first, "Welche Kündigungsfrist gilt?", "Drei Monate zum Monatsende.")
    french = asked(chats, chats.create("").id, "Quel est le délai ?", "Le délai est de 30 jours.")
    chinese = asked(chats, chats.create("").id, "期限是什么时候?", "付款期限为三十天。")
    quoted = chats.add_turn(chats.create("").id, "And?")
    chats.save_answer(quoted.id, answer("", "Payment is due within 30 days.", "“Later” 100 %"))

    def found(words: str) -> list[int]:
        return [one.turn_id for one in said.with_words(words, 9)]

    assert found("frist") == found("KUNDIGUNG monatsende") == found("mietr") == [german.id]
    assert found("delai") == [french.id]
    assert found("付款期限") == [chinese.id]
    assert found("期限") == [chinese.id], "two letters are looked for without the index"
    assert found("due within") == [quoted.id]
    assert found("30") == [quoted.id, french.id]
    assert found('"later"') == found('AND OR NOT NEAR("') == found("due 'within") == []
    assert found("") == found("  ") == []
    (hit,) = said.with_words("monatsende", 9)
    assert (hit.title, hit.conversation_id) == ("Mietrecht", first)
    assert hit.excerpt == "Drei Monate zum Monatsende."
    chats.save_answer(german.id, answer("Es ist nicht bekannt."))
    assert found("monatsende") == []


def test_an_excerpt_stands_around_what_was_looked_for(chats: ChatStore, vault: Vault) -> None:
    talk = chats.create("").id
    asked(chats, talk, "What?", "Nothing to see here. " * 30 + "The heron nests. " + "And on it goes. " * 30)
    (hit,) = SaidStore(vault).with_words("HERON", 9)
    assert "The heron nests." in hit.excerpt
    assert hit.excerpt[0] == hit.excerpt[-1] == "…"
    assert len(hit.excerpt) < 150


def test_a_vector_goes_with_the_answer_it_is_of(chats: ChatStore, vault: Vault) -> None:
    said, talk = SaidStore(vault), chats.create("").id
    one, two = asked(chats, talk, "One?"), asked(chats, talk, "Two?")
    chats.add_turn(talk, "Not answered?")
    assert said.without_meaning("e", 9) == [(two.id, "Two?\nYes."), (one.id, "One?\nYes.")]
    said.keep_meaning("e", [one.id, two.id, 99], np.eye(3, 4, dtype=np.float32))
    ids, vectors = said.meanings("e")
    assert ids == [one.id, two.id]
    assert vectors.tolist() == [[1, 0, 0, 0], [0, 1, 0, 0]]
    assert said.meanings("another")[0] == []
    chats.save_answer(one.id, answer("No."))
    assert said.without_meaning("e", 9) == [(one.id, "One?\nNo.")]


def test_a_vault_of_before_gets_its_words(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    build(path, KEY, MIGRATIONS[: MIGRATIONS.index(TALKS)])
    with closing(connect(path, KEY)) as db:
        db.execute("INSERT INTO conversations VALUES (1, 'old', 0, 0)")
        for number, said in ((1, "A heron?"), (2, "An osprey?")):
            db.execute("INSERT INTO turns VALUES (?, 1, ?, NULL, 0)", (number, said))
    with closing(Vault.open(path, KEY)) as vault:
        chats = ChatStore(vault)
        assert questions(chats.turns(1)) == ["A heron?", "An osprey?"]
        assert [one.turn_id for one in SaidStore(vault).with_words("osprey", 9)] == [2]
        chats.add_turn(1, "A stork?", beside=1)
        assert questions(chats.turns(1)) == ["A stork?"]


def test_a_copy_for_others_holds_nothing_of_the_bin(chats: ChatStore, vault: Vault, tmp_path: Path) -> None:
    talk, made = branched(chats)
    chats.choose(made["C"].id)
    chats.put_away(Sort.TURN, made["B"].id)
    away = chats.create("away").id
    asked(chats, away, "A secret?")
    chats.put_away(Sort.CONVERSATION, away)
    (tmp_path / "copy").mkdir()
    copy_under(vault, tmp_path / "copy" / "vault.db", KEY)
    with closing(Vault.open(tmp_path / "copy" / "vault.db", KEY)) as other:
        copied = ChatStore(other)
        assert [one.title for one in copied.conversations()] == ["Talk"]
        assert copied.removed.all() == []
        assert questions(copied.turns(talk)) == ["A", "C"]
        assert SaidStore(other).with_words("secret", 9) == []
        assert [one.question for one in SaidStore(other).with_words("D", 9)] == ["D"]


def test_another_vault_takes_versions_and_the_bin_along(
    chats: ChatStore, vault: Vault, tmp_path: Path
) -> None:
    talk, made = branched(chats)
    with closing(Vault.create(tmp_path / "other" / "vault.db", KEY)) as other:
        there = ChatStore(other)
        asked(there, there.create("before").id, "Before?")
        assert take_conversations(vault, other, {}) == 1
        assert take_conversations(vault, other, {}) == 0
        taken = next(one for one in there.conversations() if one.title == "Talk")
        assert questions(there.turns(taken.id)) == ["A", "D"]
        asked(chats, talk, "E")
        chats.choose(made["C"].id)
        chats.put_away(Sort.TURN, made["A"].id)
        assert take_conversations(vault, other, {}) == 1
        assert questions(there.turns(taken.id)) == ["B", "C"]
        assert questions(there.every(taken.id)) == ["B", "C", "D", "E"]


def test_what_is_salvaged_keeps_its_versions(chats: ChatStore, vault: Vault, tmp_path: Path) -> None:
    talk, made = branched(chats)
    chats.put_away(Sort.TURN, made["D"].id)
    vault.close()
    salvage(tmp_path / "vault.db", KEY, tmp_path / "saved.db", lambda _: False)
    with closing(Vault.open(tmp_path / "saved.db", KEY)) as saved:
        kept = ChatStore(saved)
        assert questions(kept.turns(talk)) == ["A", "B", "C"]
        assert [one.question for one in kept.removed.all()] == ["D"]
        assert len(SaidStore(saved).with_words("yes", 9)) == 3
