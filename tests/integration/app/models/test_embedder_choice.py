"""The embedding model of a library: the one that comes with the program, or the user's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from models import model_path

from app.events import EventBus
from app.models.models import Models
from app.models.roles import EMBEDDER
from app.settings import Settings
from engine.cancel import CancelToken
from engine.errors import ModelMissing


def shelf(tmp_path: Path) -> Models:
    return Models(tmp_path / "models", Settings(tmp_path / "settings.json"), EventBus())


def test_another_embedding_model_is_used_from_the_next_start(tmp_path: Path) -> None:
    for name in (EMBEDDER, "my-embedder"):
        shutil.copytree(model_path(EMBEDDER), tmp_path / "models" / name, copy_function=os.link)
    models = shelf(tmp_path)
    try:
        assert models.embedder.name.startswith(f"{EMBEDDER}/")
        models.use("my-embedder")
        assert models.embedder.name.startswith(f"{EMBEDDER}/")  # vectors of two models never mix
    finally:
        models.close()
    later = shelf(tmp_path)
    try:
        assert later.embedder.name.startswith("my-embedder/")
        assert later.embedder.embed(["a text"], CancelToken()).shape == (1, later.embedder.dimension)
    finally:
        later.close()


def test_one_that_is_gone_gives_way_to_the_one_that_comes_with_the_program(tmp_path: Path) -> None:
    shutil.copytree(model_path(EMBEDDER), tmp_path / "models" / EMBEDDER, copy_function=os.link)
    Settings(tmp_path / "settings.json").update(embedder="my-embedder")
    models = shelf(tmp_path)
    assert models.embedder.name.startswith(f"{EMBEDDER}/")
    with pytest.raises(ModelMissing):
        models.use("my-embedder")
    models.close()
