"""Lets background reading wait while the computer runs on its battery."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psutil

from app.scheduler import Scheduler
from app.types import BatteryUse, PauseReason

_EVERY_SECONDS = 10.0


def on_battery() -> bool | None:
    """Whether the computer runs on its battery; None where it has none, or does not say."""
    try:
        found = psutil.sensors_battery()
    except (AttributeError, OSError, ValueError):  # not on this system; or what it says is no number
        return None
    return None if found is None or found.power_plugged is None else not found.power_plugged


class PowerWatch:
    """Pauses the scheduler on battery, unless the user says that reading is to go on."""

    def __init__(
        self,
        scheduler: Scheduler,
        use: Callable[[], BatteryUse],
        measure: Callable[[], bool | None] = on_battery,
        every: float = _EVERY_SECONDS,
    ) -> None:
        """`use` gives the user's wish now; `measure` is asked every so many seconds."""
        self._scheduler = scheduler
        self._use = use
        self._measure = measure
        self._every = every
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def has_battery(self) -> bool:
        return self._measure() is not None

    def start(self) -> None:
        """Watch from now on; without a battery there is nothing to watch."""
        if self._measure() is None:
            return
        self.check()
        self._thread = threading.Thread(target=self._run, name="power", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Pause or go on now: the user's wish, or the power, has changed."""
        wait = self._measure() is True and self._use() is BatteryUse.PAUSE
        self._scheduler.pause(wait, PauseReason.BATTERY)

    def close(self) -> None:
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ending.wait(self._every):
            self.check()
