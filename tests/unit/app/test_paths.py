"""Where things are kept, by argument, environment and default."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.paths import HOME_VARIABLE, MODELS_VARIABLE, default_home, make_private, resolve


def test_arguments_come_before_the_environment(tmp_path: Path) -> None:
    paths = resolve(tmp_path / "a", tmp_path / "m")
    assert paths.home == tmp_path / "a"
    assert paths.models == tmp_path / "m"
    assert paths.vault.parent == paths.settings.parent == paths.logs.parent == paths.home


def test_the_environment_comes_before_the_default(fresh_home: Path) -> None:
    assert resolve().home == fresh_home


def test_homes_share_the_models_of_the_platforms_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(HOME_VARIABLE)
    monkeypatch.delenv(MODELS_VARIABLE)
    assert resolve().home == default_home()
    assert resolve().models == default_home() / "models"
    assert resolve(tmp_path / "other").models == default_home() / "models"


def test_a_home_with_models_of_its_own_uses_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MODELS_VARIABLE)
    (tmp_path / "other" / "models").mkdir(parents=True)
    assert resolve(tmp_path / "other").models == tmp_path / "other" / "models"


def test_relative_and_home_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert resolve(Path("here")).home == tmp_path / "here"
    assert resolve(Path("~/there")).home == Path.home() / "there"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_a_private_folder_is_closed_to_others(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "home")
    assert (tmp_path / "a" / "home").stat().st_mode & 0o777 == 0o700
