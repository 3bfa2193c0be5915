"""Folders that stay current: over a real vault and real files, one look after the other."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from followed import Desk
from house import PATIENCE

from app.library.folder_sync import Change, Timing
from app.types import FolderState
from rag.errors import FileMissing, FileUnreadable, FolderUnknown, VaultFull
from rag.types import DocumentState

READY, FAILED = DocumentState.READY, DocumentState.FAILED


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.house.close()


def test_what_is_new_is_read_and_what_is_known_left_alone(desk: Desk) -> None:
    desk.write("a.txt", "winter"), desk.write("deep/b.md", "# Part\nsummer")
    assert desk.sync() == [(Change.ADDED, "a.txt"), (Change.ADDED, "deep/b.md")]
    assert {name: one.collection for name, one in desk.documents().items()} == {
        "a.txt": "contracts",
        "b.md": "contracts",
    }
    assert desk.sync() == []
    assert desk.house.reader.read_paths == ["a.txt", "b.md"]
    desk.write("c.txt", "autumn")
    assert desk.sync() == [(Change.ADDED, "c.txt")]
    (status,) = desk.house.folders.list()
    assert (status.documents, status.waiting, status.state) == (3, 0, FolderState.CURRENT)


def test_nothing_is_read_again_after_a_restart(desk: Desk) -> None:
    desk.write("a.txt", "winter")
    desk.sync()
    desk.restart()
    assert desk.sync() == []
    assert desk.house.reader.read_paths == []


def test_a_touched_file_is_compared_and_not_read(desk: Desk) -> None:
    path = desk.write("a.txt", "winter")
    desk.sync()
    os.utime(path, (1, 1))
    assert desk.sync() == []
    assert desk.house.reader.read_paths == ["a.txt"]


def test_a_changed_file_is_read_again_and_its_old_version_answers_until_then(desk: Desk) -> None:
    desk.write("a.txt", "winter")
    desk.sync()
    reached, released = threading.Event(), threading.Event()

    def hold(_: int) -> None:
        reached.set()
        assert released.wait(PATIENCE)

    desk.house.reader.before_page = hold
    desk.write("a.txt", "a long summer")
    syncing = threading.Thread(target=desk.sync)
    syncing.start()
    assert reached.wait(PATIENCE)
    assert [hit.text for hit in desk.house.library.search("winter", 1)] == ["winter"]
    assert desk.state is FolderState.READING
    released.set()
    syncing.join(PATIENCE)
    assert [hit.text for hit in desk.house.library.search("winter", 5)] == ["a long summer"]
    assert [(one.change, one.path.name) for one in desk.changes[1:]] == [(Change.CHANGED, "a.txt")]
    assert list(desk.documents()) == ["a.txt"]


@pytest.mark.parametrize("running", [True, False], ids=["while running", "between runs"])
def test_a_moved_file_keeps_its_document(desk: Desk, running: bool) -> None:
    desk.write("a.txt", "winter"), desk.write("other.txt", "else")
    desk.sync()
    before = desk.documents()["a.txt"]
    (hit,) = desk.house.library.search("winter", 1)
    if not running:
        desk.restart()
    (desk.root / "done").mkdir()
    (desk.root / "a.txt").rename(desk.root / "done" / "b.txt")
    assert desk.sync() == [(Change.MOVED, "done/b.txt")]
    after = desk.documents()["b.txt"]
    assert (after.id, after.passages, after.path) == (before.id, 1, str(desk.root / "done" / "b.txt"))
    (again,) = desk.house.library.search("winter", 1)
    assert (again.passage_id, again.document) == (hit.passage_id, "b.txt")
    assert desk.house.reader.read_paths == (["a.txt", "other.txt"] if running else [])
    assert desk.sync() == []


def test_a_deleted_file_leaves_the_library(desk: Desk) -> None:
    desk.write("a.txt", "winter"), desk.write("b.txt", "summer")
    desk.sync()
    (desk.root / "a.txt").unlink()
    assert desk.sync() == [(Change.REMOVED, "a.txt")]
    assert list(desk.documents()) == ["b.txt"]
    (desk.root / "b.txt").unlink()
    assert desk.sync() == [(Change.REMOVED, "b.txt")]
    assert desk.house.library.search("summer", 3) == []


def test_a_removal_that_is_cut_short_is_made_up_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.txt", "winter")
    desk.sync()
    (desk.root / "a.txt").unlink()

    def full(_: int) -> None:
        raise VaultFull(path="vault.db")

    with monkeypatch.context() as patch:
        patch.setattr(desk.house.library, "remove", full)
        with pytest.raises(VaultFull):
            desk.sync()
    assert list(desk.documents()) == ["a.txt"]
    assert desk.sync() == [(Change.REMOVED, "a.txt")]
    assert desk.documents() == {}


def test_a_change_that_is_cut_short_leaves_no_old_version(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = desk.write("a.txt", "winter"), desk.write("b.txt", "summer")
    desk.sync()
    b.replace(a)

    def full(*_: object) -> None:
        raise VaultFull(path="vault.db")

    for call in ("remove", "relocate"):
        with monkeypatch.context() as patch:
            patch.setattr(desk.house.library, call, full)
            with pytest.raises(VaultFull):
                desk.sync()
    desk.sync()
    assert list(desk.documents()) == ["a.txt"]
    assert [hit.text for hit in desk.house.library.search("winter", 5)] == ["summer"]


def test_of_two_copies_one_may_go(desk: Desk) -> None:
    desk.write("a.txt", "winter"), desk.write("copy.txt", "winter")
    assert [change for change, _ in desk.sync()] == [Change.ADDED, Change.ADDED]
    (document,) = desk.house.library.documents()
    (desk.root / "a.txt").unlink()
    assert desk.sync() == [(Change.MOVED, "copy.txt")]
    (kept,) = desk.house.library.documents()
    assert (kept.id, kept.name) == (document.id, "copy.txt")
    (desk.root / "copy.txt").unlink()
    assert desk.sync() == [(Change.REMOVED, "copy.txt")]


@pytest.mark.parametrize("new", ["summer", "else"])
def test_of_two_copies_one_may_change(desk: Desk, new: str) -> None:
    desk.write("a.txt", "winter"), desk.write("copy.txt", "winter"), desk.write("other.txt", "else")
    desk.sync()
    document = desk.documents()["a.txt"]
    desk.write("a.txt", new)
    changes = desk.sync()
    assert changes[0] == (Change.MOVED, "copy.txt")
    assert changes[1:] == ([(Change.ADDED, "a.txt")] if new == "summer" else [])
    assert desk.documents()["copy.txt"].id == document.id
    left = ["a.txt", "copy.txt", "other.txt"] if new == "summer" else ["copy.txt", "other.txt"]
    assert sorted(desk.documents()) == left


def test_a_file_overwritten_with_another_leaves_one_document(desk: Desk) -> None:
    a, b = desk.write("a.txt", "winter"), desk.write("b.txt", "summer")
    desk.sync()
    a.write_bytes(b.read_bytes() + b"")
    os.utime(a, (2, 2))
    desk.sync()
    assert list(desk.documents()) == ["b.txt"]


def test_a_folder_that_is_gone_as_a_whole_deletes_nothing(desk: Desk) -> None:
    desk.write("a.txt", "winter")
    desk.sync()
    away = desk.root.rename(desk.root.with_name("unplugged"))
    assert desk.sync() == []
    assert desk.state is FolderState.UNREACHABLE
    assert list(desk.documents()) == ["a.txt"]
    desk.restart()
    assert desk.state is FolderState.UNREACHABLE
    away.rename(desk.root)
    assert desk.sync() == []
    assert desk.state is FolderState.CURRENT
    assert desk.house.reader.read_paths == []


def test_the_empty_place_of_a_drive_deletes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.write("a.txt", "winter")
    real = os.path.ismount
    monkeypatch.setattr("os.path.ismount", lambda place: Path(place) == desk.root or real(place))
    desk.sync()
    monkeypatch.undo()
    path.unlink()
    assert desk.sync() == []
    assert desk.state is FolderState.UNREACHABLE
    desk.restart()
    assert desk.sync() == []
    assert list(desk.documents()) == ["a.txt"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs folders that refuse")
def test_a_folder_that_cannot_be_read_deletes_nothing(desk: Desk) -> None:
    desk.write("deep/a.txt", "winter")
    desk.sync()
    (desk.root / "deep").chmod(0)
    try:
        assert desk.sync() == []
        assert list(desk.documents()) == ["a.txt"]
    finally:
        (desk.root / "deep").chmod(0o700)


def test_a_document_that_was_taken_out_comes_back_when_its_file_changes(desk: Desk) -> None:
    path = desk.write("a.txt", "winter")
    desk.sync()
    desk.house.library.remove(desk.documents()["a.txt"].id)
    assert desk.sync() == []
    os.utime(path, (1, 1))
    assert desk.sync() == []
    path = path.rename(desk.root / "renamed.txt")
    assert desk.sync() == []
    desk.restart()
    assert desk.sync() == []
    path.write_text("another winter", encoding="utf-8")
    assert desk.sync() == [(Change.ADDED, "renamed.txt")]


def test_drafts_and_hidden_files_are_not_read(desk: Desk) -> None:
    for name in ("~$a.docx", ".~lock.a.odt#", "a.txt.tmp", "b.pdf.part", ".c.txt", ".git/d.txt", "e.raw"):
        desk.write(name, "winter")
    desk.write("blank.txt", "")
    assert desk.sync() == []
    assert desk.house.library.documents() == []


def test_one_bad_file_stops_no_other_and_is_read_when_it_changes(desk: Desk) -> None:
    bad = desk.write("a.txt", "fine\n!")
    desk.write("b.txt", "summer")
    assert sorted(desk.sync()) == [(Change.ADDED, "b.txt"), (Change.FAILED, "a.txt")]
    assert desk.sync() == []
    assert desk.documents()["a.txt"].error_code == "file-corrupt"
    bad.write_text("fine now", encoding="utf-8")
    assert desk.sync() == [(Change.ADDED, "a.txt")]
    assert desk.documents()["a.txt"].state is READY


def test_a_bad_file_added_by_hand_is_not_read_twice(desk: Desk) -> None:
    path = desk.write("a.txt", "!")
    (addition,) = desk.house.library.add([path], "contracts")
    assert addition.outcome.result(PATIENCE).state is FAILED
    assert desk.sync() == []
    assert desk.house.reader.read_paths == ["a.txt"]


def test_a_bad_file_that_moves_is_read_at_its_new_place(desk: Desk) -> None:
    desk.write("a.txt", "!")
    desk.sync()
    (desk.root / "a.txt").rename(desk.root / "b.txt")
    assert (Change.FAILED, "b.txt") in desk.sync()
    assert {name: one.state for name, one in desk.documents().items()} == {"b.txt": FAILED}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs files that refuse")
def test_a_file_that_cannot_be_opened_is_shown_and_read_later(desk: Desk) -> None:
    desk.house.close()
    desk = Desk(desk.home.parent, Timing(0.0, 0.0, 0.0, refused=0.0))
    try:
        path = desk.write("a.txt", "winter")
        path.chmod(0)
        assert desk.sync() == [(Change.FAILED, "a.txt")]
        assert desk.documents()["a.txt"].error_code == "file-unreadable"
        path.chmod(0o600)
        desk.sync()
        assert desk.documents()["a.txt"].state is READY
    finally:
        desk.house.close()


def test_a_file_that_is_still_written_waits(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Timing(settle=0.05, settled_age=1e9, grace=0.0))
    try:
        path = desk.write("a.txt", "one\n")
        reads: list[int] = []
        real = desk.house.library.add

        def add(*given: object, **more: object) -> object:
            reads.append(path.stat().st_size)
            return real(*given, **more)  # type: ignore[arg-type]  # what it was given

        desk.house.library.add = add  # type: ignore[method-assign, assignment]  # to see when it is read
        sync = desk.house.folders._sync_of(desk.folder)
        for size in range(5):
            path.write_text("line\n" * (size + 2), encoding="utf-8")
            again = sync.look(desk.house.folders._ending)
            assert again is not None
            assert reads == []
        assert desk.sync() == [(Change.ADDED, "a.txt")] or desk.documents()["a.txt"].state is READY
        assert reads == [30]
    finally:
        desk.house.close()


def test_saving_by_renaming_changes_one_document(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Timing(0.0, 0.0, grace=60.0))
    try:
        path = desk.write("a.txt", "winter")
        desk.sync()
        desk.house.folders._pace = type(desk.house.folders._pace)(patience=0.0)
        path.rename(desk.root / "a.txt.bak")
        assert desk.sync() == [], "an editor has put it aside"
        assert list(desk.documents()) == ["a.txt"]
        path.write_text("summer", encoding="utf-8")
        assert desk.sync() == [(Change.CHANGED, "a.txt")]
        assert list(desk.documents()) == ["a.txt"]
    finally:
        desk.house.close()


def test_a_document_added_by_hand_is_taken_up(desk: Desk) -> None:
    path = desk.write("a.txt", "winter")
    elsewhere = desk.home.parent / "download.txt"
    elsewhere.write_text("summer", encoding="utf-8")
    for addition in desk.house.library.add([path, elsewhere], "contracts"):
        addition.outcome.result(PATIENCE)
    elsewhere.rename(desk.root / "filed.txt")
    assert desk.sync() == [(Change.MOVED, "filed.txt")]
    assert sorted(desk.documents()) == ["a.txt", "filed.txt"]
    assert desk.house.reader.read_paths == ["a.txt", "download.txt"]


def test_a_folder_that_is_left_keeps_its_documents(desk: Desk) -> None:
    desk.write("a.txt", "winter")
    desk.sync()
    assert desk.house.folders.named("matter") == desk.folder
    assert desk.house.folders.named(str(desk.root)) == desk.folder
    desk.house.folders.remove(desk.folder.id)
    assert desk.house.folders.list() == ()
    (desk.root / "a.txt").unlink()
    assert desk.sync() == []
    assert list(desk.documents()) == ["a.txt"]
    with pytest.raises(FolderUnknown):
        desk.house.folders.remove(desk.folder.id)
    with pytest.raises(FolderUnknown):
        desk.house.folders.named("matter")


def test_a_folder_is_watched_once_and_must_be_there(desk: Desk) -> None:
    assert desk.house.folders.add(desk.root, "contracts") == desk.folder
    assert desk.house.folders.add(desk.root / "..", "x").path == str(desk.root.parent)
    with pytest.raises(FileMissing):
        desk.house.folders.add(desk.root / "nowhere")
    with pytest.raises(FileUnreadable):
        desk.house.folders.add(desk.write("a.txt", "winter"))
