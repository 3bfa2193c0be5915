"""A tiny embedder whose vectors can be reasoned about, and a reader of plain lines; both deterministic."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.cosines import REFERENCE, CosineScale
from engine.embedding.token_codes import BITS, carrying, directions, encode
from engine.errors import ModelMissing
from engine.types import PassageVectors, QuestionVectors
from rag.errors import FileCorrupt
from rag.language.file_names import name_of
from rag.layout.corrections import Correction
from rag.structuring.marks import split_title
from rag.types import DocumentInfo, MemberEvent, Page, Passage, ReadEvent, Section, Structure

_CODES = ("de", "en", "es", "fr", "it", "nl", "pt")
AS_MEASURED = CosineScale({CosineScale.pair(a, b): REFERENCE for a in _CODES for b in _CODES})
"""Of an embedder whose cosines are taken as they are."""


class WordEmbedder:
    """Counts words, each in a place its hash chooses: texts that share words are near."""

    def __init__(self, name: str = "words", dimension: int = 64) -> None:
        self._name = name
        self._dimension = dimension
        self.seen: list[str] = []
        self.before: Callable[[Sequence[str]], None] = lambda _: None

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def scale(self) -> CosineScale:
        return AS_MEASURED

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        cancel.raise_if_cancelled()
        self.before(texts)
        cancel.raise_if_cancelled()
        self.seen += texts
        vectors = np.full((len(texts), self._dimension), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                digest = hashlib.sha256(word.encode()).digest()
                vectors[row, int.from_bytes(digest[:4], "little") % self._dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def embed_passages(self, texts: Sequence[str], cancel: CancelToken) -> PassageVectors:
        return PassageVectors(self.embed(texts, cancel), tuple(encode(_words(text)[1]) for text in texts))

    def embed_question(self, text: str, cancel: CancelToken) -> QuestionVectors:
        places, vectors = _words(text)
        return QuestionVectors(self.embed([text], cancel)[0], directions(vectors), places)


class AbsentEmbedder(WordEmbedder):
    """What the program has for an embedder while none is installed."""

    @property
    def name(self) -> str:
        raise ModelMissing(model="embedder")

    @property
    def dimension(self) -> int:
        raise ModelMissing(model="embedder")

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        raise ModelMissing(model="embedder")


def _words(text: str) -> tuple[tuple[int, ...], NDArray[np.float32]]:
    """Where the words that carry something stand, and a direction for each that its hash chooses."""
    spans = [match.span() for match in re.finditer(r"[^\W_]+", text)]
    kept = [spans[index] for index in carrying(text, spans)]
    rows = [_direction(text[a:b].lower()) for a, b in kept]
    return tuple(a for a, _ in kept), np.array(rows, np.float32).reshape(len(kept), BITS)


@cache
def _direction(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
    return np.random.RandomState(seed).standard_normal(BITS)


class LineReader:
    """Every line of a file is a page and a passage; "# Title" heads the lines below it; "!" is corrupt."""

    def __init__(self) -> None:
        self.read_paths: list[str] = []
        self.before_page: Callable[[int], None] = lambda _: None

    def read(
        self,
        path: Path,
        password: str | None,
        cancel: CancelToken,
        corrections: Sequence[Correction] = (),
        *,
        whole: bool = False,
        member: str = "",
        laid: Callable[[bytes], None] | None = None,
        known: Sequence[Page] = (),
        held: bytes | None = None,
    ) -> Iterator[ReadEvent]:
        self.read_paths.append(path.name)
        lines = path.read_text(encoding="utf-8").splitlines()
        yield DocumentInfo(Path(name_of(path)).stem, len(lines))
        passages, at, headings = [], 0, ""
        heads: list[Section] = []
        for number, line in enumerate(lines, 1):
            self.before_page(number)
            cancel.raise_if_cancelled()
            if line == "!":
                raise FileCorrupt(path=str(path), detail=f"line {number}")
            yield Page(number, line)
            if line.startswith("# "):
                headings = line[2:]
                label, title = split_title(headings)
                heads.append(Section(len(heads), None, 1, label, title, number, at, at + len(line)))
            elif line:
                passages.append(Passage(None, at, at + len(line), number, number, line, headings))
            at += len(line) + 1
            if heads:
                heads[-1] = replace(heads[-1], end=at - 1)
        yield Structure(tuple(heads), tuple(passages))

    def read_members(
        self, path: Path, password: str | None, cancel: CancelToken, known: Collection[str]
    ) -> Iterator[MemberEvent]:
        """No file holds documents."""
        yield from ()

    def close(self) -> None:
        """Nothing is held."""


class SheetReader(LineReader):
    """A file is pages parted by form feeds, every line of them a passage."""

    def read(
        self,
        path: Path,
        password: str | None,
        cancel: CancelToken,
        corrections: Sequence[Correction] = (),
        *,
        whole: bool = False,
        member: str = "",
        laid: Callable[[bytes], None] | None = None,
        known: Sequence[Page] = (),
        held: bytes | None = None,
    ) -> Iterator[ReadEvent]:
        pages = path.read_text(encoding="utf-8").split("\f")
        yield DocumentInfo(path.stem, len(pages))
        passages, at = [], 0
        for number, text in enumerate(pages, 1):
            yield Page(number, text)
            for line in text.split("\n"):
                if line:
                    passages.append(Passage(None, at, at + len(line), number, number, line, ""))
                at += len(line) + 1
        yield Structure((), tuple(passages))
