"""ZIP: each member that can be read, in the order of their names, as a heading and its pages.

An archive that would unpack to far more than an archive of documents does is refused before it is unpacked.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from rag.errors import FileCorrupt, FileTooLarge, PasswordNeeded, PasswordWrong
from rag.reading.containers import zip_aes
from rag.reading.containers.member_names import is_clutter, member_names
from rag.reading.containers.members import MemberPages
from rag.reading.source import MOST_MEMBERS, Source
from rag.types import DocumentInfo, Page

_MOST_UNPACKED = 2_000_000_000  # bytes, of all members
_LARGEST_MEMBER = 250_000_000  # bytes; a member is held in memory
_RATIO = 200  # unpacked to packed; text packs ten to twenty times
_HARMLESS = 100_000_000  # bytes, that may be packed as tightly as they like
_ENCRYPTED = 1  # flag bit


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, the pages of its members, then the document again, counted.

    Raises `FileCorrupt`, `FileTooLarge`, `PasswordNeeded`, `PasswordWrong`.
    """
    with source.opened() as stream:
        archive = _opened(stream, source)
        entries = _wanted(archive)
        _check(source, list(entries.values()))
        secret = _secret(archive, list(entries.values()), source, password)
        yield DocumentInfo(title="", page_count=0)
        members = MemberPages(source, password)
        for name, entry in entries.items():
            if entry.file_size > _LARGEST_MEMBER:
                yield members.unreadable(name, "too large")
            else:
                yield from members.add(name, partial(_load, archive, entry, secret, source))
        yield DocumentInfo(title="", page_count=members.count, outline=tuple(members.outline))


def _opened(stream: BinaryIO, source: Source) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, UnicodeError) as failure:
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure


def _wanted(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members that are documents, by name; the last where a name comes twice."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    named = dict(zip(member_names(entries), entries, strict=True))
    return {name: named[name] for name in sorted(named, key=str.casefold) if not is_clutter(name)}


def _check(source: Source, entries: list[zipfile.ZipInfo]) -> None:
    """Raises `FileTooLarge` for what no archive of documents is."""
    size = sum(entry.file_size for entry in entries)
    limit = min(_MOST_UNPACKED, max(source.size() * _RATIO, _HARMLESS))
    if len(entries) > MOST_MEMBERS:
        raise FileTooLarge(path=str(source.path), members=len(entries), most=MOST_MEMBERS)
    if size > limit:
        raise FileTooLarge(path=str(source.path), limit=limit, size=size, unpacked=True)


def _secret(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], source: Source, password: str | None
) -> bytes | None:
    """The password as bytes, tried on a member. Raises `PasswordNeeded`, `PasswordWrong`."""
    locked = [entry for entry in entries if entry.flag_bits & _ENCRYPTED]
    if not locked:
        return None
    if password is None:
        raise PasswordNeeded(path=str(source.path))
    secret = password.encode("utf-8")
    smallest = min(locked, key=lambda entry: entry.file_size)
    try:
        _bytes(archive, smallest, secret)
    except (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, zip_aes.WrongPassword):
        raise PasswordWrong(path=str(source.path)) from None
    return secret


def _bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, secret: bytes | None) -> bytes:
    if entry.compress_type != zip_aes.METHOD or secret is None or archive.fp is None:
        return archive.read(entry, pwd=secret)
    return zip_aes.read_member(cast("BinaryIO", archive.fp), entry, secret)


def _load(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, secret: bytes | None, source: Source) -> bytes:
    """Raises `FileCorrupt`, `PasswordWrong`."""
    try:
        return _bytes(archive, entry, secret)
    except zip_aes.WrongPassword:
        raise PasswordWrong(path=str(source.path)) from None
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
        struct.error,
    ) as failure:  # fmt: skip
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure
