"""Lets work wait while the computer runs on its battery: what nobody asked for at once, and once the battery
is low also what a person did.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.scheduler import Scheduler
from app.types import BatteryUse, PauseReason
from engine.power import Supply, supply

LOW_PERCENT = 20.0  # where systems begin to save power by themselves
_EVERY_SECONDS = 10.0


class PowerWatch:
    """Pauses the scheduler on battery, unless the user says that work is to go on."""

    def __init__(
        self,
        scheduler: Scheduler,
        use: Callable[[], BatteryUse],
        measure: Callable[[], Supply] = supply,
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
        return self._measure().on_battery is not None

    def start(self) -> None:
        """Watch from now on; without a battery there is nothing to watch."""
        if not self.has_battery:
            return
        self.check()
        self._thread = threading.Thread(target=self._run, name="power", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Pause or go on now: the user's wish, or the power, has changed."""
        found = self._measure()
        wait = found.on_battery is True and self._use() is BatteryUse.PAUSE
        low = found.percent is not None and found.percent < LOW_PERCENT
        self._scheduler.pause(wait, PauseReason.BATTERY)
        self._scheduler.pause(wait and low, PauseReason.LOW_BATTERY)

    def close(self) -> None:
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ending.wait(self._every):
            self.check()
