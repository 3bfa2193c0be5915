"""Reading waits on battery, unless the user says that it is to go on."""

from __future__ import annotations

import queue

import psutil
import pytest

from app.library.power import PowerWatch, on_battery
from app.scheduler import Scheduler
from app.types import BatteryUse, PauseReason

PATIENCE = 20
ON_BATTERY = frozenset({PauseReason.BATTERY})


class Laptop:
    def __init__(self, on_battery: bool | None) -> None:
        self.on_battery = on_battery
        self.use = BatteryUse.PAUSE
        self.told: queue.SimpleQueue[frozenset[PauseReason]] = queue.SimpleQueue()
        self.scheduler = Scheduler(self.told.put)
        self.watch = PowerWatch(self.scheduler, lambda: self.use, lambda: self.on_battery, every=0.01)


def test_pulling_the_plug_pauses_and_putting_it_back_goes_on() -> None:
    laptop = Laptop(on_battery=False)
    laptop.watch.start()
    try:
        assert laptop.told.empty()
        laptop.on_battery = True
        assert laptop.told.get(timeout=PATIENCE) == ON_BATTERY
        laptop.on_battery = False
        assert laptop.told.get(timeout=PATIENCE) == frozenset()
    finally:
        laptop.watch.close()


def test_the_user_may_have_it_go_on() -> None:
    laptop = Laptop(on_battery=True)
    laptop.watch.check()
    assert laptop.scheduler.pauses == ON_BATTERY
    laptop.use = BatteryUse.GO_ON
    laptop.watch.check()
    assert not laptop.scheduler.paused


def test_a_computer_without_battery_is_not_watched() -> None:
    desktop = Laptop(on_battery=None)
    desktop.watch.start()
    assert desktop.watch._thread is None
    assert not desktop.watch.has_battery
    desktop.watch.close()


@pytest.mark.parametrize(("plugged", "expected"), [(True, False), (False, True), (None, None)])
def test_what_the_system_says(
    monkeypatch: pytest.MonkeyPatch, plugged: bool | None, expected: object
) -> None:
    class Battery:
        power_plugged = plugged

    monkeypatch.setattr(psutil, "sensors_battery", Battery, raising=False)
    assert on_battery() is expected
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)
    assert on_battery() is None
    monkeypatch.delattr(psutil, "sensors_battery")
    assert on_battery() is None
