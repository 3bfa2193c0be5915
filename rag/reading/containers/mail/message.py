"""Messages in MIME (EML, EMLX, MHT): page 1 is the message with its headers, then come its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.errors import FileCorrupt
from rag.reading.containers.mail.bulk import parsed
from rag.reading.containers.mail.letter import letter_events
from rag.reading.containers.mail.parts import letter_of
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_COUNTED = re.compile(rb"(\d{1,12})[ \t]*\r?\n")  # the length of the message, as Apple Mail keeps it
_BEFORE = b"\xef\xbb\xbf \t\r\n"  # the first header


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, its message and its attachments, then the document again, counted.

    Raises `FileCorrupt`, `FileTooLarge`.
    """
    data = source.load(_MAX_BYTES)
    counted = _COUNTED.match(data)
    data = data[counted.end() : counted.end() + int(counted[1])] if counted else data.lstrip(_BEFORE)
    letter = letter_of(parsed(data), source)
    if letter.is_empty():
        raise FileCorrupt(path=str(source.path), detail="no message")
    yield from letter_events(letter, source, password)
