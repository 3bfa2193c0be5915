"""Which reader reads a file: by its suffix, and by what is inside where the suffix says nothing or lies."""

from __future__ import annotations

import importlib
import re
import stat
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Protocol, cast

from rag.errors import FileEmpty, FileMissing, FileUnreadable, FormatUnknown
from rag.reading.source import Source
from rag.types import DocumentInfo, Page


class Format(StrEnum):
    """The formats that can be read; the value is the name of the reader's module."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    WORD = "word"
    HTML = "html"
    TABLE = "tables"
    RECORDS = "records"
    SHEETS = "sheets"
    OLD_SHEETS = "sheets_old"
    SLIDES = "slides"
    BOOK = "epub"
    OPEN = "opendocument"
    RICH_TEXT = "rtf"
    MAIL = "mail"
    OUTLOOK = "outlook"
    ARCHIVE = "archive"
    IMAGE = "image"
    PROTECTED = "protected"  # an Office file inside an encrypted container


class Reader(Protocol):
    def __call__(self, given: Path | Source, password: str | None, /) -> Iterator[DocumentInfo | Page]:
        """Yield a `DocumentInfo`, then each `Page` in order. Raises `ReadError`s.

        Where the number of pages is not known before the last one, it is 0 at first, and the
        `DocumentInfo` comes once more after the pages.
        """
        ...


SUFFIXES: dict[str, Format] = {
    ".pdf": Format.PDF,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".log": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".docx": Format.WORD,
    ".docm": Format.WORD,
    ".dotx": Format.WORD,
    ".dotm": Format.WORD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".csv": Format.TABLE,
    ".tsv": Format.TABLE,
    ".jsonl": Format.RECORDS,
    ".ndjson": Format.RECORDS,
    ".xlsx": Format.SHEETS,
    ".xlsm": Format.SHEETS,
    ".xltx": Format.SHEETS,
    ".xltm": Format.SHEETS,
    ".xls": Format.OLD_SHEETS,
    ".xlt": Format.OLD_SHEETS,
    ".pptx": Format.SLIDES,
    ".pptm": Format.SLIDES,
    ".ppsx": Format.SLIDES,
    ".ppsm": Format.SLIDES,
    ".potx": Format.SLIDES,
    ".potm": Format.SLIDES,
    ".epub": Format.BOOK,
    ".odt": Format.OPEN,
    ".ott": Format.OPEN,
    ".ods": Format.OPEN,
    ".ots": Format.OPEN,
    ".odp": Format.OPEN,
    ".otp": Format.OPEN,
    ".rtf": Format.RICH_TEXT,
    ".eml": Format.MAIL,
    ".mht": Format.MAIL,
    ".mhtml": Format.MAIL,
    ".msg": Format.OUTLOOK,
    ".zip": Format.ARCHIVE,
    ".png": Format.IMAGE,
    ".jpg": Format.IMAGE,
    ".jpeg": Format.IMAGE,
    ".jfif": Format.IMAGE,
    ".tif": Format.IMAGE,
    ".tiff": Format.IMAGE,
    ".webp": Format.IMAGE,
    ".bmp": Format.IMAGE,
    ".gif": Format.IMAGE,
    ".heic": Format.IMAGE,
    ".heif": Format.IMAGE,
}

_HEAD_BYTES = 4096
_PDF_MAGIC = b"%PDF-"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF_MAGIC = b"{\\rtf"
_PICTURE_MAGIC = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"
)  # fmt: skip
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"heif", b"mif1", b"msf1")
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # bytes, of its kinds
# What holds other files whole may show the first bytes of one early on.
_HOLDERS = frozenset({Format.TEXT, Format.MAIL})
_BINARY = frozenset(
    {
        Format.WORD,
        Format.SHEETS,
        Format.OLD_SHEETS,
        Format.SLIDES,
        Format.BOOK,
        Format.OPEN,
        Format.RICH_TEXT,
        Format.OUTLOOK,
        Format.ARCHIVE,
        Format.IMAGE,
    }
)
# Text on the outside, but read as text they would be mostly markup or encoded attachments.
_NOT_AS_TEXT = frozenset({".mbox", ".svg", ".ps", ".eps"})
_PARTS = (
    ("word/document", Format.WORD),
    ("xl/workbook.xml", Format.SHEETS),
    ("xl/worksheets/", Format.SHEETS),
    ("ppt/presentation", Format.SLIDES),
    ("ppt/slides/", Format.SLIDES),
    ("META-INF/container.xml", Format.BOOK),
)
_STREAMS = (
    ("EncryptedPackage", Format.PROTECTED),
    ("Workbook", Format.OLD_SHEETS),
    ("Book", Format.OLD_SHEETS),
    ("__properties_version1.0", Format.OUTLOOK),
)
_OLDER = {"WordDocument": ".doc", "PowerPoint Document": ".ppt"}
_PROGRAMS = ("[Content_Types].xml", "META-INF/MANIFEST.MF", "AndroidManifest.xml", "Index/Document.iwa")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MAIL_HEADER = re.compile(
    rb"(?:Received|From|To|Cc|Subject|Date|Return-Path|Message-ID|MIME-Version|Delivered-To|Reply-To"
    rb"|Content-Type|X-[\w-]+):[ \t]",
    re.IGNORECASE,
)
_FEWEST_HEADERS = 3


def reader_for(given: Path | Source) -> Reader:
    """The reader of a file. Raises `FileMissing`, `FileUnreadable`, `FileEmpty`, `FormatUnknown`."""
    module = importlib.import_module(f"rag.readers.{format_of(given).value}")

    def read(again: Path | Source, password: str | None, /) -> Iterator[DocumentInfo | Page]:
        return cast("Iterator[DocumentInfo | Page]", module.read(_source(again), password))

    return read


def format_of(given: Path | Source) -> Format:
    """The format of a file; raises like `reader_for`."""
    source = _source(given)
    head = _head(source)
    named = SUFFIXES.get(source.suffix)
    if head.startswith(_OLE_MAGIC):
        found = _in_ole(source)
    elif head.startswith(_ZIP_MAGIC):
        found = _in_zip(source, named)
    elif _is_picture(head):
        found = Format.IMAGE
    elif _PDF_MAGIC in head[:1024] and named not in _HOLDERS:
        found = Format.PDF
    elif head.startswith(_RTF_MAGIC):
        found = Format.RICH_TEXT
    elif (named is None or named in _BINARY) and _is_text(head):
        found = _of_text(head, source, named)
    else:
        found = named
    if found is None:
        raise FormatUnknown(path=str(source.path), suffix=source.suffix)
    return found


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


def _is_picture(head: bytes) -> bool:
    if head.startswith(_PICTURE_MAGIC):
        return True
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    if head[4:8] == b"ftyp":
        return head[8:12] in _HEIF_BRANDS
    return head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS


def _in_zip(source: Source, named: Format | None) -> Format | None:
    try:
        with source.opened() as stream, zipfile.ZipFile(stream) as archive:
            names = {name.replace("\\", "/") for name in archive.namelist()}
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError, EOFError):
        return named
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        return Format.OPEN
    if kind.startswith(b"application/epub"):
        return Format.BOOK
    for part, found in _PARTS:
        if any(name.startswith(part) for name in names):
            return found
    if named in _BINARY:
        return named
    return None if any(name in names for name in _PROGRAMS) else Format.ARCHIVE


def _in_ole(source: Source) -> Format | None:
    """What an OLE container holds. Raises `FormatUnknown` with the suffix of the older format that it is."""
    import olefile

    try:
        with source.opened() as stream, olefile.OleFileIO(stream) as container:
            for name, found in _STREAMS:
                if container.exists(name):
                    return found
            for name, suffix in _OLDER.items():
                if container.exists(name):
                    raise FormatUnknown(path=str(source.path), suffix=suffix)
    except (OSError, ValueError, TypeError, IndexError, AttributeError, RecursionError):
        pass  # cut short: the suffix is all there is
    named = SUFFIXES.get(source.suffix)
    return named if named in (Format.OLD_SHEETS, Format.OUTLOOK) else None


def _of_text(head: bytes, source: Source, named: Format | None) -> Format | None:
    """What a text is whose suffix is unknown, or that of a format that is no text."""
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
