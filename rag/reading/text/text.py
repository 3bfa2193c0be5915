"""Plain text in any encoding. A form feed ends a page."""

from __future__ import annotations

from collections.abc import Iterator

from rag.errors import FileCorrupt
from rag.reading.cleaning import tidy
from rag.reading.paging import part_text, plain_page
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

MAX_BYTES = 200_000_000
_SAMPLE_BYTES = 200_000
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    pages = [piece for page in load(source).split("\f") for piece in part_text(tidy(page))]
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    yield DocumentInfo(title="", page_count=len(pages))
    for number, text in enumerate(pages, 1):
        yield plain_page(number, text)


def load(source: Source) -> str:
    """The text of a file, its encoding guessed. Raises `FileCorrupt`, `FileTooLarge`."""
    return decode(source.load(MAX_BYTES), source)


def decode(data: bytes, source: Source) -> str:
    """`data` as text: by its byte order mark, as UTF-8, else as what its bytes are most like."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = guessed(data)
    if text.count("\0") > len(text) // 100:
        text = guessed(data)
        if text.count("\0") > len(text) // 100:
            raise FileCorrupt(path=str(source.path), detail="not a text")
    return text


def guessed(data: bytes) -> str:
    """Bytes that are no UTF-8 as the text they are most like."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    return data.decode(best.encoding if best is not None else "cp1252", "replace")
