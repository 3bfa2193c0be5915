"""Preferences survive a restart; a damaged file does not stop the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Preferences, Settings
from app.types import Appearance


def test_preferences_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "home" / "settings.json"
    Settings(file).update(appearance=Appearance.DARK, text_scale=1.5, model="tiny-chat")
    kept = Settings(file).preferences
    assert kept == Preferences(appearance=Appearance.DARK, text_scale=1.5, model="tiny-chat")


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"', '{"appearance": "plaid", "text_scale": "big"}'])
def test_a_damaged_file_counts_as_absent(tmp_path: Path, content: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(content, encoding="utf-8")
    assert Settings(file).preferences == Preferences()


def test_what_is_not_known_is_passed_over_and_the_rest_taken(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"from_the_future": 1, "text_scale": 9, "model": "tiny-chat"}', encoding="utf-8")
    assert Settings(file).preferences == Preferences(text_scale=2.0, model="tiny-chat")


def test_a_folder_that_cannot_be_written_loses_the_change_only(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / "file" / "settings.json")
    assert settings.update(model="tiny-chat").model == "tiny-chat"
    assert settings.preferences.model == "tiny-chat"


def test_two_that_have_a_file_open_lose_nothing_of_each_other(tmp_path: Path) -> None:
    """The window and its services each have one, and so has a command beside them: what one kept was
    overwritten by the next change of the other, a chosen model by the place of the window at its end.
    """
    file = tmp_path / "settings.json"
    window, services = Settings(file), Settings(file)
    services.update(model="tiny-chat")
    window.update(geometry="AdnQ")
    assert window.preferences == services.preferences == Settings(file).preferences
    assert services.preferences == Preferences(model="tiny-chat", geometry="AdnQ")


def test_what_could_not_be_kept_holds_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.update(model="tiny-chat")
    settings.update(appearance=Appearance.DARK)
    assert settings.preferences == Preferences(model="tiny-chat", appearance=Appearance.DARK)
