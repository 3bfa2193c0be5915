"""A kept answer asked for again exactly: the same, or told what is not as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from files.documents import BREACH
from house import House

from engine.cancel import CancelToken
from engine.errors import ModelMissing
from engine.types import ModelStamp
from rag.answering.questions import EARLIER
from rag.answering.replaying import compared, turns_sha256
from rag.errors import ConversationUnknown
from rag.storing.conversations import encode_answer
from rag.storing.records import RecordStore
from rag.types import Answer, AnswerDone
from rag.types.records import Kind, Replayed

QUESTION = "Within how many hours must the controller notify a breach?"
OTHER = "Who keeps the ledger of the harbour?"
LEDGER = "The harbour master keeps the ledger of the harbour and reads it out in March."


class Stamped(FakeGenerator):
    """Whose file can be exchanged, or go."""

    def __init__(self) -> None:
        super().__init__(lambda messages: LEDGER if "ledger" in messages[-1].text else BREACH)
        self.now: ModelStamp | None = ModelStamp("small", "a" * 64, "llama 1", "CPU, 2 threads")

    def stamp(self) -> ModelStamp:
        if self.now is None:
            raise ModelMissing(model="small")
        return self.now


def opened(tmp_path: Path) -> House:
    return House(tmp_path / "home", generator=Stamped())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = opened(tmp_path)
    add(house, tmp_path / "gdpr.txt", f"# Notification\n{BREACH}\n")
    yield house
    house.close()


def add(house: House, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    house.library.add([path])
    house.library.wait_idle()


def ask(house: House, question: str = QUESTION) -> tuple[int, Answer]:
    conversation = house.chats.create()
    *_, last = house.chats.ask(conversation.id, question, CancelToken())
    assert isinstance(last, AnswerDone)
    return house.chats.turns(conversation.id)[-1].id, last.answer


def again(house: House, turn: int) -> Replayed:
    *_, last = house.chats.again_exactly(turn, CancelToken())
    assert isinstance(last, Replayed)
    return last


def kinds(replayed: Replayed) -> list[Kind]:
    return [one.kind for one in replayed.differs]


def test_the_same_answer_comes_again_and_nothing_is_kept_of_it(house: House) -> None:
    turn, answer = ask(house)
    assert answer.model == "fake"
    (conversation,) = house.chats.conversations()
    before = house.chats.turns(conversation.id)
    replayed = again(house, turn)
    assert (replayed.same, replayed.differs) == (True, ())
    assert replayed.answer.text == answer.text
    assert house.chats.turns(conversation.id) == before


def test_what_came_between_changes_nothing(house: House, tmp_path: Path) -> None:
    turn, _ = ask(house)
    asked = house.generator.calls[-1].messages
    add(house, tmp_path / "harbour.txt", f"{LEDGER} A breach is notified within 24 hours.\n")
    ask(house, OTHER)
    assert again(house, turn).same
    assert house.generator.calls[-1].messages == asked


def test_another_process_gives_the_same(tmp_path: Path) -> None:
    first = opened(tmp_path)
    add(first, tmp_path / "gdpr.txt", f"# Notification\n{BREACH}\n")
    turn, _ = ask(first)
    first.close()
    second = opened(tmp_path)
    assert again(second, turn).same
    second.close()


def test_a_drawn_answer_keeps_its_seed(house: House) -> None:
    first, _ = ask(house)
    list(house.chats.regenerate(first, CancelToken()))
    (turn,) = house.chats.turns(house.chats.turn(first).conversation_id)
    drawn = house.generator.calls[-1].sampling
    assert again(house, turn.id).same
    assert house.generator.calls[-1].sampling == drawn
    assert drawn.seed > 0


def test_a_follow_up_is_asked_with_what_was_asked_before_it(house: House) -> None:
    conversation = house.chats.create()
    for question in (QUESTION, "And to whom?"):
        list(house.chats.ask(conversation.id, question, CancelToken()))
    list(house.chats.ask(conversation.id, OTHER, CancelToken()))
    follow_up = house.chats.turns(conversation.id)[1]
    assert again(house, follow_up.id).same


def test_an_answer_deep_in_a_conversation_comes_again(house: House) -> None:
    conversation = house.chats.create()
    for number in range(EARLIER + 2):
        list(house.chats.ask(conversation.id, f"{number}: {QUESTION}", CancelToken()))
    last = house.chats.turns(conversation.id)[-1]
    assert again(house, last.id).differs == ()
    records = RecordStore(house.vault)
    kept = records.of(last.id)
    assert kept is not None
    # Earlier versions of the program kept what all turns said, however far an answer looks back.
    _, every = house.chats.with_earlier(last.id)
    records.save(last.id, replace(kept[0], earlier=turns_sha256(every)))
    assert again(house, last.id).differs == ()
    records.save(last.id, replace(kept[0], earlier=turns_sha256(every[:2])))
    assert kinds(again(house, last.id)) == [Kind.EARLIER]


def test_a_question_to_the_library_needs_no_model(house: House, tmp_path: Path) -> None:
    turn, _ = ask(house, "How many documents are there?")
    house.generator.now = None
    assert again(house, turn).same
    add(house, tmp_path / "harbour.txt", LEDGER)
    house.generator.now = ModelStamp("small", "a" * 64, "llama 1", "CPU, 2 threads")
    replayed = again(house, turn)
    assert (replayed.same, kinds(replayed)) == (False, [Kind.ANSWER])


def test_with_a_document_goes_what_answers_were_made_of(house: House) -> None:
    turn, _ = ask(house)
    (document,) = house.library.documents()
    house.library.remove(document.id)
    replayed = again(house, turn)
    assert not replayed.same
    assert [one.kind for one in replayed.differs] == [Kind.NOT_KEPT]
    assert replayed.answer.text == ""
    with house.vault.read() as db:
        assert db.execute("SELECT count(*) FROM record_passages").fetchone() == (0,)


def test_another_edition_is_told_from_one_that_is_gone(house: House, tmp_path: Path) -> None:
    turn, _ = ask(house)
    asked = len(house.generator.calls)
    add(house, tmp_path / "gdpr.txt", f"# Notification\n{BREACH.replace('72', '24')}\n")
    replayed = again(house, turn)
    assert [(one.kind, one.name) for one in replayed.differs] == [(Kind.DOCUMENT_CHANGED, "gdpr.txt")]
    assert len(house.generator.calls) == asked


def test_a_file_added_again_changes_nothing_and_a_passage_that_reads_otherwise_does(
    house: House, tmp_path: Path
) -> None:
    turn, _ = ask(house)
    (document,) = house.library.documents()
    text = (tmp_path / "gdpr.txt").read_text(encoding="utf-8")
    add(house, tmp_path / "copy.txt", text + " ")
    add(house, tmp_path / "gdpr.txt", text)
    assert again(house, turn).same
    with house.vault.write() as db:
        db.execute("UPDATE passages SET body = body || ' not' WHERE document_id = ?", (document.id,))
    assert kinds(again(house, turn)) == [Kind.PASSAGE_CHANGED]


def test_another_model_or_none_is_told_and_not_asked(house: House) -> None:
    turn, _ = ask(house)
    asked = len(house.generator.calls)
    house.generator.now = ModelStamp("small", "b" * 64, "llama 1", "CPU, 2 threads")
    (changed,) = again(house, turn).differs
    assert (changed.kind, changed.name, changed.before, changed.now) == (
        Kind.MODEL_CHANGED, "small", "a" * 64, "b" * 64,
    )  # fmt: skip
    house.generator.now = None
    assert [(one.kind, one.name) for one in again(house, turn).differs] == [(Kind.MODEL_GONE, "small")]
    assert len(house.generator.calls) == asked


def test_what_only_might_matter_is_told_beside_the_same_answer(house: House) -> None:
    turn, _ = ask(house)
    house.generator.now = ModelStamp("small", "a" * 64, "llama 2", "CPU, 8 threads")
    replayed = again(house, turn)
    assert (replayed.same, kinds(replayed)) == (True, [Kind.LIBRARY, Kind.MACHINE])


def test_what_an_answer_was_made_with_is_compared_field_by_field(house: House) -> None:
    turn, _ = ask(house)
    kept = RecordStore(house.vault).of(turn)
    assert kept is not None
    setup = kept[0].setup
    other = replace(setup, program="9", rules="r", settings="{}", embedder="e", model=None)
    assert [one.kind for one in compared(setup, other)] == [
        Kind.PROGRAM, Kind.RULES, Kind.SETTINGS, Kind.EMBEDDER,
    ]  # fmt: skip


def test_an_answer_without_a_record_says_so(house: House) -> None:
    turn, answer = ask(house)
    with house.vault.write() as db:
        db.execute("DELETE FROM records")
    replayed = again(house, turn)
    assert (replayed.answer, kinds(replayed)) == (answer, [Kind.NOT_KEPT])
    assert not house.chats.is_exact(turn)
    with pytest.raises(ConversationUnknown):
        again(house, 999)


def test_records_go_with_their_conversation_and_lie_in_the_vault_alone(house: House, tmp_path: Path) -> None:
    turn, _ = ask(house)
    assert house.chats.is_exact(turn)
    (conversation,) = house.chats.conversations()
    with house.vault.read() as db:
        kept = "".join(str(row) for row in db.execute("SELECT * FROM record_passages").fetchall())
    assert "72 hours" not in kept
    house.chats.delete(conversation.id)
    with house.vault.read() as db:
        for table in ("records", "record_passages"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    house.close()
    for file in (tmp_path / "home").rglob("*"):
        assert not file.is_file() or b"record_passages" not in file.read_bytes()


def test_an_answer_after_one_that_was_renewed_tells_so(house: House) -> None:
    conversation = house.chats.create()
    for question in (OTHER, QUESTION):
        list(house.chats.ask(conversation.id, question, CancelToken()))
    first, second = house.chats.turns(conversation.id)
    assert again(house, second.id).differs == ()
    assert first.answer is not None
    with house.vault.write() as db:
        db.execute(
            "UPDATE turns SET answer = ? WHERE id = ?",
            (encode_answer(replace(first.answer, text="Otherwise.")), first.id),
        )
    assert (again(house, second.id).same, kinds(again(house, second.id))) == (True, [Kind.EARLIER])
    list(house.chats.renew(first.id, CancelToken()))
    assert again(house, first.id).same
