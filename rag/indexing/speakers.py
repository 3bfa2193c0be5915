"""Tells the speakers of recordings apart, once they are read, and keeps it.

It is a step of its own: a recording whose speakers cannot be told apart is READY all the same, and the reason
is kept. What is broken off is begun anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from engine.speech.speakers.apart import Said, speakers, voices
from rag.errors import DocumentUnknown, VaultError
from rag.indexing.batches import closable
from rag.indexing.held import held_or_there
from rag.storing.documents import DocumentStore
from rag.types import Document, SpokenTurn, ToldApart, moment

_log = logging.getLogger(__name__)

Points = Iterator[NDArray[np.float32] | None]


class Telling(Protocol):
    """Where the points of voices come from; see `rag.reading.reader.DocumentReader`."""

    def voices(
        self,
        path: Path,
        said: Sequence[tuple[float, float]],
        cancel: CancelToken,
        held: bytes | None = None,
    ) -> Points: ...


class _BrokenOff(Cancelled):
    """Others go first: it waits for its turn again."""


class Speakers:
    """Works in the caller's thread."""

    def __init__(
        self,
        store: DocumentStore,
        telling: Telling,
        has_model: Callable[[], bool],
        begin: Callable[[Document], AbstractContextManager[object]] = lambda _: nullcontext(),
    ) -> None:
        """`begin` gives what is entered while the speakers of a document are told apart by themselves, and
        left with the fault that ends it.
        """
        self._store = store
        self._telling = telling
        self._has_model = has_model
        self._begin = begin

    def waiting(self) -> list[int]:
        """The recordings whose speakers are to be told apart; none without a model that does."""
        waiting = self._store.speakers.waiting()
        return waiting if waiting and self._has_model() else []

    def rest(self) -> None:
        """Each recording has a process of its own, which has ended."""

    def check(
        self,
        document: Document,
        password: str | None,  # noqa: ARG002 - recordings have none
        cancel: CancelToken,
        may_go_on: Callable[[], bool] = lambda: True,
    ) -> bool:
        """Tell the speakers of a recording apart; whether it is done. `may_go_on` is asked after each
        sentence.

        Why it cannot be done is kept. Raises `Cancelled`, `VaultError`s.
        """
        if not may_go_on():
            return False
        try:
            with self._begin(document):
                self._store.speakers.keep(document.id, self._told(document, cancel, may_go_on))
        except _BrokenOff:
            return False
        except (Cancelled, VaultError):
            raise
        except DocumentUnknown:  # removed meanwhile
            return True
        except Fault as fault:
            _log.warning("speakers of document %d not told apart: %s", document.id, fault.code)
            self._store.speakers.keep_fault(document.id, fault.code)
        return True

    def turns(
        self, document: Document, cancel: CancelToken, *, again: bool = False
    ) -> tuple[SpokenTurn, ...]:
        """Who says what in a recording; told now where nobody did, or `again`.

        Raises `FileMissing`, `ModelMissing` where no model that tells speakers apart is installed,
        `ReadError`s, `WorkerError`, `Cancelled`.
        """
        if again or not self._store.speakers.are_told(document.id):
            self._store.speakers.keep(document.id, self._told(document, cancel, lambda: True))
        return self._store.speakers.turns(document.id)

    def _told(self, document: Document, cancel: CancelToken, may_go_on: Callable[[], bool]) -> ToldApart:
        path = Path(document.file)
        held = held_or_there(self._store, path)
        lines = [
            (moment(page.number, line.box.x0), moment(page.number, line.box.x1))
            for page in self._store.pages(document.id)
            for line in page.lines
            if line.box is not None and not line.aside
        ]
        said: list[Said] = []
        with closing(closable(self._telling.voices(path, lines, cancel, held))) as points:
            for (start, end), point in zip(lines, points, strict=True):
                said.append(Said(end - start, point))
                if not may_go_on():
                    raise _BrokenOff
        numbers = speakers(said)
        turns = [
            (start, number)
            for at, ((start, _), number) in enumerate(zip(lines, numbers, strict=True))
            if not at or numbers[at - 1] != number
        ]
        means = voices(said, numbers)
        return ToldApart(tuple(turns), {one: mean.astype("<f4").tobytes() for one, mean in means.items()})
