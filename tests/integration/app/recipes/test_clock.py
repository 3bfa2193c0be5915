"""The clock of recipes: what is due is done while the program runs, once, and never in a loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from house import House

from app.events import Event, RecipesChanged
from app.recipes.clock import RecipeClock
from app.recipes.recipes import Recipes
from app.types import PauseReason
from engine.power import Supply
from rag.runs.types import RunState
from rag.storing.recipes import Recipe, Step

START = datetime(2024, 5, 3, 6, 0)  # noqa: DTZ001 - by the wall's clock; a Friday


class Clock:
    def __init__(self) -> None:
        self.wall = START

    def __call__(self) -> float:
        return self.wall.timestamp()

    def set(self, hours: float) -> None:
        self.wall = START + timedelta(hours=hours)


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, time: Clock) -> Iterator[House]:
    with closing(House(tmp_path / "home", clock=time)) as house:
        add(house, tmp_path / "files", "a.txt", "b.txt")
        yield house


@pytest.fixture
def clock(house: House) -> RecipeClock:
    return house.services.recipes


@pytest.fixture
def recipes(clock: RecipeClock) -> Recipes:
    return clock.recipes


def add(house: House, folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"This is the letter {name}.", encoding="utf-8")
    house.library.add([folder / name for name in names])
    house.library.wait_idle()


def recipe(name: str = "Post", tag: str = "Seen", **rest: object) -> Recipe:
    return Recipe(name, (Step("tag", (tag,)),), **rest)  # type: ignore[arg-type]


def tagged(house: House, tag: str = "Seen") -> list[str]:
    return sorted(one.name for one in house.library.documents() if tag in {each.name for each in one.tags})


def test_a_recipe_is_begun_at_its_time_and_at_its_next(
    house: House, clock: RecipeClock, recipes: Recipes, time: Clock
) -> None:
    recipes.add(recipe(at="daily 07:30"))
    clock.once()
    assert recipes.executions() == []
    time.set(1.5)
    clock.once()
    clock.once()
    assert len(recipes.executions()) == 1
    assert tagged(house) == ["a.txt", "b.txt"]
    time.set(25.5)
    clock.once()
    assert len(recipes.executions()) == 2


def test_what_was_missed_while_the_program_was_closed_is_done_once_at_the_next_start(
    tmp_path: Path, house: House, recipes: Recipes, time: Clock
) -> None:
    recipes.add(recipe(at="daily 07:30"))
    recipes.add(recipe("Paused", "Never", at="daily 07:30", paused=True))
    house.close()
    time.set(5 * 24 + 12)
    with closing(House(tmp_path / "home", clock=time)) as again:
        again.services.recipes.once()
        again.services.recipes.once()
        assert [one.name for one in again.services.recipes.recipes.executions()] == ["Post"]
        due = again.services.recipes.recipes.named("Post").due
        assert due == (START + timedelta(days=6, hours=1.5)).timestamp()


@pytest.mark.parametrize("back", [3.0, 24.0 * 400])
def test_a_clock_that_is_put_back_brings_no_turn_twice_and_loses_none(
    clock: RecipeClock, recipes: Recipes, time: Clock, back: float
) -> None:
    recipes.add(recipe(at="daily 07:30"))
    time.set(2.0)
    clock.once()
    time.set(2.0 - back)
    clock.once()
    assert len(recipes.executions()) == 1
    for day in range(1, 3):  # not lost for more than a day, nor more than once in one
        time.set(2.0 - back + 24 * day)
        clock.once()
        clock.once()
    assert 2 <= len(recipes.executions()) <= 3


def test_documents_that_arrive_are_seen_to_once_and_those_that_were_there_are_not(
    house: House, clock: RecipeClock, recipes: Recipes, tmp_path: Path
) -> None:
    made = recipes.add(recipe(at="arriving", folder=str(tmp_path / "files")))
    clock.once()
    assert recipes.executions() == []
    add(house, tmp_path / "files", "c.txt", "d.txt")
    add(house, tmp_path / "elsewhere", "e.txt")
    clock.once()
    clock.once()
    assert tagged(house) == ["c.txt", "d.txt"]
    assert len(recipes.executions()) == 1
    recipes.pause(made, paused=True)
    add(house, tmp_path / "files", "f.txt")
    clock.once()
    assert tagged(house) == ["c.txt", "d.txt"]
    recipes.pause(recipes.named("Post"), paused=False)
    add(house, tmp_path / "files", "g.txt")
    clock.once()
    assert tagged(house) == ["c.txt", "d.txt", "f.txt", "g.txt"], "what arrived meanwhile is seen to"
    clock.run_soon(made.id)
    clock.once()
    assert tagged(house) == ["a.txt", "b.txt", "c.txt", "d.txt", "f.txt", "g.txt"], "by hand: on all"


def test_a_recipe_that_fails_is_told_and_tried_again_at_its_next_time_only(
    house: House, clock: RecipeClock, recipes: Recipes, time: Clock
) -> None:
    told: list[Event] = []
    house.bus.subscribe(told.append)
    recipes.add(replace(recipe(), tag="gone", at="daily 07:30"))
    time.set(2.0)
    for _ in range(3):
        clock.once()
    (ended,) = [one for one in told if isinstance(one, RecipesChanged) and one.ended]
    assert (ended.name, ended.failed, ended.unasked) == ("Post", True, True)
    assert ended.reason is not None
    assert ended.reason.code == "tag-unknown"
    (execution,) = recipes.executions()
    assert [(one.step, one.kind) for one in execution.made] == [(0, "failed")]
    assert execution.ended is not None
    time.set(26.0)
    clock.once()
    assert len(recipes.executions()) == 2


def test_one_recipe_that_fails_takes_no_other_along(
    house: House, clock: RecipeClock, recipes: Recipes, time: Clock
) -> None:
    recipes.add(replace(recipe("A"), tag="gone", at="daily 07:30"))
    recipes.add(recipe("B", "Mine", at="daily 07:30"))
    recipes.add(replace(recipe("C"), tag="gone", at="arriving", folder="/nowhere"))
    time.set(2.0)
    clock.once()
    assert {one.name for one in recipes.executions()} == {"A", "B"}
    assert tagged(house, "Mine") == ["a.txt", "b.txt"]


def test_it_waits_on_a_battery_that_is_nearly_empty_and_while_a_person_paused_the_work(
    tmp_path: Path, time: Clock
) -> None:
    low = [Supply(on_battery=True, percent=12.0)]
    with closing(House(tmp_path / "home", clock=time, supply=lambda: low[0])) as house:
        add(house, tmp_path / "files", "a.txt")
        clock, recipes = house.services.recipes, house.services.recipes.recipes
        recipes.add(recipe(at="daily 07:30"))
        time.set(2.0)
        house.services.power.check()
        clock.once()
        assert recipes.executions() == []
        low[0] = Supply(on_battery=True, percent=80.0)
        house.services.power.check()
        house.scheduler.pause(True, PauseReason.USER)
        clock.once()
        assert recipes.executions() == []
        house.scheduler.pause(False, PauseReason.USER)
        clock.once()
        assert len(recipes.executions()) == 1


def test_a_library_that_is_only_read_does_nothing(
    house: House, clock: RecipeClock, recipes: Recipes, time: Clock
) -> None:
    recipes.add(recipe(at="daily 07:30"))
    time.set(2.0)
    house.vault.is_damaged(["a page"])
    assert house.vault.read_only is not None
    clock.once()
    clock.start()
    clock.close()
    assert recipes.executions() == []


def test_the_end_of_the_program_leaves_it_and_the_next_start_goes_on_once(
    tmp_path: Path, time: Clock
) -> None:
    with closing(House(tmp_path / "home", clock=time)) as house:
        add(house, tmp_path / "files", "a.txt", "b.txt")
        clock = house.services.recipes
        steps = (Step("tag", ("Seen",)), Step("classify", ("document-type",)), Step("tag", ("Last",)))
        clock.recipes.add(Recipe("Post", steps, at="daily 07:30"))
        time.set(2.0)

        def closes(event: Event) -> None:
            if isinstance(event, RecipesChanged) and clock.doing is not None and clock.doing.step == 1:
                house.runs.close()
                clock.close()

        house.bus.subscribe(closes)
        clock.once()
        assert clock.recipes.open() == [1]
    with closing(House(tmp_path / "home", clock=time)) as house:
        clock = house.services.recipes
        clock.once()
        clock.once()
        (execution,) = clock.recipes.executions()
        assert [(one.step, one.kind) for one in execution.made] == [(1, "tags"), (2, "run"), (3, "tags")]
        assert [one.state for one in house.runs.runs()] == [RunState.DONE]
        assert tagged(house, "Last") == ["a.txt", "b.txt"]


def test_a_thread_of_its_own_does_it(house: House, clock: RecipeClock, recipes: Recipes) -> None:
    made = recipes.add(recipe())
    clock.start()
    clock.run_soon(made.id)
    ended = house.next_event(RecipesChanged, lambda one: one.ended)
    assert (ended.name, ended.failed, ended.unasked) == ("Post", False, False)
    assert tagged(house) == ["a.txt", "b.txt"]
    clock.again_soon(ended.execution)
    house.next_event(RecipesChanged, lambda one: one.ended)
    assert len(recipes.executions()) == 2


def test_what_a_recipe_saved_where_it_watches_does_not_begin_it_again(
    house: House, clock: RecipeClock, recipes: Recipes, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    save = (Step("classify", ("document-type",)), Step("save", (str(folder), "json")))
    recipes.add(Recipe("Own", save, at="arriving", folder=str(folder)))
    recipes.add(Recipe("Other", save, at="arriving", folder=str(folder)))
    add(house, folder, "c.txt")
    for _ in range(4):  # as a watched folder would
        clock.once()
        house.library.add([folder])
        house.library.wait_idle()
    assert sorted(one.name for one in recipes.executions()) == ["Other", "Own"]
    assert len(list(folder.glob("*.json"))) == 2
    own = recipes.named("Own")
    assert [one.name for one in recipes.documents(own)] == ["a.txt", "b.txt", "c.txt", other_file(folder)]


def other_file(folder: Path) -> str:
    return next(one.name for one in folder.glob("Other*.json"))
