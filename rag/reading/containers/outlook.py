"""Outlook messages (MSG): page 1 is the message with its headers, then come its attachments.

Source: MS-OXMSG (the file), MS-OXPROPS (the properties), MS-OXRTFCP (compressed RTF).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.containers.mail import Letter, letter_pages
from rag.reading.containers.members import Events, MemberPages
from rag.reading.containers.rtf_packed import unpacked
from rag.reading.source import Source
from rag.reading.text.html.reader import html_text
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_MOST_PARTS = 2_000
_DRAWN_INLINE = (".png", ".jpg", ".jpeg", ".gif", ".bmp")  # no scans: those are documents, however attached
_DEEPEST = 3  # messages inside each other
_UNICODE, _BYTES, _BINARY = "001F", "001E", "0102"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODE_PAGES = {65001: "utf-8", 20127: "ascii", 28591: "latin-1", 28605: "iso8859-15", 50220: "iso2022_jp"}
_SUBJECT, _BODY, _HTML, _RTF = "0037", "1000", "1013", "1009"
_SENDER, _SENDER_SMTP, _SENDER_ADDRESS = "0C1A", "5D01", "0C1F"
_TO, _CC = "0E04", "0E03"
_SENT, _DELIVERED, _CODE_PAGE, _INTERNET_CODE_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_NAME, _SHORT_NAME, _DATA, _CONTENT_ID, _SHOWN_NAME = "3707", "3704", "3701", "3712", "3001"
_RENDERED_INLINE = 0x7FFE
_PROPERTIES = "__properties_version1.0"


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, its message and its attachments, then the document again, counted.

    Raises `FileCorrupt`, `FileTooLarge`.
    """
    import olefile

    try:
        container = olefile.OleFileIO(source.load(_MAX_BYTES))
        with container:
            yield from _Message(container, (), source, password).events(0)
    except (OSError, ValueError, TypeError, IndexError, AttributeError, struct.error) as failure:
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure


class _Message:
    """A message at some place of an OLE container: at its root, or inside an attachment."""

    def __init__(self, container: Any, place: tuple[str, ...], source: Source, password: str | None) -> None:
        self._container = container
        self._place = place
        self._source = source
        self._password = password
        self._fixed = self._numbers(place, 32 if not place else 24)
        code = self._fixed.get(_INTERNET_CODE_PAGE) or self._fixed.get(_CODE_PAGE) or 1252
        self._encoding = _CODE_PAGES.get(code & 0xFFFF, f"cp{code & 0xFFFF}")

    def events(self, depth: int) -> Events:
        letter = self._letter()
        author = next((value for name, value in letter.headers if name == "From"), "")
        yield DocumentInfo(title=letter.subject, page_count=0, author=author)
        members = MemberPages(self._source, self._password)
        parts = self._storages("__attach_version1.0_")[:_MOST_PARTS]
        shown = [part for part in parts if not self._is_inline(part)]
        letter.attachments = [(self._attachment_name(part), b"") for part in shown]
        yield from members.own(letter_pages(letter, self._source))
        for part in shown:
            name = self._attachment_name(part)
            inner = (*part, f"__substg1.0_{_DATA}000D")
            if self._container.exists([*inner, _PROPERTIES]):
                if depth + 1 >= _DEEPEST:
                    yield members.unreadable(name, "too many messages inside each other")
                    continue
                message = _Message(self._container, inner, self._source, self._password)
                yield from members.add_events(name, partial(message.events, depth + 1))
            else:
                yield from members.add(name, partial(self._bytes, part, _DATA, _BINARY))
        yield DocumentInfo(letter.subject, members.count, author=author, outline=tuple(members.outline))

    def _letter(self) -> Letter:
        letter = Letter(subject=one_line(self._text(self._place, _SUBJECT)))
        sender = one_line(self._text(self._place, _SENDER))
        address = self._text(self._place, _SENDER_SMTP) or self._text(self._place, _SENDER_ADDRESS)
        if "@" in address and address not in sender:
            sender = f"{sender} <{address.strip()}>".strip()
        for name, value in (
            ("From", sender),
            ("To", self._text(self._place, _TO)),
            ("Cc", self._text(self._place, _CC)),
            ("Date", self._date()),
        ):
            if one_line(value):
                letter.headers.append((name, one_line(value.rstrip("\0"))))
        letter.texts = self._body()
        return letter

    def _body(self) -> list[tuple[bool, str]]:
        plain = self._text(self._place, _BODY)
        if plain.strip():
            return [(False, plain)]
        page = self._text(self._place, _HTML)
        if not page:
            data = self._bytes(self._place, _HTML, _BINARY)
            page = html_text(data, self._source) if data else ""
        if page.strip():
            return [(True, page)]
        from rag.reading.text.rtf.reader import plain_text

        packed = self._bytes(self._place, _RTF, _BINARY)
        text = plain_text(unpacked(packed)) if packed else ""
        return [(False, text)] if text.strip() else []

    def _date(self) -> str:
        stamp = self._fixed.get(_SENT) or self._fixed.get(_DELIVERED)
        if not stamp:
            return ""
        try:
            return f"{_EPOCH + timedelta(microseconds=stamp // 10):%a, %d %b %Y %H:%M:%S %z}"
        except OverflowError:
            return ""

    def _attachment_name(self, part: tuple[str, ...]) -> str:
        names = (self._text(part, field) for field in (_NAME, _SHORT_NAME, _SHOWN_NAME))
        return next((one_line(name) for name in names if one_line(name)), "attachment")

    def _is_inline(self, part: tuple[str, ...]) -> bool:
        """Whether an attachment is a picture drawn inside the message."""
        name = self._attachment_name(part).lower()
        shown = bool(self._text(part, _CONTENT_ID)) or bool(self._numbers(part, 8).get(_RENDERED_INLINE))
        return shown and name.endswith(_DRAWN_INLINE)

    def _storages(self, prefix: str) -> list[tuple[str, ...]]:
        """The storages of this message whose names begin so, in order."""
        depth = len(self._place)
        found = {
            tuple(entry[: depth + 1])
            for entry in self._container.listdir(streams=True, storages=True)
            if len(entry) > depth and tuple(entry[:depth]) == self._place and entry[depth].startswith(prefix)
        }
        return sorted(found)

    def _bytes(self, place: tuple[str, ...], field: str, kind: str) -> bytes:
        name = [*place, f"__substg1.0_{field}{kind}"]
        if not self._container.exists(name):
            return b""
        with self._container.openstream(name) as stream:
            return bytes(stream.read())

    def _text(self, place: tuple[str, ...], field: str) -> str:
        data = self._bytes(place, field, _UNICODE)
        if data:
            return data.decode("utf-16-le", "replace").rstrip("\0")
        data = self._bytes(place, field, _BYTES)
        try:
            return data.decode(self._encoding, "replace").rstrip("\0")
        except LookupError:
            return data.decode("cp1252", "replace").rstrip("\0")

    def _numbers(self, place: tuple[str, ...], header: int) -> dict[int, int]:
        """The properties of fixed size: id and value."""
        name = [*place, _PROPERTIES]
        if not self._container.exists(name):
            return {}
        with self._container.openstream(name) as stream:
            data = stream.read()
        whole = header + (len(data) - header) // 16 * 16
        return {field: value for _, field, _, value in struct.iter_unpack("<HHIQ", data[header:whole])}
