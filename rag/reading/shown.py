"""The pictures in Office files, books and web pages: what they show stands in the text where they stand.

They are read before the text, each with a sign of life: a picture may take seconds, and one that ends the
reader's process costs itself, not the document (`rag.reading.course`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Protocol

from rag.errors import FileTooLarge, ReadError
from rag.reading.course import ATTACHMENT_ENDED, Course, PageBegun
from rag.reading.detection import format_of, reader_for
from rag.reading.formats import Format
from rag.reading.office.package import DAMAGED
from rag.reading.pictures import told_of
from rag.reading.source import Source
from rag.reading.viewing.recording import recorder
from rag.types import Page

_CALLED = "picture"
_LEAST_TRUST = 0.5  # of a picture's reading on the whole: less are letters seen in leaves and walls
_FEWEST_SIGNS = 3  # letters and digits: less says nothing
# A file inside another gives no sign of life: 120 seconds without one end the process with all it has read.
_MOST_SECONDS_INSIDE = 60.0

_log = logging.getLogger(__name__)


class Holder(Protocol):
    """What holds pictures, by the names of its parts."""

    def __contains__(self, name: str, /) -> bool: ...

    def bytes(self, name: str, /) -> bytes:
        """A picture's. Raises KeyError, `FileTooLarge`."""
        ...

    def leave_out(self, called: str, why: str, /) -> None:
        """Keep in mind that something is not read."""
        ...


class Pictures:
    """What the pictures of a file say, by their parts."""

    def __init__(self, package: Holder, source: Source) -> None:
        self._package = package
        self._source = source
        self._blocks: dict[str, list[str]] = {}

    def read(self, parts: Iterable[str], course: Course) -> Iterator[PageBegun]:
        """Read the pictures in these parts, each announced before."""
        if recorder() is not None:
            return  # the text that is laid out has what they say
        ends = time.monotonic() + _MOST_SECONDS_INSIDE if self._source.depth else None
        for number, part in enumerate(dict.fromkeys(parts), 1):
            if part not in self._package:
                continue
            yield PageBegun(number)
            if not course.reads_pictures(number):
                self._package.leave_out(_CALLED, ATTACHMENT_ENDED)
            elif ends is not None and time.monotonic() > ends:
                self._package.leave_out(_CALLED, "too many in a file inside another")
            else:
                self._blocks[part] = self._read(part)

    def take(self, part: str) -> list[str]:
        """What a picture shows, a block a paragraph; once, however often it is shown."""
        return self._blocks.pop(part, [])

    def _read(self, part: str) -> list[str]:
        try:
            return self._said(part)
        except (FileTooLarge, MemoryError):
            self._package.leave_out(_CALLED, "too large")
        except (ReadError, *DAMAGED):
            self._package.leave_out(_CALLED, "damaged")
        except Exception:
            # A boundary: whatever a library makes of a picture, the document around it is read.
            _log.exception("A picture inside a document cannot be read")
            self._package.leave_out(_CALLED, "damaged")
        return []

    def _said(self, part: str) -> list[str]:
        data = self._package.bytes(part)
        inner = self._source.inside(part.rpartition("/")[2], data)
        try:
            is_picture = format_of(inner) is Format.IMAGE
        except ReadError:
            is_picture = False
        if not is_picture:
            suffix = inner.suffix.lstrip(".").upper()
            self._package.leave_out(_CALLED, f"drawn as {suffix}" if suffix else "of an unknown kind")
            return []
        if told_of(partial(bytes, data), self._source) is not None:
            return []
        blocks: list[str] = []
        for page in reader_for(inner)(inner, None):
            if not isinstance(page, Page):
                continue
            for why in page.unread:
                self._package.leave_out(_CALLED, why.rpartition(": ")[2])
            if page.confidence >= _LEAST_TRUST and sum(map(str.isalnum, page.text)) >= _FEWEST_SIGNS:
                blocks += (block for block in page.text.split("\n\n") if block.strip())
        return [f"Picture: {blocks[0]}", *blocks[1:]] if blocks else []
