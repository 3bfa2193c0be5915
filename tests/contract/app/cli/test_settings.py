"""The command for settings; its rows are a contract with scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs.command import Command

from app.options.register import OPTIONS
from app.settings import Settings
from app.types import Appearance

FIELDS = ["setting", "group", "name", "about", "value", "usual", "values", "holds", "organisation"]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


def test_every_setting_is_listed_before_there_is_a_library(command: Command) -> None:
    ran = command("settings", "--json")
    assert ran.status == 0
    assert [row["setting"] for row in ran.rows] == [one.id for one in OPTIONS]
    assert all(list(row) == FIELDS for row in ran.rows)
    row = next(row for row in ran.rows if row["setting"] == "text-size")
    assert (row["value"], row["usual"], row["values"], row["holds"]) == ("100", "100", ["75", "200"], "now")
    guard = next(row for row in ran.rows if row["setting"] == "guard-personal")
    assert (guard["value"], guard["usual"]) == (None, "off")
    assert not (command.home / "vault.db").exists(), "a list makes no library"


def test_one_is_changed_and_had_as_at_first(command: Command) -> None:
    assert command("settings", "set", "appearance", "dark", "--json").row["value"] == "dark"
    assert Settings(command.home / "settings.json").preferences.appearance is Appearance.DARK
    assert "default: system" in command("settings", "find", "dark").out
    assert command("settings", "reset", "appearance", "--json").row["value"] == "system"
    assert command("settings", "reset", "appearance").out == ""  # it is


def test_what_stands_in_the_library_is_kept_there(command: Command, tmp_path: Path) -> None:
    assert command("settings", "set", "guard-personal", "on").status == 1  # no library to stand in
    assert command("library").status == 0
    assert command("settings", "set", "guard-personal", "on", "--json").row["value"] == "on"
    assert command("guards", "list", "--json").rows[1]["on"] is True
    ran = command("settings", "reset", "--all", "--json")
    assert [row["setting"] for row in ran.rows] == ["guard-personal"]
    assert command("guards", "list", "--json").rows[1]["on"] is False


def test_a_list_tells_the_rest_where_the_library_stays_closed(command: Command) -> None:
    assert command("library").status == 0
    command.secret.write_text("not the passphrase\n", encoding="utf-8")
    ran = command("settings", "--json")
    assert ran.status == 1
    assert "passphrase" in ran.err.lower()
    assert [row["setting"] for row in ran.rows] == [one.id for one in OPTIONS]
    assert ran.rows[0]["value"] == "system"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["set", "text-seize", "110"], "text-seize"),
        (["set", "text-size", "900"], "75–200"),
        (["set", "appearance", "plaid"], "system, light, dark"),
        (["set", "models", "x"], "settings find models"),
        (["reset", "models"], "settings find models"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    command: Command, arguments: list[str], told: str
) -> None:
    ran = command("settings", *arguments)
    assert ran.status == 1
    assert told in ran.err
    assert not (command.home / "settings.json").exists()


def test_what_has_no_library_to_stand_in_has_nothing_to_be_reset(command: Command) -> None:
    assert command("settings", "set", "appearance", "dark").status == 0
    ran = command("settings", "reset", "--all", "--json")
    assert (ran.status, [row["setting"] for row in ran.rows]) == (0, ["appearance"])
    ran = command("settings", "reset", "guard-personal")
    assert ran.status == 1
    assert "inside Confidant" not in ran.err
    assert not (command.home / "vault.db").exists()


def test_nothing_found_says_so(command: Command) -> None:
    ran = command("settings", "find", "zyxwvut")
    assert (ran.status, ran.out) == (1, "")
    assert "No setting is called that" in ran.err
