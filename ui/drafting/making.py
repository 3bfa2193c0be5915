"""Makes drafts in the lane of runs, for the dialog: one run after the other, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.runs.drafts import Order
from app.services import Services
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.drafting.maker import DraftScope, draft_of
from rag.drafting.pieces import Draft
from rag.drafting.syntax import Tone
from rag.runs.types import PartState, Result, Run
from ui.parts.tasks import Lane, Tasks


@dataclass(frozen=True, slots=True)
class One:
    """A draft with what it is called, its tone, and what moderation has against it."""

    name: str
    tone: Tone
    draft: Draft
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    run: Run
    results: tuple[Result, ...]
    drafts: tuple[One, ...]
    failed: tuple[Result, ...] = ()

    @property
    def code(self) -> str:
        """The language of the drafts."""
        return DraftScope.of(self.run).code


class Making:
    """One order at a time. Results come in the GUI thread."""

    def __init__(self, services: Services, tasks: Tasks) -> None:
        self._services = services
        self._tasks = tasks
        self._cancel: CancelToken | None = None

    @property
    def is_under_way(self) -> bool:
        return self._cancel is not None

    def stop(self) -> None:
        """End what is under way; what is done is kept with the other runs."""
        if self._cancel is not None:
            self._cancel.cancel()

    def make(self, order: Order, done: Callable[[Made], None], failed: Callable[[Exception], None]) -> None:
        """Make drafts."""
        cancel = self._cancel = CancelToken()
        services = self._services

        def work() -> Made:
            run = services.drafts.create(order)
            for _ in services.runs.run(run.id, cancel):
                pass
            if cancel.cancelled:
                raise Cancelled
            results = tuple(services.runs.results(run.id))
            whole = [one for one in results if one.state is PartState.DONE]
            drafts = [draft_of(one) for one in whole]
            flags = services.drafts.flags([one.text for one in drafts], cancel)
            told = zip(whole, drafts, flags, strict=True)
            scope = DraftScope.of(run)
            made = tuple(
                One(one.part.document, scope.of_part(one.part)[1].tone, draft, flag)
                for one, draft, flag in told
            )
            lost = tuple(one for one in results if one.state is PartState.FAILED)
            return Made(services.runs.get(run.id), results, made, lost)

        def ended(made: Made) -> None:
            self._cancel = None
            done(made)

        def refused(error: Exception) -> None:
            self._cancel = None
            failed(error)

        self._tasks.run(Lane.RUN, work, ended, refused)
