"""Every kind of step: what it makes of documents, and that what it cannot do takes nothing else along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import House

from app.errors import AppError
from app.recipes.recipes import Recipes
from app.recipes.steps.register import STEPS, check
from engine.cancel import CancelToken
from engine.errors import Fault
from rag.reading.reader import DocumentReader
from rag.storing.recipes import Execution, Recipe, Step

MONTHS = [f"20{20 + at // 12}-{at % 12 + 1:02}-01,{100 + at}" for at in range(36)]
TEXTS = {
    "letter.txt": "From: Ms Clara Winter, Lindenweg 4, 10115 Berlin\nIBAN DE02 1203 0000 0000 2020 51\n"
    "The lift of house 4 has been broken since 3 May 2024.",
    "contract.txt": "Non-disclosure agreement\n\nThe receiving party keeps what it is told secret for ten "
    "years.\nThis agreement is governed by the laws of Germany.",
    "sales.csv": "\n".join(["Month,Turnover", *MONTHS]),
    "names.csv": "Name,Town\nAnna,Bonn\nBert,Köln\n",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home", reader=DocumentReader())) as house:
        folder = tmp_path / "files"
        folder.mkdir()
        for name, text in TEXTS.items():
            (folder / name).write_text(text, encoding="utf-8")
        house.library.add([folder])
        house.library.wait_idle()
        yield house


@pytest.fixture
def recipes(house: House) -> Recipes:
    return house.services.recipes.recipes


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def run(recipes: Recipes, *steps: Step) -> Execution:
    return recipes.run(recipes.add(Recipe("All", steps)), CancelToken())


def kinds(execution: Execution) -> list[tuple[int, str]]:
    return [(one.step, one.kind) for one in execution.made]


def test_every_kind_that_comes_to_kept_work(house: House, recipes: Recipes, out: Path) -> None:
    execution = run(
        recipes,
        Step("playbook", ("nda",)),
        Step("moderate", ("Flagged",)),
        Step("contradictions", ()),
        Step("draft", ("summary",)),
        Step("look", ()),
        Step("save", (str(out), "docx")),
    )
    assert kinds(execution) == [
        (1, "run"),
        (2, "run"),
        (2, "tags"),
        (3, "run"),
        *[(4, "run")] * len(TEXTS),
        (5, "nothing"),  # nothing was read poorly
        *[(6, "file")] * (3 + len(TEXTS)),
    ]
    made = [house.runs.get(one.facts["run"]).maker for one in execution.made if one.kind == "run"]
    assert made == ["playbook", "moderation", "contradictions", *["draft"] * len(TEXTS)]
    assert all(one.stat().st_size > 1000 for one in out.iterdir())


def test_copies_without_personal_data_and_forecasts_are_written_and_undone(
    house: House, recipes: Recipes, out: Path
) -> None:
    redact, forecast = Step("redact", (str(out),)), Step("forecast", (str(out), "xlsx", "6"))
    execution = run(recipes, redact, forecast, Step("tag", ("Done",)))
    made = [one for one in execution.made if one.step == 1]
    assert [one.kind for one in made] == ["file"] * len(TEXTS)
    (letter,) = out.glob("letter*")
    assert "Winter" not in letter.read_text(encoding="utf-8")
    assert "lift of house 4" in letter.read_text(encoding="utf-8")
    assert [(one.kind, one.facts.get("document")) for one in execution.made if one.step == 2] == [
        ("failed", "names.csv"),
        ("file", next(one.id for one in house.library.documents() if one.name == "sales.csv")),
    ]
    assert len(list(out.glob("sales*.xlsx"))) == 1
    assert execution.made[-1].kind == "tags", "a table that cannot be forecast takes nothing else along"
    undone = recipes.undo(execution.id, files=True)
    assert len(undone.files) == len(TEXTS) + 1
    assert list(out.iterdir()) == []


def test_without_tables_or_kept_work_there_is_nothing_to_forecast_or_save(
    house: House, recipes: Recipes, out: Path
) -> None:
    letter = next(one.id for one in house.library.documents() if one.name == "letter.txt")
    house.services.tagging.put([letter], ["Letters"])
    steps = (Step("forecast", (str(out), "png")), Step("save", (str(out), "csv")))
    made = recipes.run(recipes.add(Recipe("R", steps, tag="Letters")), CancelToken()).made
    assert [one.kind for one in made] == ["nothing", "nothing"]


def test_a_folder_that_is_gone_fails_once_and_not_for_each_document(recipes: Recipes, out: Path) -> None:
    made = recipes.add(Recipe("R", (Step("redact", (str(out),)), Step("tag", ("Done",)))))
    out.rmdir()
    assert kinds(recipes.run(made, CancelToken())) == [(1, "failed"), (2, "tags")]


@pytest.mark.parametrize(
    "step",
    [
        Step("classify", ("no-such",)),
        Step("classify", ("document-type", "flags")),
        Step("extract", ("no-such",)),
        Step("playbook", ("no-such",)),
        Step("summarize", ("executive", "endless")),
        Step("redact", ("/no/such/folder",)),
        Step("forecast", ("/tmp", "docx")),
        Step("forecast", ("/no/such/folder", "png")),
        Step("save", ("/tmp", "exe")),
        Step("tag", (" , ",)),
        Step("dance", ("wildly",)),
        *(Step(name, ()) for name, kind in STEPS.items() if kind.least),
    ],
)
def test_words_that_a_step_cannot_be_done_with_are_refused(step: Step) -> None:
    with pytest.raises(Fault):
        check(step)


def test_a_recipe_is_changed_removed_and_brought_back_with_what_it_knew(
    house: House, recipes: Recipes
) -> None:
    made = recipes.add(Recipe("Post", (Step("tag", ("Seen",)),), new=True, at="daily 07:30"))
    recipes.run(made, CancelToken())
    other = Recipe("Mail", (Step("tag", ("Other",)),), new=True, at="monthly 31 8:05", id=made.id)
    changed = recipes.change(other)
    assert (changed.id, changed.name, changed.at) == (made.id, "Mail", "monthly 31 8:05")
    assert changed.due != made.due
    assert recipes.documents(changed) == [], "it has seen to all"
    removed = recipes.remove("mail")
    assert recipes.all() == []
    recipes.restore(removed)
    assert recipes.all() == [changed]
    assert recipes.documents(changed) == []
    assert [one.recipe_id for one in recipes.executions()] == [made.id]
    again = recipes.go_on(recipes.again(1), CancelToken())
    assert again.made[0].facts["documents"] == len(TEXTS), "over the same documents, as the recipe is now"
    with pytest.raises(AppError):
        recipes.change(Recipe("Mail", (), id=made.id))
