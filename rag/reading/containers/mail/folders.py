"""Outlook's mailboxes (PST, OST): folder by folder, each message with its attachments under its own heading.

Source: MS-PST, as libpff reads it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.containers.mail import mapi
from rag.reading.containers.mail.called import as_name, member_name, seconds_of, sent_at
from rag.reading.containers.mail.letter import Attachment, letter_events
from rag.reading.containers.mail.mailbox import MOST_TEXT, Names, mailbox_budget
from rag.reading.containers.members import Events, MemberPages
from rag.reading.holding import Held, Skipped, number_of
from rag.reading.source import Budget, Source
from rag.types import DocumentInfo, Member, Page

_MOST_PARTS = 2_000
_LARGEST_ATTACHMENT = 200_000_000  # bytes
_DEEPEST = 40  # folders inside each other
_BROKEN = (OSError, ValueError, TypeError, AttributeError, MemoryError, OverflowError)
_TEXT, _BYTES_TEXT, _NUMBERS = 0x1F, 0x1E, (2, 3, 11, 20, 64)
# What Outlook keeps for itself. Their messages are settings and views.
_INTERNAL = ("IPM.MICROSOFT.", "IPM.CONFIGURATION.", "REPORT.IPM.NOTE.IPNRN")
# What Outlook changes in a message that stays the same: flags, that it was read or answered, and when.
_NOTED = frozenset(
    {0x0E07, 0x0E17, 0x0E2B, 0x1080, 0x1081, 0x1082, 0x1090, 0x3008, 0x3FFA, 0x65E2, 0x65E3, 0x67AA}
)
_EMBEDDED = 5  # an attachment that is a message: libpff's binding for Python opens none
_NOT_OPENED = "a message inside a message, which cannot be opened from here"


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, its messages with their attachments, then the document again, counted.

    Raises `FileCorrupt`.
    """
    import pypff

    yield DocumentInfo(title="", page_count=0)
    members = MemberPages(replace(source, budget=mailbox_budget()), password)
    names = Names()
    length = 0
    with source.opened() as stream:
        box = pypff.file()
        encoding, root = _opened(box, stream, source)
        for folder, item in _items(root, "", 0):
            if length > MOST_TEXT:
                yield members.unreadable("further messages", "the mailbox is too large")
                break
            if item is None:
                yield members.unreadable(names.of(folder, ""), "damaged")
                continue
            properties = _Properties(item, encoding)
            if properties.text(mapi.CLASS).upper().startswith(_INTERNAL):
                continue
            subject = mapi.subject_of(properties)
            name = names.of(f"{folder}/{subject or 'message'}", mapi.sent_of(properties))
            for page in members.add_letter(name, partial(_message, item, properties)):
                length += len(page.text)
                yield page
    if not members.count:
        raise FileCorrupt(path=str(source.path), detail="no message")
    yield DocumentInfo(title="", page_count=members.count, outline=tuple(members.outline))


def held(source: Source) -> Iterator[Held | Skipped]:
    """The messages of a mailbox, folder by folder, unopened, each a document of its own.

    Raises `FileCorrupt`.
    """
    import pypff

    damaged: dict[str, int] = {}
    pictures: set[bytes] = set()  # of all messages: the same mark below each is read once
    with source.opened() as stream:
        box = pypff.file()
        encoding, root = _opened(box, stream, source)
        total, at = max(sum(1 for _ in _items(root, "", 0)), 1), 0
        for folder, item in _items(root, "", 0):
            at += 1
            if item is None:
                damaged[folder] = damaged.get(folder, 0) + 1
                continue
            properties = _Properties(item, encoding)
            if not properties.text(mapi.CLASS).upper().startswith(_INTERNAL):
                one = _Letter(item, properties, folder, pictures)
                yield Held(one.key(), at / total, one.about, one.read)
    for folder, count in damaged.items():
        yield Skipped(f"{folder}: {number_of(count)}", "damaged")


class _Letter:
    """A message of a mailbox that is a document of its own."""

    def __init__(self, item: Any, properties: _Properties, folder: str, pictures: set[bytes]) -> None:
        self._item = item
        self._properties = properties
        self._folder = folder
        self._pictures = pictures

    def key(self) -> str:
        """What tells a message from others, whatever Outlook notes on it."""
        found = hashlib.sha256()
        for number, (kind, data) in self._properties.lasting():
            found.update(struct.pack("<III", number, kind, len(data)) + data)
        for attachment in _each(self._item, "attachment"):
            size = 0 if attachment is None else _count(attachment, "size")
            found.update(struct.pack("<Q", size))
        return found.hexdigest()

    def about(self) -> Member:
        date = mapi.sent_of(self._properties)
        name = member_name(mapi.subject_of(self._properties), mapi.sender_of(self._properties), date)
        folder = "/".join(map(as_name, self._folder.split("/")))
        return Member("", name, folder, seconds_of(sent_at(date)), self._properties.size)

    def read(self, source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
        own = replace(source, budget=Budget(pictures=self._pictures))
        return iter(_message(self._item, self._properties, own.letter(""), password))


class _Properties:
    """The properties of a message or an attachment."""

    def __init__(self, item: Any, encoding: str) -> None:
        self.encoding = encoding
        self._values: dict[int, tuple[int, bytes]] = {}
        for entries in _each(item, "record_set"):
            for place in range(_count(entries, "number_of_entries")):
                try:
                    entry = entries.get_entry(place)
                    kind, number, data = entry.value_type, entry.entry_type, entry.data
                except _BROKEN:
                    continue  # one property is damaged, or too large
                if number is not None and data is not None:
                    self._values.setdefault(number, (kind or 0, data))

    def text(self, field: int) -> str:
        kind, data = self._values.get(field, (0, b""))
        if kind == _TEXT:
            return data.decode("utf-16-le", "replace").rstrip("\0")
        return mapi.text_of(data, self.encoding) if kind == _BYTES_TEXT else ""

    def data(self, field: int) -> bytes:
        kind, data = self._values.get(field, (0, b""))
        return b"" if kind in (_TEXT, _BYTES_TEXT) else data

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return sum(len(data) for _, data in self._values.values())

    def lasting(self) -> list[tuple[int, tuple[int, bytes]]]:
        """Those that stay while the message does, by number."""
        return sorted(item for item in self._values.items() if item[0] not in _NOTED)

    def number(self, field: int) -> int:
        kind, data = self._values.get(field, (0, b""))
        return int.from_bytes(data, "little") if kind in _NUMBERS else 0


def _opened(box: Any, stream: BinaryIO, source: Source) -> tuple[str, Any]:
    """The encoding of a mailbox and its first folder. Raises `FileCorrupt`."""
    try:
        box.open_file_object(stream)
        encoding = str(box.ascii_codepage or b"cp1252", "ascii", "replace")
        return encoding, box.get_root_folder()
    except _BROKEN as failure:
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from None


def _items(folder: Any, name: str, depth: int) -> Iterator[tuple[str, Any]]:
    """The messages below a folder with the name of theirs; None for one that cannot be opened."""
    for item in _each(folder, "sub_message"):
        yield name or "Folder", item
    if depth < _DEEPEST:
        for inner in _each(folder, "sub_folder"):
            if inner is not None:
                said = one_line(_named(inner))
                # The folders above all are called "Top of Personal Folders" and the like.
                path = f"{name}/{said}" if name else said
                yield from _items(inner, path if depth else "", depth + 1)


def _named(folder: Any) -> str:
    try:
        return folder.name or ""
    except _BROKEN:
        return ""


def _each(holder: Any, what: str) -> Iterator[Any]:
    """What something holds of a kind; None for each that cannot be opened."""
    for place in range(_count(holder, f"number_of_{what}s")):
        try:
            held = getattr(holder, f"get_{what}")(place)
        except _BROKEN:
            held = None
        yield held


def _count(holder: Any, what: str) -> int:
    try:
        return int(getattr(holder, what, 0) or 0)
    except _BROKEN:
        return 0


def _message(item: Any, properties: _Properties, source: Source, password: str | None) -> Events:
    letter = mapi.described(properties, source)
    for held in list(_each(item, "attachment"))[:_MOST_PARTS]:
        letter.attachments.append(_attachment(held, properties.encoding))
    yield from letter_events(letter, source, password)


def _attachment(held: Any, encoding: str) -> Attachment:
    if held is None:
        return Attachment("attachment", unread="damaged")
    properties = _Properties(held, encoding)
    name = mapi.attachment_name(properties)
    if properties.number(mapi.METHOD) == _EMBEDDED:
        return Attachment(name, unread=_NOT_OPENED)
    drawn = mapi.is_drawn(properties, name)
    places = mapi.places_of(properties) if drawn else ()
    unread = mapi.why_unread(properties)
    return Attachment(name, partial(_loaded, held), drawn, unread=unread, places=places)


def _loaded(held: Any) -> bytes:
    try:
        size = int(held.size or 0)
        return held.read_buffer(min(size, _LARGEST_ATTACHMENT)) if size else b""
    except _BROKEN:
        return b""
