"""Which model reads pictures: the one that was chosen, else the best of the user's own, else none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from vision import MODEL, PROJECTOR, noise

from app.events import EventBus
from app.models.models import Models
from app.settings import Settings
from engine.cancel import CancelToken
from engine.errors import ModelMissing
from engine.types import GenerationDone, ModelRole, Sampling


@pytest.fixture
def models(tmp_path: Path) -> Iterator[Models]:
    shelf = Models(tmp_path / "models", Settings(tmp_path / "settings.json"), EventBus())
    yield shelf
    shelf.close()


def put(folder: Path, stem: str) -> None:
    folder.mkdir(parents=True)
    shutil.copy(MODEL, folder / f"{stem}.gguf")
    shutil.copy(PROJECTOR, folder / f"mmproj-{stem}.gguf")


def test_without_one_nothing_reads_pictures(models: Models) -> None:
    assert models.pictures.running is None
    assert models.pictures.name == ""
    with pytest.raises(ModelMissing):
        models.pictures.info()


def test_one_that_is_put_there_is_found_and_used(models: Models, tmp_path: Path) -> None:
    put(tmp_path / "models" / "seeing", "tiny")
    assert models.pictures.name == "tiny-vision"
    events = list(models.pictures.read(noise(), "Read this.", Sampling(max_tokens=2), CancelToken()))
    assert isinstance(events[-1], GenerationDone)
    assert models.pictures.info().name == "tiny-vision"
    assert models.pictures.memory_bytes() > 0
    models.pictures.unload()
    assert models.pictures.memory_bytes() == 0


def test_one_made_for_reading_comes_first_and_another_can_be_chosen(models: Models, tmp_path: Path) -> None:
    put(tmp_path / "models" / "a", "describes")
    put(tmp_path / "models" / "b", "some-ocr")
    assert models.pictures.name == "some-ocr-vision"
    models.use("describes-vision")
    assert models.pictures.name == "describes-vision"
    assert models.pictures.info().name == "describes-vision"
    shutil.rmtree(tmp_path / "models" / "a")
    assert models.pictures.info().name == "some-ocr-vision"


def test_choosing_it_leaves_the_model_that_answers(models: Models, tmp_path: Path) -> None:
    put(tmp_path / "models" / "a", "describes")
    before = models.active()
    models.use("describes-vision")
    assert models.active() == before == "describes"
    roles = {row.model.id: row.model.role for row in models.list() if row.installed}
    assert roles == {"describes": ModelRole.CHAT, "describes-vision": ModelRole.VISION}
