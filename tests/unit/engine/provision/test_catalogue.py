"""The catalogue that ships, and how it is read."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from models import models_dir
from upstream import DECLARED_ELSEWHERE, LICENCES, OPEN, UPSTREAM
from vision import MODEL, PROJECTOR

from engine.errors import ModelMissing
from engine.provision.catalogue import Catalogue, CatalogueModel, HubSource, WheelSource
from engine.provision.forms.register import with_own
from engine.types import ModelRole, Task

GIGABYTE = 1 << 30
UNSPOKEN = (ModelRole.EMBED, ModelRole.RERANK, ModelRole.HEAR, ModelRole.TELL_APART)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.mark.parametrize("model_id", UPSTREAM)
def test_weights_are_held_to_upstreams_bytes(catalogue: Catalogue, model_id: str) -> None:
    name, size, sha256 = UPSTREAM[model_id]
    files = {file.name: file for file in catalogue.get(model_id).files}
    assert (files[name].size, files[name].sha256) == (size, sha256)


@pytest.mark.parametrize(("model_id", "name", "size", "sha256"), DECLARED_ELSEWHERE)
def test_weights_are_held_to_what_others_pin(
    catalogue: Catalogue, model_id: str, name: str, size: int, sha256: str
) -> None:
    files = {file.name: file for file in catalogue.get(model_id).files}
    assert (files[name].size, files[name].sha256) == (size, sha256)


def test_every_entry_is_whole(catalogue: Catalogue) -> None:
    assert len({model.id for model in catalogue.models}) == len(catalogue.models)
    for model in catalogue.models:
        assert model.name
        assert model.description.endswith(".")
        assert model.licence in LICENCES
        assert model.licence_text.startswith("https://")
        assert model.parameters > 1_000_000
        assert model.context_length >= 128
        assert model.chat or model.role in UNSPOKEN
        assert model.sources
        assert model.size > 1_000_000, "an amount can be told before anything comes"
        for file in model.files:
            assert re.fullmatch(r"[0-9a-f]{64}|", file.sha256)
            assert file.size >= 0
            assert not Path(file.name).is_absolute()
            assert ".." not in Path(file.name).parts
            assert "*" not in file.name


def test_what_is_left_open_is_the_hubs_to_declare(catalogue: Catalogue) -> None:
    """Nothing comes from elsewhere that is not known to the byte, and every starter is."""
    assert {model.id for model in catalogue.models if not model.settled} == OPEN
    for model in catalogue.models:
        if model.starter_from_bytes is not None or model.elsewhere:
            assert model.settled


def test_the_names_of_files_are_their_models_own(catalogue: Catalogue) -> None:
    """A name that many publishers use would hide a person's own file of that name."""
    names = [file.name for model in catalogue.models for file in model.files if file.name.endswith(".gguf")]
    assert len(names) == len(set(names))
    assert not any(name.startswith(("ggml-model", "mmproj-model", "model")) for name in names)


def test_models_that_see_name_their_projector_second(catalogue: Catalogue) -> None:
    for model in catalogue.models:
        if model.role in (ModelRole.VISION, ModelRole.OCR):
            assert ["mmproj" in file.name for file in model.files] == [False, True]


def test_every_task_that_models_are_fetched_for_has_one(catalogue: Catalogue) -> None:
    done = {task for model in catalogue.models for task in model.tasks}
    assert done >= {
        Task.ANSWER,
        Task.SUMMARISE,
        Task.EXTRACT,
        Task.DRAFT,
        Task.CODE,
        Task.CALLS,
        Task.MEDICINE,
        Task.PICTURES,
        Task.EMBED,
        Task.HEAR,
    }


def test_hub_sources_are_pinned_to_a_commit_or_left_open_and_come_before_wheels(
    catalogue: Catalogue,
) -> None:
    for model in catalogue.models:
        kinds = [type(source) for source in model.sources]
        assert kinds == sorted(kinds, key=[HubSource, WheelSource].index)
        for source in model.sources:
            if isinstance(source, HubSource):
                assert re.fullmatch(r"[0-9a-f]{40}|", source.revision)
                assert source.revision or not model.settled


def test_wheels_are_pinned_to_the_bytes_of_one_file(catalogue: Catalogue) -> None:
    sources = [s for m in catalogue.models for s in m.sources if isinstance(s, WheelSource)]
    assert sources
    for source in sources:
        assert re.fullmatch(r"[0-9.]+", source.version)
        for wheel in source.wheels:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", wheel.package)
            assert re.fullmatch(r"[0-9a-f]{64}", wheel.sha256)


def test_joined_wheels_are_in_numeric_order(catalogue: Catalogue) -> None:
    joined = [s for m in catalogue.models for s in m.sources if isinstance(s, WheelSource) and s.joined]
    assert joined
    for source in joined:
        numbers = [int(wheel.package.rpartition("part")[2]) for wheel in source.wheels]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("gigabytes", "starter"),
    [
        (3, "qwen2.5-coder-0.5b-instruct-q4_k_m"),
        (4, "qwen2.5-coder-0.5b-instruct-q4_k_m"),
        (6, "qwen3-1.7b-q4_k_m"),
        (8, "qwen3-1.7b-q4_k_m"),
        (12, "qwen3-4b-instruct-2507-q4_k_m"),
        (64, "qwen3-4b-instruct-2507-q4_k_m"),
    ],
)
def test_the_starter_suits_the_memory(catalogue: Catalogue, gigabytes: int, starter: str) -> None:
    assert catalogue.starter_for(gigabytes * GIGABYTE).id == starter


@pytest.mark.parametrize(
    ("gigabytes", "wheels"),
    [
        (3, ["qwen2.5-coder-0.5b-instruct-q4_k_m"]),
        (4, ["qwen2.5-coder-0.5b-instruct-q4_k_m"]),
        (6, ["qwen2.5-coder-1.5b-instruct-q4_k_m", "qwen2.5-coder-0.5b-instruct-q4_k_m"]),
        (64, ["qwen2.5-coder-1.5b-instruct-q4_k_m", "qwen2.5-coder-0.5b-instruct-q4_k_m"]),
    ],
)
def test_every_machine_has_a_starter_without_the_hub(
    catalogue: Catalogue, gigabytes: int, wheels: list[str]
) -> None:
    starters = catalogue.starters_for(gigabytes * GIGABYTE)
    assert [model.id for model in starters if model.elsewhere] == wheels


def test_an_unknown_id_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ModelMissing) as refused:
        catalogue.get("no-such-model")
    assert refused.value.facts == {"model": "no-such-model"}


def test_a_model_is_installed_when_every_file_has_its_size(catalogue: Catalogue, tmp_path: Path) -> None:
    model = catalogue.get("all-minilm-l6-v2")
    folder = model.folder_in(tmp_path)
    for file in model.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.truncate(file.size)
    assert model.installed(tmp_path)
    assert model.path_of(tmp_path) == folder
    with (folder / "vocab.txt").open("ab") as out:
        out.write(b"x")
    assert not model.installed(tmp_path)


def test_own_gguf_files_join_the_catalogue(catalogue: Catalogue, tmp_path: Path) -> None:
    shutil.copy(MODEL, tmp_path / "mine.gguf")
    (tmp_path / "cut.gguf").write_bytes(b"GGUF")
    (tmp_path / "folder").mkdir()
    shutil.copy(MODEL, tmp_path / "folder" / "other.gguf")
    (tmp_path / ".staging").mkdir()
    (tmp_path / ".staging" / "half.gguf").write_bytes(b"GGUF")
    starter = catalogue.get("qwen2.5-coder-0.5b-instruct-q4_k_m")
    starter.folder_in(tmp_path).mkdir()
    starter.path_of(tmp_path).write_bytes(b"GGUF")

    own = with_own(catalogue, tmp_path).models[len(catalogue.models) :]

    assert {model.id for model in own} == {"mine", "other"}
    assert all(model.role is ModelRole.CHAT and model.installed(tmp_path) for model in own)
    assert {model.path_of(tmp_path) for model in own} == {
        tmp_path / "mine.gguf",
        tmp_path / "folder" / "other.gguf",
    }


@pytest.mark.model
@pytest.mark.parametrize("model_id", UPSTREAM)
def test_installed_files_are_the_catalogues(catalogue: Catalogue, model_id: str) -> None:
    model = catalogue.get(model_id)
    if not model.folder_in(models_dir()).is_dir():
        pytest.skip(f"model {model_id} is not installed")
    assert model.installed(models_dir())


def test_own_embedding_models_join_the_catalogue(catalogue: Catalogue, tmp_path: Path) -> None:
    folder = tmp_path / "my-embedder"
    folder.mkdir()
    for name in ("model.safetensors", "modules.json", "config.json"):
        (folder / name).write_bytes(b"x")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "modules.json").write_bytes(b"x")
    known = with_own(catalogue, tmp_path)
    own = known.get("my-embedder")
    assert own.role is ModelRole.EMBED
    assert own.installed(tmp_path)
    assert own.path_of(tmp_path) == folder
    assert not known.get("half").installed(tmp_path)


def own_of(catalogue: Catalogue, folder: Path) -> dict[str, CatalogueModel]:
    return {model.id: model for model in with_own(catalogue, folder).models[len(catalogue.models) :]}


@pytest.mark.parametrize("place", ["", "my-vision"])
def test_a_model_beside_its_projector_also_sees(catalogue: Catalogue, tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    folder.mkdir(exist_ok=True)
    shutil.copy(MODEL, folder)
    shutil.copy(PROJECTOR, folder)
    (tmp_path / "zeta").mkdir()
    shutil.copy(MODEL, tmp_path / "zeta" / "other.gguf")

    own = own_of(catalogue, tmp_path)

    assert set(own) == {"tiny-vision", "other", "tiny-vision-vision"}
    assert own["tiny-vision"].role is ModelRole.CHAT
    seeing = own["tiny-vision-vision"]
    assert seeing.role is ModelRole.VISION
    assert seeing.installed(tmp_path)
    assert seeing.paths_in(tmp_path) == (folder / MODEL.name, folder / PROJECTOR.name)
    assert seeing.size == MODEL.stat().st_size + PROJECTOR.stat().st_size


def test_a_model_that_only_reads_text_from_pictures_does_not_answer(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    shutil.copy(MODEL, tmp_path / "Some-OCR-1B.gguf")
    shutil.copy(PROJECTOR, tmp_path / "mmproj-Some-OCR-1B.gguf")
    own = own_of(catalogue, tmp_path)
    assert {model.role for model in own.values()} == {ModelRole.OCR}


def test_what_is_called_a_projector_and_is_none_does_not_make_a_model_see(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    for name, content in (("a", b"GGUF"), ("b", MODEL.read_bytes()), ("c", PROJECTOR.read_bytes()[:-9000])):
        (tmp_path / name).mkdir()
        shutil.copy(MODEL, tmp_path / name / f"{name}.gguf")
        (tmp_path / name / "mmproj.gguf").write_bytes(content)
    roles = {model.id: model.role for model in own_of(catalogue, tmp_path).values()}
    assert roles == dict.fromkeys("abc", ModelRole.CHAT)


def test_two_models_beside_one_projector_are_not_guessed_about(catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("one.gguf", "two.gguf"):
        shutil.copy(MODEL, tmp_path / name)
    shutil.copy(PROJECTOR, tmp_path)
    assert set(own_of(catalogue, tmp_path)) == {"one", "two"}


def test_an_own_line_recogniser_joins_the_catalogue(catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("lines/handwriting.onnx", "embedder/onnx.onnx", "embedder/modules.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    own = [model for model in with_own(catalogue, tmp_path).models if model.reads_lines]
    assert [(model.id, model.role) for model in own] == [("handwriting", ModelRole.OCR)]
    assert own[0].path_of(tmp_path) == tmp_path / "lines" / "handwriting.onnx"
