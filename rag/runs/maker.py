"""What makes a run: four methods, and a few that have a usual answer.

A maker plans the parts of a run, says which are done together, does them, and brings together what they gave.
The store keeps what comes, and the loop over the parts (`app.runs.runs`) is the same for all makers. A run
that is gone on with asks what it would have asked: `plan` is called once, `groups` says the same of the same
parts and comes before every `fill`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import ClassVar

from engine.cancel import CancelToken
from engine.errors import ContextFull, Fault, OnlyThoughts, WorkerError
from rag.errors import DocumentUnknown
from rag.runs.types import Block, Covered, Part, PartState, Point, Result, Run
from rag.storing.documents import DocumentStore
from rag.types import Document, DocumentState


class Turn(Enum):
    """When a maker's parts are done, seen from a person who asks a question meanwhile."""

    AFTER_QUESTIONS = auto()  # a question interrupts a part, which is begun again
    BACKGROUND = auto()  # before a part it waits for answers, a pause, the battery
    FREE = auto()  # takes no model and little time


class Maker(ABC):
    """Makes the runs of one name. Methods raise `Cancelled` when `cancel` is set, and what concerns all of a
    run: `ModelError`s, `VaultError`s.
    """

    name: ClassVar[str]
    turn: ClassVar[Turn] = Turn.AFTER_QUESTIONS
    brings_together: ClassVar[bool] = False
    """Whether `finish` is work of its own, which a person is told of."""
    faults: ClassVar[tuple[type[Fault], ...]] = (WorkerError, ContextFull, OnlyThoughts)
    """What a part may fail of by itself; it is kept as FAILED, and the others go on."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    @abstractmethod
    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        """The parts, WAITING or SKIPPED, in their order."""

    def groups(self, run: Run, results: Sequence[Result]) -> list[list[Part]]:
        """The parts to be done, those together that are done together; each by itself."""
        return [[one.part] for one in results if one.is_to_do]

    @abstractmethod
    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        """What parts give that are done together, one result each. Raises `faults`."""

    def finish(self, run: Run, results: Sequence[Result], cancel: CancelToken) -> tuple[Block, ...]:
        """What is read in the end."""
        return self.so_far(run, results)

    # --- with a usual answer -------------------------------------------------------------------------------

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        """What the parts gave until now, until `finish` brings it together."""
        points = tuple(point for one in results for point in one.points)
        return (
            (Block("", points[0].citations[0].page if points[0].citations else 1, points),) if points else ()
        )

    def awaited(self, run: Run) -> tuple[int, ...]:
        """The documents that must be READY before it can be planned."""
        return tuple(id_ for id_ in (run.document_id, run.other_id) if id_ is not None)

    def model(self, run: Run) -> str:
        """The model that will be asked, "" for none. Raises `ModelError`s."""
        return ""

    def asks_model(self, run: Run) -> bool:
        """Whether it cannot even be begun where no model that writes is installed."""
        return False

    def glance(self, run: Run, cancel: CancelToken) -> Iterator[tuple[Point, ...]]:
        """The first useful lines, before any part is done."""
        yield from ()

    def is_whole(self, results: Sequence[Result]) -> bool:
        """Whether the run is DONE with these."""
        return not any(one.is_to_do for one in results)

    def covered(self, run: Run, results: Sequence[Result]) -> Covered:
        """What the run rests on. Raises `DocumentUnknown`."""
        return Covered(
            0,
            0,
            len(results),
            sum(one.state is PartState.DONE for one in results),
            tuple(one for one in results if one.state is PartState.SKIPPED),
            tuple(one for one in results if one.state is PartState.FAILED),
        )

    def ready(self, named: Sequence[int], collection: str | None) -> list[Document]:
        """The READY documents of a scope: those named, each once, else all of a collection or of the library
        but containers. Raises `DocumentUnknown`.
        """
        chosen = [self._documents.get(one) for one in dict.fromkeys(named)]
        if not named:
            chosen = [one for one in self._documents.list(collection) if not one.is_container]
        return [one for one in chosen if one.state is DocumentState.READY]

    def messages_too(self, named: Sequence[int]) -> list[Document]:
        """The READY documents among those named, each once, the messages of a mailbox in its place. Raises
        `DocumentUnknown`.
        """
        chosen: dict[int, Document] = {}
        for id_ in named:
            one = self._documents.get(id_)
            chosen |= {each.id: each for each in (self._documents.held_by(id_) if one.held else [one])}
        return [one for one in chosen.values() if one.state is DocumentState.READY and not one.is_container]

    def release(self) -> None:  # noqa: B027 — most makers take nothing
        """Give back what a run took: a model's memory."""


def covered_pages(documents: DocumentStore, document_id: int | None, results: Sequence[Result]) -> Covered:
    """What a run over one document rests on: pages count as read where a part that was done begins, ends or
    lies. Raises `DocumentUnknown`.
    """
    if document_id is None:
        raise DocumentUnknown(document="")
    read = {
        page
        for one in results
        if one.state is PartState.DONE
        for page in range(one.part.page, one.part.page_end + 1)
    }
    gaps = documents.gaps(document_id)
    read -= {gap.page for gap in gaps if not gap.partly}
    return Covered(
        documents.get(document_id).pages,
        len(read),
        len(results),
        sum(one.state is PartState.DONE for one in results),
        tuple(one for one in results if one.state is PartState.SKIPPED),
        tuple(one for one in results if one.state is PartState.FAILED),
        gaps,
    )
