"""Checks a pack by itself and against the sources beside it; needs no library.

Each quote is sought in the text that this program reads from the file of the same SHA-256: at its place, or
anywhere on its page where another version reads otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.evidence.making import content_of
from app.evidence.pack import Pack, opened
from engine.cancel import CancelToken
from engine.errors import Fault
from rag.language.words import plain
from rag.layout.corrections import Correction
from rag.reading.reader import DocumentReader
from rag.storing.audit import entry_hash
from rag.storing.records import text_sha256
from rag.types import Box, Page

_PIECE = 1 << 20


class Found(StrEnum):
    """What became of a quote."""

    THERE = "there"  # at its place, letter for letter
    ELSEWHERE = "elsewhere"  # on its page, at another place
    NOT = "not"
    NO_SOURCE = "no-source"  # no file of this content is beside the pack
    UNREAD = "unread"  # the file could not be read, or is a message of a mailbox


@dataclass(frozen=True, slots=True)
class QuoteFound:
    document: str
    page: int
    quote: str
    found: Found


@dataclass(frozen=True, slots=True)
class Checked:
    """`changed`: what in the pack is not as it was written; `proof`: whether the entry of the log fits it."""

    pack: Pack
    changed: tuple[str, ...]
    proof: bool
    quotes: tuple[QuoteFound, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was changed, every quote stands in its source, and no signature is another's."""
        good = all(one.found in (Found.THERE, Found.ELSEWHERE) for one in self.quotes)
        return not self.changed and self.proof and good and (self.pack.signature is None or self.pack.signed)


def check(path: Path, sources: Sequence[Path], reader: DocumentReader, cancel: CancelToken) -> Checked:
    """Check a pack against files, and what is in folders. Raises `EvidenceUnreadable`, `Cancelled`."""
    pack, changed = opened(path)
    files = by_content(sources)
    texts = {one["sha256"]: _text(one, files, reader, cancel) for one in pack.facts["sources"]}
    quotes = tuple(_sought(one, texts) for one in pack.facts["quotes"])
    return Checked(pack, changed, _is_proven(pack), quotes)


def by_content(paths: Iterable[Path]) -> dict[str, Path]:
    """Files, and what is in folders, by their SHA-256."""
    found: dict[str, Path] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            if file.is_file():
                found.setdefault(_hash(file), file)
    return found


def _hash(path: Path) -> str:
    whole = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                whole.update(piece)
    except OSError:
        return ""
    return whole.hexdigest()


def _text(
    source: Mapping[str, Any], files: Mapping[str, Path], reader: DocumentReader, cancel: CancelToken
) -> list[str] | Found:
    """The texts of a source's pages, or why there are none."""
    path = files.get(source["sha256"])
    if path is None:
        return Found.UNREAD if source["message"] else Found.NO_SOURCE
    fixes = [
        Correction(one["page"], Box(**one["box"]), one["read"], one["text"]) for one in source["corrections"]
    ]
    try:
        read = reader.read(path, None, cancel, fixes, whole=source["whole"])
        return [one.text for one in read if isinstance(one, Page)]
    except Fault:
        cancel.raise_if_cancelled()
        return Found.UNREAD


def _sought(quote: Mapping[str, Any], texts: Mapping[str, list[str] | Found]) -> QuoteFound:
    said, page = quote["quote"], quote["page"]
    pages = texts.get(quote["source"], Found.NO_SOURCE)
    if isinstance(pages, Found):
        found = pages
    elif "\n".join(pages)[quote["start"] : quote["end"]] == said:
        found = Found.THERE
    else:
        near = " ".join(pages[max(page - 2, 0) : page + 1])
        found = Found.ELSEWHERE if plain(said) and plain(said) in plain(near) else Found.NOT
    return QuoteFound(quote["document"], page, said, found)


def _is_proven(pack: Pack) -> bool:
    """Whether the log's entry has its own hash and notes what the pack says."""
    facts, proof = pack.facts, pack.facts["audit"]
    try:
        noted = json.loads(proof["facts"])["sha256"]
        hash_ = entry_hash(proof["number"], proof["at"], proof["kind"], proof["facts"], proof["before"])
    except (KeyError, TypeError, ValueError):
        return False
    said = (
        facts["answer"]["text"]
        if facts["kind"] == "answer"
        else json.dumps(facts["rows"], ensure_ascii=False, sort_keys=True)
    )
    return bool(
        hash_ == proof["hash"] and noted == content_of(facts) and text_sha256(said) == facts["said_sha256"]
    )
