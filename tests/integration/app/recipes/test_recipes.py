"""Recipes: each execution kept with what it made, failing steps told, all of it undone, no turn twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import House

from app.errors import RecipeInvalid
from app.recipes.recipes import Recipes
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.errors import RecipeExecutionUnknown, RecipeExists, RecipeUnknown, TagUnknown
from rag.storing.recipes import Execution, Recipe, Step

DAY = 86_400.0
TEXTS = {"a.txt": "Stromrechnung 2024\nBetrag 12 EUR", "b.txt": "Protokoll der Sitzung vom 3. Mai"}


class Clock:
    now = 1_714_700_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home")) as house:
        add(house, tmp_path / "files", TEXTS)
        yield house


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def recipes(house: House, clock: Clock) -> Recipes:
    return Recipes(house.services, clock)


def add(house: House, folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    house.library.add([folder])
    house.library.wait_idle()


def recipe(*steps: str, name: str = "Post", **rest: object) -> Recipe:
    split = (one.split() for one in steps)
    return Recipe(name, tuple(Step(words[0], tuple(words[1:])) for words in split), **rest)  # type: ignore[arg-type]


def kinds(execution: Execution) -> list[tuple[int, str]]:
    return [(one.step, one.kind) for one in execution.made]


def tags(house: House) -> dict[str, list[str]]:
    return {one.name: [tag.name for tag in one.tags] for one in house.library.documents()}


def test_steps_are_done_in_order_and_what_they_made_is_kept_and_undone(
    house: House, recipes: Recipes, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    made = recipes.add(recipe("tag Post,2024", "classify document-type tags", f"save {out} json"))
    execution = recipes.run(made, CancelToken())
    assert kinds(execution) == [(1, "tags"), (2, "run"), (2, "tags"), (3, "file")]
    assert execution.ended is not None
    assert tags(house) == {"a.txt": ["2024", "Invoice", "Post"], "b.txt": ["2024", "Minutes", "Post"]}
    (file,) = out.iterdir()
    assert "Invoice" in file.read_text(encoding="utf-8") or "invoice" in file.read_text(encoding="utf-8")

    again = recipes.run(made, CancelToken())
    assert len(list(out.iterdir())) == 2, "nothing is written over"
    undone = recipes.undo(again.id, files=True)
    assert (undone.documents, len(undone.files), undone.left) == (0, 1, ())
    first = recipes.undo(execution.id)
    assert first.documents == 2
    assert first.left == (str(file),)
    assert tags(house) == {"a.txt": [], "b.txt": []}
    file.write_text("changed", encoding="utf-8")
    kept = recipes.undo(execution.id, files=True)
    assert kept.files == ()
    assert kept.left == (str(file),), "what a person changed stays"
    assert recipes.execution(execution.id).undone is not None


def test_a_step_that_fails_is_told_and_the_rest_goes_on(
    house: House, recipes: Recipes, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    made = recipes.add(recipe("classify document-type", f"save {out} csv", "tag Post"))
    out.rmdir()
    told: list[str] = []
    execution = recipes.run(made, CancelToken(), lambda one: told.append(one.kind))
    assert kinds(execution) == [(1, "run"), (2, "failed"), (3, "tags")]
    assert execution.made[1].facts["code"] == "file-unwritable"
    assert told == ["run", "failed", "tags"]
    assert tags(house)["a.txt"] == ["Post"]


def test_questions_and_tables_of_values_are_asked(house: House, recipes: Recipes) -> None:
    made = recipes.add(recipe("ask How much is due?", "extract invoice", "summarize executive brief"))
    execution = recipes.run(made, CancelToken())
    assert [kind for _, kind in kinds(execution)] == ["run"] * 4
    makers = {house.runs.get(one.facts["run"]).maker for one in execution.made}
    assert makers == {"survey", "extraction", "summary"}
    assert all(one.facts["whole"] for one in execution.made)


def test_new_documents_are_seen_to_once(house: House, recipes: Recipes, tmp_path: Path) -> None:
    made = recipes.add(recipe("tag Seen", new=True, folder=str(tmp_path / "files")))
    assert recipes.run(made, CancelToken()).made[0].facts["documents"] == 2
    assert kinds(recipes.run(made, CancelToken())) == [(1, "nothing")]
    add(house, tmp_path / "files", {"c.txt": "A letter."})
    add(house, tmp_path / "elsewhere", {"d.txt": "Another."})
    assert [one.name for one in recipes.documents(made)] == ["c.txt"]
    add(house, tmp_path / "files", {"a.txt": TEXTS["a.txt"] + "\nMore."})
    assert [one.name for one in recipes.documents(made)] == ["c.txt"], "a file that changed is not new"


def test_a_turn_that_was_missed_is_told_and_taken_once(recipes: Recipes, clock: Clock, house: House) -> None:
    made = recipes.add(recipe("tag Daily", at="daily 07:30"))
    assert recipes.due() == []
    clock.now += 5 * DAY
    (due,) = recipes.due()
    assert due == made
    other = Recipes(house.services, clock)
    assert recipes.claim(due)
    assert not other.claim(due), "nobody else takes it"
    assert recipes.due() == [], "five that were missed are one"
    clock.now += DAY
    assert [one.name for one in recipes.due()] == ["Post"]


def test_a_stopped_execution_is_kept_as_far_as_it_came(recipes: Recipes) -> None:
    made = recipes.add(recipe("tag Post", "tag Later"))
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        recipes.run(made, cancel, lambda _: cancel.cancel())
    (execution,) = recipes.executions()
    assert kinds(execution) == [(1, "tags")]
    assert execution.ended is not None


@pytest.mark.parametrize(
    "wrong",
    [
        recipe(),
        recipe("tag Post", name=" "),
        recipe("dance"),
        recipe("tag"),
        recipe("save /no/such/folder pdf"),
        recipe("save /tmp exe"),
        recipe("summarize executive endless"),
        recipe("tag Post", at="hourly"),
    ],
)
def test_what_cannot_be_done_is_refused_before_it_is_kept(recipes: Recipes, wrong: Recipe) -> None:
    with pytest.raises(RecipeInvalid):
        recipes.add(wrong)
    assert recipes.all() == []


def test_names_are_told_apart_and_what_is_gone_is_told(recipes: Recipes) -> None:
    made = recipes.add(recipe("tag Post", tag="nobody"))
    with pytest.raises(RecipeExists):
        recipes.add(recipe("tag Post", name="POST "))
    with pytest.raises(TagUnknown):
        recipes.run(made, CancelToken())
    recipes.remove("post")
    with pytest.raises(RecipeUnknown):
        recipes.named("post")
    with pytest.raises(RecipeExecutionUnknown):
        recipes.undo(99)
