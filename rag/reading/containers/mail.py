"""Messages in MIME (EML, MHT): page 1 is the message with its headers, then come its attachments.

Source: RFC 5322 and RFC 2045–2049.
"""

from __future__ import annotations

import email
import email.policy
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from functools import partial

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line, tidy
from rag.reading.containers.members import MemberPages
from rag.reading.containers.resources import Resources, name_at
from rag.reading.paging import FlowPages
from rag.reading.source import Source
from rag.reading.text.encodings import codec_of, decoded
from rag.reading.text.html.reader import add_html
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_SHOWN = ("From", "To", "Cc", "Date")
_TAGS = re.compile(r"<style.*?</style>|<[^>]*>|\s+", re.DOTALL | re.IGNORECASE)
_MOST_PARTS = 2_000
_STUB = 3  # a plain text this many times shorter than the web page beside it only says that there is one


@dataclass(slots=True)
class Letter:
    """A message as it is read: what is shown of it, and what it carries."""

    subject: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[bool, str]] = field(default_factory=list)  # whether it is HTML, and the text
    attachments: list[tuple[str, bytes]] = field(default_factory=list)  # name and content
    resources: Resources = field(default_factory=Resources)


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, its message and its attachments, then the document again, counted.

    Raises `FileCorrupt`, `FileTooLarge`.
    """
    message = email.message_from_bytes(source.load(_MAX_BYTES), policy=email.policy.compat32)
    letter = _letter(message)
    if not letter.texts and not letter.headers and not letter.attachments:
        raise FileCorrupt(path=str(source.path), detail="no message")
    yield DocumentInfo(title=letter.subject, page_count=0, author=_author(letter))
    members = MemberPages(source, password)
    yield from members.own(letter_pages(letter, source))
    for name, data in letter.attachments:
        yield from members.add(name, partial(bytes, data))
    yield DocumentInfo(letter.subject, members.count, author=_author(letter), outline=tuple(members.outline))


def letter_pages(letter: Letter, source: Source) -> list[Page]:
    """A message as pages; more than one only where it is very long."""
    flow = FlowPages()
    if letter.subject:
        flow.add(f"Subject: {letter.subject}", 1, title=letter.subject)
    for name, value in letter.headers:
        flow.add(f"{name}: {value}", tight=True)
    for is_html, text in letter.texts:
        if is_html and text.strip():
            add_html(flow, text, source, letter.resources.sheet)
        else:
            for paragraph in tidy(text).split("\n\n"):
                flow.add(paragraph)
    if letter.attachments:
        flow.add("Attachments: " + ", ".join(one_line(name) for name, _ in letter.attachments))
    pages = flow.finish()
    if len(pages) == 1:
        return [replace(pages[0], label="message")]
    return [replace(page, label=f"message, page {page.number}") for page in pages]


def _letter(message: Message) -> Letter:
    letter = Letter(subject=_header(message, "Subject"))
    for name in _SHOWN:
        value = _header(message, name)
        if value:
            letter.headers.append((name, value))
    _Parts(letter).walk(message)
    return letter


def _author(letter: Letter) -> str:
    return next((value for name, value in letter.headers if name == "From"), "")


def _header(message: Message, name: str) -> str:
    values = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return ", ".join(filter(None, map(_decoded, values)))


def _decoded(value: str) -> str:
    """A header with its encoded words opened; as it stands where they are broken."""
    value = decoded(value.encode("utf-8", "surrogateescape"))
    try:
        return one_line(str(make_header(decode_header(value))))
    except (LookupError, ValueError, HeaderParseError):
        return one_line(value)


class _Parts:
    """Sorts the parts of a message into what is its text and what is attached."""

    def __init__(self, letter: Letter) -> None:
        self._letter = letter
        self._left = _MOST_PARTS

    def walk(self, part: Message) -> None:
        self._left -= 1
        if self._left < 0:
            return
        kind = part.get_content_type()
        if kind == "message/rfc822":
            self._forwarded(part)
        elif kind == "multipart/alternative":
            self._alternative(part)
        elif part.is_multipart():
            for inner in _children(part):
                self.walk(inner)
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            self._add_text(kind == "text/html", _text_of(part))
        elif not (kind.startswith("image/") and _is_inline(part)) and not self._letter.resources.takes(part):
            self._attach(_name_of(part), _bytes_of(part))

    def _alternative(self, part: Message) -> None:
        """Of the same text in several forms the plain one, unless it is a stub."""
        plain, pages = (Letter(resources=self._letter.resources) for _ in range(2))
        for inner in _children(part):
            kept = plain if inner.get_content_type() == "text/plain" else pages
            parts = _Parts(kept)
            parts._left = self._left
            parts.walk(inner)
            self._left = parts._left
        said = sum(len(text.strip()) for _, text in plain.texts)
        drawn = sum(len(_TAGS.sub("", text).strip()) for is_html, text in pages.texts if is_html)
        chosen = plain if said and said * _STUB >= drawn else pages
        self._letter.texts += (chosen if chosen.texts else plain).texts
        self._letter.attachments += plain.attachments + pages.attachments

    def _add_text(self, is_html: bool, text: str) -> None:
        if text.strip():
            self._letter.texts.append((is_html, text))

    def _forwarded(self, part: Message) -> None:
        for inner in _children(part):
            name = _header(inner, "Subject") or "message"
            self._attach(f"{name}.eml", inner.as_bytes(policy=email.policy.compat32))

    def _attach(self, name: str, data: bytes) -> None:
        self._letter.attachments.append((name, data))


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _is_inline(part: Message) -> bool:
    """Whether a part is drawn inside the message: a logo, a signature."""
    return part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None


def _name_of(part: Message) -> str:
    name = part.get_filename()
    if name:
        return _decoded(name)
    kind = part.get_content_type()
    return name_at(part) or f"attachment{mimetypes.guess_extension(kind) or ''}"


def _bytes_of(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text_of(part: Message) -> str:
    data = _bytes_of(part)
    codec = codec_of(part.get_content_charset() or "utf-8")
    try:
        return data.decode(codec) if codec is not None else decoded(data)
    except UnicodeDecodeError:
        return decoded(data)
