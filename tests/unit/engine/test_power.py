"""What feeds the machine and what it uses, told by made-up kernels, and elsewhere by psutil."""

from __future__ import annotations

import platform
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from engine.power import EnergyMeter, Supply, supply

LAPTOP = {"BAT0": {"type": "Battery", "energy_now": "30000000", "energy_full": "50000000"}}


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    return tmp_path


def has(folder: Path, supplies: dict[str, dict[str, str]]) -> Path:
    for name, facts in supplies.items():
        (folder / name).mkdir(exist_ok=True)
        for fact, value in facts.items():
            (folder / name / fact).write_text(f"{value}\n", encoding="ascii")
    return folder


def test_a_laptop_that_is_unplugged_and_plugged_in_again(kernel: Path) -> None:
    has(kernel, LAPTOP)
    has(kernel, {"BAT0": {"status": "Discharging"}, "ADP1": {"type": "Mains", "online": "0"}})
    assert supply(kernel) == Supply(on_battery=True, percent=60.0)
    has(kernel, {"BAT0": {"status": "Charging"}, "ADP1": {"online": "1"}})
    assert supply(kernel) == Supply(on_battery=False, percent=60.0)


@pytest.mark.parametrize(
    ("status", "mains", "expected"),
    [
        ("Not charging", "1", False),  # kept at 80 % to spare it
        ("Full", "1", False),
        ("Discharging", "1", False),  # for a moment, or to calibrate it
        ("Unknown", "1", False),
        ("Unknown", "0", True),
        ("Full", None, False),
        ("Discharging", None, True),
        ("Unknown", None, None),
    ],
)
def test_what_adapter_and_battery_say(
    kernel: Path, status: str, mains: str | None, expected: bool | None
) -> None:
    has(kernel, LAPTOP)
    has(kernel, {"BAT0": {"status": status}})
    if mains is not None:
        has(kernel, {"AC": {"type": "Mains", "online": mains}})
    assert supply(kernel).on_battery is expected


def test_a_mouse_is_no_battery_of_the_computer(kernel: Path) -> None:
    mouse = {"type": "Battery", "scope": "Device", "status": "Discharging", "capacity": "15"}
    has(kernel, {"hidpp_battery_0": mouse})
    assert supply(kernel) == Supply()


def test_a_bay_without_a_battery_and_no_supplies_at_all(kernel: Path) -> None:
    has(kernel, {"BAT0": {"type": "Battery", "present": "0"}, "AC": {"type": "Mains", "online": "1"}})
    assert supply(kernel) == Supply()
    assert supply(kernel / "absent") == Supply()


def test_two_batteries_count_by_what_they_hold(kernel: Path) -> None:
    has(kernel, LAPTOP)
    second = {"type": "Battery", "status": "Discharging", "energy_now": "0", "energy_full": "25000000"}
    has(kernel, {"BAT1": second})
    assert supply(kernel) == Supply(on_battery=True, percent=40.0)
    has(kernel, {"BAT0": {"capacity": "60"}, "BAT1": {"capacity": "0", "energy_full": "x"}})
    assert supply(kernel).percent == 30.0


@pytest.mark.parametrize(("plugged", "expected"), [(True, False), (False, True), (None, None)])
def test_what_other_systems_say(
    monkeypatch: pytest.MonkeyPatch, plugged: bool | None, expected: bool | None
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    told = SimpleNamespace(power_plugged=plugged, percent=55)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: told, raising=False)
    assert supply() == Supply(expected, 55.0)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)
    assert supply() == Supply()
    monkeypatch.delattr(psutil, "sensors_battery")
    assert supply() == Supply()


def package(folder: Path, number: int, used: int, name: str = "") -> Path:
    zone = folder / f"intel-rapl:{number}"
    facts = {"name": name or f"package-{number}", "energy_uj": str(used), "max_energy_range_uj": "1000000"}
    has(folder, {zone.name: facts})
    return zone


def test_energy_of_all_packages_and_nothing_twice(tmp_path: Path) -> None:
    package(tmp_path, 0, 100_000)
    package(tmp_path, 1, 900_000)
    package(tmp_path, 2, 5, "psys")  # the whole platform, the packages among it
    (tmp_path / "intel-rapl:0:0").mkdir()
    has(tmp_path, {"intel-rapl:0:0": {"name": "core", "energy_uj": "1"}})
    meter = EnergyMeter(tmp_path)
    before = meter.read()
    package(tmp_path, 0, 300_000)
    package(tmp_path, 1, 100_000)  # it began again
    after = meter.read()
    assert before is not None
    assert after is not None
    assert after.joules_since(before) == pytest.approx(0.4)


def test_counters_that_only_root_reads_say_nothing(tmp_path: Path) -> None:
    assert EnergyMeter(tmp_path / "absent").read() is None
    (package(tmp_path, 0, 7) / "energy_uj").unlink()  # what the kernel's refusal reads like
    assert EnergyMeter(tmp_path).read() is None
