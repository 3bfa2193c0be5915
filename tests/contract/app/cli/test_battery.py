"""The command for what happens on battery; its row is a contract with scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs.command import Command

from app.cli.commands import battery
from app.types import BatteryModel, BatteryThreads, BatteryUse


def test_it_tells_and_changes_what_is_kept(tmp_path: Path) -> None:
    command = Command(tmp_path / "home", tmp_path / "models")
    row = command("battery", "--json").row
    assert set(row) == {"on_battery", "percent", "work", "cores", "answers"}
    assert (row["work"], row["cores"], row["answers"]) == ("pause", "fewer", "same")
    ran = command("battery", "--work", "go-on", "--cores", "all", "--answers", "smaller")
    assert ran.status == 0
    assert "on all cores" in ran.out
    row = command("battery", "--json").row
    assert (row["work"], row["cores"], row["answers"]) == ("go-on", "all", "smaller")
    with pytest.raises(SystemExit):
        command("battery", "--cores", "none")


def test_what_can_be_chosen_is_what_is_kept() -> None:
    kinds = {"work": BatteryUse, "cores": BatteryThreads, "answers": BatteryModel}
    assert {name: tuple(one.value for one in kind) for name, kind in kinds.items()} == battery._CHOICES
