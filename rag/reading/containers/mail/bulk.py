"""Messages with large attachments, parsed without these: the parser takes eight times what it is given.

An attachment of a megabyte and more is left in the bytes of the message, and its part remembers where.
"""

from __future__ import annotations

import re
import secrets
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

_LARGE = 1_000_000  # bytes
_LONGEST_HEAD = 65_536  # of a part
_PACKED = re.compile(rb"^content-transfer-encoding:[ \t]*base64[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\n\r?\n")


class Part(Message):
    """A part of a message; `bulk` is its content where that was not parsed, still in Base64."""

    bulk: memoryview | None = None


def parsed(data: bytes) -> Message:
    """The message that these bytes are."""
    kept: list[bytes] = []
    bulks: dict[str, memoryview] = {}
    mark = secrets.token_hex(16)
    at = 0
    for head in _PACKED.finditer(data):
        blank = (
            _BLANK_LINE.search(data, head.end(), head.end() + _LONGEST_HEAD) if head.start() >= at else None
        )
        if blank is None:
            continue
        end = _end(data, blank.end())
        if end - blank.end() >= _LARGE:
            name = f"{mark}{len(bulks)}"
            bulks[name] = memoryview(data)[blank.end() : end]
            kept += [data[at : blank.end()], name.encode()]
            at = end
    message = BytesParser(Part, policy=compat32).parsebytes(b"".join((*kept, data[at:])) if kept else data)
    if bulks:
        for part in message.walk():
            payload = part.get_payload()
            if isinstance(payload, str) and isinstance(part, Part):
                part.bulk = bulks.get(payload.strip())
    return message


def _end(data: bytes, start: int) -> int:
    """Where Base64 ends: before the line that parts it from what follows, which cannot be of it."""
    end = data.find(b"\n--", start)
    return len(data) if end < 0 else end
