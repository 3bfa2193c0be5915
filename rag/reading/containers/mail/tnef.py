"""Messages that Outlook packs whole into an attachment (TNEF, winmail.dat). Source: MS-OXTNEF, MS-OXCDATA."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.containers.mail import mapi
from rag.reading.containers.mail.letter import Attachment, Letter, letter_events
from rag.reading.containers.members import Events
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_SIGN = b"\x78\x9f\x3e\x22"
_MOST_PARTS = 2_000
_MOST_PROPERTIES = 20_000
_DEEPEST = 8  # messages inside each other, inside one packing
_SUBJECT, _BODY, _TITLE, _DATA, _CODE_PAGE = 0x8004, 0x800C, 0x8010, 0x800F, 0x9007
_BEGINS, _PROPERTIES, _OF_ATTACHMENT = 0x9002, 0x9003, 0x9005
_ATTACHED = 2  # the level
_SIZES = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 2, 20: 8, 64: 8, 72: 16}  # bytes by type
_BYTES_TEXT, _TEXT, _OBJECT, _BINARY, _MANY = 0x1E, 0x1F, 0x0D, 0x0102, 0x1000
_FILLED_TO = 4
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")  # how an object begins that is a message


@dataclass(slots=True)
class _Properties:
    """The properties of a message or an attachment: type and bytes by number."""

    encoding: str
    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def text(self, number: int) -> str:
        kind, data = self.values.get(number, (0, b""))
        if kind == _TEXT:
            return data.decode("utf-16-le", "replace").rstrip("\0")
        return mapi.text_of(data, self.encoding) if kind == _BYTES_TEXT else ""

    def data(self, number: int) -> bytes:
        kind, data = self.values.get(number, (0, b""))
        return data if kind in (_BINARY, _OBJECT) else b""

    def number(self, number: int) -> int:
        kind, data = self.values.get(number, (0, b""))
        return int.from_bytes(data, "little") if kind in _SIZES else 0


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, its message and its attachments, then the document again, counted.

    Raises `FileCorrupt`, `FileTooLarge`.
    """
    try:
        letter = letter_of(source.load(_MAX_BYTES), source)
    except ValueError as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None
    yield from letter_events(letter, source, password)


def letter_of(data: bytes, source: Source, depth: int = 0) -> Letter:
    """The message inside. Raises ValueError for data that is no such packing."""
    if not data.startswith(_SIGN):
        raise ValueError("another sign")
    message = _Properties("cp1252")
    body = title = ""
    carried: list[_Properties] = []
    for level, kind, value in _attributes(data):
        if kind == _CODE_PAGE and len(value) >= 4:
            message.encoding = mapi.encoding_of(int.from_bytes(value[:4], "little"))
        elif level != _ATTACHED and kind == _SUBJECT:
            title = one_line(mapi.text_of(value, message.encoding))
        elif level != _ATTACHED and kind == _BODY:
            body = mapi.text_of(value, message.encoding)
        elif level != _ATTACHED and kind == _PROPERTIES:
            message.values |= _read(value)
        elif level == _ATTACHED:
            if kind == _BEGINS or not carried:
                carried.append(_Properties(message.encoding))
            _attach(carried[-1], kind, value)
    if body and not message.text(mapi.BODY):
        message.values[mapi.BODY] = (_TEXT, body.encode("utf-16-le", "surrogatepass"))
    letter = mapi.described(message, source)
    letter.subject = letter.subject or title
    kept = [one for one in carried if one.values][:_MOST_PARTS]
    letter.attachments = [_attachment(one, depth) for one in kept]
    if not (letter.texts or letter.attachments or letter.subject):
        raise ValueError("no message")
    return letter


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Level, kind and value of each attribute, as far as they are whole."""
    at = 6
    while at + 9 <= len(data):
        level, kind, _, size = struct.unpack_from("<BHHI", data, at)
        at += 9
        yield level, kind, data[at : at + size]
        at += size + 2  # a checksum follows


def _attach(attachment: _Properties, kind: int, value: bytes) -> None:
    if kind == _TITLE:
        attachment.values.setdefault(mapi.SHORT_NAME, (_BYTES_TEXT, value))
    elif kind == _DATA:
        attachment.values[mapi.DATA] = (_BINARY, value)
    elif kind == _OF_ATTACHMENT:
        attachment.values = attachment.values | _read(value)  # longer names, and messages


def _attachment(properties: _Properties, depth: int) -> Attachment:
    name = mapi.attachment_name(properties)
    data = properties.data(mapi.DATA)
    if data.startswith(_MESSAGE) and data[16:20] == _SIGN:
        return Attachment(name, read=partial(_inside, data[16:], depth + 1))
    if properties.values.get(mapi.DATA, (0, b""))[0] == _OBJECT:
        data = data[16:]
    drawn = mapi.is_drawn(properties, name)
    places = mapi.places_of(properties) if drawn else ()
    return Attachment(name, partial(bytes, data), drawn, unread=mapi.why_unread(properties), places=places)


def _inside(data: bytes, depth: int, source: Source, password: str | None) -> Events:
    if depth > _DEEPEST:
        raise FileCorrupt(path=str(source.path), detail="too many messages inside each other")
    try:
        letter = letter_of(data, source, depth)
    except ValueError as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None
    yield from letter_events(letter, source, password)


def _read(data: bytes) -> dict[int, tuple[int, bytes]]:
    """A list of properties, as far as it is whole; of several values the first, named ones left out."""
    found: dict[int, tuple[int, bytes]] = {}
    try:
        (count,) = struct.unpack_from("<I", data, 0)
        at = 4
        for _ in range(min(count, _MOST_PROPERTIES)):
            kind, number = struct.unpack_from("<HH", data, at)
            at += 4
            if number >= 0x8000:
                at = _past_name(data, at)
            values, at = _values(data, at, kind)
            if values and number < 0x8000:
                found[number] = (kind & ~_MANY, values[0])
    except (struct.error, ValueError):
        pass  # cut short: what came before holds
    return found


def _past_name(data: bytes, at: int) -> int:
    (by_text, size) = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (_filled(size) if by_text else 0)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    plain = kind & ~_MANY
    varies = plain in (_BYTES_TEXT, _TEXT, _OBJECT, _BINARY)
    if not varies and plain not in _SIZES:
        raise ValueError("an unknown type")
    count = 1
    if varies or kind & _MANY:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    values: list[bytes] = []
    for _ in range(count):
        if at >= len(data):
            raise ValueError("cut short")
        size = _SIZES.get(plain, 0)
        if varies:
            (size,) = struct.unpack_from("<I", data, at)
            at += 4
        if not values:
            values.append(data[at : at + size])
        at += _filled(size)
    return values, at


def _filled(size: int) -> int:
    return -(-size // _FILLED_TO) * _FILLED_TO
