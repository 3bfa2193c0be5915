"""Mailboxes: each message under its own heading, none stops the others, however they are parted."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from files import documents, office
from files.reading import read
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import FileCorrupt, FileMissing
from rag.reading.containers.mail import mailbox
from rag.reading.detection import format_of, holds_documents, reader_for
from rag.reading.formats import Format
from rag.reading.holding import Held, Skipped, member_events, one_member
from rag.reading.source import Source
from rag.types import Member, MemberFailed, Page


def labels(pages: list[Page]) -> list[str | None]:
    return [page.label for page in pages]


def message(
    subject: str, body: str = "Text", more: str = "", date: str = "Tue, 4 Jun 2024 09:30:00 +0200"
) -> str:
    return f"From: a@x.example\nSubject: {subject}\nDate: {date}\n{more}\n{body}\n"


FROM = "From a@x.example Tue Jun  4 09:30:00 2024\n"


def test_each_message_is_a_member_with_its_attachments(tmp_path: Path) -> None:
    attached = office.message(
        {"contract.pdf": documents.pdf(tmp_path / "c.pdf", ["One", "Two"]).read_bytes()}
    )
    box = (
        FROM
        + message("Angebot", "Preis 900 Euro")
        + "\n"
        + FROM
        + attached.as_string()
        + "\n"
        + FROM
        + message("Angebot")
    )
    (tmp_path / "Inbox.mbox").write_text(box, encoding="utf-8")
    _, pages = read(tmp_path / "Inbox.mbox")
    assert labels(pages) == [
        "Angebot, 4 Jun 2024 09:30, message",
        "The contract – draft, 3 May 2022 10:00, message",
        "The contract – draft, 3 May 2022 10:00, contract.pdf, page 1",
        "The contract – draft, 3 May 2022 10:00, contract.pdf, page 2",
        "Angebot, 4 Jun 2024 09:30 (2), message",
    ]  # fmt: skip
    assert pages[0].headings[0].title == "Angebot, 4 Jun 2024 09:30"
    assert "Preis 900 Euro" in pages[0].text


@pytest.mark.parametrize("name", ["Inbox", "Sent.mbx", "archiv.mbox", "unnamed.bin"])
def test_a_mailbox_is_told_by_its_first_lines(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(
        "From - Tue Jun  4 09:30:00 2024\nX-Mozilla-Status: 0001\n" + message("A"), encoding="utf-8"
    )
    assert format_of(tmp_path / name) is Format.MAILBOX
    (tmp_path / "letter.txt").write_text("From here on we\nagree: yes\nand: no\n", encoding="utf-8")
    assert format_of(tmp_path / "letter.txt") is Format.TEXT


@pytest.mark.parametrize(
    ("between", "last"),
    [
        ("\nFrom - Tue Jun 04 09:30:00 2024\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n", ""),
        ("\nFrom \n", ""),  # without sender and date
        ("\nFrom MAILER-DAEMON Tue Jun  4 09:30:00 2024\n", "\n"),
        ("\nFrom 1800923@xxx Tue Jun 04 09:30:00 +0000 2024\n", "\n\n"),
        ("From a@x.example Tue Jun  4 09:30:00 2024\n", ""),  # without a blank line before it
        ("\nFrom a@x.example Tue Jun  4 09:30:00 2024\n>From - Tue Jun  4 09:30:00 2024\n", ""),
    ],
)
def test_messages_are_parted_as_every_program_parts_them(between: str, last: str, tmp_path: Path) -> None:
    box = FROM + message("Un", "Primero") + between + message("Dos", "Segundo") + last
    for newline in ("\n", "\r\n"):
        (tmp_path / "a.mbox").write_bytes(box.replace("\n", newline).encode())
        _, pages = read(tmp_path / "a.mbox")
        assert labels(pages) == ["Un, 4 Jun 2024 09:30, message", "Dos, 4 Jun 2024 09:30, message"]
        assert "From" not in pages[1].text.replace("From: a@x.example", "")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Line\n>From here it begins\n>>From there", "Line\nFrom here it begins\n>From there"),
        ("Line\n\nFrom here it begins: now\nnext: line", "From here it begins: now"),
        (
            "The patch:\n\nFrom " + "0a" * 20 + " Mon Sep 17 00:00:00 2001\nFrom: Ada\nSubject: x",
            "The patch:",
        ),
        ("Line\n\nFrom Monday 10:30 we meet\nin the office", "From Monday 10:30 we meet"),
    ],
)
def test_lines_of_a_message_that_begin_with_from_stay_in_it(body: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text(
        FROM + message("Un", body) + "\n" + FROM + message("Dos"), encoding="utf-8"
    )
    _, pages = read(tmp_path / "a.mbox")
    assert len(pages) == 2
    assert said in pages[0].text


def test_the_length_in_a_header_holds_where_it_is_right(tmp_path: Path) -> None:
    body = "Zitat:\n\nFrom b@x.example Tue Jun  4 09:30:00 2024\nSubject: innen\n\nEnde\n"
    for length, count in ((len(body), 2), (len(body) + 3, 3), (10**9, 3)):
        box = (
            FROM
            + message("Un", body.rstrip("\n"), f"Content-Length: {length}\n")
            + "\n"
            + FROM
            + message("Dos")
        )
        (tmp_path / "a.mbox").write_text(box, encoding="utf-8")
        assert len(read(tmp_path / "a.mbox")[1]) == count


def test_deleted_messages_are_left_out_and_told(tmp_path: Path) -> None:
    box = (
        FROM + message("Da", more="X-Mozilla-Status: 0001\n") + "\n" + FROM
        + message("Fort", more="X-Mozilla-Status: 0009\n") + "\n" + FROM
        + message("DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA")
    )  # fmt: skip
    (tmp_path / "Posteingang").write_text(box, encoding="utf-8")
    assert labels(read(tmp_path / "Posteingang")[1]) == [
        "Da, 4 Jun 2024 09:30, message",
        "1 message: not read, deleted",
    ]


def test_a_broken_message_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = mailbox.message_events

    def fragile(held, source, password):  # type: ignore[no-untyped-def]
        if held["Subject"] == "Zerbrochen":
            raise RecursionError
        return real(held, source, password)

    monkeypatch.setattr(mailbox, "message_events", fragile)
    box = FROM + message("Zerbrochen") + "\n" + FROM + message("Ganz", date="unleserlich")
    (tmp_path / "a.mbox").write_text(box, encoding="utf-8")
    assert labels(read(tmp_path / "a.mbox")[1]) == [
        "Zerbrochen, 4 Jun 2024 09:30: not read, damaged",
        "Ganz, message",
    ]


def test_a_message_too_large_to_hold_is_told_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "_LARGEST_MESSAGE", 2_000)
    box = FROM + message("Gross", "x" * 70 + "\n" + "y\n" * 3_000) + "\n" + FROM + message("Klein")
    (tmp_path / "a.mbox").write_text(box, encoding="utf-8")
    assert labels(read(tmp_path / "a.mbox")[1]) == [
        "message: not read, too large",
        "Klein, 4 Jun 2024 09:30, message",
    ]


def test_a_mailbox_of_more_text_than_can_be_kept_tells_where_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "MOST_TEXT", 300)
    (tmp_path / "a.mbox").write_text(
        "\n".join(FROM + message(f"M{n}", "z" * 100) for n in range(9)), encoding="utf-8"
    )
    told = labels(read(tmp_path / "a.mbox")[1])
    assert told[-1] == "further messages: not read, the mailbox is too large"
    assert 1 < len(told) < 9


def held(path: Path) -> list[Held | Skipped]:
    return list(mailbox.held(Source(path)))


def test_as_a_file_each_message_is_a_document_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    box = FROM + message("Angebot 3/4", "Preis 900 Euro") + "\n" + FROM + message("", date="morgen")
    path.write_text(box, encoding="utf-8")
    assert holds_documents(path)
    first, second = (one for one in held(path) if isinstance(one, Held))
    about = first.about()
    assert about.name == "Angebot 3-4, a@x.example, 4 Jun 2024 09:30"
    assert about.dated == 1717486200.0
    assert 0 < first.share <= second.share == 1.0
    assert (second.about().name, second.about().dated) == ("message, a@x.example", None)
    pages = [one for one in first.read(Source(path), None) if isinstance(one, Page)]
    assert (labels(pages), "Preis 900 Euro" in pages[0].text) == (["message"], True)
    again = one_member(Source(path), None, second.key)
    assert [one.label for one in again if isinstance(one, Page)] == ["message"]
    with pytest.raises(FileMissing):
        list(one_member(Source(path), None, "0" * 64))


@pytest.mark.parametrize(
    "noted",
    ["X-Mozilla-Status: 0001\n", "Status: RO\nX-Status: A\n", "X-Keywords: a\n  b\n", "X-UID: 7\n"],
)
def test_what_programs_note_on_a_message_makes_it_no_other(noted: str, tmp_path: Path) -> None:
    keys = []
    for more, end in (("", "\n"), (noted, "\n\n"), ("X-Priority: 1\n", "\n")):
        (tmp_path / "a.mbox").write_text(FROM + message("Un", more=more) + end, encoding="utf-8")
        keys += [one.key for one in held(tmp_path / "a.mbox") if isinstance(one, Held)]
    assert keys[0] == keys[1] != keys[2]


def test_what_a_file_holds_twice_or_deleted_is_told_and_one_that_fails_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "_LARGEST_MESSAGE", 2_000)
    path = tmp_path / "a.mbox"
    parts = [
        message("Un"), message("Fort", more="X-Mozilla-Status: 0009\n"), message("Un"),
        message("Gross", "x\n" * 3_000), message("Bruch"), message("Dos"),
    ]  # fmt: skip
    path.write_text("\n".join(FROM + one for one in parts), encoding="utf-8")
    real = mailbox.message_events

    def fragile(held, source, password):  # type: ignore[no-untyped-def]
        if held["Subject"] == "Bruch":
            raise RecursionError
        return real(held, source, password)

    monkeypatch.setattr(mailbox, "message_events", fragile)
    events = list(member_events(Source(path), None, ()))
    assert [one.name.partition(",")[0] for one in events if isinstance(one, Member)] == [
        "Un", "Gross", "Bruch", "Dos",
    ]  # fmt: skip
    assert [one.code for one in events if isinstance(one, MemberFailed)] == ["file-too-large", "file-corrupt"]
    assert labels([one for one in events if isinstance(one, Page)][-2:]) == [
        "1 message: not read, deleted", "1 message: not read, the same as another",
    ]  # fmt: skip
    known = {one.key for one in events if isinstance(one, Member)}
    again = [one for one in member_events(Source(path), None, known) if isinstance(one, Member)]
    assert all(one.is_known for one in again)
    assert len(again) == 4


def test_thousands_of_bytes_of_headers_or_none_break_no_mailbox(tmp_path: Path) -> None:
    for body in (b"", b"X" * 300_000 + b": 1\n\n", b"Subject: \xff\xfe/\\ \r\n\r\n", b"A: b\n" * 50_000):
        (tmp_path / "a.mbox").write_bytes(b"From a@x Tue Jun  4 09:30:00 2024\nA: 1\nB: 2\n" + body)
        for one in held(tmp_path / "a.mbox"):
            assert isinstance(one, Held)
            assert "/" not in one.about().name
            list(one.read(Source(tmp_path / "a.mbox"), None))


def test_a_mailbox_without_messages_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text("\n\n", encoding="utf-8")
    with pytest.raises(FileCorrupt):
        read(tmp_path / "a.mbox")


def test_thousands_of_messages_are_held_one_at_a_time(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        for number in range(400):
            yield FROM + message(f"M{number}", f"Nachricht {number}. " * 1_500) + "\n"

    with (tmp_path / "a.mbox").open("w", encoding="utf-8") as file:
        file.writelines(lines())
    read_it = reader_for(tmp_path / "a.mbox")
    tracemalloc.start()
    try:
        count = sum(isinstance(event, Page) for event in read_it(tmp_path / "a.mbox", None))
        assert tracemalloc.get_traced_memory()[1] < 4_000_000  # the file has 9 million bytes
    finally:
        tracemalloc.stop()
    assert count == 400


_LINES = (
    b"From a@x Tue Jun  4 09:30:00 2024\n", b"From \n", b">From x\n", b"Subject: a\n", b"\n",
    b"Content-Length: 9\n", b"text\n", b"\xff\0",
)  # fmt: skip


@given(st.lists(st.sampled_from(_LINES), max_size=25))
@settings(max_examples=300, deadline=None)
def test_nothing_of_any_mailbox_is_lost_but_what_parts_it(lines: list[bytes]) -> None:
    stream = io.BytesIO(b"".join(lines))
    kept = b"".join(piece.data for piece in mailbox.messages(stream))
    assert kept.count(b"text") == sum(line == b"text\n" for line in lines)
    assert kept.count(b"\xff") == sum(line == b"\xff\0" for line in lines)
