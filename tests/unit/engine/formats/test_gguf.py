"""The header of a model file: read, and refused when the file is cut short or lies."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from models import model_path

from engine.errors import ModelInvalid
from engine.formats.gguf import read_header


def string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def entry(key: str, value: str | int | list[str]) -> bytes:
    if isinstance(value, str):
        return string(key) + struct.pack("<I", 8) + string(value)
    if isinstance(value, int):
        return string(key) + struct.pack("<II", 4, value)
    return string(key) + struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(string, value))


def gguf(*, tensors: int = 1, keys: dict[str, str | int | list[str]] | None = None, data: int = 512) -> bytes:
    entries = {
        "general.architecture": "llama",
        "llama.context_length": 4096,
        "llama.block_count": 2,
        "llama.embedding_length": 64,
        "llama.attention.head_count": 4,
        "llama.attention.head_count_kv": 2,
        "tokenizer.ggml.tokens": ["<s>"] * 5000,
        "tokenizer.chat_template": "{{ messages }}",
        **(keys or {}),
    }
    head = b"GGUF" + struct.pack("<IQQ", 3, tensors, len(entries))
    head += b"".join(entry(key, value) for key, value in entries.items())
    for index in range(tensors):
        head += string(f"t{index}") + struct.pack("<IQQIQ", 2, 16, 8, 0, 0)
    return head + b"\0" * (-len(head) % 32) + b"\1" * data


def written(folder: Path, data: bytes) -> Path:
    path = folder / "model.gguf"
    path.write_bytes(data)
    return path


def test_reads_what_the_model_says(tmp_path: Path) -> None:
    header = read_header(written(tmp_path, gguf()))
    assert header.architecture == "llama"
    assert header.context_length == 4096
    assert header.parameters == 128
    assert header.vocabulary == 5000
    assert header.chat_template == "{{ messages }}"


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "empty"),
        (b"GG", "empty"),
        (b"PK\3\4" + b"\0" * 100, "not a GGUF file"),
        (b"GGUF" + struct.pack("<IQQ", 9, 0, 0), "GGUF version 9"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 0), "header counts out of bounds"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1 << 62), "cut short"),
        (gguf(data=511), "cut short"),
        (gguf(keys={"general.architecture": ""}), "names no architecture"),
    ],
)
def test_refuses_what_is_no_whole_model(tmp_path: Path, data: bytes, detail: str) -> None:
    with pytest.raises(ModelInvalid) as caught:
        read_header(written(tmp_path, data))
    assert caught.value.facts["detail"] == detail


@pytest.mark.parametrize("share", [0.001, 0.2, 0.9, 0.999])
def test_every_cut_is_refused(tmp_path: Path, share: float) -> None:
    whole = gguf()
    with pytest.raises(ModelInvalid):
        read_header(written(tmp_path, whole[: int(len(whole) * share)]))


def test_an_array_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    data = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + string("k") + struct.pack("<IIQ", 9, 8, 1 << 40)
    with pytest.raises(ModelInvalid):
        read_header(written(tmp_path, data))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelInvalid):
        read_header(tmp_path / "absent.gguf")


@pytest.mark.model
def test_reads_a_real_model() -> None:
    header = read_header(model_path("smollm2-135m-instruct-q4_1"))
    assert header.architecture == "llama"
    assert 130_000_000 < header.parameters < 140_000_000
    assert header.context_length == 8192
    assert header.chat_template
    assert header.vocabulary == 49152
