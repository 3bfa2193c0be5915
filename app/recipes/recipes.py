"""Recipes: their steps are done one after the other; one that fails is told and the rest goes on."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from app.errors import RecipeInvalid
from app.exporting.register import FORMATS, Format, save
from app.exporting.runs import paper_of, title_of
from app.recipes.schedule import next_due
from app.services import Services
from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.errors import Fault
from rag.classifying.presets import preset_of
from rag.extracting.fields import schema
from rag.runs.types import PartState, Run, RunState
from rag.storing.recipes import Execution, Made, Recipe, RecipeStore, Step
from rag.storing.tags import tag_name
from rag.summarising.types import Length
from rag.surveying.types import SurveyScope
from rag.types import Document, DocumentState

STEPS = ("tag", "classify", "summarize", "extract", "ask", "save")
_UNFIT = re.compile(r"[^\w .()-]+")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: documents whose tags went, files that went, and files that stay (changed since, or
    nobody said that they may go).
    """

    documents: int
    files: tuple[str, ...]
    left: tuple[str, ...]


class Recipes:
    """Methods may be called from any thread, `run` one at a time. They raise `VaultError`s."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.time) -> None:
        self._services = services
        self._clock = clock
        self._store = RecipeStore(services.vault, clock)

    def all(self) -> list[Recipe]:
        """By name."""
        return self._store.all()

    def named(self, name: str) -> Recipe:
        """Raises `RecipeUnknown`."""
        return self._store.named(name)

    def add(self, recipe: Recipe) -> Recipe:
        """Keep a recipe. Raises `RecipeInvalid`, `RecipeExists`, and what is wrong with a step's words."""
        name = " ".join(recipe.name.split())
        if not name or not recipe.steps:
            raise RecipeInvalid(detail=say("recipes.wrong-empty"))
        for step in recipe.steps:
            _check(step)
        due = next_due(recipe.at, self._clock())
        folder = str(Path(recipe.folder).expanduser().absolute()) if recipe.folder else ""
        return self._store.add(replace(recipe, name=name, folder=folder, due=due))

    def remove(self, name: str) -> Recipe:
        """What it made stays. Raises `RecipeUnknown`."""
        recipe = self._store.named(name)
        self._store.remove(recipe.id)
        return recipe

    def executions(self) -> list[Execution]:
        """The newest first."""
        return self._store.executions()

    def execution(self, number: int) -> Execution:
        """Raises `RecipeExecutionUnknown`."""
        return self._store.execution(number)

    def due(self) -> list[Recipe]:
        """Those whose time has come, or was missed while the program was closed."""
        return [one for one in self._store.all() if one.due is not None and one.due <= self._clock()]

    def claim(self, recipe: Recipe) -> bool:
        """Take the turn of a recipe that is due, to do it or to let it be; False where it was taken already:
        no turn is done twice, and many that were missed are one.
        """
        return self._store.claim(recipe, next_due(recipe.at, self._clock()))

    def documents(self, recipe: Recipe) -> list[Document]:
        """What it would see to now. Raises `TagUnknown`."""
        library = self._services.library
        found = library.documents(recipe.collection or None)
        if recipe.tag:
            tagged = {one.id for one in self._services.tagging.documents(recipe.tag)}
            found = [one for one in found if one.id in tagged]
        if recipe.folder:
            found = [one for one in found if PurePath(recipe.folder) in PurePath(one.file).parents]
        seen = self._store.seen(recipe.id) if recipe.new else set()
        ready = (one for one in found if one.state is DocumentState.READY and not one.is_container)
        return [one for one in ready if one.id not in seen]

    def run(
        self, recipe: Recipe, cancel: CancelToken, told: Callable[[Made], None] = lambda _: None
    ) -> Execution:
        """Do it now. `told` hears what each step made, or that it failed. Raises `Cancelled`, and
        `TagUnknown` where its tag is gone.
        """
        documents = [one.id for one in self.documents(recipe)]
        number = self._store.begin(recipe)
        runs: list[int] = []
        try:
            for place, step in enumerate(recipe.steps, 1):
                for made in self._tried(place, step, documents, runs, recipe, cancel):
                    self._store.note(number, made)
                    told(made)
            self._store.saw(recipe.id, documents)
        finally:
            self._store.end(number)
        return self._store.execution(number)

    def undo(self, number: int, *, files: bool = False) -> Undone:
        """Take tags off that an execution put on; with `files`, delete what it saved, where nobody has
        changed it since. Kept work stays. Raises `RecipeExecutionUnknown`.
        """
        execution = self._store.execution(number)
        documents: set[int] = set()
        gone: list[str] = []
        left: list[str] = []
        for made in reversed(execution.made):
            if made.kind == "tags":
                changed = self._services.tagging.undo(int(made.facts["change"]))
                documents |= {one.id for one in changed}
            elif made.kind == "file":
                path = Path(made.facts["path"])
                unchanged = _sha256(path) == made.facts["sha256"]
                if files and unchanged:
                    path.unlink(missing_ok=True)
                    gone.append(str(path))
                elif path.exists():
                    left.append(str(path))
        self._store.mark_undone(number)
        return Undone(len(documents), tuple(gone), tuple(left))

    # --- inside --------------------------------------------------------------------------------------------

    def _tried(
        self,
        place: int,
        step: Step,
        documents: Sequence[int],
        runs: list[int],
        recipe: Recipe,
        cancel: CancelToken,
    ) -> Iterator[Made]:
        """What a step makes; that it failed, where it did."""
        cancel.raise_if_cancelled()
        if not documents:
            yield Made(place, "nothing", {})
            return
        try:
            yield from self._done(place, step, documents, runs, recipe, cancel)
        except Fault as fault:
            cancel.raise_if_cancelled()
            _log.warning("step %d of a recipe failed: %s", place, fault.code)
            yield Made(place, "failed", {"code": fault.code, "facts": _plain(fault)})

    def _done(
        self,
        place: int,
        step: Step,
        documents: Sequence[int],
        runs: list[int],
        recipe: Recipe,
        cancel: CancelToken,
    ) -> Iterator[Made]:
        services, what = self._services, step.what
        if step.kind == "tag":
            names = [one for one in " ".join(what).split(",") if one.strip()]
            change = services.tagging.put(documents, names, by_hand=False)
            yield Made(place, "tags", {"change": change.id, "documents": len(change.documents)})
        elif step.kind == "save":
            form = _format(what[-1])
            folder = Path(" ".join(what[:-1])).expanduser()
            for number in runs:
                yield self._saved(place, number, folder, form, recipe)
        else:
            for run in self._asked(step, documents):
                yield self._made(place, run, cancel)
                runs.append(run.id)
                if step.kind == "classify" and what[1:] == ("tags",):
                    change = services.tagging.put_each(
                        services.classifications.tags_for(run.id), by_hand=False
                    )
                    yield Made(place, "tags", {"change": change.id, "documents": len(change.documents)})

    def _asked(self, step: Step, documents: Sequence[int]) -> list[Run]:
        services, what = self._services, step.what
        match step.kind:
            case "classify":
                return [services.classifications.create(what[0], documents)]
            case "extract":
                return [services.extractions.create(schema.preset(what[0]), documents)]
            case "ask":
                scope = SurveyScope(documents=tuple(documents))
                return [services.surveys.create(" ".join(what), scope)]
        length = Length(what[1]) if len(what) > 1 else Length.PAGE
        return services.summaries.create(documents, what[0] if what else "executive", length)

    def _made(self, place: int, run: Run, cancel: CancelToken) -> Made:
        """Make a run to its end; that it was not whole is told."""
        for _ in self._services.runs.run(run.id, cancel):
            pass
        cancel.raise_if_cancelled()
        ended = self._services.runs.get(run.id)
        failed = sum(one.state is PartState.FAILED for one in self._services.runs.results(run.id))
        whole = ended.state is RunState.DONE
        return Made(place, "run", {"run": run.id, "whole": whole, "failed": failed})

    def _saved(self, place: int, run_id: int, folder: Path, form: Format, recipe: Recipe) -> Made:
        report = self._services.runs.report(run_id)
        day = datetime.fromtimestamp(self._clock(), UTC).astimezone().date().isoformat()
        name = _UNFIT.sub("_", f"{recipe.name} {day} {title_of(report)}")[:120].strip()
        path = folder / f"{name}.{form.suffix}"
        more = 1
        while path.exists():  # nothing is ever written over
            more += 1
            path = folder / f"{name} ({more}).{form.suffix}"
        save(path, paper_of(report), form)
        self._services.audit.saved("run", path, title_of(report))
        return Made(place, "file", {"path": str(path), "sha256": _sha256(path)})


def _check(step: Step) -> None:
    """Raises `RecipeInvalid`, or what is wrong with the words of a step."""
    what = step.what
    if step.kind not in STEPS or (not what and step.kind != "summarize"):
        raise RecipeInvalid(detail=say("recipes.wrong-step", step=" ".join((step.kind, *what))))
    match step.kind:
        case "tag":
            for name in " ".join(what).split(","):
                tag_name(name)
        case "classify":
            preset_of(what[0])
        case "extract":
            schema.preset(what[0])
        case "save":
            _format(what[-1])
            if len(what) < 2 or not Path(" ".join(what[:-1])).expanduser().is_dir():
                raise RecipeInvalid(detail=say("recipes.wrong-folder", folder=" ".join(what[:-1])))
        case "summarize" if len(what) > 1 and what[1] not in set(Length):
            raise RecipeInvalid(detail=say("recipes.wrong-step", step=" ".join((step.kind, *what))))


def _format(suffix: str) -> Format:
    found = next((one for one in FORMATS if one.suffix == suffix.lower().lstrip(".")), None)
    if found is None:
        known = ", ".join(one.suffix for one in FORMATS)
        raise RecipeInvalid(detail=say("recipes.wrong-format", format=suffix, known=known))
    return found


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _plain(fault: Fault) -> dict[str, str]:
    return {name: str(value) for name, value in fault.facts.items()}
