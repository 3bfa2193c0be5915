"""Names, words and files that are not what they should be: told in a sentence; nothing hangs or escapes."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import pdf
from house import PATIENCE, House
from models import model_path, models_dir
from programs.command import Command

from app.cli.command import Command as Row
from app.cli.commands import COMMANDS
from app.cli.session import Session
from app.words.reasons import gap_words
from engine.cancel import CancelToken
from engine.workers.frames import Frame
from rag.errors import FileUnreadable
from rag.reading.frames import event_of
from rag.reading.pages.promised import NOT_THERE, pages_held
from rag.reading.reader import DocumentReader
from rag.reading.source import open_file
from rag.types import DocumentInfo, DocumentState, MemberFailed, Page

posix = pytest.mark.skipif(os.name == "nt", reason="pipes and devices have names on POSIX")


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "library")
    yield opened
    opened.close()


def unending(folder: Path) -> list[Path]:
    """A pipe that nobody writes to, a link to it, and a link to a device that never ends."""
    folder.mkdir(exist_ok=True)
    pipe, link, device = (folder / name for name in ("pipe.txt", "link.txt", "zeros.txt"))
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    device.symlink_to("/dev/zero")
    return [pipe, link, device]


@posix
@pytest.mark.timeout(60)
def test_what_is_no_file_is_refused_and_the_next_addition_is_not_held_up(
    house: House, tmp_path: Path
) -> None:
    wrong = unending(tmp_path / "in")
    (tmp_path / "fine.txt").write_text("The rent is due.\n", encoding="utf-8")
    additions = house.library.add([*wrong, tmp_path / "fine.txt"])
    for addition in additions[:3]:
        document = addition.outcome.result(PATIENCE)
        assert (document.state, document.error_code) == (DocumentState.FAILED, "file-unreadable")
    assert additions[3].outcome.result(PATIENCE).state is DocumentState.READY


@posix
@pytest.mark.timeout(60)
def test_what_is_no_file_is_refused_in_folders_too(house: House, tmp_path: Path) -> None:
    unending(tmp_path / "in")
    (tmp_path / "in" / "nameless").symlink_to("/dev/zero")
    additions = house.library.add([tmp_path / "in"])
    assert len(additions) == 4
    for addition in additions:
        fault = addition.outcome.exception(PATIENCE)
        assert isinstance(fault, FileUnreadable) or addition.outcome.result().error_code == "file-unreadable"


@posix
@pytest.mark.timeout(20)
def test_a_file_that_became_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    for path in unending(tmp_path):
        with pytest.raises(FileUnreadable, match="not a file"):
            open_file(path)


@posix
@pytest.mark.timeout(60)
def test_the_command_ends_with_a_sentence(command: Command, tmp_path: Path) -> None:
    pipe = unending(tmp_path / "in")[0]
    ran = command("add", pipe)
    assert ran.status == 1
    assert "pipe.txt" in ran.out
    assert "could not be opened" in ran.out


@pytest.mark.parametrize("name", ["f\udcffee", "\ud800"])
def test_words_that_are_no_text_are_taken_as_far_as_they_are(
    command: Command, tmp_path: Path, name: str
) -> None:
    lease = tmp_path / "lease.txt"
    lease.write_text("The rent is due.\n", encoding="utf-8")
    for asked in (
        ["add", str(lease), "--collection", name],
        ["library", "--collection", name],
        ["search", name],
        ["search", "rent", "--document", name, "--collection", name, "--type", name],
        ["remove", name],
        ["folders", "add", str(tmp_path / name), "--collection", name],
    ):
        for form in ([], ["--json"]):
            ran = command(*asked, *form)
            assert ran.status in (0, 1)
            assert "Traceback" not in ran.err
            (ran.out + ran.err).encode("utf-8")


@posix
def test_a_name_does_not_speak_to_the_terminal(tmp_path: Path) -> None:
    model_path("all-minilm-l6-v2")
    command = Command(tmp_path / "home", models_dir())
    name = "bill\x1b[2J\x1b]0;owned\x07\x9b31m\u202etxt.exe.txt"
    (tmp_path / name).write_text("The rent is due.\n", encoding="utf-8")
    for asked in (["add", str(tmp_path / name)], ["library"], ["search", "rent"], ["remove", name]):
        for form in (["--json"], []):
            if form and asked[0] == "remove":
                continue
            ran = command(*asked, *form)
            assert ran.status == 0, ran.err
            assert "bill" in ran.out
            assert not set(ran.out + ran.err) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_what_nobody_foresaw_is_told_in_a_sentence_and_logged_without_its_words(
    command: Command, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Session) -> bool:
        raise LookupError("the secret words of a document")

    monkeypatch.setitem(COMMANDS, "library", Row("library", fail))
    with caplog.at_level(logging.ERROR):
        ran = command("library")
    assert ran.status == 1
    assert ran.err.startswith("Something went wrong inside Confidant.")
    assert "LookupError" in ran.err
    assert "Traceback" not in ran.err
    assert "LookupError" in caplog.text
    assert ": fail" in caplog.text
    assert "secret words" not in caplog.text + ran.err


def test_halves_of_characters_from_a_reader_reach_nothing(house: House, tmp_path: Path) -> None:
    sent = [
        Frame({"event": "info", "title": "t\ud800", "page_count": 1, "unit": "page", "author": "\udfffa",
               "outline": [["b\udc80", 1, 1, None]]}),
        Frame({"event": "member", "about": ["key", "subject \udcff", "mail\ud800", None, 1, 0.5, False]}),
        Frame({"event": "structure"}, (json.dumps({"sections": [[0, None, 1, "\ud800", "h\udfff", 1, 0, 1]],
               "passages": [], "references": []}).encode(),)),
    ]  # fmt: skip
    info, member, structure = map(event_of, sent)
    assert isinstance(info, DocumentInfo)
    assert (info.title, info.author, info.outline[0].title) == ("t\ufffd", "\ufffda", "b\ufffd")
    assert "\ufffd" in str(member)
    for event in (info, member, structure):
        repr(event).encode("utf-8")
    path = event_of(Frame({"event": "failed", "code": "file-corrupt", "facts": {"path": "\udcff.txt"}}))
    assert isinstance(path, MemberFailed)
    assert path.facts["path"] == "\udcff.txt", "it opens the file"


def test_a_bookmark_and_a_label_that_are_no_text(tmp_path: Path) -> None:
    model_path("all-minilm-l6-v2")
    command = Command(tmp_path / "home", models_dir())
    path = pdf(tmp_path / "marked.pdf", ["The rent is due."], outline=[("MARK", 0, 1)], title="TITLE")
    held = path.read_bytes()
    assert held.count(b"(MARK)") >= 1
    path.write_bytes(held.replace(b"(MARK)", b"<FEFFD8000041DC00>").replace(b"(TITLE)", b"<FEFFDC010042>"))
    ran = command("add", path, "--json")
    assert (ran.status, ran.row["state"]) == (0, "ready"), ran.err
    assert command("search", "rent", "--json").row["hits"]


@pytest.mark.timeout(60)
def test_a_file_that_promises_a_million_pages_is_read_at_once(command: Command, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.pdf"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1000000/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (n, one) for n, one in enumerate(objects, 1))
    bomb.write_bytes(body + b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n")
    assert len(bomb.read_bytes()) < 321
    ran = command("add", bomb, "--json")
    assert (ran.row["state"], ran.row["error"]["code"]) == ("failed", "no-text")
    assert ran.row["pages"] <= 2
    with contextlib.closing(DocumentReader()) as reader:
        pages = [one for one in reader.read(bomb, None, CancelToken()) if isinstance(one, Page)]
    assert pages[-1].unread == (NOT_THERE,)
    assert gap_words(NOT_THERE)


def test_pages_that_are_there_are_all_gone_through() -> None:
    assert pages_held(900, 10, lambda _: False) == 900
    assert pages_held(5000, 600_000, lambda _: False) == 5000, "so large a file may hold them"
    assert pages_held(5000, 300, lambda number: number != 7) == 5000
    assert pages_held(5000, 300, lambda number: number <= 41) == 42, "and one to say so with"


def test_too_many_files_are_told_as_that(command: Command, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(10_050):
            archive.writestr(f"{number}.txt", "a")
    ran = command("add", tmp_path / "many.zip")
    assert ran.status == 1
    assert "holds 10050 files; the limit is 10000" in ran.out
    assert "KB" not in ran.out
