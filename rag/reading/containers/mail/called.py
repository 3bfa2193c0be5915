"""What messages are called: by subject, sender and time."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parseaddr, parsedate_to_datetime

_LONGEST = 100  # characters of a subject, a sender


def sent_at(date: str) -> datetime | None:
    """The time that a message gives; None where it gives none that can be read."""
    try:
        return parsedate_to_datetime(date) if date else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def seconds_of(sent: datetime | None) -> float | None:
    """Seconds since the epoch; a time without its zone counts as UTC."""
    try:
        return None if sent is None else (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def date_name(sent: datetime | None) -> str:
    """ "4 Jun 2024 09:30", as the message's own clock showed it."""
    try:
        return "" if sent is None else f"{sent.day} {sent:%b %Y %H:%M}"
    except ValueError:
        return ""


def member_name(subject: str, sender: str, date: str) -> str:
    """What a message is called that is a document of its own: "Re: Offer, Ada Lovelace, 4 Jun 2024 09:30"."""
    name, address = parseaddr(sender)
    said = (subject or "message", name or address or sender, date_name(sent_at(date)))
    return ", ".join(filter(None, map(as_name, said)))


def as_name(said: str) -> str:
    """A part of a name, not too long: no "/", which parts a name from its folders."""
    name = " ".join(said.replace("/", "-").replace("\\", "-").split())
    name = name if len(name) <= _LONGEST else name[:_LONGEST].rstrip() + "…"
    return name.encode("utf-8", "replace").decode()
