"""The user's own models, copied into the models folder: listed and usable then, or refused with a reason."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from programs.command import Command
from vision import MODEL, PROJECTOR

import engine.provision.own_models
import engine.provision.provisioner
from app.events import EventBus
from app.models.models import Models
from app.settings import Settings
from app.types import ModelUse
from engine.cancel import CancelToken
from engine.errors import Cancelled, DiskFull, ModelPresent, ModelsUnwritable, NotAModel
from engine.provision.provisioner import FetchProgress
from engine.types import ModelRole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def models(tmp_path: Path, folder: Path) -> Models:
    return Models(folder, Settings(tmp_path / "settings.json"), EventBus())


@pytest.fixture
def add(models: Models) -> Callable[..., tuple[str, ...]]:
    def act(*paths: Path, **options: Any) -> tuple[str, ...]:
        return models.add(
            paths, options.get("progress", lambda _: None), options.get("cancel", CancelToken())
        )

    return act


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    return Path(shutil.copy(MODEL, tmp_path / "My-Model.Q4.gguf"))


def recogniser() -> Path:
    rapidocr = pytest.importorskip("rapidocr")
    return Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"


def embedder(folder: Path) -> Path:
    """A folder in the shape that sentence-transformers writes, with weights of 8 bytes."""
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "1_Pooling" / "config.json").write_text("{}")
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(b"another form")
    (folder / "config.json").write_text("{}")
    (folder / "tokenizer.json").write_text("{}")
    (folder / "pytorch_model.bin").write_bytes(b"another form")
    parts = [{"path": ""}, {"path": "1_Pooling"}, {"path": "../elsewhere"}]
    (folder / "modules.json").write_text(json.dumps(parts))
    head = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    (folder / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + bytes(8))
    return folder


def installed(models: Models) -> dict[str, ModelRole]:
    return {row.model.id: row.model.role for row in models.list() if row.installed}


def test_a_gguf_file_is_listed_and_tells_how_far_it_has_come(
    add: Callable[..., tuple[str, ...]], models: Models, folder: Path, gguf: Path
) -> None:
    told: list[FetchProgress] = []
    assert add(gguf, progress=told.append) == ("My-Model.Q4",)
    assert installed(models) == {"My-Model.Q4": ModelRole.CHAT}
    assert (folder / "My-Model.Q4" / gguf.name).read_bytes() == gguf.read_bytes()
    assert (told[-1].done_bytes, told[-1].total_bytes) == (gguf.stat().st_size,) * 2
    assert told[-1].contact == str(gguf.parent)
    assert list((folder / ".staging").iterdir()) == []
    assert models.active() == "My-Model.Q4"


def test_a_model_and_its_projector_belong_together(
    add: Callable[..., tuple[str, ...]], models: Models, folder: Path, gguf: Path, tmp_path: Path
) -> None:
    projector = Path(shutil.copy(PROJECTOR, tmp_path / "projector-f16.gguf"))
    assert set(add(projector, gguf)) == {"My-Model.Q4", "My-Model.Q4-vision"}
    assert installed(models)["My-Model.Q4-vision"] is ModelRole.VISION
    assert (folder / "My-Model.Q4" / "mmproj-projector-f16.gguf").exists(), "under a name that is found"
    assert models.pictures.name == "My-Model.Q4-vision"
    assert models.title("My-Model.Q4-vision") == "My-Model.Q4"


def test_a_line_recogniser_is_used_and_given_up_again(
    add: Callable[..., tuple[str, ...]], models: Models
) -> None:
    (model_id,) = add(recogniser())
    models.use(model_id)
    assert {row.model.id: row.used_for for row in models.list()}[model_id] is ModelUse.READS_LINES
    assert models.recogniser() is not None
    models.use_built_in_reader()
    assert models.recogniser() is None
    assert {row.model.id: row.used_for for row in models.list()}[model_id] is None


def test_an_embedding_model_comes_with_what_it_needs_alone(
    add: Callable[..., tuple[str, ...]], models: Models, folder: Path, tmp_path: Path
) -> None:
    assert add(embedder(tmp_path / "my-embedder")) == ("my-embedder",)
    files = {
        path.relative_to(folder / "my-embedder").as_posix()
        for path in (folder / "my-embedder").rglob("*")
        if path.is_file()
    }
    needed = {"config.json", "tokenizer.json", "modules.json", "model.safetensors", "1_Pooling/config.json"}
    assert files == needed
    models.use("my-embedder")
    assert {row.model.id: row.used_for for row in models.list()}["my-embedder"] is ModelUse.FINDS


def cut(path: Path, target: Path, share: float) -> Path:
    held = path.read_bytes()
    target.write_bytes(held[: int(len(held) * share)])
    return target


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def half_an_embedder(folder: Path) -> Path:
    weights = embedder(folder) / "model.safetensors"
    cut(weights, weights, 0.95)
    return folder


def without_weights(folder: Path) -> Path:
    (embedder(folder) / "model.safetensors").unlink()
    return folder


LISTED = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
BROKEN: dict[str, Callable[[Path], Path]] = {
    "a letter": lambda at: written(at / "letter.gguf", "Dear Sir"),
    "nothing": lambda at: written(at / "empty.gguf", ""),
    "half a GGUF": lambda at: cut(MODEL, at / "half.gguf", 0.5),
    "half an ONNX": lambda at: cut(recogniser(), at / "half.onnx", 0.5),
    "a text called ONNX": lambda at: written(at / "letter.onnx", "Dear Sir"),
    "an empty ONNX": lambda at: written(at / "empty.onnx", ""),
    "an ONNX that finds lines": lambda _: recogniser().with_name("PP-OCRv6_det_small.onnx"),
    "half an embedder": lambda at: half_an_embedder(at / "half-embedder"),
    "an embedder without weights": lambda at: without_weights(at / "no-weights"),
    "only a projector": lambda _: PROJECTOR,
    "one part of several": lambda at: Path(shutil.copy(MODEL, at / "big-00001-of-00003.gguf")),
    "a listed name": lambda at: Path(shutil.copy(MODEL, at / LISTED)),
    "not there": lambda at: at / "missing.gguf",
}


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        ("a letter", "not a GGUF file"),
        ("nothing", "empty"),
        ("half a GGUF", "cut short"),
        ("half an ONNX", "cut short"),
        ("a text called ONNX", "not an ONNX file"),
        ("an empty ONNX", "empty"),
        ("an ONNX that finds lines", "names no characters"),
        ("half an embedder", "cut short"),
        ("an embedder without weights", "holds no model.safetensors"),
        ("only a projector", "projector"),
        ("one part of several", "2, 3"),
        ("a listed name", "the name of a model of the list"),
        ("not there", "cannot be read"),
    ],
)
def test_what_is_no_model_is_refused_and_nothing_is_copied(
    add: Callable[..., tuple[str, ...]], folder: Path, gguf: Path, tmp_path: Path, kind: str, detail: str
) -> None:
    with pytest.raises(NotAModel) as refused:
        add(*([] if kind == "only a projector" else [gguf]), BROKEN[kind](tmp_path))
    told = {refused.value.facts.get(name) for name in ("detail", "kind", "missing")} - {None}
    assert any(detail in str(one) for one in told)
    assert not folder.exists()


def test_one_that_is_there_already_stays(
    add: Callable[..., tuple[str, ...]], gguf: Path, folder: Path
) -> None:
    add(gguf)
    with pytest.raises(ModelPresent) as refused:
        add(gguf)
    assert refused.value.facts == {"model": "My-Model.Q4"}
    shutil.move(folder / "My-Model.Q4" / gguf.name, folder / gguf.name)
    (folder / "My-Model.Q4").rmdir()
    with pytest.raises(ModelPresent):
        add(gguf)


def test_a_full_disk_is_told_before_anything_is_copied(
    add: Callable[..., tuple[str, ...]], gguf: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(gguf.parent)
    monkeypatch.setattr(engine.provision.provisioner.shutil, "disk_usage", lambda _: usage._replace(free=10))
    with pytest.raises(DiskFull) as full:
        add(gguf)
    assert (full.value.facts["needed"], full.value.facts["available"]) == (gguf.stat().st_size, 10)
    assert list(folder.iterdir()) == []


def test_stopping_leaves_nothing(
    add: Callable[..., tuple[str, ...]], models: Models, gguf: Path, folder: Path
) -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        add(gguf, progress=lambda _: cancel.cancel(), cancel=cancel)
    assert installed(models) == {}
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_stick_that_is_pulled_out_is_named_and_leaves_nothing(
    add: Callable[..., tuple[str, ...]], gguf: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(source: Any, *_: object) -> None:
        source._stream.close()
        source._stream = Pulled()
        source.read(1)

    class Pulled:
        def read(self, _: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

        def close(self) -> None:
            """It is gone."""

    monkeypatch.setattr(engine.provision.own_models, "copy_stream", copy)
    with pytest.raises(NotAModel) as refused:
        add(gguf)
    assert "Input/output error" in str(refused.value.facts["detail"])
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_written_is_named(
    add: Callable[..., tuple[str, ...]], gguf: Path, folder: Path
) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(ModelsUnwritable) as refused:
        add(gguf)
    assert refused.value.facts["path"] == str(folder)


def test_the_command(tmp_path: Path, folder: Path, gguf: Path) -> None:
    command = Command(tmp_path / "home", folder)
    ran = command("models", "add", gguf, "--json")
    assert (ran.status, ran.rows) == (0, [{"id": "My-Model.Q4", "state": "added", "error": None}])
    again = command("models", "add", gguf)
    assert again.status == 1
    assert "is in the models folder" in again.out
    listed = {row["id"]: row for row in command("models", "list", "--json").rows}
    assert (listed["My-Model.Q4"]["active"], listed["My-Model.Q4"]["used_for"]) == (True, "answers")
    assert command("models", "use", "built-in").status == 0
