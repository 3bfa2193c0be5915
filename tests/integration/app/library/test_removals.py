"""Documents in the bin: nobody sees them, and they come back as they were; or they go for good."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import PATIENCE
from removed import BIRD, CANARY, DAY, RENT, ROPE, TEXTS, WORDS, Desk
from said import added, all_rows
from vault_picture import everything

from app.events import Brought, DocumentRemoved
from app.library.removing import KEPT_DAYS
from rag.errors import DocumentUnknown
from rag.indexing.lexical import LexicalIndex
from rag.storing.audit import AuditStore, Kind
from rag.storing.conversations import ChatStore
from rag.storing.removed_talks import Sort
from rag.types import Answer, DocumentState, Outcome, SearchScope


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.fill()
    yield made
    made.house.close()


def test_what_is_in_the_bin_is_seen_no_more_than_what_is_gone_for_good(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = Desk(tmp_path / "one"), Desk(tmp_path / "two")
    one.fill()
    two.fill()
    try:
        before = one.seen()
        assert before == two.seen()
        one.put(BIRD)
        two.house.library.remove(two.said.documents[BIRD].id)
        assert one.seen() == two.seen() != before
        assert CANARY not in repr(one.seen()["search"])
        one.restart()
        two.restart()
        assert one.seen() == two.seen()
        gone = one.said.documents[BIRD].id
        for look in (one.house.library.document, one.house.library.retry, one.house.library.read_whole):
            with pytest.raises(DocumentUnknown):
                look(gone)
        assert one.house.library.named(BIRD) == []
        assert CANARY in everything(one.house.vault), "kept, sealed"
    finally:
        one.house.close()
        two.house.close()


@pytest.mark.parametrize("order", list(itertools.permutations((BIRD, RENT, ROPE))))
def test_all_comes_back_as_it_was_in_any_order(desk: Desk, order: tuple[str, ...]) -> None:
    rows, shown = all_rows(desk.house), desk.seen()
    for path in desk.tmp_path.glob("*.txt"):
        path.unlink()  # no file is read for it
    reads = list(desk.house.reader.read_paths)
    desk.put(BIRD)
    desk.put(RENT, ROPE)
    assert desk.house.library.documents() == []
    assert desk.house.library.search(WORDS) == []
    assert desk.index_is_whole()
    desk.restart()
    assert [one.document.name for one in desk.house.removals.documents()] == [ROPE, RENT, BIRD]
    for name in order:
        desk.restore(name)
        assert desk.index_is_whole()
    assert all_rows(desk.house) == rows
    assert desk.seen() == shown
    assert desk.house.reader.read_paths == []
    assert len(reads) == len(TEXTS)
    assert desk.house.removals.documents() == []


def test_an_answer_that_rests_on_two_waits_for_both(desk: Desk) -> None:
    said, chats = desk.said, ChatStore(desk.house.vault)
    desk.put(BIRD)
    desk.put(RENT)
    desk.restore(BIRD)
    assert chats.turn(said.turns["both"]).answer is None
    assert chats.turn(said.turns[BIRD]).answer is not None
    assert chats.turn(said.turns[RENT]).answer is None
    assert [one.part.document for one in desk.house.kept.results(said.table)] == [BIRD, ROPE]
    desk.restore(RENT)
    assert chats.turn(said.turns["both"]).answer is not None
    assert [one.part.document for one in desk.house.kept.results(said.table)] == list(TEXTS)


def test_what_was_made_anew_meanwhile_stands(desk: Desk) -> None:
    said, chats, kept = desk.said, ChatStore(desk.house.vault), desk.house.kept
    desk.put(BIRD)
    other = Answer("What?", "It is not known.", (), Outcome.GENERAL, "m", 0.0, 0.0)
    chats.save_answer(said.turns["both"], other)
    chats.removed.delete(Sort.TURN, said.asked)
    blocks = kept.blocks(said.table)
    kept.keep_blocks(said.table, [*blocks, *blocks])
    kept.delete(said.summaries[ROPE])
    desk.restore(BIRD)
    answer = chats.turn(said.turns["both"]).answer
    assert answer is not None
    assert answer.text == "It is not known."
    assert kept.blocks(said.table) == (*blocks, *blocks)
    assert [one.part.document for one in kept.results(said.table)] == list(TEXTS), "rows are there again"
    assert said.summaries[ROPE] not in {run.id for run in kept.runs()}
    assert not any(all_rows(desk.house)[table] for table in ("hidden_answers", "hidden_runs", "hidden_parts"))


def test_an_answer_that_was_being_written_goes_with_its_document(desk: Desk) -> None:
    said, chats = desk.said, ChatStore(desk.house.vault)
    answers = {name: chats.turn(said.turns[name]).answer for name in (BIRD, RENT)}
    late = {name: chats.add_turn(said.conversation, "And now?").id for name in answers}
    desk.put(BIRD)
    for name, answer in answers.items():
        assert answer is not None
        chats.save_answer(late[name], answer)
    assert chats.turn(late[BIRD]).answer is None
    assert chats.turn(late[RENT]).answer == answers[RENT]
    desk.restore(BIRD)
    assert chats.turn(late[BIRD]).answer == answers[BIRD]
    assert all_rows(desk.house)["hidden_answers"] == []


def test_a_search_asks_for_no_more_than_without_a_bin(desk: Desk) -> None:
    """Everything that is there is everything: no search is narrowed to what is not in the bin."""
    index, vectors = LexicalIndex(desk.house.vault), len(desk.house.vectors)
    assert index.holds_only(index.documents(SearchScope()))
    desk.put(BIRD)
    (_, one), (_, two) = ((one.name, one.last - one.first + 1) for one in index.documents(SearchScope()))
    assert index.holds_only(index.documents(SearchScope()))
    assert len(desk.house.vectors) == one + two < vectors
    assert index.holding([CANARY, "rope"]) == {CANARY: 0, "rope": 1}
    assert CANARY not in index.terms(1, 99)
    assert desk.house.library.respelled("zanzibarherom") == "zanzibarherom"
    desk.restore(BIRD)
    assert len(desk.house.vectors) == vectors
    assert index.holding([CANARY])[CANARY] > 0


@pytest.mark.parametrize("way", ["delete", "empty", "expire"])
def test_what_goes_for_good_leaves_no_trace(desk: Desk, way: str) -> None:
    removals, chats = desk.house.removals, ChatStore(desk.house.vault)
    desk.put(BIRD)
    desk.put(RENT)
    desk.restore(RENT)
    assert CANARY in everything(desk.house.vault)
    if way == "delete":
        removals.delete([desk.said.documents[BIRD].id])
    elif way == "empty":
        removals.empty()
    else:
        desk.clock.now += KEPT_DAYS * DAY + 1
        assert removals.expire() == 1
    assert CANARY not in everything(desk.house.vault)
    assert desk.index_is_whole()
    assert chats.turn(desk.said.turns[RENT]).answer is not None
    assert chats.turn(desk.said.turns["both"]).answer is None
    removals.restore([desk.said.documents[BIRD].id])
    assert CANARY not in everything(desk.house.vault)
    desk.restart()
    assert [one.name for one in desk.house.library.documents()] == [RENT, ROPE]
    kinds = [entry.kind for entry in AuditStore(desk.house.vault).entries()]
    assert [one for one in kinds if one in (Kind.REMOVED, Kind.RESTORED, Kind.DELETED)] == [
        Kind.REMOVED, Kind.REMOVED, Kind.RESTORED, Kind.DELETED,
    ]  # fmt: skip


def test_what_another_hides_forgets_what_goes_for_good(desk: Desk) -> None:
    """Of an answer on two documents, one in the bin and one removed for good, nothing comes back."""
    chats = ChatStore(desk.house.vault)
    desk.put(RENT)
    desk.house.library.remove(desk.said.documents[BIRD].id)
    assert CANARY not in everything(desk.house.vault)
    desk.restore(RENT)
    assert chats.turn(desk.said.turns["both"]).answer is None
    assert chats.turn(desk.said.turns[RENT]).answer is not None
    assert [one.part.document for one in desk.house.kept.results(desk.said.table)] == [RENT, ROPE]


def test_the_bin_empties_itself_after_thirty_days(desk: Desk) -> None:
    upkeep = desk.house.services.upkeep
    desk.put(BIRD)
    desk.clock.now += 10 * DAY
    desk.put(ROPE)
    desk.clock.now += (KEPT_DAYS - 10) * DAY - 1
    upkeep.once()
    assert [one.document.name for one in desk.house.removals.documents()] == [ROPE, BIRD]
    desk.clock.now += 2
    upkeep.once()
    assert [one.document.name for one in desk.house.removals.documents()] == [ROPE]
    assert CANARY not in everything(desk.house.vault)
    desk.clock.now += 10 * DAY
    upkeep.start()  # as the program does when it starts
    for _ in range(PATIENCE * 100):
        if not desk.house.removals.documents():
            break
        upkeep._ending.wait(0.01)
    assert desk.house.removals.documents() == []
    assert [one.name for one in desk.house.library.documents()] == [RENT]


def test_the_same_file_added_again_is_the_document_of_before(desk: Desk) -> None:
    shown, reads = desk.seen(), list(desk.house.reader.read_paths)
    desk.put(BIRD)
    again = added(desk.house, desk.tmp_path / BIRD)
    assert again == desk.said.documents[BIRD]
    assert desk.seen() == shown
    assert desk.house.reader.read_paths == reads
    desk.put(BIRD)
    elsewhere = desk.tmp_path / "aviary"
    elsewhere.mkdir()
    (desk.tmp_path / BIRD).rename(elsewhere / BIRD)
    moved = added(desk.house, elsewhere / BIRD)
    assert (moved.id, moved.path) == (again.id, str(elsewhere / BIRD))
    assert desk.house.reader.read_paths == reads
    assert desk.house.removals.documents() == []
    assert added(desk.house, elsewhere / BIRD, collection="birds").id != again.id, "of another collection"


def test_a_file_with_other_bytes_is_read_and_the_bin_keeps_the_old_one(desk: Desk) -> None:
    desk.put(BIRD)
    new = added(desk.house, desk.tmp_path / BIRD, "The heron is free of charge.\n")
    old = desk.said.documents[BIRD]
    assert new.id != old.id
    assert [hit.document_id for hit in desk.house.library.search("heron charge", 1)] == [new.id]
    assert [one.document.id for one in desk.house.removals.documents()] == [old.id]
    desk.restore(BIRD)
    assert {one.id for one in desk.house.library.named(BIRD)} == {new.id, old.id}
    assert [hit.document_id for hit in desk.house.library.search("costs nine pounds", 1)] == [old.id]


def test_names_are_told_apart_among_what_is_there(desk: Desk) -> None:
    folder = desk.tmp_path / "other"
    folder.mkdir()
    second = added(desk.house, folder / RENT, "The rent of the barn is due in June.\n")
    first = desk.said.documents[RENT].id
    names = {one.id: one.name for one in desk.house.library.documents()}
    assert names[first] != names[second.id] == f"other/{RENT}"
    desk.house.removals.put([second.id])
    assert desk.house.library.document(first).name == RENT
    desk.house.removals.restore([second.id])
    assert {one.id: one.name for one in desk.house.library.documents()} == names


def test_removals_are_told_as_such(desk: Desk) -> None:
    bird = desk.said.documents[BIRD]
    desk.put(BIRD)
    gone = desk.house.next_event(DocumentRemoved)
    assert gone.document_id == bird.id
    assert gone.taken_out.name == BIRD
    desk.restore(BIRD)
    brought = desk.house.next_event(Brought)
    assert [(one.name, one.sha256) for one in brought.back] == [(BIRD, gone.taken_out.sha256)]


def test_nothing_happens_to_what_is_not_there(desk: Desk) -> None:
    rows = all_rows(desk.house)
    desk.house.removals.put([999])
    desk.house.removals.restore([999, desk.said.documents[BIRD].id])
    desk.house.removals.delete([999, desk.said.documents[BIRD].id])
    desk.house.removals.empty()
    assert desk.house.removals.expire() == 0
    assert all_rows(desk.house) == rows
    with pytest.raises(DocumentUnknown):
        desk.house.store.removed.put([999])
    with pytest.raises(DocumentUnknown):
        desk.house.store.removed.restore([desk.said.documents[BIRD].id])
    assert all_rows(desk.house) == rows


def test_half_of_it_never_happens(desk: Desk) -> None:
    """One of several that cannot go, or come back, leaves all of them where they are."""
    rows, ids = all_rows(desk.house), [one.id for one in desk.said.documents.values()]
    with pytest.raises(DocumentUnknown):
        desk.house.store.removed.put([*ids, 999])
    assert all_rows(desk.house) == rows
    desk.house.store.removed.put(ids)
    rows = all_rows(desk.house)
    with pytest.raises(DocumentUnknown):
        desk.house.store.removed.restore([*ids, 999])
    assert all_rows(desk.house) == rows


def test_what_could_not_be_read_goes_into_the_bin_and_what_was_not_read_yet_does_not(desk: Desk) -> None:
    corrupt = added(desk.house, desk.tmp_path / "corrupt.txt", "!\n")
    assert corrupt.state is DocumentState.FAILED
    desk.house.removals.put([corrupt.id])
    (kept,) = desk.house.removals.documents()
    assert kept.document == corrupt
    desk.house.removals.restore([corrupt.id])
    assert desk.house.library.document(corrupt.id) == corrupt
    waiting = desk.house.store.enqueue(str(desk.tmp_path / "new.txt"), "new.txt", 9, "")
    desk.house.removals.put([waiting])
    assert desk.house.removals.documents() == []
    with pytest.raises(DocumentUnknown):
        desk.house.library.document(waiting)


def test_an_unfinished_run_of_its_own_waits_to_be_gone_on_with(desk: Desk) -> None:
    bird = desk.said.documents[BIRD]
    open_run = desk.house.kept.create("summary", "open", "{}", document_id=bird.id)
    desk.put(BIRD)
    assert open_run.id not in {run.id for run in desk.house.runs.pending()}
    desk.restore(BIRD)
    assert desk.house.kept.get(open_run.id).state.value == "stopped"
