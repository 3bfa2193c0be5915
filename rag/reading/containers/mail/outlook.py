"""Outlook messages (MSG, OFT): page 1 is the message with its headers, then come its attachments.

Source: MS-OXMSG (the file).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial
from typing import Any

from rag.errors import FileCorrupt
from rag.reading.containers.mail import mapi
from rag.reading.containers.mail.bulk import parsed
from rag.reading.containers.mail.letter import Attachment, Letter, letter_events
from rag.reading.containers.mail.parts import add_part, opened_into
from rag.reading.containers.members import Events
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_MOST_PARTS = 2_000
_UNICODE, _BYTES, _BINARY = "001F", "001E", "0102"
_INSIDE = f"__substg1.0_{mapi.DATA:04X}000D"
_PROPERTIES = "__properties_version1.0"
_SIGNED_CLASS = "IPM.NOTE.SMIME"
_MASKS = {2: 0xFFFF, 3: 0xFFFFFFFF, 11: 0xFFFF}  # what of eight bytes holds the value, by type
_WHOLE = 0xFFFFFFFFFFFFFFFF
_BROKEN = (OSError, ValueError, TypeError, IndexError, AttributeError, struct.error)


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, its message and its attachments, then the document again, counted.

    Raises `FileCorrupt`, `FileTooLarge`.
    """
    import olefile

    try:
        with olefile.OleFileIO(source.load(_MAX_BYTES)) as container:
            yield from _Message(container, ()).events(source, password)
    except _BROKEN as failure:
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure


class _Properties:
    """The properties at some place of an OLE container. `header`: bytes before those of fixed size."""

    def __init__(self, container: Any, place: tuple[str, ...], header: int, encoding: str = "") -> None:
        self._container = container
        self._place = place
        self._fixed = self._numbers(header)
        code = self._fixed.get(mapi.INTERNET_CODE_PAGE) or self._fixed.get(mapi.CODE_PAGE) or 0
        self.encoding = encoding or mapi.encoding_of(code)

    def text(self, field: int) -> str:
        data = self._stream(field, _UNICODE)
        if data:
            return data.decode("utf-16-le", "replace").rstrip("\0")
        data = self._stream(field, _BYTES)
        try:
            return data.decode(self.encoding, "replace").rstrip("\0")
        except LookupError:
            return data.decode("cp1252", "replace").rstrip("\0")

    def data(self, field: int) -> bytes:
        return self._stream(field, _BINARY)

    def number(self, field: int) -> int:
        return self._fixed.get(field, 0)

    def _stream(self, field: int, kind: str) -> bytes:
        name = [*self._place, f"__substg1.0_{field:04X}{kind}"]
        if not self._container.exists(name):
            return b""
        with self._container.openstream(name) as stream:
            return bytes(stream.read())

    def _numbers(self, header: int) -> dict[int, int]:
        name = [*self._place, _PROPERTIES]
        if not self._container.exists(name):
            return {}
        with self._container.openstream(name) as stream:
            data = stream.read()
        whole = header + (len(data) - header) // 16 * 16
        return {
            field: value & _MASKS.get(kind, _WHOLE)
            for kind, field, _, value in struct.iter_unpack("<HHIQ", data[header:whole])
        }


class _Message:
    """A message at some place of an OLE container: at its root, or inside an attachment."""

    def __init__(self, container: Any, place: tuple[str, ...]) -> None:
        self._container = container
        self._place = place
        self._properties = _Properties(container, place, 24 if place else 32)

    def events(self, source: Source, password: str | None) -> Events:
        letter = mapi.described(self._properties, source)
        signed = self._properties.text(mapi.CLASS).upper().startswith(_SIGNED_CLASS)
        for place in self._storages("__attach_version1.0_")[:_MOST_PARTS]:
            properties = _Properties(self._container, place, 8, self._properties.encoding)
            if not (signed and _opened(properties, letter, source)):
                letter.attachments.append(self._attachment(place, properties))
        yield from letter_events(letter, source, password)

    def _attachment(self, place: tuple[str, ...], properties: _Properties) -> Attachment:
        name = mapi.attachment_name(properties)
        inner = (*place, _INSIDE)
        if self._container.exists([*inner, _PROPERTIES]):
            return Attachment(name, read=partial(_inside, self._container, inner))
        load = partial(properties.data, mapi.DATA)
        drawn = mapi.is_drawn(properties, name)
        places = mapi.places_of(properties) if drawn else ()
        return Attachment(name, load, drawn, unread=mapi.why_unread(properties), places=places)

    def _storages(self, prefix: str) -> list[tuple[str, ...]]:
        """The storages of this message whose names begin so, in order."""
        depth = len(self._place)
        found = {
            tuple(entry[: depth + 1])
            for entry in self._container.listdir(streams=True, storages=True)
            if len(entry) > depth and tuple(entry[:depth]) == self._place and entry[depth].startswith(prefix)
        }
        return sorted(found)


def _inside(container: Any, place: tuple[str, ...], source: Source, password: str | None) -> Events:
    return _Message(container, place).events(source, password)


def _opened(properties: _Properties, letter: Letter, source: Source) -> bool:
    """Open the one attachment that a signed message consists of; False where it is none of its kind."""
    data = properties.data(mapi.DATA)
    if properties.text(mapi.MEDIA).lower().startswith("multipart/signed"):
        add_part(parsed(data), letter, source)
        return True
    return opened_into(data, letter, lambda part: add_part(part, letter, source))
