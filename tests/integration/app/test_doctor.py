"""What the doctor tells of this process's own memory."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import app.doctor
from app.doctor import Doctor, Health
from app.events import EventBus
from app.models.models import Models
from app.paths import Paths
from app.settings import Settings
from engine.secret_memory import Kept


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
