"""Which cores compute, told by made-up kernels."""

from __future__ import annotations

import ctypes
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine import cores
from engine.cores import fast_cores


def kernel(folder: Path, siblings: dict[int, str], capacities: dict[int, int] | None = None) -> Path:
    """Devices of a kernel with these logical cores, each with those of its physical core."""
    for core, listed in siblings.items():
        topology = folder / f"system/cpu/cpu{core}/topology"
        topology.mkdir(parents=True)
        (topology / "core_cpus_list").write_text(f"{listed}\n", encoding="ascii")
    for core, capacity in (capacities or {}).items():
        (folder / f"system/cpu/cpu{core}/cpu_capacity").write_text(f"{capacity}\n", encoding="ascii")
    return folder


def listed(folder: Path, kind: str, cores: str) -> None:
    (folder / kind).mkdir()
    (folder / kind / "cpus").write_text(f"{cores}\n", encoding="ascii")


def test_of_two_kinds_the_faster_one_counts_each_core_once(tmp_path: Path) -> None:
    pairs = {0: "0-1", 1: "0-1", 2: "2-3", 3: "2-3"}
    devices = kernel(tmp_path, {**pairs, 4: "4", 5: "5", 6: "6", 7: "7"})
    listed(devices, "cpu_core", "0-3")
    listed(devices, "cpu_atom", "4-7")
    assert fast_cores(set(range(8)), devices) == 2
    assert fast_cores({2, 3, 4}, devices) == 1, "a container that leaves one of them"
    assert fast_cores({4, 5}, devices) == 0, "none that it leaves is of the fast kind"


@pytest.mark.parametrize(
    ("capacities", "fast"),
    [
        ((446, 446, 446, 446, 1024, 1024, 1024, 1024), 4),
        ((250, 250, 250, 250, 760, 760, 760, 1024), 4),  # the three kinds of a phone's processor
        ((1024,) * 8, 0),
        ((), 0),
    ],
)
def test_processors_whose_kernel_tells_capacities(
    tmp_path: Path, capacities: tuple[int, ...], fast: int
) -> None:
    devices = kernel(tmp_path, {core: str(core) for core in range(8)}, dict(enumerate(capacities)))
    assert fast_cores(set(range(8)), devices) == fast


def test_a_kernel_that_tells_nothing(tmp_path: Path) -> None:
    assert fast_cores({0, 1}, tmp_path) == 0
    listed(tmp_path, "cpu_core", "0-1")
    listed(tmp_path, "cpu_atom", "2-3")
    assert fast_cores({0, 1, 2, 3}, tmp_path) == 0, "no topology"


@pytest.mark.parametrize(("answer", "told", "expected"), [(0, 6, 6), (-1, 6, 0)])
def test_an_apple_processor_tells_its_performance_cores(
    monkeypatch: pytest.MonkeyPatch, answer: int, told: int, expected: int
) -> None:
    asked: list[bytes] = []

    def sysctlbyname(name: bytes, value: Any, _size: Any, _new: None, _length: int) -> int:
        asked.append(name)
        value._obj.value = told
        return answer

    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(sysctlbyname=sysctlbyname))
    assert cores._apple() == expected
    assert asked == [b"hw.perflevel0.physicalcpu"]


def test_an_older_system_without_that_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())
    assert cores._apple() == 0
