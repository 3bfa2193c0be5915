"""What the doctor tells of this process's own memory, of matters, of servers and of a policy of one's own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import app.doctor
from app.doctor import Doctor, Finding, Health
from app.elsewhere.allowed import note_place
from app.events import EventBus
from app.matters.matters import Matters
from app.models.models import Models
from app.models.sparing import MemoryUse, Sparing
from app.paths import Paths
from app.settings import Settings
from engine.remote.places import Place
from engine.secret_memory import Kept
from rag.storing.vault import Vault


@pytest.mark.parametrize(("locked", "health"), [(True, Health.GOOD), (False, Health.LIMITED)])
def test_a_key_that_may_be_swapped_out_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, locked: bool, health: Health
) -> None:
    monkeypatch.setattr(app.doctor, "grants", lambda: Kept(locked, undumped=True))
    paths = Paths(tmp_path / "home", tmp_path / "models")
    with closing(Models(paths.models, Settings(paths.settings), EventBus())) as models:
        found = [
            one for one in Doctor(paths, models, load_model=False)._own_process() if "swap" in one.detail
        ]
    assert [one.health for one in found] == [health]
    assert bool(found[0].remedy) is not locked


def told_of_matters(tmp_path: Path) -> list[Finding]:
    paths = Paths(tmp_path / "home", tmp_path / "models")
    with closing(Models(paths.models, Settings(paths.settings), EventBus())) as models:
        return list(Doctor(paths, models, load_model=False)._matters())


def test_matters_are_counted_without_their_names(tmp_path: Path) -> None:
    assert told_of_matters(tmp_path) == []
    paths = Paths(tmp_path / "home", tmp_path / "models")
    with closing(Vault.create(paths.vault, bytes(32))) as vault:
        matters = Matters(paths, vault)
        matters.new("Crane")
        matters.new("Wall", "a wall of its own")
    (found,) = told_of_matters(tmp_path)
    assert (found.health, "Crane" in found.detail) == (Health.GOOD, False)
    assert found.detail.startswith("2, ")
    assert "1 that only a passphrase opens" in found.detail
    (paths.matters / "half").mkdir()
    assert [one.health for one in told_of_matters(tmp_path)] == [Health.LIMITED, Health.GOOD]


def test_a_policy_of_the_house_is_told_and_what_is_wrong_with_it(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home", tmp_path / "models")

    def told() -> list[Finding]:
        with closing(Models(paths.models, Settings(paths.settings), EventBus())) as models:
            return list(Doctor(paths, models, load_model=False)._policy())

    assert told() == []
    paths.moderation.parent.mkdir(parents=True)
    for text, health, words in (
        ('[category.food]\nwords = ["cauliflower"]\n', Health.GOOD, "is applied"),
        ('[food]\nwords = ["cauliflower"]\n', Health.GOOD, "older form"),
        ("[category.food", Health.LIMITED, "line 1"),
    ):
        paths.moderation.write_text(text, encoding="utf-8")
        (found,) = told()
        assert (found.health, words in found.detail) == (health, True)
    paths.moderation.write_bytes(b"\xff\xfe\x00")
    (found,) = told()
    assert "cannot be read" in found.detail
    assert "line" not in found.detail


def test_servers_that_were_allowed_are_told_with_where_they_are(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home", tmp_path / "models")
    note_place(paths.shared, Place("box.lan", 8000, True, "10.0.0.6", "ab" * 32))
    with closing(Models(paths.models, Settings(paths.settings), EventBus())) as models:
        found = list(Doctor(paths, models, load_model=False)._seal())
    (told,) = [one for one in found if "box.lan" in one.detail]
    assert told.subject == "Shared collections"
    assert "https://box.lan:8000 may be asked, at 10.0.0.6" in told.detail


@pytest.mark.parametrize(("use", "told"), [(MemoryUse.LITTLE, True), (MemoryUse.MUCH, False)])
def test_models_that_go_easy_on_memory_are_told(tmp_path: Path, use: MemoryUse, told: bool) -> None:
    paths = Paths(tmp_path / "home", tmp_path / "models")
    Sparing(paths.models).switch(use)
    with closing(Models(paths.models, Settings(paths.settings), EventBus())) as models:
        memory = list(Doctor(paths, models, load_model=False)._hardware())[1]
    assert ("models go easy on it" in memory.detail) is told
