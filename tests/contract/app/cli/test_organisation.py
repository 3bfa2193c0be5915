"""What an administrator has set: told by the command line, and refused there with words."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest
from programs.command import Command
from tiny_gguf import tiny

from app import __main__ as program
from app.errors import PolicyUnreadable
from app.organisation import held, reading
from app.organisation.rules import Rules
from app.paths import Paths
from app.settings import Settings
from app.types import LockAfter
from engine.hashing import sha256_of

Hold = Callable[..., None]  # has rules hold, given by their names

SOURCE = "/etc/confidant/policy.toml"


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Hold:
    def hold(**rules: object) -> None:
        monkeypatch.setattr(held, "_rules", Rules(**rules, source=SOURCE))  # type: ignore[arg-type]

    return hold


def row_of(command: Command, setting: str) -> dict[str, object]:
    return next(row for row in command("settings", "--json").rows if row["setting"] == setting)


def test_without_a_policy_nothing_is_told(command: Command) -> None:
    assert all(row["organisation"] is None for row in command("settings", "--json").rows)


def test_the_lock_has_a_ceiling_below_which_everybody_chooses(command: Command, hold: Hold) -> None:
    assert command("settings", "set", "lock-after", "off").status == 0
    hold(lock_after_minutes=30)
    row = row_of(command, "lock-after")
    assert (row["value"], row["values"]) == ("15", ["5", "15"])
    assert row["organisation"] == "Set by your organisation. It locks after 30 minutes at most."
    ran = command("settings", "set", "lock-after", "60")
    assert ran.status == 1
    assert "at most" in ran.err
    assert "confidant doctor" in ran.err
    assert command("settings", "set", "lock-after", "5", "--json").row["value"] == "5"
    hold(lock_after_minutes=None)
    assert row_of(command, "lock-after")["value"] == "5", "what was chosen stays the user’s"


def test_a_ceiling_is_not_written_into_what_the_user_chose(command: Command, hold: Hold) -> None:
    settings = Settings(command.home / "settings.json")
    settings.update(lock_after=LockAfter.HOUR)
    hold(lock_after_minutes=5)
    assert settings.preferences.lock_after is LockAfter.FIVE
    settings.update(text_scale=1.5)
    hold()
    assert settings.preferences.lock_after is LockAfter.HOUR
    assert settings.preferences.text_scale == 1.5


def test_a_reset_does_not_touch_it(command: Command, hold: Hold) -> None:
    hold(lock_after_minutes=5)
    assert command("settings", "reset", "lock-after").status == 1
    assert command("settings", "set", "appearance", "dark").status == 0
    ran = command("settings", "reset", "--all", "--json")
    assert ran.status == 0
    assert [row["setting"] for row in ran.rows] == ["appearance"]
    assert Settings(command.home / "settings.json").preferences.lock_after is LockAfter.FIVE


@pytest.mark.parametrize(("set_so", "value", "other"), [(True, "on", "off"), (False, "off", "on")])
def test_whether_words_are_logged_is_decided(
    command: Command, hold: Hold, set_so: bool, value: str, other: str
) -> None:
    assert command("library").status == 0
    assert command("settings", "set", "log-words", other).status == 0
    hold(audit_words=set_so)
    row = row_of(command, "log-words")
    assert (row["value"], row["values"]) == (value, [value])
    for asked in (["settings", "set", "log-words", other], ["audit", "content", other]):
        ran = command(*asked)
        assert ran.status == 1, asked
        assert "Set by your organisation" in ran.err
    assert row_of(command, "log-words")["value"] == value


def test_nothing_is_fetched_but_a_folder_still_gives(command: Command, hold: Hold) -> None:
    hold(fetch_models=False)
    ran = command("models", "get", "starter")
    assert ran.status == 1
    assert "No model is fetched over the network" in ran.out
    standby = program._standby(
        argparse.Namespace(command="models", action="get"), Paths(command.home, command.models)
    )
    assert standby is None, "the process that could fetch is not even started"


def test_only_models_that_are_allowed_are_listed_got_and_used(command: Command, hold: Hold) -> None:
    every = [row["id"] for row in command("models", "list", "--all", "--json").rows]
    chosen = next(one for one in every if "qwen" in one.lower())
    hold(allowed_models=frozenset({chosen}))
    listed = [row["id"] for row in command("models", "list", "--all", "--json").rows]
    assert chosen in listed
    assert len(listed) == 2, "it, and the one that searches"
    other = next(one for one in every if one not in listed)
    for action in ("get", "use"):
        ran = command("models", action, other)
        assert ran.status == 1
        assert "not among those that may be used" in ran.out, action


def test_a_file_of_ones_own_is_known_by_its_bytes(command: Command, hold: Hold, tmp_path: Path) -> None:
    file = tiny().save(tmp_path / "own.gguf")
    hold(allowed_models=frozenset({"own"}))
    ran = command("models", "add", file)
    assert ran.status == 1
    assert "not among those that may be used" in ran.out
    hold(allowed_models=frozenset({sha256_of(file)}))
    assert command("models", "add", file).status == 0
    assert "own" in [row["id"] for row in command("models", "list", "--json").rows]
    hold(allowed_models=frozenset({"0" * 64}))
    assert "own" not in [row["id"] for row in command("models", "list", "--json").rows]


def test_the_keyring_stays_where_it_is_required(command: Command, hold: Hold) -> None:
    hold(keyring_required=True)
    ran = command("library")  # this computer has none
    assert ran.status == 1
    assert "keyring has to be able to open the library" in ran.err
    assert not (command.home / "vault.db").exists()
    assert "keyring stays" in str(row_of(command, "keys")["organisation"])


def test_a_library_that_was_made_without_a_keyring_is_refused_where_there_is_none(
    command: Command, hold: Hold
) -> None:
    assert command("library").status == 0
    hold(keyring_required=True)
    ran = command("library")
    assert ran.status == 1
    assert "ask whoever administers it" in ran.err
    hold()
    assert command("library").status == 0, "it is as it was"


def test_the_doctor_tells_what_is_set_and_what_was_passed_over(command: Command, hold: Hold) -> None:
    hold(fetch_models=False, keys=("fetch-models",), unknown=("fetch_models",))
    rows = command("doctor", "--json").rows
    (row,) = [row for row in rows if row["subject"] == "Rules of the organisation"]
    assert row["health"] == "limited"
    assert f"from {SOURCE}: fetch-models" in row["detail"]
    assert "fetch_models" in row["remedy"]
    assert "lock-after-minutes" in row["remedy"]


def test_a_policy_that_cannot_be_read_lets_nothing_begin(
    command: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused() -> Rules:
        raise PolicyUnreadable(path=SOURCE, reason="writable")

    monkeypatch.setattr(reading, "read", refused)
    monkeypatch.setattr("engine.sealing.own_process.close_to_others", lambda: None)
    monkeypatch.setattr("engine.workers.spinning.sleep_early", lambda: None)
    assert program.main([*command.options, "library"]) == 1
    told = capsys.readouterr()
    assert "chmod go-w" in told.err
    assert told.out == ""
    assert not command.home.exists()
