"""Every role of models, by its row: recognised, chosen, unloaded, listed, known to the doctor."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from models import model_path
from programs.command import Command
from rerankers import tiny_reranker
from vision import MODEL, PROJECTOR

from app.doctor import Doctor
from app.events import EventBus
from app.models.models import Models
from app.models.roles import CODING, EMBEDDER, ROLES, SPECIALISTS, Role, role_of
from app.paths import Paths
from app.settings import Settings
from app.types import ModelUse
from app.words.models import kind_words, state_words, use_words
from engine.cancel import CancelToken
from engine.provision.catalogue import Catalogue, CatalogueModel, ModelFile
from engine.types import ModelRole


def answering(folder: Path) -> list[Path]:
    return [Path(shutil.copy(MODEL, folder / "mine.gguf"))]


def seeing(folder: Path) -> list[Path]:
    return [*answering(folder), Path(shutil.copy(PROJECTOR, folder / "mmproj-mine.gguf"))]


def recognising(folder: Path) -> list[Path]:
    rapidocr = pytest.importorskip("rapidocr")
    held = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
    return [Path(shutil.copy(held, folder / "mine.onnx"))]


def finding(folder: Path) -> list[Path]:
    shutil.copytree(model_path(EMBEDDER), folder / "mine", copy_function=os.link)
    return [folder / "mine"]


def hearing(folder: Path) -> list[Path]:
    shutil.copytree(model_path("whisper-tiny.en"), folder / "mine")
    return [folder / "mine"]


def telling_apart(folder: Path) -> list[Path]:
    held = model_path("campplus") / "campplus_cn_en_common.pt"
    return [Path(shutil.copy(held, folder / "mine.pt"))]


def ordering(folder: Path) -> list[Path]:
    return [tiny_reranker(folder / "mine")]


@dataclass(frozen=True, slots=True)
class Sample:
    """The user's own files that make a model of the role, and what loads it."""

    files: Callable[[Path], Sequence[Path]]
    load: Callable[[Models], object] | None  # None where no process of its own holds it


SAMPLES: dict[ModelUse, Sample] = {
    ModelUse.ANSWERS: Sample(answering, lambda models: models.generator.info()),
    ModelUse.SEES: Sample(seeing, lambda models: models.pictures.info()),
    ModelUse.READS_LINES: Sample(recognising, None),
    ModelUse.HEARS: Sample(hearing, lambda models: models.hearer.start()),
    ModelUse.TELLS_APART: Sample(telling_apart, None),
    ModelUse.FINDS: Sample(finding, lambda models: models.embedder.start()),
    ModelUse.RERANKS: Sample(ordering, lambda models: models.reranker.start()),
}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "home", tmp_path / "models")


@pytest.fixture
def models(paths: Paths) -> Iterator[Models]:
    shelf = Models(paths.models, Settings(paths.settings), EventBus())
    yield shelf
    shelf.close()


def test_every_role_has_a_sample_here() -> None:
    assert set(SAMPLES) | {role.use for role in SPECIALISTS} == {role.use for role in ROLES}


OTHERS = [role for role in ROLES if role not in SPECIALISTS]


@pytest.mark.parametrize("role", OTHERS, ids=lambda role: role.use)
def test_a_role(role: Role[Any], models: Models, paths: Paths, tmp_path: Path) -> None:
    sample = SAMPLES[role.use]
    (tmp_path / "own").mkdir()

    added = models.add(sample.files(tmp_path / "own"), lambda _: None, CancelToken())
    rows = {row.model.id: row for row in models.list()}
    (mine,) = [one for one in added if role_of(rows[one].model) is role]
    assert rows[mine].purpose is role.use

    assert models.use(mine) is role.use
    assert getattr(Settings(paths.settings).preferences, role.setting) == mine
    (used,) = [row for row in models.list() if row.used_for is role.use]
    assert used.model.id == mine

    held = models.of(role)
    if sample.load is not None:
        assert held.running is None
        sample.load(models)
        assert held.memory_bytes() > 0
    assert held.running is not None
    assert held.running.id == mine
    held.unload()
    assert held.memory_bytes() == 0

    ran = Command(paths.home, paths.models)("models", "list", "--json")
    assert {row["id"]: row["used_for"] for row in ran.rows}[mine] == role.use.value
    (told,) = [one for one in Doctor(paths, models, load_model=False).examine() if one.subject == "Models"]
    assert f"{mine} (" in told.detail

    assert kind_words(role.use)
    assert state_words(used)
    assert use_words(role.use)


def entry(kind: ModelRole, name: str) -> CatalogueModel:
    return CatalogueModel("mine", "", "", kind, 0, "", 0, (ModelFile(name, 0, ""),), ())


@pytest.mark.parametrize("name", ["mine.gguf", "mine.onnx"])
@pytest.mark.parametrize("kind", ModelRole)
def test_a_model_serves_one_role(kind: ModelRole, name: str) -> None:
    assert sum(role.serves(entry(kind, name)) for role in OTHERS) == 1


OTHER = "smollm2-135m-instruct-q4_1"


def other(folder: Path) -> Path:
    """Another model that writes than `answering`."""
    return Path(shutil.copy(model_path(OTHER), folder / "other.gguf"))


@pytest.mark.parametrize("role", SPECIALISTS, ids=lambda role: role.use)
def test_a_specialist(role: Role[Any], models: Models, paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    models.add([*answering(tmp_path / "own"), other(tmp_path / "own")], lambda _: None, CancelToken())
    models.use("mine")
    stood_in = {row.name: row for row in models.roles()}[role.name]
    assert (stood_in.model, stood_in.stands_in) == ("mine", True)

    run = Command(paths.home, paths.models)
    (given,) = run("roles", "give", role.name, OTHER, "--json").rows
    assert (given["role"], given["model"], given["asked"]) == (role.name, OTHER, OTHER)
    shelf = Models(paths.models, Settings(paths.settings), EventBus())
    try:
        held = shelf.of(role)
        assert held.info().name == OTHER
        assert shelf.generator.info().name == "mine"
        rows = {row.model.id: row for row in shelf.list()}
        assert (rows[OTHER].used_for, rows[OTHER].also) == (None, (role.use,))
        assert kind_words(role.use)
        assert use_words(role.use)
        assert state_words(rows[OTHER])
    finally:
        shelf.close()
    (back,) = run("roles", "give", role.name, "best", "--json").rows
    assert (back["model"], back["asked"], back["stands_in"]) == ("mine", None, True)
    (none,) = run("roles", "give", role.name, "gone", "--json").rows
    assert none["error"]["code"] == "model-missing"


def test_the_roles_are_told_in_words(models: Models, paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    models.add(answering(tmp_path / "own"), lambda _: None, CancelToken())
    ran = Command(paths.home, paths.models)("roles", "list")
    told = ran.out.splitlines()
    assert [line.split()[0] for line in told[::2]] == [role.name for role in ROLES]
    assert any(line.startswith(CODING.name) and "no better one is installed" in line for line in told)


def test_what_must_be_fetched_is_of_the_catalogue(models: Models) -> None:
    wanted = [role_of(model).use for model in models.missing()]
    assert wanted == [ModelUse.ANSWERS, ModelUse.FINDS]
    assert all(model in Catalogue.load().models for model in models.missing())
