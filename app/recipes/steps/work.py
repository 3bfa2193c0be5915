"""What a step works with, and how it tells what it made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from app.recipes.parts import Parts
from app.types import PauseReason
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.runs.types import PartState, Run, RunState
from rag.storing.recipes import Made
from rag.storing.tags import TagChange
from rag.types import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work:
    """One step of an execution. `before` is what it made before the program ended in it, `runs` the kept work
    of the steps above it; `keep` keeps something, `told` hears of it once it is made.
    """

    parts: Parts
    name: str  # of the recipe
    today: date
    place: int
    documents: tuple[Document, ...]
    runs: list[int]
    before: tuple[Made, ...]
    keep: Callable[[Made], Made]
    told: Callable[[Made], None]
    cancel: CancelToken

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(one.id for one in self.documents)

    def begun(self, kind: str, **facts: Any) -> Made | None:
        """What it made of this kind already, with these facts among its own."""
        return next((one for one in self.before if one.kind == kind and _fits(one, facts)), None)

    def begin(self, kind: str, **facts: Any) -> Made:
        """Keep what is about to be made, so that it is known whose it is should the program end here."""
        return self.keep(Made(self.place, kind, facts))

    def tell(self, kind: str, begun: Made | None = None, **facts: Any) -> None:
        """Keep what was made, in the place of what was `begun`, and tell it."""
        place = -1 if begun is None else begun.place
        self.told(self.keep(Made(self.place, kind, facts, place)))

    def failed(self, fault: Fault, begun: Made | None = None, **facts: Any) -> None:
        """Keep and tell that something could not be done."""
        self.tell("failed", begun, code=fault.code, facts=_plain(fault), **facts)

    def created(self, create: Callable[[], Sequence[Run]], **facts: Any) -> list[Made]:
        """Keep which kept work is about to be made, in the transaction that keeps the work itself."""
        begun: dict[int, Made] = {}

        def note(run: int) -> None:
            begun[run] = self.begin("run", run=run, whole=False, failed=0, **facts)

        with self.parts.runs.noting(note):
            made = create()
        for one in made:
            if one.id not in begun:  # it was there already
                note(one.id)
        return list(begun.values())

    def tag(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Put tags on documents, once, and keep that in the same transaction."""
        if self.begun("tags") is not None:
            return
        kept: list[Made] = []

        def note(change: TagChange) -> None:
            kept.append(self.begin("tags", change=change.id, documents=len(change.documents)))

        self.parts.tagging.put_each(tags, by_hand=False, noted=note)
        self.told(kept[0])

    def make(self, begun: Made) -> None:
        """Make kept work to its end; that it was not whole is told. Raises `Cancelled`, and what ends it."""
        runs, number = self.parts.runs, int(begun.facts["run"])
        if runs.get(number).state is not RunState.DONE:
            for _ in runs.run(number, self.cancel):
                pass
        self.cancel.raise_if_cancelled()
        ended = runs.get(number)
        if ended.state is RunState.RUNNING:  # the program ends: it goes on at the next start
            raise Cancelled
        failed = sum(one.state is PartState.FAILED for one in runs.results(number))
        self.runs.append(number)
        self.tell("run", begun, **{**begun.facts, "whole": ended.state is RunState.DONE, "failed": failed})

    def in_turn(self, work: Callable[[CancelToken], T]) -> T:
        """Do a piece of work when it is its turn; begun again as often as a question comes between."""
        scheduler = self.parts.scheduler
        while True:
            scheduler.wait_while(PauseReason.LOW_BATTERY, self.cancel)
            self.cancel.raise_if_cancelled()
            try:
                with scheduler.giving_way(self.cancel) as turn:
                    return work(turn)
            except Cancelled:
                self.cancel.raise_if_cancelled()

    def narrowed(self, documents: Sequence[Document]) -> Work:
        """The same over other documents."""
        return replace(self, documents=tuple(documents))


def _fits(made: Made, facts: dict[str, Any]) -> bool:
    return all(made.facts.get(name) == value for name, value in facts.items())


def _plain(fault: Fault) -> dict[str, str]:
    return {name: str(value) for name, value in fault.facts.items()}
