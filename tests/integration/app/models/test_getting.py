"""Models of the list and of the user's own in one folder: what comes from a stick, and under whose name."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from files.wheels import catalogue_of
from models import model_path
from programs.command import Command
from vision import MODEL, PROJECTOR

from app.models.getting import Getting
from app.models.looking import Looks, sifted
from engine.cancel import CancelToken
from engine.errors import ModelPresent
from engine.provision.catalogue import Catalogue, CatalogueModel, ModelFile
from engine.provision.provisioner import FetchProgress
from engine.types import ModelRole

SMALL = "qwen2.5-coder-0.5b-instruct-q4_k_m"


def pinned_file(path: Path, name: str) -> ModelFile:
    return ModelFile(name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


def listed(model_id: str, *files: ModelFile, role: ModelRole = ModelRole.CHAT) -> CatalogueModel:
    return CatalogueModel(model_id, model_id.title(), "", role, 1_000, "MIT", 8, files, ())


CHATTING = listed("chatting", pinned_file(MODEL, "Chatting-Q4_K_M.gguf"))
SEEING = listed(
    "seeing",
    replace(CHATTING.files[0], name="Seeing-Q4_K_M.gguf"),
    pinned_file(PROJECTOR, "mmproj-Seeing.gguf"),
    role=ModelRole.VISION,
)
OPEN = listed("open", ModelFile("Open-Q4_K_M.gguf", about=5))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def getting(folder: Path, *models: CatalogueModel) -> Getting:
    return Getting(folder, catalogue_of(folder.parent / "models.json", *models))


def add(one: Getting, *paths: Path) -> tuple[str, ...]:
    return one.add(paths, lambda _: None, CancelToken())


def installed(one: Getting, folder: Path) -> set[str]:
    known, _ = sifted(one.listed(), folder, Looks(folder))
    return {model.id for model in known.models if model.installed(folder)}


@pytest.mark.parametrize("name", ["Chatting-Q4_K_M.gguf", "whatever somebody called it.bin"])
def test_a_model_of_the_list_is_known_by_its_bytes(folder: Path, stick: Path, name: str) -> None:
    one, told = getting(folder, CHATTING), list[FetchProgress]()
    brought = Path(shutil.copy(MODEL, stick / name))
    assert one.add([brought], told.append, CancelToken()) == ("chatting",)
    assert (folder / "chatting" / "Chatting-Q4_K_M.gguf").read_bytes() == MODEL.read_bytes()
    assert installed(one, folder) == {"chatting"}
    assert told[0].contact == str(stick)
    assert told[-1].done_bytes == told[-1].total_bytes == MODEL.stat().st_size
    one.verify("chatting")
    with pytest.raises(ModelPresent):
        add(one, brought)


def test_a_model_and_its_projector_come_together_or_are_the_users_own(folder: Path, stick: Path) -> None:
    model, projector = shutil.copy(MODEL, stick / "a.gguf"), shutil.copy(PROJECTOR, stick / "b.gguf")
    one = getting(folder, SEEING)
    assert add(one, Path(model)) == ("a",), "half of a model of the list is none"
    assert add(one, Path(model), Path(projector)) == ("seeing",)
    assert installed(one, folder) == {"a", "seeing"}


def test_other_bytes_under_a_name_of_the_list_are_the_users_own(folder: Path, stick: Path) -> None:
    other = replace(CHATTING, files=(replace(CHATTING.files[0], sha256="0" * 64),))
    one = getting(folder, other)
    assert add(one, Path(shutil.copy(MODEL, stick / "Chatting-Q4_K_M.gguf"))) == ("Chatting-Q4_K_M",)
    assert installed(one, folder) == {"Chatting-Q4_K_M"}


def test_what_nobody_has_declared_is_the_users_own(folder: Path, stick: Path) -> None:
    one = getting(folder, OPEN)
    assert add(one, Path(shutil.copy(MODEL, stick / "Open-Q4_K_M.gguf"))) == ("Open-Q4_K_M",)
    assert installed(one, folder) == {"Open-Q4_K_M"}


def test_a_copy_of_before_stays_when_the_list_comes_to_hold_its_name(folder: Path, stick: Path) -> None:
    add(getting(folder), Path(shutil.copy(MODEL, stick / "Chatting-Q4_K_M.gguf")))
    one = getting(folder, CHATTING)
    assert installed(one, folder) == {"Chatting-Q4_K_M"}
    one.get("chatting", lambda _: None, CancelToken(), stick)
    assert installed(one, folder) == {"Chatting-Q4_K_M", "chatting"}, "also beside the one of the list"


def test_a_half_model_of_the_list_is_no_model_of_the_users(folder: Path) -> None:
    (folder / "chatting").mkdir(parents=True)
    (folder / "chatting" / "Chatting-Q4_K_M.gguf").write_bytes(MODEL.read_bytes()[:-100])
    assert installed(getting(folder, CHATTING), folder) == set()


def test_an_embedder_of_the_list_is_known_as_a_folder(folder: Path, stick: Path) -> None:
    weights = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    brought = stick / "downloaded"
    brought.mkdir()
    (brought / "model.safetensors").write_bytes(len(weights).to_bytes(8, "little") + weights + bytes(8))
    for name in ("config.json", "modules.json", "tokenizer.json"):
        (brought / name).write_text("[]")
    files = [pinned_file(path, path.name) for path in sorted(brought.iterdir())]
    one = getting(folder, listed("finding", *files, role=ModelRole.EMBED))
    (brought / "README.md").write_text("#")
    assert add(one, brought) == ("finding",)
    assert sorted(path.name for path in (folder / "finding").iterdir()) == [file.name for file in files]


@pytest.mark.model
def test_the_command_takes_a_model_of_the_list_from_a_stick(folder: Path, stick: Path) -> None:
    os.link(model_path(SMALL), stick / "from a colleague.gguf")
    command = Command(folder.parent / "home", folder)
    ran = command("models", "add", str(stick / "from a colleague.gguf"), "--json")
    assert (ran.status, ran.rows) == (0, [{"id": SMALL, "state": "added", "error": None}])
    assert command("models", "verify", SMALL).status == 0


def test_the_size_of_a_model_alone_does_not_make_it_one(folder: Path, stick: Path) -> None:
    model = Catalogue.load().get(SMALL)
    wrong = stick / model.files[0].name
    with wrong.open("wb") as out:
        out.truncate(model.size)
    ran = Command(folder.parent / "home", folder)("models", "add", str(wrong), "--json")
    assert ran.status == 1
    assert ran.rows[0]["error"]["code"] == "not-a-model"
