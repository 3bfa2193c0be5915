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
from app.models.scales import KeptScales
from app.settings import Settings
from engine.cancel import CancelToken
from engine.cosines import CosineScale
from engine.errors import ModelMissing
from engine.provision.catalogue import Catalogue


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


def test_what_its_cosines_mean_is_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models"
    shutil.copytree(model_path(EMBEDDER), folder / "my-embedder", copy_function=os.link)
    Settings(tmp_path / "settings.json").update(embedder="my-embedder")
    models = shelf(tmp_path)
    try:
        measured = models.embedder.scale
    finally:
        models.close()
    known = Catalogue.load().get(EMBEDDER).scale
    assert known is not None
    assert set(measured.marks) == set(known.marks)

    def again(*_: object) -> None:
        raise AssertionError("it was measured already")

    monkeypatch.setattr("engine.embedding.embedder.calibrated", again)
    later = shelf(tmp_path)
    try:
        assert later.embedder.scale == measured
    finally:
        later.close()
    # Of other bytes nothing is known, nor with another probe.
    monkeypatch.setattr("app.models.scales.probe", lambda: "another")
    other = shelf(tmp_path)
    try:
        with pytest.raises(AssertionError):
            _ = other.embedder.scale
    finally:
        other.close()


def test_a_kept_measurement_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    kept = KeptScales(tmp_path)
    kept.put("a", CosineScale({"en": (0.1, 0.2, 0.3, 0.4)}))
    assert kept.get("a") == CosineScale({"en": (0.1, 0.2, 0.3, 0.4)})
    (written,) = (tmp_path / ".measured").iterdir()
    for damaged in ("", "[]", '{"probe": 1}', written.read_text().replace("0.4", '"x"')):
        written.write_text(damaged)
        assert kept.get("a") is None
    assert kept.get("b") is None


def listed(folder: Path, model_id: str) -> None:
    """Put files of the sizes that the catalogue tells into the models folder; nothing of them is read."""
    model = Catalogue.load().get(model_id)
    for file in model.files:
        path = model.folder_in(folder) / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.truncate(file.size)


def test_one_for_many_languages_is_suggested_where_documents_are_not_english(tmp_path: Path) -> None:
    shutil.copytree(model_path(EMBEDDER), tmp_path / "models" / EMBEDDER, copy_function=os.link)
    models = shelf(tmp_path)
    try:
        assert models.suggested({"en": 40}) is None
        assert models.suggested({"en": 40, "de": 3}) is None, "a few are found by their words"
        assert models.suggested({}) is None
        found = models.suggested({"en": 4, "fr": 1, "de": 3})
        assert found is not None
        assert (found.languages, found.documents, found.among) == (("de", "fr"), 4, 8)
        assert (found.model.multilingual, found.installed) == (True, False)
        listed(tmp_path / "models", "paraphrase-multilingual-minilm-l12-v2")
        there = models.suggested({"de": 3})
        assert there is not None
        assert (there.model.id, there.installed) == ("paraphrase-multilingual-minilm-l12-v2", True)
        models.use(there.model.id)
        assert models.suggested({"de": 3}) is None, "it is what is used from the next start"
    finally:
        models.close()


def test_nothing_is_suggested_where_no_embedder_is_there(tmp_path: Path) -> None:
    models = shelf(tmp_path)
    assert models.suggested({"de": 3}) is None
    models.close()
