"""Messages as Outlook keeps them, whatever file they stand in: properties by number.

Source: MS-OXPROPS (the properties), MS-OXCMAIL (what they are in mail).
"""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta
from typing import Protocol

from rag.reading.cleaning import one_line
from rag.reading.containers.mail import bodies
from rag.reading.containers.mail.headers import header, text_in
from rag.reading.containers.mail.letter import Letter
from rag.reading.containers.mail.rtf_html import html_of
from rag.reading.containers.mail.rtf_packed import unpacked
from rag.reading.source import Source
from rag.reading.text.html.reader import html_text

SUBJECT, BODY, HTML, RTF, CLASS = 0x0037, 0x1000, 0x1013, 0x1009, 0x001A
NAME, SHORT_NAME, DATA, CONTENT_ID, SHOWN_NAME, METHOD, MEDIA = (
    0x3707, 0x3704, 0x3701, 0x3712, 0x3001, 0x3705, 0x370E,
)  # fmt: skip
RENDERED_INLINE = 0x7FFE
CODE_PAGE, INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE
_SENDER, _SENDER_SMTP, _SENDER_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F
_WRITER, _WRITER_SMTP, _WRITER_ADDRESS = 0x0042, 0x5D02, 0x0065  # on whose behalf it was sent
_TO, _CC, _BCC, _HEADERS = 0x0E04, 0x0E03, 0x0E02, 0x007D
_SENT, _DELIVERED = 0x0039, 0x0E06
_FROM, _UNTIL = 0x0060, 0x0061  # of an appointment
_OF_CONTACTS = {
    0x3A16: "Organisation", 0x3A17: "Position", 0x3A08: "Phone (work)", 0x3A09: "Phone (home)",
    0x3A1C: "Phone (cell)", 0x3A24: "Fax", 0x3A15: "Address", 0x3A51: "Web",
}  # fmt: skip
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODE_PAGES = {65001: "utf-8", 20127: "ascii", 28591: "latin-1", 28605: "iso8859-15", 50220: "iso2022_jp"}
_LINKED = 7  # attached by its address alone
LINKED = "linked, not in the message"


class Properties(Protocol):
    """What is known of a message or an attachment, by the number of the property."""

    def text(self, field: int) -> str:
        """A text; "" where it is missing or none."""
        ...

    def data(self, field: int) -> bytes:
        """Bytes; b"" where they are missing."""
        ...

    def number(self, field: int) -> int:
        """A whole number; 0 where it is missing."""
        ...


def encoding_of(code: int) -> str:
    """The encoding that a code page stands for; 0 for that of Western Europe."""
    code = code & 0xFFFF or 1252
    return _CODE_PAGES.get(code, f"cp{code}")


def text_of(data: bytes, encoding: str) -> str:
    """A text of bytes in the encoding of its message."""
    return text_in(data, encoding).rstrip("\0")


def subject_of(properties: Properties) -> str:
    """The subject, without the mark that says how long its "Re:" is."""
    subject = properties.text(SUBJECT)
    return one_line(subject[2:] if subject.startswith("\1") else subject)


def sent_of(properties: Properties) -> str:
    """When a message was sent, or else came in, as mail writes dates; "" where nothing says."""
    return _date(properties.number(_SENT) or properties.number(_DELIVERED))


def sender_of(properties: Properties) -> str:
    """Who wrote a message; "" where nothing says."""
    sent = email.message_from_string(properties.text(_HEADERS), policy=email.policy.compat32)
    return _sender(properties) or header(sent, "From")


def described(properties: Properties, source: Source) -> Letter:
    """A message without its attachments."""
    letter = Letter(subject=subject_of(properties))
    sent = email.message_from_string(properties.text(_HEADERS), policy=email.policy.compat32)
    for name, value in (
        ("From", _sender(properties) or header(sent, "From")),
        ("To", properties.text(_TO) or header(sent, "To")),
        ("Cc", properties.text(_CC) or header(sent, "Cc")),
        ("Bcc", properties.text(_BCC)),
        ("Date", sent_of(properties) or header(sent, "Date")),
        ("Begins", _date(properties.number(_FROM)) if _is_appointment(properties) else ""),
        ("Ends", _date(properties.number(_UNTIL)) if _is_appointment(properties) else ""),
    ):
        if one_line(value):
            letter.headers.append((name, one_line(value.rstrip("\0"))))
    if properties.text(CLASS).upper().startswith("IPM.CONTACT"):
        facts = ((name, one_line(properties.text(field))) for field, name in _OF_CONTACTS.items())
        letter.headers = [fact for fact in facts if fact[1]]
    letter.texts = _body(properties, source)
    return letter


def attachment_name(properties: Properties) -> str:
    names = (properties.text(field) for field in (NAME, SHORT_NAME, SHOWN_NAME))
    return next((one_line(name) for name in names if one_line(name)), "attachment")


def is_drawn(properties: Properties, name: str) -> bool:
    """Whether an attachment is a picture inside the message."""
    shown = bool(properties.text(CONTENT_ID)) or bool(properties.number(RENDERED_INLINE))
    return shown and name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"))


def places_of(properties: Properties) -> tuple[str, ...]:
    """The addresses under which a text may show an attachment."""
    name = properties.text(CONTENT_ID).strip("<> ")
    return (f"cid:{name}",) if name else ()


def why_unread(properties: Properties) -> str:
    """Why an attachment holds nothing to be read; "" where it does."""
    return LINKED if properties.number(METHOD) == _LINKED else ""


def _is_appointment(properties: Properties) -> bool:
    return properties.text(CLASS).upper().startswith(("IPM.APPOINTMENT", "IPM.SCHEDULE.MEETING"))


def _sender(properties: Properties) -> str:
    for name, smtp, other in (
        (_WRITER, _WRITER_SMTP, _WRITER_ADDRESS), (_SENDER, _SENDER_SMTP, _SENDER_ADDRESS),
    ):  # fmt: skip
        sender = one_line(properties.text(name))
        address = properties.text(smtp) or properties.text(other)
        if "@" in address and address not in sender:
            sender = f"{sender} <{address.strip()}>".strip()
        if sender:
            return sender
    return ""


def _date(stamp: int) -> str:
    """A count of 100 nanoseconds since 1601 as mail writes dates; "" for none."""
    try:
        return f"{_EPOCH + timedelta(microseconds=stamp // 10):%a, %d %b %Y %H:%M:%S %z}" if stamp else ""
    except OverflowError:
        return ""


def _body(properties: Properties, source: Source) -> list[tuple[bool, str]]:
    plain = properties.text(BODY)
    page = _page(properties, source)
    rtf = _unpacked(properties.data(RTF))
    if not page:
        page = html_of(rtf)
    if page.strip():
        return bodies.chosen(plain, page)
    if rtf and (not plain.strip() or b"\\trowd" in rtf):
        from rag.reading.text.rtf.reader import plain_text

        rich = plain_text(rtf)
        if rich.strip() and not bodies.is_richer(plain, rich):
            return [(False, rich)]
    return [(False, plain)] if plain.strip() else []


def _page(properties: Properties, source: Source) -> str:
    data = properties.data(HTML)
    if not data:
        return properties.text(HTML)
    code = properties.number(INTERNET_CODE_PAGE)
    if code and b"charset" not in data[:4096].lower():
        return text_in(data, encoding_of(code))
    return html_text(data, source)


def _unpacked(data: bytes) -> bytes:
    try:
        return unpacked(data) if data else b""
    except ValueError:
        return b""
