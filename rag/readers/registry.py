"""Which reader reads a file: by its suffix, and by its first bytes where the suffix says nothing or lies."""

from __future__ import annotations

import importlib
import stat
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Protocol, cast

from rag.errors import FileEmpty, FileMissing, FileUnreadable, FormatUnknown
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


class Reader(Protocol):
    def __call__(self, path: Path, password: str | None, /) -> Iterator[DocumentInfo | Page]:
        """Yield one `DocumentInfo`, then each `Page` in order. Raises `ReadError`s."""
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
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".csv": Format.TABLE,
    ".tsv": Format.TABLE,
    ".jsonl": Format.RECORDS,
    ".ndjson": Format.RECORDS,
}

_HEAD_BYTES = 4096
_PDF_MAGIC = b"%PDF-"
_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF_MAGIC = b"{\\rtf"
# Text on the outside, but read as text they would be mostly markup or encoded attachments.
_NOT_AS_TEXT = frozenset({".rtf", ".eml", ".mht", ".mhtml", ".mbox", ".svg", ".ps", ".eps"})
_WORD_PART = "word/document.xml"
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def reader_for(path: Path) -> Reader:
    """The reader of a file. Raises `FileMissing`, `FileUnreadable`, `FileEmpty`, `FormatUnknown`."""
    module = importlib.import_module(f"rag.readers.{format_of(path).value}")
    return cast("Reader", module.read)


def format_of(path: Path) -> Format:
    """The format of a file; raises like `reader_for`."""
    head = _head(path)
    named = SUFFIXES.get(path.suffix.lower())
    if _PDF_MAGIC in head[:1024] and named is not Format.TEXT:
        return Format.PDF
    if head.startswith(_OLE_MAGIC) and named is Format.WORD:
        # Word puts a document with a password into another kind of container.
        raise FileUnreadable(path=str(path), detail="encrypted or older than DOCX")
    if named is not None:
        return named
    if head.startswith(_ZIP_MAGIC) and _is_word(path):
        return Format.WORD
    if _is_text(head) and path.suffix.lower() not in _NOT_AS_TEXT and not head.startswith(_RTF_MAGIC):
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
        return Format.HTML if start.startswith((b"<!doctype html", b"<html")) else Format.TEXT
    raise FormatUnknown(path=str(path), suffix=path.suffix.lower())


def _head(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileUnreadable(path=str(path), detail="not a file")
        if status.st_size == 0:
            raise FileEmpty(path=str(path))
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise FileMissing(path=str(path)) from None
    except (OSError, ValueError) as refused:
        detail = refused.strerror if isinstance(refused, OSError) else str(refused)
        raise FileUnreadable(path=str(path), detail=detail) from None


def _is_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _WORD_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False


def _is_text(head: bytes) -> bool:
    if head.startswith(_BYTE_ORDER_MARKS):
        return True
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return b"\0" not in head and controls <= len(head) // 100
