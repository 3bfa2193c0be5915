"""Mailboxes: a document a message, found, cited, taken out and brought back by itself; what is known is not
read again, and no message costs the others anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from fakes.words import AbsentEmbedder, WordEmbedder
from house import PATIENCE, House

from app.events import DocumentRemoved, MembersChanged
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.errors import FileMissing
from rag.reading.reader import DocumentReader
from rag.surveying.types import SurveyScope
from rag.types import (
    Document,
    DocumentState,
    Member,
    MemberEvent,
    MemberFailed,
    PageUnit,
    SearchScope,
    Structure,
)

READY, FAILED = DocumentState.READY, DocumentState.FAILED


class Reader(DocumentReader):
    """Reads for real, and keeps in mind which messages."""

    def __init__(self) -> None:
        super().__init__()
        self.read_keys: list[str] = []
        self.before: Callable[[Member], None] = lambda _: None
        self.ended_by = ""

    def read_members(
        self, path: Path, password: str | None, cancel: CancelToken, known: Collection[str]
    ) -> Iterator[MemberEvent]:
        for event in super().read_members(path, password, cancel, known):
            if isinstance(event, Member) and not event.is_known:
                self.before(event)
                self.read_keys.append(event.name)
                if self.ended_by and event.name.startswith(self.ended_by):
                    yield event
                    yield MemberFailed("reader-failed", {"path": str(path), "reason": "signal"})
                    self.ended_by = "gone"
            if self.ended_by != "gone":
                yield event
            elif isinstance(event, Structure):
                self.ended_by = ""


def message(subject: str, body: str, *, sender: str = "Ada Byron <ada@x.example>", more: str = "") -> str:
    return (
        f"From a@x.example Tue Jun  4 09:30:00 2024\nFrom: {sender}\nSubject: {subject}\n"
        f"Date: Tue, 4 Jun 2024 09:30:00 +0200\n{more}\n{body}\n\n"
    )


LEASE = message("Lease", "The rent of the mill is 900 euros.")
CLAIM = message("Claim 1/2", "The insurer pays the claim of the mill.", sender="Bo <bo@x.example>")
NOTICE = message("Notice", "The tenant gives notice in May.")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home", reader=Reader())
    yield opened
    opened.close()


def box(folder: Path, *messages: str, name: str = "inbox.mbox") -> Path:
    path = folder / name
    path.write_text("".join(messages), encoding="utf-8")
    return path


def added(house: House, path: Path) -> Document:
    return house.library.add([path])[0].outcome.result(PATIENCE)


def names(house: House) -> list[str]:
    """Of the messages, in order."""
    return [one.name for one in house.library.documents() if one.container is not None]


def read_keys(house: House) -> list[str]:
    found = list(house.reader.read_keys)
    house.reader.read_keys.clear()
    return found


def test_without_an_embedder_messages_are_found_by_their_words(tmp_path: Path) -> None:
    opened = House(tmp_path / "home", reader=Reader(), embedder=AbsentEmbedder())
    try:
        assert added(opened, box(tmp_path, LEASE, CLAIM)).state is READY
        assert "rent of the mill" in opened.library.search("What is the rent?", 1)[0].text
    finally:
        opened.close()


def test_each_message_is_a_document_that_knows_its_mailbox(house: House, tmp_path: Path) -> None:
    mailbox = added(house, box(tmp_path, LEASE, CLAIM))
    assert (mailbox.state, mailbox.unit, mailbox.held) == (READY, PageUnit.MESSAGE, 2)
    assert names(house) == [
        "Lease, Ada Byron, 4 Jun 2024 09:30",
        "Claim 1-2, Bo, 4 Jun 2024 09:30",
    ]
    first, _ = house.library.held_by(mailbox.id)
    assert (first.container, first.container_path, first.file) == (mailbox.id, mailbox.path, mailbox.path)
    assert (first.title, first.state, first.pages, first.passages) == ("Lease", READY, 1, 1)
    (hit,) = house.library.search("rent of the mill", 1)
    assert (hit.document, hit.place) == ("Lease, Ada Byron, 4 Jun 2024 09:30", "message")


def test_a_search_looks_into_a_message_a_mailbox_a_type_or_a_time(house: House, tmp_path: Path) -> None:
    added(house, box(tmp_path, LEASE, CLAIM))
    added(house, box(tmp_path, NOTICE, name="other.mbox"))

    def found(scope: SearchScope) -> set[str]:
        return {hit.document.partition(",")[0] for hit in house.library.search("the mill", 9, scope)}

    assert found(SearchScope("inbox.mbox")) == {"Lease", "Claim 1-2"}
    assert found(SearchScope("Lease, Ada Byron, 4 Jun 2024 09:30")) == {"Lease"}
    assert found(SearchScope("inbox.mbox/Lease, Ada Byron, 4 Jun 2024 09:30")) == {"Lease"}
    assert found(SearchScope(suffix=".mbox")) == {"Lease", "Claim 1-2", "Notice"}
    june = 1717192800.0
    assert found(SearchScope(since=june)) == {"Lease", "Claim 1-2", "Notice"}
    assert found(SearchScope(since=june + 30 * 86_400)) == set()


def test_of_a_mailbox_that_changed_only_what_is_new_is_read(house: House, tmp_path: Path) -> None:
    before = added(house, box(tmp_path, LEASE, CLAIM))
    lease = house.library.held_by(before.id)[0]
    read_keys(house)
    flagged = LEASE.replace("Subject:", "X-Mozilla-Status: 0001\nStatus: RO\nSubject:")
    after = added(house, box(tmp_path, NOTICE, flagged))
    assert [key.partition(",")[0] for key in read_keys(house)] == ["Notice"]
    assert sorted(name.partition(",")[0] for name in names(house)) == ["Lease", "Notice"]
    assert [one.id for one in house.library.documents() if one.container is None] == [after.id]
    kept = house.library.document(lease.id)
    assert (kept.container, kept.state) == (after.id, READY)
    assert {hit.document_id for hit in house.library.search("rent of the mill", 1)} == {lease.id}
    assert not [hit for hit in house.library.search("insurer", 9) if "insurer" in hit.text]
    assert len(house.services.vectors) == 2
    moved = house.next_event(MembersChanged, lambda event: lease.id in {one.id for one in event.documents})
    moved = house.next_event(MembersChanged, lambda event: lease.id in {one.id for one in event.documents})
    assert {one.container for one in moved.documents} == {after.id}
    assert house.next_event(DocumentRemoved).document_id == before.id


def test_with_a_mailbox_go_all_of_its_messages(house: House, tmp_path: Path) -> None:
    mailbox = added(house, box(tmp_path, LEASE, CLAIM))
    held = tuple(one.id for one in house.library.held_by(mailbox.id))
    (named,) = house.library.named("inbox.mbox")
    house.library.remove(named.id)
    assert house.library.documents() == []
    assert len(house.services.vectors) == 0
    assert house.next_event(DocumentRemoved).members == held
    with house.services.vault.read() as db:
        for table in ("pages", "passages", "vectors", "taken_out"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_a_message_that_is_taken_out_stays_out_until_it_is_brought_back(house: House, tmp_path: Path) -> None:
    mailbox = added(house, box(tmp_path, LEASE, CLAIM))
    lease = house.library.held_by(mailbox.id)[0]
    house.library.remove(lease.id)
    added(house, box(tmp_path, LEASE, CLAIM, NOTICE))
    assert [name.partition(",")[0] for name in names(house)] == ["Claim 1-2", "Notice"]
    back = house.library.documents()[-1]
    house.library.remove(back.id)
    again = house.library.add_again(back).outcome.result(PATIENCE)
    assert (again.state, again.name, again.container) == (READY, back.name, back.container)
    assert house.library.search("tenant gives notice", 1)[0].document_id == again.id
    house.library.remove(again.container or 0)
    with pytest.raises(FileMissing):
        house.library.add_again(again)


def test_a_message_that_ends_its_reader_fails_alone_and_can_be_tried_again(
    house: House, tmp_path: Path
) -> None:
    house.reader.ended_by = "Bomb"
    nothing = "From a@x.example Tue Jun  4 09:30:00 2024\nX-Note: 1\nX-Other: 2\n\n\n"
    mailbox = added(house, box(tmp_path, LEASE, message("Bomb", "x"), nothing, CLAIM))
    assert (mailbox.state, mailbox.held) == (READY, 4)
    lease, bomb, empty, claim = house.library.held_by(mailbox.id)
    assert (lease.state, claim.state) == (READY, READY)
    assert (bomb.state, bomb.error_code, empty.state, empty.error_code) == (
        FAILED, "reader-failed", FAILED, "no-text",
    )  # fmt: skip
    assert bomb.path in bomb.error_facts
    again = house.library.retry(bomb.id).outcome.result(PATIENCE)
    assert (again.state, again.id, again.held) == (READY, bomb.id, 0)


def test_what_was_read_before_the_end_of_the_program_is_not_read_again(tmp_path: Path) -> None:
    path = box(tmp_path, *(message(f"M{n}", f"Text number {n}.") for n in range(300)))
    first = House(tmp_path / "home", reader=Reader())

    def end(member: Member) -> None:
        if member.name.startswith("M200,"):
            first.library._indexer.interrupt()
            first.library._queue._reading.cancel.cancel()  # type: ignore[union-attr]

    first.reader.before = end
    addition = first.library.add([path])[0]
    with pytest.raises(Cancelled):
        addition.outcome.result(PATIENCE)
    first.close()
    second = House(tmp_path / "home", reader=Reader())
    try:
        second.library.wait_idle()
        assert len(names(second)) == 300
        assert 0 < len(second.reader.read_keys) < 300
        assert {one.state for one in second.library.documents()} == {READY}
    finally:
        second.close()


def test_cancelling_a_new_mailbox_leaves_nothing_and_a_changed_one_as_it_was(
    house: House, tmp_path: Path
) -> None:
    def cancel(member: Member) -> None:
        row = next(one for one in house.library.documents() if one.state is DocumentState.READING)
        house.library.cancel(row.id)

    house.reader.before = cancel
    with pytest.raises(Cancelled):
        added(house, box(tmp_path, LEASE, CLAIM))
    assert house.library.documents() == []
    house.reader.before = lambda _: None
    mailbox = added(house, box(tmp_path, LEASE, CLAIM))
    house.reader.before = cancel
    with pytest.raises(Cancelled):
        added(house, box(tmp_path, NOTICE, CLAIM))
    assert [one.id for one in house.library.documents() if one.container is None] == [mailbox.id]
    assert [name.partition(",")[0] for name in names(house)] == ["Lease", "Claim 1-2"]
    assert house.library.search("rent of the mill", 1)


def test_messages_of_one_name_are_told_apart(house: House, tmp_path: Path) -> None:
    same = [message("Report", f"Number {n}.") for n in range(5)]
    added(house, box(tmp_path, *same, same[0]))
    added(house, box(tmp_path, same[0], "\n", name="sent.mbox"))
    name = "Report, Ada Byron, 4 Jun 2024 09:30"
    assert names(house) == [
        f"inbox.mbox/{name}", *(f"{name} ({n})" for n in range(2, 6)), f"sent.mbox/{name}",
    ]  # fmt: skip
    twice = house.library.coverage_of(house.library.named("inbox.mbox")[0])
    assert [(gap.place, gap.reason) for gap in twice.gaps] == [("1 message", "the same as another")]


def test_a_mailbox_that_moved_takes_its_messages_along(house: House, tmp_path: Path) -> None:
    mailbox = added(house, box(tmp_path, LEASE))
    there = tmp_path / "archive"
    there.mkdir()
    (tmp_path / "inbox.mbox").rename(there / "2024.mbox")
    house.library.relocate(mailbox.id, there / "2024.mbox")
    (lease,) = house.library.held_by(mailbox.id)
    assert lease.path == f"{there}/2024.mbox/{lease.name}"
    assert house.library.search("rent", 1, SearchScope("2024.mbox"))
    house.library.read_whole(lease.id).outcome.result(PATIENCE)
    assert house.library.document(lease.id).state is READY


def test_a_long_message_and_one_of_its_attachments_are_embedded_in_parts(
    house: House, tmp_path: Path
) -> None:
    lines = "".join(f"Row {n}: the amount of part {n} is {n * 7} euros.\n\n" for n in range(9_000))
    mailbox = added(house, box(tmp_path, LEASE, message("Long", lines), CLAIM))
    long = house.library.held_by(mailbox.id)[1]
    assert long.passages > 256
    assert {one.state for one in house.library.held_by(mailbox.id)} == {READY}
    assert len(house.services.vectors) == sum(one.passages for one in house.library.documents())


def test_a_message_cannot_be_found_before_it_is_ready(house: House, tmp_path: Path) -> None:
    seen: list[str] = []

    def look(_: object) -> None:
        seen.extend(hit.document for hit in house.library.search("rent of the mill", 3))

    assert isinstance(house.embedder, WordEmbedder)
    added(house, box(tmp_path, CLAIM, name="first.mbox"))
    house.embedder.before = lambda texts: look(texts) if any("900" in text for text in texts) else None
    added(house, box(tmp_path, LEASE))
    house.embedder.before = lambda _: None
    assert {name.partition(",")[0] for name in seen} == {"Claim 1-2"}
    assert house.library.search("rent of the mill", 1)[0].document.startswith("Lease")


def test_what_is_made_of_a_mailbox_is_made_of_each_of_its_messages(house: House, tmp_path: Path) -> None:
    mailbox = added(house, box(tmp_path, LEASE, CLAIM))
    held = [one.id for one in house.library.held_by(mailbox.id)]
    made = house.services.summaries.create([mailbox.id, held[0]], "executive")
    assert [run.document_id for run in made] == held
    table = house.services.surveys.create("What is the rent?", SurveyScope(documents=(mailbox.id, held[1])))
    assert [part.part.document_id for part in house.services.runs.results(table.id)] == held
    everywhere = house.services.surveys.create("What is the rent?")
    assert [part.part.document_id for part in house.services.runs.results(everywhere.id)] == held


def test_a_removed_message_comes_back_and_so_does_its_mailbox(house: House, tmp_path: Path) -> None:
    path = box(tmp_path, LEASE, CLAIM)
    mailbox = added(house, path)
    lease, claim = house.library.held_by(mailbox.id)
    before = read_keys(house)
    assert len(before) == 2
    path.unlink()

    def found() -> set[str]:
        return {hit.document.partition(",")[0] for hit in house.library.search("rent claim of the mill", 9)}

    house.removals.put([lease.id])
    assert found() == {"Claim 1-2"}
    assert house.library.document(mailbox.id).held == 1
    house.removals.put([mailbox.id])
    assert house.library.documents() == []
    assert [one.document.id for one in house.removals.documents()] == [mailbox.id]
    assert house.removals.documents()[0].document.held == 1
    house.removals.restore([lease.id])  # its mailbox is not there
    assert house.library.documents() == []
    house.removals.restore([mailbox.id])
    assert found() == {"Claim 1-2"}
    assert [one.document.id for one in house.removals.documents()] == [lease.id]
    house.removals.restore([lease.id])
    assert found() == {"Lease", "Claim 1-2"}
    assert [one.id for one in house.library.documents()] == [mailbox.id, lease.id, claim.id]
    house.removals.put([lease.id, claim.id, mailbox.id])
    assert [one.document.id for one in house.removals.documents()] == [mailbox.id]
    house.removals.restore([mailbox.id])
    assert found() == {"Lease", "Claim 1-2"}
    assert read_keys(house) == []


def test_a_removed_message_stays_in_the_bin_when_its_mailbox_is_read_anew(
    house: House, tmp_path: Path
) -> None:
    mailbox = added(house, box(tmp_path, LEASE, CLAIM))
    lease, _ = house.library.held_by(mailbox.id)
    house.removals.put([lease.id])
    read_keys(house)
    again = added(house, box(tmp_path, LEASE, CLAIM, NOTICE))
    assert again.id != mailbox.id
    assert [one.partition(",")[0] for one in read_keys(house)] == ["Notice"]
    assert [one.partition(",")[0] for one in names(house)] == ["Claim 1-2", "Notice"]
    house.removals.restore([lease.id])
    back = house.library.document(lease.id)
    assert back.container == again.id
    assert {hit.document_id for hit in house.library.search("rent", 1)} == {lease.id}


def test_a_mailbox_that_is_being_read_anew_goes_into_the_bin_whole(house: House, tmp_path: Path) -> None:
    mailbox = added(house, box(tmp_path, LEASE, CLAIM))
    house.library.pause(True)
    (addition,) = house.library.add([box(tmp_path, LEASE, NOTICE)])
    assert house.store.replacing(mailbox.id) is None
    new = house.store.begin(str(tmp_path / "inbox.mbox"), "inbox.mbox", "0" * 64, 9, "")
    assert house.store.replacing(mailbox.id) == new
    house.removals.put([mailbox.id])
    house.library.pause(False)
    house.library.wait_idle()
    assert addition.outcome.done()
    (kept,) = house.removals.documents()
    assert (kept.document.id, kept.document.held) == (mailbox.id, 2)


def test_a_mailbox_in_the_bin_is_deleted_with_all_its_messages(house: House, tmp_path: Path) -> None:
    mailbox = added(house, box(tmp_path, LEASE, CLAIM))
    lease, _ = house.library.held_by(mailbox.id)
    house.removals.put([lease.id])
    house.removals.put([mailbox.id])
    house.removals.empty()
    with house.vault.read() as db:
        for table in ("documents", "passages", "removed", "taken_out", "passages_fts_docsize"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
