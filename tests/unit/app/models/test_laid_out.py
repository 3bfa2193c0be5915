"""Models that lie ready for everybody are used where they lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.models.laid_out import lay_out, places


def _model(place: Path, name: str, says: str = "weights") -> Path:
    (place / name).mkdir(parents=True)
    (place / name / "model.gguf").write_text(says)
    return place / name


def test_a_model_that_lies_ready_is_there_for_a_person_who_has_none(tmp_path: Path) -> None:
    _model(tmp_path / "shared", "starter")
    own = tmp_path / "home" / "models"
    lay_out(own, [tmp_path / "nowhere", tmp_path / "shared"])
    assert (own / "starter" / "model.gguf").read_text() == "weights"
    lay_out(own, [tmp_path / "shared"])
    assert [one.name for one in own.iterdir()] == ["starter"]


def test_what_a_person_has_stays_and_the_first_place_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "models"
    _model(own, "starter", "own")
    _model(tmp_path / "stick", "other", "of the stick")
    for name in ("starter", "other"):
        _model(tmp_path / "shared", name, "shared")
    lay_out(own, [tmp_path / "stick", tmp_path / "shared"])
    assert (own / "starter" / "model.gguf").read_text() == "own"
    assert (own / "other" / "model.gguf").read_text() == "of the stick"


def test_links_to_what_was_taken_away_go_and_staging_is_no_model(tmp_path: Path) -> None:
    shared, own = tmp_path / "shared", tmp_path / "models"
    gone = _model(shared, "starter")
    _model(shared, ".staging")
    lay_out(own, [shared])
    gone.rename(tmp_path / "elsewhere")
    lay_out(own, [shared])
    assert list(own.iterdir()) == []


def test_nothing_is_made_where_nothing_lies_ready(tmp_path: Path) -> None:
    lay_out(tmp_path / "models", [tmp_path / "nowhere"])
    assert not (tmp_path / "models").exists()
    own = tmp_path / "own"
    _model(own, "starter")
    lay_out(own, [own])  # the same folder
    assert not (own / "starter").is_symlink()


def test_a_packaged_program_looks_beside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "confidant" / "confidant"))
    assert list(places())[:2] == [tmp_path / "confidant" / "models", tmp_path / "models"]
    monkeypatch.delattr(sys, "frozen")
    assert all(tmp_path not in place.parents for place in places())


@pytest.mark.parametrize(
    ("platform", "shared"),
    [
        ("linux", ["/usr/local/share/confidant/models", "/usr/share/confidant/models"]),
        ("darwin", ["/Library/Application Support/Confidant/models"]),
        ("win32", []),  # the program's own folder, which is the first of a packaged program
    ],
)
def test_each_system_has_a_place_where_only_administrators_write(
    platform: str, shared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert [place.as_posix() for place in places()] == shared
