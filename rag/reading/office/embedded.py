"""The files in Office files: an inserted workbook, letter or packaged file, read after the file's own pages.

What a chart is drawn from is none: its figures stand where the chart does. Sources: ECMA-376 part 1, 15.2.10
and 15.2.11 (embedded packages and objects); MS-OLEDS 2.3.6 (packaged files); ISO/IEC 26300 (objects of OLE).
"""

from __future__ import annotations

import io
import logging
import posixpath
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from rag.errors import FileCorrupt, ReadError
from rag.reading.cleaning import one_line
from rag.reading.containers.members import MemberPages
from rag.reading.course import Course, PageBegun, Step
from rag.reading.office.package import DAMAGED, Package
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_log = logging.getLogger(__name__)

_FIRST_KEY = 1_000_000  # pages of embedded files are announced from here on, pictures and own pages below it
_MOST = 200  # of one document
_HELD = re.compile(r"(?:word|ppt|xl)/embeddings/[^/]+")
_RELATIONS = re.compile(r"(.*?)_rels/([^/]+)\.rels")
_CHART = "/charts/"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WHOLE = ("Package", "CONTENTS", "EmbeddedOdf")  # streams that are a file: of Office, Acrobat, LibreOffice
_PACKAGED = "\x01Ole10Native"
_SUFFIXES = {b"%PDF": ".pdf", b"PK\x03\x04": "", _OLE: ""}
_LONGEST_NAME = 1000  # bytes


class EmbeddedFiles:
    """Reads the files that a package holds."""

    def __init__(self, package: Package, source: Source, password: str | None) -> None:
        self._package = package
        self._members = MemberPages(source, password)
        self._parts = self._found()

    def with_them(self, info: DocumentInfo, own: Sequence[Page], course: Course) -> Iterator[Step]:
        """A document that is read, its own pages, and after them those of the files in it."""
        if self._parts:
            yield PageBegun(_FIRST_KEY)  # from here on, what was read is kept where a file ends the process
        yield info
        yield from course.unknown(own)
        members = self._members
        members.count = len(own)
        for part in self._parts:
            name, load = self._named(part)
            for step in members.in_course(name, load, course, _FIRST_KEY):
                if isinstance(step, PageBegun) or step.number > course.known:
                    yield step
        if members.count > len(own):
            outline = (*info.outline, *members.outline)
            yield replace(info, page_count=members.count, outline=outline)

    def _found(self) -> list[str]:
        """The parts that are files, as they are numbered."""
        try:
            charted = self._charted()
        except (ReadError, MemoryError, *DAMAGED):
            charted = set()
        names = [name for name in self._package.names if _HELD.fullmatch(name) or self._is_object(name)]
        return sorted((name for name in names if name not in charted), key=_in_order)[:_MOST]

    def _is_object(self, name: str) -> bool:
        """Whether a part of an OpenDocument file is an object that another program made."""
        return re.fullmatch(r"Object \d+", name) is not None

    def _charted(self) -> set[str]:
        """The parts that charts are drawn from."""
        found: set[str] = set()
        for name in self._package.names:
            held = _RELATIONS.fullmatch(name)
            if held is not None and _CHART in f"/{held[1]}":
                found.update(one.target for one in self._package.relations(held[1] + held[2], "chart"))
        return found

    def _named(self, part: str) -> tuple[str, partial[bytes]]:
        """The name of a file, and what gives its bytes."""
        name = one_line(posixpath.basename(part))
        try:
            data = self._package.bytes(part)
            if data.startswith(_OLE):
                name, data = _unpacked(name, data)
        except Exception:
            # A boundary like that of the process: what fails here is told as the member that it is.
            _log.exception("A file in a document cannot be unpacked")
            return name, partial(self._raised, part)
        return name, partial(bytes, data)

    def _raised(self, part: str) -> bytes:
        raise FileCorrupt(path=part, detail="an embedded file")


def _in_order(name: str) -> list[object]:
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]


def _unpacked(name: str, data: bytes) -> tuple[str, bytes]:
    """The file in an object of OLE, with its name; the object itself where it is one."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as held:
        if held.exists(_PACKAGED):
            return _packaged(name, held.openstream(_PACKAGED).read())
        for stream in _WHOLE:
            if held.exists(stream):
                inner = held.openstream(stream).read()
                suffix = next((end for sign, end in _SUFFIXES.items() if inner.startswith(sign)), "")
                return posixpath.splitext(name)[0] + suffix, inner
    return posixpath.splitext(name)[0], data


def _packaged(name: str, data: bytes) -> tuple[str, bytes]:
    """A file that was packed with its name and the paths that it came from."""
    label, at = _text(data, 6)
    _, at = _text(data, at)
    at += 4  # two numbers that are always the same
    (length,) = struct.unpack_from("<I", data, at)
    at += 4 + length
    (size,) = struct.unpack_from("<I", data, at)
    at += 4
    return one_line(label) or name, data[at : at + size]


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at, at + _LONGEST_NAME)
    return data[at:end].decode("cp1252", "replace"), end + 1
