"""The Word file that changes are tracked in: the document's own where it is one, else one of its text."""

from __future__ import annotations

import hashlib
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.exporting.formats.docx import timeless
from app.exporting.text import printable
from rag.storing.documents import DocumentStore

_HEADINGS = 4  # levels that Word's own styles are used of
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_])|[ \t]*\n[ \t]*")
_OPENS = re.compile(
    r"\n(?=[ \t]*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]{1,3}|[ivxlc]+)[.)]|§|[•–—-]\s|Article\s|ARTICLE\s)"
    r"[ \t]*\S)"
)


def original(store: DocumentStore, document_id: int) -> Any:
    """The library's document object of it. Raises `DocumentUnknown`, `VaultError`s."""
    import docx

    found = store.get(document_id)
    path = Path(found.path)
    if path.suffix.lower() == ".docx":
        data = _unchanged(path, store.sha256_of(document_id))
        if data is not None:
            return docx.Document(io.BytesIO(data))
    return _built(store, document_id, found.name)


def data_of(document: Any) -> bytes:
    """A Word file as bytes, the same for the same work."""
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _unchanged(path: Path, sha256: str | None) -> bytes | None:
    """A file as it was read; None where it is gone or is another by now."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def _built(store: DocumentStore, document_id: int, name: str) -> Any:
    import docx

    made = docx.Document()
    made.core_properties.author = made.core_properties.comments = ""
    made.core_properties.title = printable(name)[:255]
    text, sections = store.text(document_id), store.sections(document_id)
    levels = {one.start: one.level for one in sections if one.title}
    cuts = sorted({0, len(text), *(start for start in levels if 0 < start < len(text))})
    for start, end in pairwise(cuts):
        pieces = [one for block in _PARAGRAPH.split(text[start:end]) for one in _OPENS.split(block)]
        for place, piece in enumerate(one for one in pieces if one.strip()):
            said = printable(_BROKEN.sub(_joined, piece.strip()))
            heads = place == 0 and start in levels and len(said) < 120
            level = min(_HEADINGS, max(1, levels[start])) if heads else 0
            made.add_heading(said, level) if level else made.add_paragraph(said)
    return made


def _joined(found: re.Match[str]) -> str:
    return "" if found[0].startswith("-") else " "
