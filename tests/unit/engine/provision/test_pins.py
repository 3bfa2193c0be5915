"""What is kept of what the hub declared, and what it may fill in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.provision.catalogue import CatalogueModel, HubSource, ModelFile
from engine.provision.pins import Declared, Pins, filled_in
from engine.types import ModelRole

REVISION, OTHER = "1" * 40, "2" * 40
FILE = ModelFile("tiny.gguf", 7, "a" * 64, "big/tiny.gguf")
DECLARED = Declared(REVISION, {"tiny.gguf": FILE})


def model(file: ModelFile, revision: str = "") -> CatalogueModel:
    sources = (HubSource("maker/tiny", revision),)
    return CatalogueModel("tiny", "Tiny", "", ModelRole.CHAT, 1, "MIT", 8, (file,), sources)


def test_what_is_kept_is_read_again() -> None:
    assert Declared.from_json(DECLARED.to_json()) == DECLARED


@pytest.mark.parametrize(
    "changes",
    [
        {"revision": "main"},
        {"revision": None},
        {"files": None},
        {"files": [{"name": "tiny.gguf"}]},
        {"files": [{"name": "tiny.gguf", "size": "7", "sha256": "a" * 64, "oid": "", "at": ""}]},
        {"files": [{"name": "tiny.gguf", "size": True, "sha256": "a" * 64, "oid": "", "at": ""}]},
        {"files": [{"name": "tiny.gguf", "size": 0, "sha256": "a" * 64, "oid": "", "at": ""}]},
        {"files": [{"name": "tiny.gguf", "size": 7, "sha256": "A" * 64, "oid": "", "at": ""}]},
        {"files": [{"name": "tiny.gguf", "size": 7, "sha256": "", "oid": "", "at": ""}]},
    ],
    ids=str,
)
def test_what_nobody_here_has_written_is_none(changes: dict[str, object], tmp_path: Path) -> None:
    text = json.dumps({**json.loads(DECLARED.to_json()), **changes})
    assert Declared.from_json(text) is None
    (tmp_path / ".pinned").mkdir()
    (tmp_path / ".pinned" / "tiny.json").write_text(text)
    assert Pins(tmp_path).applied(model(ModelFile("tiny.gguf"))) == model(ModelFile("tiny.gguf"))


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"7"])
def test_a_pin_that_cannot_be_read_is_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / ".pinned").mkdir()
    (tmp_path / ".pinned" / "tiny.json").write_bytes(content)
    assert Pins(tmp_path).get("tiny") is None


def test_it_fills_in_what_is_open() -> None:
    whole = filled_in(model(ModelFile("tiny.gguf")), DECLARED)
    assert whole is not None
    assert whole.files == (FILE,)
    assert whole.sources == (HubSource("maker/tiny", REVISION),)
    assert whole.settled


@pytest.mark.parametrize(
    "known",
    [
        model(ModelFile("tiny.gguf", 8)),
        model(ModelFile("tiny.gguf", 0, "b" * 64)),
        model(ModelFile("other.gguf")),
        model(ModelFile("tiny.gguf"), OTHER),
    ],
    ids=["size", "digest", "name", "revision"],
)
def test_it_contradicts_nothing_that_is_known(known: CatalogueModel) -> None:
    assert filled_in(known, DECLARED) is None


def test_the_first_pin_stays(tmp_path: Path) -> None:
    pins = Pins(tmp_path)
    pins.put("tiny", DECLARED)
    pins.put("tiny", replace(DECLARED, revision=OTHER))
    assert pins.get("tiny") == DECLARED
    assert [path.name for path in (tmp_path / ".pinned").iterdir()] == ["tiny.json"]
