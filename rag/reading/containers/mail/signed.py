"""Files with a signature around them (P7M): what was signed, as the one member of its wrapping."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from rag.errors import FileCorrupt, FileProtected
from rag.reading.containers.mail import cms
from rag.reading.containers.members import MemberPages
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_MAX_BYTES = 200_000_000
_ENCRYPTED = "encrypted for a certificate; open it in the program that has the key, and add what it saves"


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, the pages of what was signed, then the document again, counted.

    Raises `FileCorrupt`, `FileProtected` where it is encrypted, `FileTooLarge`.
    """
    try:
        wrap, content = cms.opened(source.load(_MAX_BYTES))
    except ValueError as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None
    if wrap is cms.Wrap.ENCRYPTED:
        raise FileProtected(path=str(source.path), detail=_ENCRYPTED)
    if not content:
        raise FileCorrupt(path=str(source.path), detail="a signature without what it signs")
    yield DocumentInfo(title="", page_count=0)
    members = MemberPages(source, password)
    name = PurePosixPath(source.name.replace("\\", "/") or source.path.name).name
    inner = name[: -len(".p7m")] if name.lower().endswith(".p7m") else name
    yield from members.add(inner if "." in inner else f"{inner}.eml", partial(bytes, content))
    yield DocumentInfo(title="", page_count=members.count, outline=tuple(members.outline))
