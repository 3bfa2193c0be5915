"""Read events as frames and back again, and the pages that a process ended after as one blob for the next."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any, BinaryIO, cast

from engine.errors import ProtocolBroken
from engine.workers.frames import Frame, Json, encode, read_frame
from rag.codec import made, pack_headings, pack_lines, pack_words, unpack_headings, unpack_lines, unpack_words
from rag.reading.cleaning import whole_text
from rag.types import (
    DocumentInfo,
    Flaw,
    FlawKind,
    Member,
    MemberEvent,
    MemberFailed,
    OutlineItem,
    Page,
    PageUnit,
    Passage,
    Reference,
    Section,
    Structure,
    TextSource,
)

_NUMBER, _NAME = (int, float), (str, type(None))
_OF_A_PAGE: dict[str, type | tuple[type, ...]] = {
    "number": int,
    "confidence": _NUMBER,
    "width": _NUMBER,
    "height": _NUMBER,
    "key": _NAME,
    "label": _NAME,
    "unread": list,
}
_QUICKLY = 1  # the least effort of gzip


class KeptPages:
    """The pages that came from a process, packed, so that another can go on after them.

    Words and their boxes are left out: what is made of a whole document does not ask for them.
    """

    def __init__(self) -> None:
        self._packed = io.BytesIO()
        self.last = 0  # the number of the last page

    def add(self, frame: Frame) -> None:
        """Keep a page's frame."""
        self.last = cast("int", frame.header["number"])
        text, _, lines, headings = frame.blobs
        parts = encode(Frame(frame.header, (text, b"", lines, headings)))
        self._packed.write(gzip.compress(b"".join(parts), _QUICKLY))

    @property
    def size(self) -> int:
        """Bytes."""
        return self._packed.tell()

    def packed(self) -> bytes:
        """All of them, for `unpacked_pages`."""
        return self._packed.getvalue()


def unpacked_pages(packed: bytes) -> Iterator[Page]:
    """The pages that `KeptPages` packed, without words. Raises as `event_of` does."""
    with gzip.open(io.BytesIO(packed)) as stream:
        while (frame := read_frame(cast("BinaryIO", stream))) is not None:
            yield _page(cast("dict[str, Any]", frame.header), frame.blobs)


def frame_of(event: MemberEvent) -> Frame:
    """One frame for each event."""
    if isinstance(event, Page):
        return _page_frame(event)
    if isinstance(event, DocumentInfo):
        header: dict[str, Json] = {
            "event": "info",
            "title": event.title,
            "page_count": event.page_count,
            "unit": event.unit.value,
            "author": event.author,
            "outline": [[item.title, item.level, item.page, item.top] for item in event.outline],
        }
        return Frame(header)
    if isinstance(event, Member):
        return Frame({"event": "member", "about": list(astuple(event))})
    if isinstance(event, MemberFailed):
        return Frame({"event": "failed", "code": event.code, "facts": cast("Json", dict(event.facts))})
    rows = {
        "sections": [astuple(section) for section in event.sections],
        "passages": [astuple(passage) for passage in event.passages],
        "references": [astuple(reference) for reference in event.references],
    }
    return Frame({"event": "structure"}, (_encoded(rows),))


def event_of(frame: Frame) -> MemberEvent:
    """The inverse of `frame_of`. Raises `ProtocolBroken` for what is no event: a file that took its reader
    over may have written it.
    """
    try:
        return _event(cast("dict[str, Any]", whole_text(frame.header)), frame.blobs)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise ProtocolBroken(detail="no event of a reader") from error


def _event(header: dict[str, Any], blobs: tuple[bytes, ...]) -> MemberEvent:
    match header["event"]:
        case "page":
            return _page(header, blobs)
        case "info":
            row = [header[name] for name in ("title", "page_count", "author")]
            if not all(map(isinstance, row, (str, int, str))):
                raise TypeError("no info")
            outline = tuple(made(OutlineItem, item) for item in header["outline"])
            return DocumentInfo(row[0], row[1], PageUnit(header["unit"]), row[2], outline)
        case "member":
            return made(Member, header["about"])
        case "failed":
            return MemberFailed(str(header["code"]), dict(header["facts"]))
        case "structure":
            rows = whole_text(json.loads(blobs[0].decode("utf-8", "replace")))
            return Structure(
                tuple(made(Section, row) for row in rows["sections"]),
                tuple(made(Passage, row) for row in rows["passages"]),
                tuple(made(Reference, row) for row in rows["references"]),
            )
        case other:
            raise ValueError(other)


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _page_frame(page: Page) -> Frame:
    header: dict[str, Json] = {
        "event": "page",
        "number": page.number,
        "source": page.source.value,
        "confidence": page.confidence,
        "width": page.width,
        "height": page.height,
        "key": page.key,
        "label": page.label,
        "unread": list(page.unread),
        "flaws": [[flaw.kind.value, flaw.amount, list(flaw.words)] for flaw in page.flaws],
    }
    blobs = (
        page.text.encode("utf-8", "replace"),
        pack_words(page.words),
        pack_lines(page.lines),
        pack_headings(page.headings),
    )
    return Frame(header, blobs)


def _page(header: dict[str, Any], blobs: tuple[bytes, ...]) -> Page:
    text = blobs[0].decode("utf-8", "replace")
    if not all(isinstance(header[name], kind) for name, kind in _OF_A_PAGE.items()):
        raise TypeError("no page")
    return Page(
        number=header["number"],
        text=text,
        source=TextSource(header["source"]),
        confidence=header["confidence"],
        width=header["width"],
        height=header["height"],
        lines=unpack_lines(blobs[2], text),
        words=unpack_words(blobs[1]),
        headings=unpack_headings(blobs[3]),
        key=header["key"],
        label=header["label"],
        unread=tuple(header["unread"]),
        flaws=tuple(Flaw(FlawKind(kind), amount, tuple(words)) for kind, amount, words in header["flaws"]),
    )
