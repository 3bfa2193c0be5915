"""Folders as sentence-transformers writes them: broken ones are refused alike by whoever looks at them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.embedding.embedder import EmbedderProcess
from engine.errors import Fault, ModelInvalid, NotAModel
from engine.formats.safetensors import check_folder
from engine.provision.forms.register import planned


def weights(end: int = 8, length: int | None = None, data: int = 8) -> bytes:
    head = json.dumps({"__metadata__": {}, "w": {"dtype": "F32", "data_offsets": [0, end]}}).encode()
    return (len(head) if length is None else length).to_bytes(8, "little") + head + bytes(data)


def folder_of(folder: Path, held: bytes) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text('{"hidden_size": 384}')
    (folder / "modules.json").write_text('[{"path": "", "type": "sentence_transformers.models.Transformer"}]')
    (folder / "model.safetensors").write_bytes(held)
    return folder


BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not a safetensors file"),
    "less than a length": (b"1234", "not a safetensors file"),
    "a text": (b"Dear Sir, we write to you", "not a safetensors file"),
    "a head of nothing": (bytes(16), "not a safetensors file"),
    "a head longer than may be": (weights(length=100_000_001), "not a safetensors file"),
    "a head that is cut short": (weights()[:30], "cut short"),
    "data that is cut short": (weights(data=7), "cut short"),
    "more data than is told of": (weights(data=9), "cut short"),
    "a head that is no JSON": ((4).to_bytes(8, "little") + b"four", "not a safetensors file"),
    "a head that is a list": ((2).to_bytes(8, "little") + b"[]", "not a safetensors file"),
    "a head of another shape": ((9).to_bytes(8, "little") + b'{"w": {}}', "not a safetensors file"),
    "a head nested without end": ((90_000).to_bytes(8, "little") + b"[" * 90_000, "not a safetensors file"),
}


def started(folder: Path) -> None:
    process = EmbedderProcess(folder, folder.name)
    try:
        process.start()
    finally:
        process.close()


@pytest.mark.parametrize(
    ("look", "fault"), [(started, ModelInvalid), (lambda folder: planned([folder]), NotAModel)]
)
@pytest.mark.parametrize("kind", BROKEN)
def test_whoever_looks_refuses_the_same_files(
    tmp_path: Path, kind: str, look: Callable[[Path], object], fault: type[Fault]
) -> None:
    held, detail = BROKEN[kind]
    folder = folder_of(tmp_path / "mine", held)
    with pytest.raises(fault) as refused:
        look(folder)
    assert refused.value.facts == {"path": str(folder / "model.safetensors"), "detail": detail}


def test_a_whole_folder_tells_its_dimension(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "mine", weights())
    assert check_folder(folder, "mine") == 384
    assert [model.name for model in planned([folder])] == ["mine"]
