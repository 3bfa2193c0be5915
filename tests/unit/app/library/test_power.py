"""Work waits on battery, unless the user says that it is to go on."""

from __future__ import annotations

import queue

from app.library.power import PowerWatch
from app.scheduler import Scheduler
from app.types import BatteryUse, PauseReason
from engine.power import Supply

PATIENCE = 20
ON_BATTERY = frozenset({PauseReason.BATTERY})


class Laptop:
    def __init__(self, on_battery: bool | None, percent: float | None = None) -> None:
        self.on_battery = on_battery
        self.percent = percent
        self.use = BatteryUse.PAUSE
        self.told: queue.SimpleQueue[frozenset[PauseReason]] = queue.SimpleQueue()
        self.scheduler = Scheduler(self.told.put)
        self.watch = PowerWatch(self.scheduler, lambda: self.use, self.supply, every=0.01)

    def supply(self) -> Supply:
        return Supply(self.on_battery, self.percent)


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


def test_once_the_battery_is_low_runs_wait_too() -> None:
    laptop = Laptop(on_battery=True, percent=20.0)
    laptop.watch.check()
    assert laptop.scheduler.pauses == ON_BATTERY
    laptop.percent = 19.0
    laptop.watch.check()
    assert laptop.scheduler.pauses == ON_BATTERY | {PauseReason.LOW_BATTERY}
    laptop.on_battery = False
    laptop.watch.check()
    assert not laptop.scheduler.paused
    laptop.on_battery, laptop.use = True, BatteryUse.GO_ON
    laptop.watch.check()
    assert not laptop.scheduler.paused, "the user lets all of it go on"
