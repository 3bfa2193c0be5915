"""What ends the process that reads a mailbox costs one message, and never goes on for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import WorkerDied
from rag.reading.members_so_far import MembersSoFar
from rag.types import Member, MemberEvent, MemberFailed, Structure

DIED = WorkerDied(worker="reader", reason="signal")


@pytest.fixture
def so_far() -> MembersSoFar:
    return MembersSoFar(Path("/a/in.mbox"), {"known"})


def ended(so_far: MembersSoFar, died: WorkerDied = DIED) -> list[MemberEvent]:
    return list(so_far.ended(died))


def keys(so_far: MembersSoFar) -> set[str]:
    return set(so_far.blobs()[0].decode().split("\n"))


def test_what_ends_a_process_that_read_others_is_tried_in_one_of_its_own(so_far: MembersSoFar) -> None:
    for event in (Member("a"), Structure((), ()), Member("known", is_known=True), Member("b")):
        so_far.note(event)
    assert ended(so_far) == []
    assert keys(so_far) == {"known", "a"}
    so_far.note(Member("b"))
    assert ended(so_far) == [MemberFailed("reader-failed", {"path": "/a/in.mbox", "reason": "signal"})]
    assert keys(so_far) == {"known", "a", "b"}


def test_a_process_that_comes_to_nothing_is_the_file_s_fault(so_far: MembersSoFar) -> None:
    with pytest.raises(WorkerDied):
        ended(so_far)
    so_far.note(Member("known", is_known=True))
    with pytest.raises(WorkerDied):
        ended(so_far)


def test_to_be_stopped_is_nobody_s_fault(so_far: MembersSoFar) -> None:
    so_far.note(Member("a"))
    with pytest.raises(WorkerDied):
        ended(so_far, WorkerDied(worker="reader", reason="stopped"))


def test_a_file_in_which_everything_ends_the_process_is_given_up(so_far: MembersSoFar) -> None:
    for number in range(200):
        so_far.note(Member(str(number)))
        assert len(ended(so_far)) == 1
    so_far.note(Member("200"))
    with pytest.raises(WorkerDied):
        ended(so_far)
