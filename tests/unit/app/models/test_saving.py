"""What the battery makes of the model that answers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.models.saving import Saving
from app.settings import Settings
from app.types import BatteryModel, BatteryThreads
from engine.power import Supply


class Laptop:
    def __init__(self, folder: Path) -> None:
        self.settings = Settings(folder / "settings.json")
        self.supply = Supply(on_battery=True, percent=50.0)
        self.now = 0.0
        self.looks = 0
        self.saving = Saving(self.settings, self.look, lambda: self.now)

    def look(self) -> Supply:
        self.looks += 1
        return self.supply


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


def model(name: str, size: int) -> Any:
    return SimpleNamespace(id=name, size=size)


@pytest.mark.parametrize(("usual", "fewer"), [(1, 1), (2, 1), (3, 2), (8, 4)])
def test_half_of_the_cores_compute_on_battery(laptop: Laptop, usual: int, fewer: int) -> None:
    assert laptop.saving.threads(usual) == fewer
    laptop.settings.update(battery_threads=BatteryThreads.ALL)
    assert laptop.saving.threads(usual) is None


def test_plugged_in_all_of_them_compute_and_the_supply_is_not_asked_all_the_time(laptop: Laptop) -> None:
    assert laptop.saving.threads(4) == 2
    laptop.supply = Supply(on_battery=False)
    laptop.now = 1.0
    assert laptop.saving.threads(4) == 2
    laptop.now = 10.0
    assert laptop.saving.threads(4) is None
    assert laptop.looks == 2


@pytest.mark.parametrize("supply", [Supply(), Supply(on_battery=False)])
def test_without_a_battery_nothing_changes(laptop: Laptop, supply: Supply) -> None:
    laptop.supply = supply
    laptop.settings.update(battery_model=BatteryModel.SMALLER)
    large, small = model("large", 9), model("small", 1)
    assert laptop.saving.threads(4) is None
    assert laptop.saving.instead(large, [large, small]) is large


def test_a_smaller_model_answers_where_that_is_wanted(laptop: Laptop) -> None:
    large, middle, small = model("large", 9), model("middle", 5), model("small", 1)
    there = [small, large, middle]
    assert laptop.saving.instead(large, there) is large
    laptop.settings.update(battery_model=BatteryModel.SMALLER)
    assert laptop.saving.instead(large, there) is middle
    assert laptop.saving.instead(small, there) is small
