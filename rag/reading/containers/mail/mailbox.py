"""Mailboxes of many messages in one file (mbox): each message with its attachments, under its own heading.

As a file it is one document a message (`held`); inside another file it is one of its parts (`read`).
Source: RFC 4155; what programs do otherwise: ">From " for a line of a message that begins with "From ", the
length of a message in a header, lines between messages without a date, and deleted messages that stay until
the file is tidied. The file is read as a stream and held one message at a time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from functools import cached_property, partial
from typing import BinaryIO

from rag.errors import FileCorrupt, FileTooLarge
from rag.reading.containers.mail.bulk import parsed
from rag.reading.containers.mail.called import date_name, member_name, seconds_of, sent_at
from rag.reading.containers.mail.headers import header
from rag.reading.containers.mail.parts import message_events
from rag.reading.containers.members import MemberPages
from rag.reading.holding import Held, Skipped, number_of
from rag.reading.source import Budget, Source
from rag.types import DocumentInfo, Member, Page

_LARGEST_MESSAGE = 150_000_000  # bytes; split into lines it takes three times as much
# Of all text, in characters: its index, sections and passages take some ten bytes for each in a process that
# may have a gigabyte.
MOST_TEXT = 60_000_000
_MEMBERS, _UNPACKED = 1_000_000, 20_000_000_000  # attachments of all messages, and their bytes
_LINE = 65_536  # bytes read at a time of a line
_FIRST_LINES = 200  # of a message too large to hold: they tell what it is
_DATE = re.compile(rb"\d\d?:\d\d")
_HEADER = re.compile(rb"[!-9;-~]{1,80}:|>From ")
_PATCH = re.compile(rb"From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\s*$")  # how a patch in a message begins
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_LENGTH = re.compile(rb"content-length:[ \t]*(\d{1,11})\s*$", re.IGNORECASE)
_STATUS = re.compile(r"[0-9a-fA-F]{4}")
_DELETED = 0x0008
# What programs change in a message while it stays the same: that it was read, kept, labelled.
_NOTED = re.compile(
    rb"^(?:X-Mozilla-(?:Status2?|Keys)|X-?Status|Status|X-Keywords|X-UID|X-IMAP|X-IMAPbase|X-Gmail-Labels"
    rb"|Content-Length|Lines):[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_FLAGS = re.compile(rb"^X-Mozilla-Status:[ \t]*([0-9a-f]{4})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_NAMED = re.compile(rb"[!-9;-~]{1,80}:")
_INTERNAL = "FOLDER INTERNAL DATA"  # what a mail server keeps as a first message


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of the file: its bytes, or the first of them where there are too many to hold."""

    data: bytes
    is_too_large: bool = False
    size: int = 0  # of all of them


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, its messages with their attachments, then the document again, counted.

    Raises `FileCorrupt` where there is no message at all.
    """
    yield DocumentInfo(title="", page_count=0)
    members = MemberPages(replace(source, budget=mailbox_budget()), password)
    names = Names()
    deleted = length = 0
    with source.opened() as stream:
        for piece in messages(stream):
            if length > MOST_TEXT:
                yield members.unreadable("further messages", "the mailbox is too large")
                break
            if piece.is_too_large:
                yield members.unreadable(names.of("message", ""), "too large")
                continue
            message = parsed(piece.data)
            if _is_deleted(header(message, "X-Mozilla-Status")):
                deleted += 1
                continue
            subject = header(message, "Subject")
            if _INTERNAL in subject or not message.keys():
                continue
            name = names.of(subject, header(message, "Date"))
            for page in members.add_letter(name, partial(message_events, message)):
                length += len(page.text)
                yield page
    if deleted:
        yield members.unreadable("1 message" if deleted == 1 else f"{deleted} messages", "deleted")
    if not members.count:
        raise FileCorrupt(path=str(source.path), detail="no message")
    yield DocumentInfo(title="", page_count=members.count, outline=tuple(members.outline))


def held(source: Source) -> Iterator[Held | Skipped]:
    """The messages of a mailbox in order, unopened, each a document of its own. Raises OSError."""
    deleted, size = 0, max(source.size(), 1)
    pictures: set[bytes] = set()  # of all messages: the same mark below each is read once
    with source.opened() as stream:
        for piece in messages(stream):
            head = _head_of(piece.data)
            flags = _FLAGS.search(head)
            if flags is not None and _is_deleted(flags[1].decode()):
                deleted += 1
            elif _NAMED.match(head) and _INTERNAL.encode() not in head:
                one = _Letter(piece, pictures)
                yield Held(_key(piece, head), min(stream.tell() / size, 1.0), one.about, one.read)
    if deleted:
        yield Skipped(number_of(deleted), "deleted")


class _Letter:
    """A message of a mailbox, parsed once it is asked for."""

    def __init__(self, piece: Piece, pictures: set[bytes]) -> None:
        self._piece = piece
        self._pictures = pictures

    @cached_property
    def _message(self) -> Message:
        return parsed(self._piece.data)

    def about(self) -> Member:
        subject, date = header(self._message, "Subject"), header(self._message, "Date")
        name = member_name(subject, header(self._message, "From"), date)
        return Member("", name, dated=seconds_of(sent_at(date)), size=self._piece.size)

    def read(self, source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
        if self._piece.is_too_large:
            raise FileTooLarge(path=str(source.path), size=self._piece.size, limit=_LARGEST_MESSAGE)
        own = replace(source, budget=Budget(pictures=self._pictures))
        return iter(message_events(self._message, own.letter(""), password))


def _head_of(data: bytes) -> bytes:
    """The headers of a message."""
    blank = _BLANK_LINE.search(data)
    return data if blank is None else data[: blank.end()]


def _key(piece: Piece, head: bytes) -> str:
    """What tells a message from others, wherever it stands and whatever programs note on it."""
    found = hashlib.sha256(_NOTED.sub(b"", head).rstrip(b"\r\n"))
    found.update(piece.data[len(head) :].rstrip(b"\r\n"))
    if piece.is_too_large:
        found.update(str(piece.size).encode())
    return found.hexdigest()


def mailbox_budget() -> Budget:
    """What all messages of a mailbox may hold together."""
    return Budget(_MEMBERS, _UNPACKED)


class Names:
    """What the messages of a mailbox are called: by subject and time, no two alike."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, subject: str, date: str) -> str:
        name = ", ".join(filter(None, (subject or "message", date_name(sent_at(date)))))
        count = self._seen[name] = self._seen.get(name, 0) + 1
        return name if count == 1 else f"{name} ({count})"


def _is_deleted(status: str) -> bool:
    """Whether Thunderbird has deleted or moved a message that its file still holds."""
    return _STATUS.fullmatch(status) is not None and bool(int(status, 16) & _DELETED)


def messages(stream: BinaryIO) -> Iterator[Piece]:
    """The messages of a mailbox in order, without the lines that part them."""
    held = _Held()
    blank, in_headers = True, False
    line = stream.readline(_LINE)
    if line.startswith(b"\xef\xbb\xbf"):
        line = line[3:]
    while line:
        following = stream.readline(_LINE)
        if line.startswith(b"From ") and _parts(line, following, blank):
            yield from held.piece()
            held = _Held()
            blank, in_headers = False, True
        else:
            held.add(line)
            blank = not line.strip()
            if in_headers and blank:
                in_headers = False
                body = _counted(stream, held, following)
                if body is not None:
                    held.add(body)
                    following, blank = stream.readline(_LINE), True
            elif in_headers:
                held.note(line)
        line = following
    yield from held.piece()


class _Held:
    """The message under way."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0
        self.length = 0  # of its body, as a header says

    def add(self, line: bytes) -> None:
        self._size += len(line)
        if self._size <= _LARGEST_MESSAGE:
            self._lines.append(line)
        elif len(self._lines) > _FIRST_LINES:
            del self._lines[_FIRST_LINES:]

    def note(self, line: bytes) -> None:
        found = _LENGTH.match(line)
        if found is not None:
            self.length = int(found[1])

    def piece(self) -> Iterator[Piece]:
        if self._size > _LARGEST_MESSAGE:
            yield Piece(b"".join(self._lines[:_FIRST_LINES]), is_too_large=True, size=self._size)
        elif any(line.strip() for line in self._lines):
            lines = self._lines
            first = next((at for at, line in enumerate(lines) if line.strip()), 0)
            if lines[first].startswith(b">From "):
                first += 1  # the line that parted messages before, kept by a program that added its own
            data = b"".join(lines[first:])
            lines.clear()
            yield Piece(_QUOTED.sub(b"", data), size=self._size)


def _parts(line: bytes, following: bytes, blank: bool) -> bool:
    """Whether a line that begins with "From " parts two messages, and is no line of one."""
    if not _HEADER.match(following) or _PATCH.match(line):
        return False
    return _DATE.search(line) is not None or (blank and len(line.split()) <= 2)


def _counted(stream: BinaryIO, held: _Held, following: bytes) -> bytes | None:
    """The body of a message whose length a header says, where the next message does begin after it."""
    if not 0 < held.length <= _LARGEST_MESSAGE:
        return None
    here = stream.tell()
    start = here - len(following)
    stream.seek(start + held.length)
    after = stream.read(8).lstrip(b"\r\n")
    at_end = not after and stream.seek(0, 2) >= start + held.length
    if not (after.startswith(b"From ") or at_end):
        stream.seek(here)
        return None
    stream.seek(start)
    return stream.read(held.length)
