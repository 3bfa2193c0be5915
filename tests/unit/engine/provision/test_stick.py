"""Models of a stick: held to its manifest, its signature and to where they may lie."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sticks import NUMBER, listed, row, stick, trusted

import engine.provision.stick as room
from engine.cancel import CancelToken
from engine.errors import Cancelled, DiskFull, StickRefused
from engine.provision.provisioner import FetchProgress
from engine.provision.stick import Seal, copy, is_stick, read_stick

DATA = {"tiny": {"tiny.gguf": b"x" * 3_000_000, "on/more.json": b"{}"}, "other": {"other.gguf": b"abc"}}


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return stick(tmp_path / "stick", DATA)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def refusal(act: Callable[[], Any]) -> dict[str, Any]:
    with pytest.raises(StickRefused) as refused:
        act()
    return dict(refused.value.facts)


def test_every_model_is_copied_and_told_how_far(folder: Path, models: Path) -> None:
    found, told = read_stick(folder), list[FetchProgress]()
    assert is_stick(folder)
    assert [model.name for model in found.models] == ["other", "tiny"]
    copy(found, found.models, models, told.append)
    for name, files in DATA.items():
        for file, data in files.items():
            assert (models / name / file).read_bytes() == data
    assert (told[-1].model, told[-1].done_bytes, told[-1].total_bytes) == ("tiny", 3_000_002, 3_000_002)
    assert told[-1].contact == str(folder)
    assert not (models / ".staging").exists()


@pytest.mark.parametrize(("name", "rest"), [("tiny/tiny.gguf", "other"), ("other/other.gguf", "tiny")])
def test_a_changed_byte_costs_its_model_and_no_other(
    folder: Path, models: Path, name: str, rest: str
) -> None:
    path = folder / "models" / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    found = read_stick(folder)
    facts = refusal(lambda: copy(found, found.models, models))
    assert facts == {"path": str(path), "kind": "some", "others": rest}
    assert [one.name for one in models.iterdir()] == [rest], "nothing of the changed one stays"
    shutil.rmtree(models)
    broken = [model for model in found.models if model.name != rest]
    assert refusal(lambda: copy(found, broken, models)) == {"path": str(path), "kind": "bytes"}


def test_a_file_that_grows_while_it_is_copied_is_refused(folder: Path, models: Path) -> None:
    found = read_stick(folder)
    with (folder / "models" / "tiny" / "tiny.gguf").open("ab") as file:
        file.write(b"more")
    tiny = [model for model in found.models if model.name == "tiny"]
    assert refusal(lambda: copy(found, tiny, models))["kind"] == "bytes"


def test_another_size_is_told_before_anything_is_copied(folder: Path, models: Path) -> None:
    (folder / "models" / "tiny" / "tiny.gguf").write_bytes(b"x")
    found, told = read_stick(folder), list[FetchProgress]()
    tiny = [model for model in found.models if model.name == "tiny"]
    assert refusal(lambda: copy(found, tiny, models, told.append))["kind"] == "bytes"
    assert told == []


def test_a_stick_that_is_pulled_out_is_told(folder: Path, models: Path) -> None:
    found = read_stick(folder)
    (folder / "models" / "tiny" / "on" / "more.json").unlink()
    tiny = [model for model in read_stick(folder).models if model.name == "tiny"]
    assert refusal(lambda: copy(found, tiny, models))["kind"] == "missing"
    assert not (models / "tiny").exists()


def test_stopping_leaves_nothing(folder: Path, models: Path) -> None:
    found, cancel = read_stick(folder), CancelToken()
    with pytest.raises(Cancelled):
        copy(
            found, found.models, models, lambda now: cancel.cancel() if now.model == "tiny" else None, cancel
        )
    assert not (models / "tiny").exists()
    assert not (models / ".staging").exists()


def test_a_full_disk_is_no_fault_of_the_stick(
    folder: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(room, "copy_stream", full)
    found = read_stick(folder)
    with pytest.raises(DiskFull):
        copy(found, found.models, models)
    assert not (models / ".staging").exists()


def test_signed_unsigned_and_a_program_without_a_key(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    carried = trusted(tmp_path / "stick.pub", key)
    bare = stick(tmp_path / "bare", DATA)
    assert read_stick(bare, carried).seal is Seal.UNSIGNED
    signed = stick(tmp_path / "signed", DATA, key)
    assert read_stick(signed, carried).seal is Seal.SIGNED
    assert read_stick(signed, tmp_path / "none").seal is Seal.UNCHECKED


def test_a_changed_manifest_and_another_key_are_refused(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    folder, other = stick(tmp_path / "stick", DATA, key), Ed25519PrivateKey.generate()
    named_alike, named = trusted(tmp_path / "one", other), trusted(tmp_path / "two", other, NUMBER[::-1])
    assert refusal(lambda: read_stick(folder, named_alike))["kind"] == "signature"
    assert refusal(lambda: read_stick(folder, named))["kind"] == "key"
    listed(folder, [row("models/tiny/tiny.gguf", DATA["tiny"]["tiny.gguf"])])
    assert refusal(lambda: read_stick(folder, trusted(tmp_path / "pub", key)))["kind"] == "signature"


@pytest.mark.parametrize(
    "place",
    [
        *("../outside", "models/../../outside", "/etc/passwd", "models/tiny/../../../x", "models\\tiny\\x"),
        *("C:/x", "models//tiny/x", "", "models/tiny/a\0b"),
    ],
)
def test_a_place_that_leads_away_is_no_manifest(tmp_path: Path, place: str) -> None:
    folder = listed(tmp_path / "stick", [row(place, b"x")])
    assert refusal(lambda: read_stick(folder))["kind"] == "manifest"


def test_a_link_that_leads_away_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"abc")
    folder = listed(tmp_path / "stick", [row("models/tiny/tiny.gguf", b"abc")])
    (folder / "models" / "tiny").mkdir(parents=True)
    (folder / "models" / "tiny" / "tiny.gguf").symlink_to(tmp_path / "secret")
    assert refusal(lambda: read_stick(folder))["kind"] == "missing"


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 1}', '{"format": 1, "files": [1]}', "[" * 100_000, "\xff"]
)
def test_what_is_no_manifest_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="latin-1")
    assert refusal(lambda: read_stick(tmp_path))["kind"] == "manifest"


@pytest.mark.parametrize("change", [{"bytes": -1}, {"bytes": True}, {"sha256": "AA" * 32}, {"sha256": 1}])
def test_a_row_that_cannot_be_is_no_manifest(tmp_path: Path, change: dict[str, Any]) -> None:
    folder = listed(tmp_path / "stick", [row("models/tiny/tiny.gguf", b"x") | change])
    assert refusal(lambda: read_stick(folder))["kind"] == "manifest"


def test_two_names_of_one_file_are_no_manifest(tmp_path: Path) -> None:
    rows = [row("models/tiny/a.gguf", b"x"), row("models/tiny/A.gguf", b"x")]
    assert refusal(lambda: read_stick(listed(tmp_path / "stick", rows)))["kind"] == "manifest"


def test_a_later_form_and_a_stick_without_models_are_told(tmp_path: Path) -> None:
    folder = listed(tmp_path / "stick", [row("packages/a.deb", b"x"), row("models/.hidden/a", b"x")])
    assert refusal(lambda: read_stick(folder))["kind"] == "empty"
    (folder / "manifest.json").write_text(json.dumps({"format": 2, "files": []}))
    assert refusal(lambda: read_stick(folder))["kind"] == "newer"
