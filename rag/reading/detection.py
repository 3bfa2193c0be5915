"""What format a file is in: by its suffix, and by what is inside where the suffix says nothing or lies."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from rag.errors import FileEmpty, FileMissing, FileUnreadable, FormatUnknown, ReadError
from rag.reading.course import Course, Step
from rag.reading.formats import SUFFIXES, Format, Resuming
from rag.reading.source import Source
from rag.types import DocumentInfo, Page, PageUnit

_HEAD_BYTES = 4096
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS = [(form, re.compile(form.value.sign, re.DOTALL)) for form in Format if form.value.sign]
# Text on the outside, but read as text they would be mostly markup or encoded attachments.
_NOT_AS_TEXT = frozenset({".svg", ".ps", ".eps"})
_QUOTED = (Format.PDF, Format.MAILBOX)  # whose signs a text may begin with
_OLDER = {"WordDocument": ".doc", "PowerPoint Document": ".ppt"}
_PROGRAMS = ("[Content_Types].xml", "META-INF/MANIFEST.MF", "AndroidManifest.xml", "Index/Document.iwa")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MAIL_HEADER = re.compile(
    rb"(?:Received|From|To|Cc|Subject|Date|Return-Path|Message-ID|MIME-Version|Delivered-To|Reply-To"
    rb"|Content-Type|DKIM-Signature|ARC-[\w-]+|Authentication-Results|Sender|X-[\w-]+):[ \t]",
    re.IGNORECASE,
)
_FEWEST_HEADERS = 3

_Event = TypeVar("_Event", DocumentInfo | Page, Step)

Reading = Callable[[Path | Source, str | None], Iterator[DocumentInfo | Page]]


def reader_for(given: Path | Source) -> Reading:
    """What reads a file, given it again with its password; like `Reader.read`, with the unit filled in.

    Raises `FileMissing`, `FileUnreadable`, `FileEmpty`, `FormatUnknown`.
    """
    row = format_of(given).value
    reader = row.reader()

    def read(again: Path | Source, password: str | None) -> Iterator[DocumentInfo | Page]:
        return _counted_as(row.unit, reader.read(_source(again), password))

    return read


def steps_of(given: Path | Source, password: str | None, course: Course) -> Iterator[Step]:
    """What a file says, from where another process ended where its format can be read on. Raises as
    `reader_for` and the reader do.
    """
    row = format_of(given).value
    if not row.is_resumed:
        return reader_for(given)(given, password)
    reader = cast("Resuming", row.reader())
    return _counted_as(row.unit, reader.read_on(_source(given), password, course))


def _counted_as(unit: PageUnit | None, events: Iterable[_Event]) -> Iterator[_Event]:
    """The events of a reader with the unit of its pages filled in; None: as they come."""
    for event in events:
        if isinstance(event, DocumentInfo) and unit is not None:
            yield replace(event, unit=unit)
        else:
            yield event


def format_of(given: Path | Source) -> Format:
    """The format of a file; raises like `reader_for`."""
    source = _source(given)
    head = _head(source)
    named = SUFFIXES.get(source.suffix)
    if head.startswith(_OLE_MAGIC):
        found = _in_ole(source, named)
    elif head.startswith(_ZIP_MAGIC):
        found = _in_zip(source, named)
    else:
        found = _signed(head, named) or _by_text(head, source, named)
    if found is None:
        raise FormatUnknown(path=str(source.path), suffix=source.suffix)
    return found


def holds_documents(path: Path) -> bool:
    """Whether a file holds documents that stand by themselves, the messages of a mailbox, by its first bytes
    and its name; nothing is opened for it. Not where it cannot be read.
    """
    source = Source(path)
    try:
        head = _head(source)
    except ReadError:
        return False
    if head.startswith((_OLE_MAGIC, *_ZIP_MAGIC)):
        return False
    named = SUFFIXES.get(source.suffix)
    found = _signed(head, named) or _by_text(head, source, named)
    return found is not None and found.value.holds_documents


def _source(given: Path | Source) -> Source:
    return given if isinstance(given, Source) else Source(given)


def _head(source: Source) -> bytes:
    path = source.path
    try:
        if source.data is None and not stat.S_ISREG(path.stat().st_mode):
            raise FileUnreadable(path=str(path), detail="not a file")
        if source.size() == 0:
            raise FileEmpty(path=str(path))
        with source.opened() as file:
            return file.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise FileMissing(path=str(path)) from None
    except (OSError, ValueError) as refused:
        detail = refused.strerror if isinstance(refused, OSError) else str(refused)
        raise FileUnreadable(path=str(path), detail=detail) from None


def _signed(head: bytes, named: Format | None) -> Format | None:
    """The format whose sign a file begins with."""
    found = next((form for form, sign in _SIGNS if sign.match(head)), None)
    quoted = found in _QUOTED and named is not None and named.value.quotes_files
    return None if quoted else found


def _in_zip(source: Source, named: Format | None) -> Format | None:
    try:
        with source.opened() as stream, zipfile.ZipFile(stream) as archive:
            names = {name.replace("\\", "/") for name in archive.namelist()}
            media = archive.read("mimetype")[:80].decode("latin-1") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError, EOFError):
        return named
    typed = [form for form in Format if form.value.media and media.startswith(form.value.media)]
    if typed:
        return max(typed, key=lambda form: len(form.value.media))
    for form in Format:
        if form.value.parts and any(name.startswith(form.value.parts) for name in names):
            return form
    if named is not None and named.value.is_binary:
        return named
    return None if any(name in names for name in _PROGRAMS) else Format.ARCHIVE


def _in_ole(source: Source, named: Format | None) -> Format | None:
    """What an OLE container holds. Raises `FormatUnknown` with the suffix of the older format that it is."""
    import olefile

    try:
        with source.opened() as stream, olefile.OleFileIO(stream) as container:
            for form in Format:
                if any(container.exists(name) for name in form.value.streams):
                    return form
            for name, suffix in _OLDER.items():
                if container.exists(name):
                    raise FormatUnknown(path=str(source.path), suffix=suffix)
    except (OSError, ValueError, TypeError, IndexError, AttributeError, RecursionError):
        pass  # cut short: the suffix is all there is
    return named if named is not None and named.value.streams else None


def _by_text(head: bytes, source: Source, named: Format | None) -> Format | None:
    """The format of a file without a sign: as its suffix says, unless it is text that belies it."""
    if (named is not None and not named.value.is_binary) or not _is_text(head):
        return named
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return Format.HTML
    if _looks_like_mail(head):
        return Format.MAIL
    if named is Format.OLD_SHEETS and start[:1] != b"<":
        return Format.TABLE  # many programs export such a text under the name of a spreadsheet
    if named is None and source.suffix not in _NOT_AS_TEXT:
        return Format.TEXT
    return named


def _looks_like_mail(head: bytes) -> bool:
    lines = head.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0].splitlines()
    if not lines or not _MAIL_HEADER.match(lines[0]):
        return False
    return sum(_MAIL_HEADER.match(line) is not None for line in lines) >= _FEWEST_HEADERS


def _is_text(head: bytes) -> bool:
    if head.startswith(_BYTE_ORDER_MARKS):
        return True
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return b"\0" not in head and controls <= len(head) // 100
