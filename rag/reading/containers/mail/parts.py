"""Messages in MIME as letters: what is their text and what is attached.

Source: RFC 5322, RFC 2045–2049, RFC 8551 (S/MIME), RFC 3156 (PGP).
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable, Iterable
from email.message import Message
from functools import partial

from rag.reading.cleaning import one_line
from rag.reading.containers.mail import cms, tnef
from rag.reading.containers.mail.bodies import PGP, chosen, is_richer, reflowed, without_armour
from rag.reading.containers.mail.bulk import Part, parsed
from rag.reading.containers.mail.headers import base64_bytes, file_name, header, text_in
from rag.reading.containers.mail.letter import Attachment, Letter, letter_events
from rag.reading.containers.members import Events
from rag.reading.pictures import address_of, taken_out
from rag.reading.source import Source
from rag.reading.text.html.reader import html_text

_SHOWN = ("From", "To", "Cc", "Bcc", "Date")
_MOST_PARTS = 2_000
_DEEPEST = 60  # parts inside each other
_SIGNED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = (
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
)  # fmt: skip
_REPORTS = ("message/delivery-status", "message/disposition-notification", "message/feedback-report")
_FILES = ("text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/csv", "text/rtf")
_TRANSFER = "Content-Transfer-Encoding"
_BASE64 = re.compile(rb"\s*[A-Za-z0-9+/]+=*[ \t]*(?:[\r\n]|\Z)")  # a line of it: no words, no signs
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
SIGNED = "This message is signed; its signature was not checked."
NOT_DECRYPTED = "The text of this message is encrypted and was not read."
_PACKED = re.compile(r"winmail[^.]*\.dat", re.IGNORECASE)


def letter_of(message: Message, source: Source) -> Letter:
    """A message as it is read. `source`: the file that faults name."""
    letter = Letter(subject=header(message, "Subject"))
    letter.headers = [(name, value) for name in _SHOWN if (value := header(message, name))]
    _Parts(letter, source).walk(message)
    return letter


def message_events(message: Message, source: Source, password: str | None) -> Events:
    """The pages of a message and of what it carries."""
    return letter_events(letter_of(message, source), source, password)


def add_part(part: Message, letter: Letter, source: Source) -> None:
    """Add to a letter what a part of a message says."""
    _Parts(letter, source).walk(part)


class _Parts:
    """Sorts the parts of a message into what is its text and what is attached."""

    def __init__(self, letter: Letter, source: Source, left: int = _MOST_PARTS, depth: int = 0) -> None:
        self._letter = letter
        self._source = source
        self._depth = depth
        self.left = left

    def walk(self, part: Message) -> None:
        self.left -= 1
        if self.left < 0 or self._depth > _DEEPEST:
            if "parts not read: too many" not in self._letter.unread:
                self._letter.unread.append("parts not read: too many")
            return
        self._depth += 1
        self._sort(part, part.get_content_type())
        self._depth -= 1

    def _sort(self, part: Message, kind: str) -> None:
        if kind in ("message/rfc822", "message/global"):
            self._forwarded(part)
        elif kind in _REPORTS:
            self._report(part)
        elif kind == "multipart/encrypted":
            self._encrypted()
        elif kind == "multipart/alternative" and part.is_multipart():
            self._alternative(part)
        elif part.is_multipart():
            for inner in _children(part):
                self.walk(inner)
        else:
            self._leaf(part, kind)

    def _leaf(self, part: Message, kind: str) -> None:
        name = file_name(part)
        if kind in _SIGNATURES:
            self._note(SIGNED)
        elif kind in _SIGNED_TYPES or name.lower().endswith(".p7m"):
            self._wrapped(part)
        elif kind.endswith("ms-tnef") or _PACKED.fullmatch(name):
            self._outlook(part)
        elif self._letter.resources.takes(part):
            return
        elif kind.startswith(("text/", "multipart/")) and kind not in _FILES and not _is_attached(part):
            self._add_text(kind == "text/html", self._text_of(part, kind))
        else:
            self._attach(part, kind)

    def _alternative(self, part: Message) -> None:
        """Of the same text in several forms the one that says most."""
        plain, pages = (Letter(resources=self._letter.resources) for _ in range(2))
        for inner in _children(part):
            kept = plain if inner.get_content_type().startswith("text/plain") else pages
            parts = _Parts(kept, self._source, self.left, self._depth)
            parts.walk(inner)
            self.left = parts.left
        page = "\n".join(text for is_html, text in pages.texts if is_html)
        said = "\n".join(text for _, text in plain.texts)
        self._letter.texts += chosen(said, page) if page else plain.texts or pages.texts
        for other in (plain, pages):
            self._letter.attachments += other.attachments
            self._letter.unread += other.unread
            for note in other.notes:
                self._note(note)

    def _wrapped(self, part: Message) -> None:
        """S/MIME: a signature around a message, or around a file that has its name with ".p7m" after it."""
        data, name = _bytes_of(part), file_name(part)
        if "." in name.lower().removesuffix(".p7m"):
            self._attach(part, "")
            return
        if not opened_into(data, self._letter, self.walk):
            self._letter.attachments.append(Attachment(name, partial(bytes, data)))

    def _outlook(self, part: Message) -> None:
        data = _bytes_of(part)
        try:
            inner = tnef.letter_of(data, self._source)
        except ValueError:
            self._attach(part, "")
            return
        self._letter.texts = _with_outlook(self._letter.texts, inner.texts)
        self._letter.subject = self._letter.subject or inner.subject
        self._letter.headers = self._letter.headers or inner.headers
        self._letter.attachments += inner.attachments
        self._letter.unread += inner.unread

    def _report(self, part: Message) -> None:
        """What became of a message: its fields, which the library takes for headers."""
        for block in _children(part):
            fields = (f"{name}: {header(block, name)}" for name in dict.fromkeys(block.keys()))
            self._add_text(False, "\n".join(fields))
        if not part.is_multipart():
            self._add_text(False, self._text_of(part, "text/plain"))

    def _encrypted(self) -> None:
        self._note(NOT_DECRYPTED)
        self._letter.unread.append("text of the message not read: encrypted")

    def _note(self, note: str) -> None:
        if note not in self._letter.notes:
            self._letter.notes.append(note)

    def _add_text(self, is_html: bool, text: str) -> None:
        if not is_html and PGP in text:
            self._encrypted()
            text = text[: text.index(PGP)]
        if is_html:
            text, pictures = taken_out(text)
            for name, data in pictures:
                places = (address_of(data),)
                self._letter.attachments.append(Attachment(name, partial(bytes, data), True, places=places))
        if text.strip():
            self._letter.texts.append((is_html, text if is_html else without_armour(text)))

    def _text_of(self, part: Message, kind: str) -> str:
        data = _bytes_of(part)
        charset = part.get_param("charset")
        if kind == "text/html":
            return text_in(data, _text(charset)) if charset else html_text(data, self._source)
        text = text_in(data, _text(charset) or _said_charset(part))
        if str(part.get_param("format", "")).lower() == "flowed":
            return reflowed(text, joined=str(part.get_param("delsp", "")).lower() == "yes")
        return text

    def _forwarded(self, part: Message) -> None:
        for inner in _children(part):
            packed = _transfer(part) == "base64" or not inner.keys()  # though no message may be
            data = base64_bytes(_bytes_of(inner)) if packed else b""
            held = parsed(data) if data else inner
            name = header(held, "Subject") or "message"
            self._letter.attachments.append(Attachment(f"{name}.eml", read=partial(message_events, held)))

    def _attach(self, part: Message, kind: str) -> None:
        name, data = file_name(part), _bytes_of(part)
        if any(_is_same(one, name, data) for one in self._letter.attachments):
            return  # an invitation comes as an alternative and as a file
        drawn = kind.startswith("image/") and _is_drawn(part)
        places = _places(part) if kind.startswith("image/") else ()
        self._letter.attachments.append(Attachment(name, partial(bytes, data), drawn, places=places))


def opened_into(data: bytes, letter: Letter, walk: Callable[[Message], None]) -> bool:
    """Open S/MIME and add what is inside to a letter; False where it is nothing of the kind."""
    try:
        wrap, content = cms.opened(data)
    except ValueError:
        return False
    if wrap is cms.Wrap.ENCRYPTED:
        letter.unread.append("text of the message not read: encrypted")
        if NOT_DECRYPTED not in letter.notes:
            letter.notes.append(NOT_DECRYPTED)
        return True
    if wrap is cms.Wrap.SIGNED and SIGNED not in letter.notes:
        letter.notes.append(SIGNED)
    if content:
        walk(parsed(content))
    return True


def _with_outlook(texts: list[tuple[bool, str]], inner: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """The text of a message whose text Outlook has packed once more: all that either says."""
    said = "\n".join(text for _, text in texts)
    if not said.strip() or not inner:
        return inner or texts
    is_html, text = inner[0]
    if is_html and not any(page for page, _ in texts):
        return chosen(said, text)
    return texts + inner if is_richer(text, said) and not is_html else texts


def _is_same(one: Attachment, name: str, data: bytes) -> bool:
    if one.read is not None:
        return False
    both_calendars = one.name.lower().endswith(".ics") and name.lower().endswith(".ics")
    other = one.load()
    return other.split() == data.split() if both_calendars else one.name == name and other == data


def _children(part: Message) -> Iterable[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _places(part: Message) -> tuple[str, ...]:
    """The addresses under which a text may show a picture that a message carries."""
    name, place = (one_line(str(part.get(key) or "")) for key in ("Content-ID", "Content-Location"))
    name = name.strip("<> ")
    return tuple(filter(None, (f"cid:{name}" if name else "", place)))


def _is_drawn(part: Message) -> bool:
    """Whether a picture belongs to the text: by its name there, or since it is not called an attachment."""
    return part.get_content_disposition() != "attachment" or part.get("Content-ID") is not None


def _text(value: object) -> str:
    """A parameter of a header, which comes in three parts where it names its language."""
    return str(value[2] if isinstance(value, tuple) else value or "")


def _said_charset(part: Message) -> str:
    """The encoding in a header that is too broken to be taken apart."""
    found = _CHARSET.search(str(part.get("Content-Type", "")))
    return found[1] if found else ""


def _transfer(part: Message) -> str:
    return one_line(str(part.get(_TRANSFER, ""))).lower().strip(" ;\"'").partition(" ")[0]


def _bytes_of(part: Message) -> bytes:
    """What a part holds, unpacked; also where the packing is called or done otherwise than it should."""
    bulk = part.bulk if isinstance(part, Part) else None
    if bulk is not None:
        return base64_bytes(bulk)
    how = _transfer(part)
    raw = _packed(part)
    if how == "base64":
        return base64_bytes(raw) if _BASE64.match(raw) else raw
    if how in ("quoted-printable", "quoted_printable", "quopri"):
        return quopri.decodestring(raw)
    if how in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _unpacked(part)
    return raw


def _packed(part: Message) -> bytes:
    """The bytes of a part as they came."""
    said = part.get_all(_TRANSFER, [])
    del part[_TRANSFER]
    try:
        return _unpacked(part)
    finally:
        for value in said:
            part[_TRANSFER] = value


def _unpacked(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
