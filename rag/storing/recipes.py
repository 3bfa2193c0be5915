"""Recipes and their executions, kept in the vault: what is done to which documents, and what came of it.

Beside what its steps made, an execution keeps what it goes on from after the end of the program: the
documents and steps that it began with (`_BEGUN`), each step that is done (`_DONE`), each time it was taken up
(`_STARTED`) or left in good order (`_LEFT`).
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rag.errors import RecipeExecutionUnknown, RecipeExists, RecipeUnknown
from rag.storing.names import REMOVED
from rag.storing.vault import Vault

if TYPE_CHECKING:
    from sqlite3 import Connection


_BEGUN, _DONE, _STARTED, _LEFT = "begun", "done", "started", "left"


@dataclass(frozen=True, slots=True)
class Step:
    """`kind` is one that `app.recipes.steps` knows; `what` its words."""

    kind: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Steps over the documents of a collection, a tag or a folder, all of them where none is named.

    `new`: those alone that it has not seen to. `at`: "daily 07:30", "weekly mon 07:30", "monthly 1 07:30",
    "arriving" for when documents arrive, "" for when asked; `due` is when that is next, in seconds since the
    epoch. A `paused` one is not begun unasked.
    """

    name: str
    steps: tuple[Step, ...]
    collection: str = ""
    tag: str = ""
    folder: str = ""
    new: bool = False
    at: str = ""
    paused: bool = False
    id: int = 0
    due: float | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a step made: "run", "tags", "file", "failed" or "nothing", with its facts; step 0 is the whole.
    `place` is its number in the execution.
    """

    step: int
    kind: str
    facts: Mapping[str, Any]
    place: int = -1


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

    @property
    def failed(self) -> bool:
        """Whether something in it could not be done."""
        return any(one.kind == "failed" or one.facts.get("failed") for one in self.made)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an execution came: what it began with, the steps that are done, and how often the one after
    them was begun without being left in good order.
    """

    documents: tuple[int, ...]
    steps: tuple[Step, ...]
    done: frozenset[int]
    starts: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A recipe that was removed, with what brings it back as it was."""

    recipe: Recipe
    seen: tuple[int, ...]
    executions: tuple[int, ...]


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

    def get(self, recipe_id: int) -> Recipe:
        """Raises `RecipeUnknown`."""
        found = next((one for one in self.all() if one.id == recipe_id), None)
        if found is None:
            raise RecipeUnknown(recipe=recipe_id)
        return found

    def add(self, recipe: Recipe) -> Recipe:
        """Raises `RecipeExists` where another has its name."""
        with self._vault.write() as db:
            _name_free(db, recipe)
            db.execute(
                "INSERT INTO recipes (name, key, spec, created, due) VALUES (?, ?, ?, ?, ?)",
                (recipe.name, _key(recipe.name), _spec(recipe), self._clock(), recipe.due),
            )
        return self.named(recipe.name)

    def change(self, recipe: Recipe) -> None:
        """Keep a recipe as it is now, by its number. Raises `RecipeExists` where another has its name."""
        with self._vault.write() as db:
            _name_free(db, recipe)
            db.execute(
                "UPDATE recipes SET name = ?, key = ?, spec = ?, due = ? WHERE id = ?",
                (recipe.name, _key(recipe.name), _spec(recipe), recipe.due, recipe.id),
            )

    def remove(self, recipe: Recipe) -> Removed:
        """Its executions stay, and what they made."""
        with self._vault.write() as db:
            seen = db.execute(
                "SELECT document_id FROM recipe_documents WHERE recipe_id = ? ORDER BY 1", (recipe.id,)
            ).fetchall()
            made = db.execute(
                "SELECT id FROM recipe_runs WHERE recipe_id = ? ORDER BY 1", (recipe.id,)
            ).fetchall()
            db.execute("DELETE FROM recipes WHERE id = ?", (recipe.id,))
        return Removed(recipe, tuple(id_ for (id_,) in seen), tuple(id_ for (id_,) in made))

    def restore(self, removed: Removed) -> None:
        """Bring back a recipe with its number. Raises `RecipeExists` where another has its name by now."""
        recipe = removed.recipe
        with self._vault.write() as db:
            _name_free(db, recipe)
            db.execute(
                "INSERT INTO recipes (id, name, key, spec, created, due) VALUES (?, ?, ?, ?, ?, ?)",
                (recipe.id, recipe.name, _key(recipe.name), _spec(recipe), self._clock(), recipe.due),
            )
            db.executemany(
                "UPDATE recipe_runs SET recipe_id = ? WHERE id = ?",
                [(recipe.id, one) for one in removed.executions],
            )
        self.saw(recipe.id, removed.seen)

    def set_due(self, recipe: Recipe, due: float | None) -> bool:
        """Let a schedule be next `due` at another time; False where somebody has changed it already."""
        with self._vault.write() as db:
            return _claimed(db, recipe, due)

    # --- executions ----------------------------------------------------------------------------------------

    def begin(self, recipe: Recipe, documents: Sequence[int] | None = None) -> int:
        """The number of a new execution, over these documents where they are known by now."""
        with self._vault.write() as db:
            number = self._begun(db, recipe)
            if documents is not None:
                _note(db, number, _set_out(documents, recipe.steps))
        return number

    def take_turn(self, recipe: Recipe, due: float | None) -> int | None:
        """The same for the turn of a schedule, which is next `due`: both or neither. None where somebody has
        taken the turn already.
        """
        with self._vault.write() as db:
            return self._begun(db, recipe) if _claimed(db, recipe, due) else None

    def set_out(self, execution: int, documents: Sequence[int], steps: Sequence[Step]) -> None:
        """Keep what an execution is about to do, and to which documents."""
        self.note(execution, _set_out(documents, steps))

    def progress(self, execution: int) -> Progress | None:
        """How far an execution came; None where it has not set out yet."""
        rows = self._rows(" WHERE run_id = ?", (execution,)).get(execution, ())
        begun = next((one for one in rows if one.kind == _BEGUN), None)
        if begun is None:
            return None
        starts = 0
        for one in rows:
            starts = 0 if one.kind in (_LEFT, _DONE) else starts + (one.kind == _STARTED)
        steps = tuple(Step(kind, tuple(what)) for kind, what in begun.facts["steps"])
        done = frozenset(one.step for one in rows if one.kind == _DONE)
        return Progress(tuple(begun.facts["documents"]), steps, done, starts)

    def made(self, execution: int) -> list[Made]:
        """All that was kept of an execution, in order, with what it goes on from."""
        return self._rows(" WHERE run_id = ?", (execution,)).get(execution, [])

    def note_done(self, execution: int, step: int) -> None:
        """A step is done, as far as it can be."""
        self.note(execution, Made(step, _DONE, {}))

    def note_started(self, execution: int) -> None:
        """It begins, or goes on where the program ended."""
        self.note(execution, Made(0, _STARTED, {}))

    def note_left(self, execution: int) -> None:
        """The program ends in good order, and it goes on at the next start."""
        self.note(execution, Made(0, _LEFT, {}))

    def note(self, execution: int, made: Made) -> Made:
        """Keep what a step made, over what stood in its place where it has one already; with its place."""
        with self._vault.write() as db:
            return _note(db, execution, made)

    def end(self, execution: int) -> None:
        with self._vault.write() as db:
            db.execute("UPDATE recipe_runs SET ended = ? WHERE id = ?", (self._clock(), execution))

    def mark_undone(self, execution: int) -> None:
        with self._vault.write() as db:
            db.execute("UPDATE recipe_runs SET undone = ? WHERE id = ?", (self._clock(), execution))

    def executions(self) -> list[Execution]:
        """The newest first."""
        return self._executions()

    def execution(self, number: int) -> Execution:
        """Raises `RecipeExecutionUnknown`."""
        found = self._executions(number)
        if not found:
            raise RecipeExecutionUnknown(execution=number)
        return found[0]

    def open(self) -> list[int]:
        """Executions that are not ended, the oldest first."""
        with self._vault.read() as db:
            rows = db.execute("SELECT id FROM recipe_runs WHERE ended IS NULL ORDER BY id").fetchall()
        return [id_ for (id_,) in rows]

    def held(self) -> set[int]:
        """The kept work that executions which are not ended are to make: nobody else takes it up."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT m.made FROM recipe_made m JOIN recipe_runs r ON r.id = m.run_id"
                " WHERE r.ended IS NULL AND m.kind = 'run'"
            ).fetchall()
        return {int(json.loads(facts)["run"]) for (facts,) in rows}

    def seen(self, recipe_id: int) -> set[int]:
        """The documents that a recipe has seen to."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT r.document_id FROM recipe_documents r JOIN documents d ON d.id = r.document_id"
                " WHERE r.recipe_id = ? AND d.state <> ?",
                (recipe_id, REMOVED),
            ).fetchall()
        return {id_ for (id_,) in rows}

    def saved(self) -> dict[int, set[int]]:
        """The documents that recipes saved themselves and that were read since, by the recipe."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT r.recipe_id, d.id FROM recipe_made m JOIN recipe_runs r ON r.id = m.run_id"
                " JOIN documents d ON d.path = json_extract(m.made, '$.path')"
                " WHERE m.kind = 'file' AND r.recipe_id IS NOT NULL"
            ).fetchall()
        found: dict[int, set[int]] = {}
        for recipe, document in rows:
            found.setdefault(recipe, set()).add(document)
        return found

    def saw(self, recipe_id: int, documents: Sequence[int]) -> None:
        with self._vault.write() as db:
            db.executemany(
                "INSERT OR IGNORE INTO recipe_documents (recipe_id, document_id)"
                " SELECT ?1, id FROM documents WHERE id = ?2",
                [(recipe_id, one) for one in documents],
            )

    # --- inside --------------------------------------------------------------------------------------------

    def _begun(self, db: Connection, recipe: Recipe) -> int:
        added = db.execute(
            "INSERT INTO recipe_runs (recipe_id, name, begun, for_due) VALUES (?, ?, ?, ?)",
            (recipe.id, recipe.name, self._clock(), recipe.due),
        )
        return int(added.lastrowid or 0)

    def _executions(self, number: int | None = None) -> list[Execution]:
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id, recipe_id, name, begun, ended, undone FROM recipe_runs"
                " WHERE ?1 IS NULL OR id = ?1 ORDER BY id DESC",
                (number,),
            ).fetchall()
        # What is kept to go on from names every document: it is not read where nobody goes on.
        told = " WHERE kind NOT IN ('begun', 'done', 'started', 'left') AND (?1 IS NULL OR run_id = ?1)"
        made = self._rows(told, (number,))
        return [
            Execution(id_, recipe, name, begun, ended, undone, tuple(_told(made.get(id_, ()))))
            for id_, recipe, name, begun, ended, undone in rows
        ]

    def _rows(self, where: str = "", values: tuple[int | None, ...] = ()) -> dict[int, list[Made]]:
        with self._vault.read() as db:
            rows = db.execute(
                f"SELECT run_id, step, kind, made, place FROM recipe_made{where} ORDER BY run_id, place",
                values,
            ).fetchall()
        found: dict[int, list[Made]] = {}
        for run, step, kind, facts, place in rows:
            found.setdefault(run, []).append(Made(step, kind, json.loads(facts), place))
        return found


def _set_out(documents: Sequence[int], steps: Sequence[Step]) -> Made:
    facts = {"documents": list(documents), "steps": [[one.kind, list(one.what)] for one in steps]}
    return Made(0, _BEGUN, facts)


def _note(db: Connection, execution: int, made: Made) -> Made:
    place = made.place
    if place < 0:
        place = db.execute(
            "SELECT coalesce(max(place) + 1, 0) FROM recipe_made WHERE run_id = ?", (execution,)
        ).fetchone()[0]
    db.execute(
        "INSERT OR REPLACE INTO recipe_made (run_id, place, step, kind, made) VALUES (?, ?, ?, ?, ?)",
        (execution, place, made.step, made.kind, json.dumps(dict(made.facts), ensure_ascii=False)),
    )
    return replace(made, place=place)


def _told(made: Iterable[Made]) -> Iterator[Made]:
    """Without files that are about to be written."""
    return (one for one in made if one.kind != "file" or one.facts.get("sha256"))


def _claimed(db: Connection, recipe: Recipe, due: float | None) -> bool:
    taken = db.execute("UPDATE recipes SET due = ? WHERE id = ? AND due IS ?", (due, recipe.id, recipe.due))
    return bool(taken.rowcount)


def _name_free(db: Connection, recipe: Recipe) -> None:
    key = (_key(recipe.name), recipe.id)
    if db.execute("SELECT 1 FROM recipes WHERE key = ? AND id <> ?", key).fetchone():
        raise RecipeExists(recipe=recipe.name)


def _spec(recipe: Recipe) -> str:
    return json.dumps(
        {
            "steps": [[one.kind, list(one.what)] for one in recipe.steps],
            "collection": recipe.collection,
            "tag": recipe.tag,
            "folder": recipe.folder,
            "new": recipe.new,
            "at": recipe.at,
            "paused": recipe.paused,
        }
    )


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _recipe(id_: int, name: str, spec: str, due: float | None) -> Recipe:
    fields = json.loads(spec)
    steps = tuple(Step(kind, tuple(what)) for kind, what in fields.pop("steps"))
    return Recipe(name, steps, **fields, id=id_, due=due)
