"""What is removed is gone: searched for in every row of the decrypted vault, and the file is smaller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from house import PATIENCE, House
from vault_picture import everything

from engine.cancel import CancelToken
from rag.runs.store import RunStore
from rag.runs.types import Block, Part, PartState, Point, Result, Verdict
from rag.storing.conversations import ChatStore
from rag.types import Answer, Citation, Outcome, Sentence, Support

CANARY = "zanzibarheron"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home")
    yield opened
    opened.close()


def added(house: House, path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    (addition,) = house.library.add([path])
    return addition.outcome.result(PATIENCE).id


def citation(document_id: int, name: str, quote: str) -> Citation:
    fields: dict[str, Any] = {
        "document_id": document_id, "document": name, "page": 1, "section": "", "start": 0, "end": len(quote),
        "quote": quote,
    }  # fmt: skip
    return Citation(**fields)


def test_nothing_of_a_removed_document_is_left(house: House, tmp_path: Path) -> None:
    secret = added(house, tmp_path / f"{CANARY}.txt", f"The {CANARY} costs nine pounds.\n" * 30)
    other = added(house, tmp_path / "other.txt", "The rent is due in May.\n")
    chats = ChatStore(house.services.vault)
    conversation = chats.create("costs")

    def kept(question: str, *cited: Citation, unread: tuple[str, ...] = ()) -> int:
        text = " ".join(one.quote for one in cited) or "Nothing."
        sentence = Sentence(0, len(text), text, Support.SUPPORTED, tuple(cited))
        answer = Answer(question, text, (sentence,), Outcome.ANSWERED, "m", 0.0, 0.0, unread=unread)
        turn = chats.add_turn(conversation.id, question).id
        chats.save_answer(turn, answer)
        return turn

    of_it = citation(secret, f"{CANARY}.txt", f"The {CANARY} costs nine pounds.")
    of_other = citation(other, "other.txt", "The rent is due in May.")
    rests, stays = kept("What does it cost?", of_it), kept("When is rent due?", of_other)
    waited = kept("And now?", of_other, unread=(f"{CANARY}.txt",))
    list(house.services.chats.ask(conversation.id, "What does the bird cost?", CancelToken()))
    runs = RunStore(house.services.vault)
    rows = [(secret, f"{CANARY}.txt", "nine pounds", of_it), (other, "other.txt", "May", of_other)]
    parts = [
        Result(Part(place, id_, name), PartState.DONE, (Point(said, (cited,)),), Verdict.FOUND)
        for place, (id_, name, said, cited) in enumerate(rows)
    ]
    table = runs.create("survey", "What does it cost?", "{}", parts=parts)
    runs.keep_blocks(table.id, [Block("", 1, (Point("a", (of_it,)), Point("b", (of_other,))))])
    assert CANARY in everything(house.vault)
    house.library.remove(secret)
    assert CANARY not in everything(house.vault)
    turns = {turn.id: turn for turn in chats.turns(conversation.id)}
    assert turns[rests].question == "What does it cost?"
    assert turns[rests].answer is None
    assert turns[stays].answer is not None
    waiting = turns[waited].answer
    assert waiting is not None
    assert waiting.unread == ()
    assert [one.part.document for one in runs.results(table.id)] == ["other.txt"]
    assert [point.text for point in runs.blocks(table.id)[0].points] == ["b"]
    assert asdict(of_other)["quote"] in everything(house.vault)


def test_the_file_is_smaller_when_much_was_removed(house: House, tmp_path: Path) -> None:
    text = "".join(f"Clause {n}: the {CANARY} number {n} costs {n} pounds a year.\n\n" for n in range(4000))
    document, vault = added(house, tmp_path / "long.txt", text), house.services.vault
    vault.forget_deleted()
    full = vault.path.stat().st_size
    house.library.remove(document)
    house.services.upkeep.once()
    assert vault.path.stat().st_size < full // 2
