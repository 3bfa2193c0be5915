"""What reads documents, as the indexer sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from engine.cancel import CancelToken
from rag.indexing.holding import HoldingReader
from rag.layout.corrections import Correction
from rag.types import Page, ReadEvent


class Reader(HoldingReader, Protocol):
    """What reads a document for the indexer; see `rag.reading.reader.DocumentReader`."""

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
        """Yield `DocumentInfo`, every `Page`, then `Structure`; `whole`, `member`, `laid`, `known` and
        `held` as there.

        Raises `ReadError`s and `Cancelled`.
        """
        ...
