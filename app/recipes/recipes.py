"""Recipes: their steps are done one after the other; one that fails is told and the rest goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePath

from app.errors import RecipeBrokenOff, RecipeInvalid
from app.recipes.parts import Parts
from app.recipes.schedule import ARRIVING, next_due, plain, set_right
from app.recipes.steps.files import sha256
from app.recipes.steps.register import check, kind_of
from app.recipes.steps.work import Work
from app.types import PauseReason
from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.errors import RunUnknown, TagUnknown
from rag.storing.recipes import Execution, Made, Recipe, RecipeStore, Removed, Step
from rag.types import Document, DocumentState

_TIMES = 2  # that a step is begun before it is given up: it may be what ends the program
_log = logging.getLogger(__name__)

Told = Callable[[Made], None]


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: documents whose tags went, files and kept work that went, and files that stay
    (changed since, or nobody said that they may go).
    """

    documents: int
    files: tuple[str, ...]
    left: tuple[str, ...]
    runs: tuple[int, ...] = ()


class Recipes:
    """Methods may be called from any thread, `go_on` and `run` one at a time. They raise `VaultError`s."""

    def __init__(self, parts: Parts, clock: Callable[[], float] = time.time) -> None:
        self._parts = parts
        self._clock = clock
        self._store = RecipeStore(parts.vault, clock)

    def all(self) -> list[Recipe]:
        """By name."""
        return self._store.all()

    def named(self, name: str) -> Recipe:
        """Raises `RecipeUnknown`."""
        return self._store.named(name)

    def get(self, recipe_id: int) -> Recipe:
        """Raises `RecipeUnknown`."""
        return self._store.get(recipe_id)

    def add(self, recipe: Recipe) -> Recipe:
        """Keep a recipe. Raises `RecipeInvalid`, `RecipeExists`, and what is wrong with a step's words."""
        made = self._store.add(self._checked(recipe))
        if made.at == ARRIVING:
            self._saw_all(made)
        return made

    def change(self, recipe: Recipe) -> Recipe:
        """Keep a recipe as it is now, by its number. Raises as `add` does."""
        before, made = self._store.get(recipe.id), self._checked(recipe)
        if made.at == before.at and before.due is not None and not (before.paused and not made.paused):
            made = replace(made, due=before.due)
        self._store.change(made)
        where = ("at", "collection", "tag", "folder")
        if made.at == ARRIVING and any(getattr(made, one) != getattr(before, one) for one in where):
            self._saw_all(made)
        return self._store.get(made.id)

    def pause(self, recipe: Recipe, *, paused: bool) -> Recipe:
        """Begin it no more unasked, or from now on again: times that passed meanwhile have passed, documents
        that arrived are seen to.
        """
        return self.change(replace(recipe, paused=paused))

    def remove(self, name: str) -> Removed:
        """What it made stays. Raises `RecipeUnknown`."""
        return self._store.remove(self._store.named(name))

    def restore(self, removed: Removed) -> None:
        """Bring back a recipe that was removed. Raises `RecipeExists`."""
        self._store.restore(removed)

    def executions(self) -> list[Execution]:
        """The newest first."""
        return self._store.executions()

    def execution(self, number: int) -> Execution:
        """Raises `RecipeExecutionUnknown`."""
        return self._store.execution(number)

    def documents(self, recipe: Recipe, *, new: bool | None = None) -> list[Document]:
        """What it would see to now; with `new`, what it has not seen to. What it saved itself is never among
        it, else what is saved where documents come from would bring it about again and again. Raises
        `TagUnknown`.
        """
        library = self._parts.library
        found = library.documents(recipe.collection or None)
        if recipe.tag:
            tagged = {one.id for one in self._parts.tagging.documents(recipe.tag)}
            found = [one for one in found if one.id in tagged]
        if recipe.folder:
            found = [one for one in found if PurePath(recipe.folder) in PurePath(one.file).parents]
        seen = self._store.seen(recipe.id) if (recipe.new if new is None else new) else set()
        seen |= self._store.saved().get(recipe.id, set())
        ready = (one for one in found if one.state is DocumentState.READY and not one.is_container)
        return [one for one in ready if one.id not in seen]

    # --- when ----------------------------------------------------------------------------------------------

    def due(self) -> list[Recipe]:
        """Those whose time has come, or was missed while the program was closed."""
        now = self._clock()
        return [one for one in self._store.all() if not one.paused and one.due is not None and one.due <= now]

    def arrived(self) -> list[tuple[Recipe, list[int]]]:
        """Those that begin when documents arrive, with the documents that did."""
        found: list[tuple[Recipe, list[int]]] = []
        recipes = self._store.all()
        arriving = {one.id for one in recipes if one.at == ARRIVING}
        # Nor does what another of them saved: the two would go on for ever.
        theirs = {each for one, saved in self._store.saved().items() if one in arriving for each in saved}
        for one in recipes:
            if one.at == ARRIVING and not one.paused:
                try:
                    new = [each.id for each in self.documents(one, new=True) if each.id not in theirs]
                except Fault as fault:  # its tag is gone: the others are looked at all the same
                    _log.warning("nobody knows what a recipe is to see to: %s", fault.code)
                    continue
                if new:
                    found.append((one, new))
        return found

    def set_clock_right(self) -> None:
        """Let turns that are yet to come be at their times still, after the clock or its zone was changed."""
        now = self._clock()
        for one in self._store.all():
            if one.due is not None and (due := set_right(one.at, one.due, now)) != one.due:
                self._store.set_due(one, due)

    def claim(self, recipe: Recipe) -> bool:
        """Let a turn that is due be; False where it was taken already."""
        return self._store.set_due(recipe, next_due(recipe.at, self._clock()))

    def take_turn(self, recipe: Recipe) -> int | None:
        """Begin what is due; None where its turn was taken already. No turn is done twice, and many that were
        missed are one.
        """
        return self._store.take_turn(recipe, next_due(recipe.at, self._clock()))

    # --- doing ---------------------------------------------------------------------------------------------

    def begin(self, recipe: Recipe, documents: Sequence[int] | None = None) -> int:
        """The number of an execution that `go_on` does; over these documents, else those it is for then."""
        return self._store.begin(recipe, documents)

    def again(self, number: int) -> int:
        """Begin a recipe, as it is now, over the documents of an execution once more. Raises
        `RecipeExecutionUnknown`, `RecipeUnknown` where it is gone.
        """
        execution = self._store.execution(number)
        recipe = self._store.get(execution.recipe_id or 0)
        progress = self._store.progress(number)
        return self.begin(recipe, progress.documents if progress is not None else None)

    def open(self) -> list[int]:
        """Executions that were begun and are not done, the oldest first."""
        return self._store.open()

    def run(self, recipe: Recipe, cancel: CancelToken, told: Told = lambda _: None) -> Execution:
        """Do it now. `told` hears what each step made, or that it failed. Raises `Cancelled`, and
        `TagUnknown` where its tag is gone.
        """
        return self.go_on(self.begin(recipe), cancel, told)

    def go_on(
        self,
        number: int,
        cancel: CancelToken,
        told: Told = lambda _: None,
        leaves: Callable[[], bool] = lambda: False,
    ) -> Execution:
        """Do an execution, or go on with it where the program ended in it. Raises as `run` does; where it
        `leaves`, as the program does at its end, it is left for the next time.
        """
        try:
            self._do(number, cancel, told)
        except Cancelled:
            if leaves() or not cancel.cancelled:
                self._store.note_left(number)
            else:
                self._ended(number, whole=False)
            raise
        except Fault as fault:
            _log.warning("a recipe could not be done: %s", fault.code)
            facts = {name: str(value) for name, value in fault.facts.items()}
            told(self._store.note(number, Made(0, "failed", {"code": fault.code, "facts": facts})))
            self._ended(number, whole=False)
            raise
        self._ended(number, whole=True)
        return self._store.execution(number)

    def undo(self, number: int, *, files: bool = False, runs: bool = False) -> Undone:
        """Take tags off that an execution put on; with `files`, delete what it saved, where nobody has
        changed it since; with `runs`, also the kept work that it made. Raises `RecipeExecutionUnknown`.
        """
        execution = self._store.execution(number)
        documents: set[int] = set()
        gone, left, deleted = list[str](), list[str](), list[int]()
        for made in reversed(execution.made):
            if made.kind == "tags":
                changed = self._parts.tagging.undo(int(made.facts["change"]))
                documents |= {one.id for one in changed}
            elif made.kind == "run" and runs:
                try:
                    self._parts.runs.delete(int(made.facts["run"]))
                except RunUnknown:
                    continue  # a person was quicker
                deleted.append(int(made.facts["run"]))
            elif made.kind == "file":
                path = Path(made.facts["path"])
                unchanged = path.exists() and sha256(path) == made.facts["sha256"]
                if files and unchanged:
                    path.unlink(missing_ok=True)
                    gone.append(str(path))
                elif path.exists():
                    left.append(str(path))
        self._store.mark_undone(number)
        return Undone(len(documents), tuple(gone), tuple(left), tuple(deleted))

    # --- inside --------------------------------------------------------------------------------------------

    def _checked(self, recipe: Recipe) -> Recipe:
        name = " ".join(recipe.name.split())
        if not name or not recipe.steps:
            raise RecipeInvalid(detail=say("recipes.wrong-empty"))
        for step in recipe.steps:
            check(step)
        at = plain(recipe.at)
        folder = str(Path(recipe.folder).expanduser().absolute()) if recipe.folder else ""
        due = next_due(at, self._clock())
        return replace(recipe, name=name, folder=folder, at=at, due=due)

    def _saw_all(self, recipe: Recipe) -> None:
        """What is there when it is made, or made otherwise, did not arrive."""
        with suppress(TagUnknown):  # there may be such a tag one day
            self._store.saw(recipe.id, [one.id for one in self.documents(recipe)])

    def _ended(self, number: int, *, whole: bool) -> None:
        """What was seen to is not new any more. Where a person stopped it, or it failed, that holds for
        documents that arrived alone: they would bring it about again at once.
        """
        recipe_id, progress = self._store.execution(number).recipe_id, self._store.progress(number)
        if recipe_id is not None and progress is not None:
            seen = whole or self._store.get(recipe_id).at == ARRIVING
            self._store.saw(recipe_id, progress.documents if seen else ())
        self._store.end(number)

    def _do(self, number: int, cancel: CancelToken, told: Told) -> None:
        execution = self._store.execution(number)
        if self._store.progress(number) is None:
            if execution.recipe_id is None or execution.made:
                return  # the recipe is gone, or the program that began it kept nothing to go on from
            recipe = self._store.get(execution.recipe_id)
            self._store.set_out(number, [one.id for one in self.documents(recipe)], recipe.steps)
        self._store.note_started(number)
        progress = self._store.progress(number)
        assert progress is not None
        runs: list[int] = []
        given_up = progress.starts > _TIMES
        for place, step in enumerate(progress.steps, 1):
            made = tuple(one for one in self._store.made(number) if one.step == place)
            if place in progress.done:
                runs += [one.facts["run"] for one in made if one.kind == "run"]
                continue
            ready = self._ready(progress.documents)
            work = Work(
                self._parts, execution.name, self._today(), place, ready, runs, made,
                lambda one: self._store.note(number, one), told, cancel,
            )  # fmt: skip
            self._step(work, step, given_up=given_up)
            self._store.note_done(number, place)
            given_up = False

    def _step(self, work: Work, step: Step, *, given_up: bool) -> None:
        """Do a step, over those documents that are there still; what keeps it from that is told."""
        self._parts.scheduler.wait_while(PauseReason.LOW_BATTERY, work.cancel)
        work.cancel.raise_if_cancelled()
        if given_up:
            work.failed(RecipeBrokenOff(step=str(work.place)))
        elif not work.documents:
            work.tell("nothing")
        else:
            try:
                kind_of(step).do(work, step.what)
            except Cancelled:
                raise
            except Fault as fault:
                work.cancel.raise_if_cancelled()
                _log.warning("step %d of a recipe failed: %s", work.place, fault.code)
                work.failed(fault)

    def _ready(self, documents: Sequence[int]) -> tuple[Document, ...]:
        """Those that are there still, in their order."""
        there = {one.id: one for one in self._parts.library.documents()}
        found = (there[one] for one in documents if one in there)
        return tuple(one for one in found if one.state is DocumentState.READY)

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock(), UTC).astimezone().date()
