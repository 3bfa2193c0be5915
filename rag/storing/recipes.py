"""Recipes and their executions, kept in the vault: what is done to which documents, and what came of it."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.errors import RecipeExecutionUnknown, RecipeExists, RecipeUnknown
from rag.storing.names import REMOVED
from rag.storing.vault import Vault


@dataclass(frozen=True, slots=True)
class Step:
    """`kind` is "tag", "classify", "summarize", "extract", "ask" or "save"; `what` its words."""

    kind: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Steps over the documents of a collection, a tag or a folder, all of them where none is named.

    `new`: those alone that it has not seen to. `at`: "daily 07:30" or "weekly mon 07:30", "" for when asked;
    `due` is when that is next, in seconds since the epoch.
    """

    name: str
    steps: tuple[Step, ...]
    collection: str = ""
    tag: str = ""
    folder: str = ""
    new: bool = False
    at: str = ""
    id: int = 0
    due: float | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a step made: "run", "tags", "file", "failed" or "nothing", with its facts."""

    step: int
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Execution:
    """`ended` is None while it goes on, or where the program ended in it."""

    id: int
    recipe_id: int | None
    name: str
    begun: float
    ended: float | None
    undone: float | None
    made: tuple[Made, ...] = ()


class RecipeStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def all(self) -> list[Recipe]:
        """By name."""
        with self._vault.read() as db:
            rows = db.execute("SELECT id, name, spec, due FROM recipes ORDER BY key").fetchall()
        return [_recipe(*row) for row in rows]

    def named(self, name: str) -> Recipe:
        """Raises `RecipeUnknown`."""
        found = next((one for one in self.all() if _key(one.name) == _key(name)), None)
        if found is None:
            raise RecipeUnknown(recipe=name)
        return found

    def add(self, recipe: Recipe) -> Recipe:
        """Raises `RecipeExists` where another has its name."""
        spec = {
            "steps": [[one.kind, list(one.what)] for one in recipe.steps],
            "collection": recipe.collection,
            "tag": recipe.tag,
            "folder": recipe.folder,
            "new": recipe.new,
            "at": recipe.at,
        }
        with self._vault.write() as db:
            if db.execute("SELECT 1 FROM recipes WHERE key = ?", (_key(recipe.name),)).fetchone():
                raise RecipeExists(recipe=recipe.name)
            db.execute(
                "INSERT INTO recipes (name, key, spec, created, due) VALUES (?, ?, ?, ?, ?)",
                (recipe.name, _key(recipe.name), json.dumps(spec), self._clock(), recipe.due),
            )
        return self.named(recipe.name)

    def remove(self, recipe_id: int) -> None:
        """Its executions stay, and what they made."""
        with self._vault.write() as db:
            db.execute("DELETE FROM recipes WHERE id = ?", (recipe_id,))

    def claim(self, recipe: Recipe, due: float | None) -> bool:
        """Take the turn of a schedule, which is next `due`; False where somebody has taken it already."""
        with self._vault.write() as db:
            taken = db.execute(
                "UPDATE recipes SET due = ? WHERE id = ? AND due = ?", (due, recipe.id, recipe.due)
            )
        return bool(taken.rowcount)

    # --- executions ----------------------------------------------------------------------------------------

    def begin(self, recipe: Recipe) -> int:
        """The number of a new execution."""
        with self._vault.write() as db:
            added = db.execute(
                "INSERT INTO recipe_runs (recipe_id, name, begun, for_due) VALUES (?, ?, ?, ?)",
                (recipe.id, recipe.name, self._clock(), recipe.due),
            )
        return int(added.lastrowid or 0)

    def note(self, execution: int, made: Made) -> None:
        """Keep what a step made."""
        with self._vault.write() as db:
            db.execute(
                "INSERT INTO recipe_made (run_id, place, step, kind, made) VALUES (?1, (SELECT count(*) FROM"
                " recipe_made WHERE run_id = ?1), ?2, ?3, ?4)",
                (execution, made.step, made.kind, json.dumps(dict(made.facts), ensure_ascii=False)),
            )

    def end(self, execution: int) -> None:
        with self._vault.write() as db:
            db.execute("UPDATE recipe_runs SET ended = ? WHERE id = ?", (self._clock(), execution))

    def mark_undone(self, execution: int) -> None:
        with self._vault.write() as db:
            db.execute("UPDATE recipe_runs SET undone = ? WHERE id = ?", (self._clock(), execution))

    def executions(self) -> list[Execution]:
        """The newest first."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id, recipe_id, name, begun, ended, undone FROM recipe_runs ORDER BY id DESC"
            ).fetchall()
            made = db.execute(
                "SELECT run_id, step, kind, made FROM recipe_made ORDER BY run_id, place"
            ).fetchall()
        by_run: dict[int, list[Made]] = {}
        for run, step, kind, facts in made:
            by_run.setdefault(run, []).append(Made(step, kind, json.loads(facts)))
        return [
            Execution(id_, recipe, name, begun, ended, undone, tuple(by_run.get(id_, ())))
            for id_, recipe, name, begun, ended, undone in rows
        ]

    def execution(self, number: int) -> Execution:
        """Raises `RecipeExecutionUnknown`."""
        found = next((one for one in self.executions() if one.id == number), None)
        if found is None:
            raise RecipeExecutionUnknown(execution=number)
        return found

    def seen(self, recipe_id: int) -> set[int]:
        """The documents that a recipe has seen to."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT r.document_id FROM recipe_documents r JOIN documents d ON d.id = r.document_id"
                " WHERE r.recipe_id = ? AND d.state <> ?",
                (recipe_id, REMOVED),
            ).fetchall()
        return {id_ for (id_,) in rows}

    def saw(self, recipe_id: int, documents: Sequence[int]) -> None:
        with self._vault.write() as db:
            db.executemany(
                "INSERT OR IGNORE INTO recipe_documents (recipe_id, document_id)"
                " SELECT ?1, id FROM documents WHERE id = ?2",
                [(recipe_id, one) for one in documents],
            )


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _recipe(id_: int, name: str, spec: str, due: float | None) -> Recipe:
    fields = json.loads(spec)
    steps = tuple(Step(kind, tuple(what)) for kind, what in fields.pop("steps"))
    return Recipe(name, steps, **fields, id=id_, due=due)
