"""Files on their way into the library."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rag.errors import ReadError
from rag.types import Document


@dataclass(frozen=True, slots=True)
class Addition:
    """A file on its way into the library; `outcome` gives its document, or the fault that ended it."""

    path: Path
    document_id: int | None
    outcome: Future[Document]
    passed_over: bool = False  # of a folder, and cannot be read: its outcome says why

    @classmethod
    def over(cls, path: Path, fault: ReadError) -> Self:
        """A file of a folder that cannot be read, with the fault that says why."""
        outcome: Future[Document] = Future()
        outcome.set_exception(fault)
        return cls(path, None, outcome, passed_over=True)
