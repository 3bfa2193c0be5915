"""What feeds this machine, its battery or the mains, and the energy that its processor has used.

Elsewhere psutil tells. On Linux it takes the battery of a wireless mouse for the computer's, and does not
know the power of one whose adapter has another name than "AC"; so the kernel is asked here.

Sources: Documentation/ABI/testing/sysfs-class-power and Documentation/power/powercap of the kernel.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

import psutil

_SUPPLIES = Path("/sys/class/power_supply")
_METERS = Path("/sys/class/powercap")
_PACKAGE = "package-"


@dataclass(frozen=True, slots=True)
class Supply:
    """`on_battery`: whether the battery feeds the computer; None where it has none, or nobody knows.
    `percent`: how full it is, where that is known.
    """

    on_battery: bool | None = None
    percent: float | None = None


def supply(folder: Path = _SUPPLIES) -> Supply:
    """Look now. `folder` is the kernel's and only differs in tests."""
    return _from_kernel(folder) if platform.system() == "Linux" else _from_psutil()


def _from_psutil() -> Supply:
    try:
        found = psutil.sensors_battery()
    except (AttributeError, OSError, ValueError):  # not on this system; or what it says is no number
        return Supply()
    if found is None:
        return Supply()
    plugged = getattr(found, "power_plugged", None)  # None where it does not know, whatever its stubs say
    return Supply(None if plugged is None else not plugged, float(found.percent))


def _from_kernel(folder: Path) -> Supply:
    try:
        supplies = sorted(folder.iterdir())
    except OSError:
        return Supply()
    own = [one for one in supplies if _text(one / "scope").lower() != "device"]  # not a mouse's
    batteries = [
        one for one in own if _text(one / "type") == "Battery" and _text(one / "present") in ("", "1")
    ]
    if not batteries:
        return Supply()
    states = {_text(one / "status").lower() for one in batteries}
    mains = [_text(one / "online") for one in own if _text(one / "type") in ("Mains", "USB", "Wireless")]
    if "1" in mains or (states & {"charging", "full", "not charging"} and "discharging" not in states):
        return Supply(False, _fullness(batteries))
    feeds = "discharging" in states or bool(mains)
    return Supply(True if feeds else None, _fullness(batteries))


def _fullness(batteries: list[Path]) -> float | None:
    """Of all batteries together, by what they hold; where one does not say, the mean of what they tell."""
    for kind in ("energy", "charge"):
        held = [(_number(one / f"{kind}_now"), _number(one / f"{kind}_full")) for one in batteries]
        if all(now is not None and full for now, full in held):
            return 100.0 * sum(now or 0 for now, _ in held) / sum(full or 0 for _, full in held)
    told = [share for one in batteries if (share := _number(one / "capacity")) is not None]
    return sum(told) / len(told) if told else None


class EnergyMeter:
    """The counters of the processor's packages (RAPL). Since 2020 most kernels let only root read them."""

    def __init__(self, folder: Path = _METERS) -> None:
        """`folder` is the kernel's and only differs in tests."""
        self._packages = [
            one
            for one in (sorted(folder.glob("intel-rapl:*")) if folder.is_dir() else ())
            if _text(one / "name").startswith(_PACKAGE)
        ]

    def read(self) -> Reading | None:
        """The counters now; None where they cannot be read."""
        found = []
        for one in self._packages:
            used, most = _number(one / "energy_uj"), _number(one / "max_energy_range_uj")
            if used is None:
                return None
            found.append((used, most or 0))
        return Reading(tuple(found)) if found else None


@dataclass(frozen=True, slots=True)
class Reading:
    """Counters of all packages, each with where it begins again, in millionths of a joule."""

    packages: tuple[tuple[int, int], ...]

    def joules_since(self, before: Reading) -> float:
        """What was used since; a counter that began again meanwhile did so once."""
        spent = 0
        for (now, most), (then, _) in zip(self.packages, before.packages, strict=True):
            spent += now - then + (most if now < then else 0)
        return spent / 1e6


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _number(file: Path) -> int | None:
    text = _text(file)
    return int(text) if text.isdigit() else None
