"""How the model that answers spares the battery: fewer cores, and where that is wanted a smaller model."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from app.settings import Settings
from app.types import BatteryModel, BatteryThreads
from engine.cores import default_threads
from engine.power import Supply, supply
from engine.provision.catalogue import CatalogueModel

_SECONDS = 5.0  # a look at the battery holds so long: it is asked before every request


class Saving:
    """What the user's wishes and the power make of a model, now."""

    def __init__(
        self,
        settings: Settings,
        look: Callable[[], Supply] = supply,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._look = look
        self._clock = clock
        self._seen: tuple[float, bool] | None = None

    @property
    def on_battery(self) -> bool:
        now = self._clock()
        if self._seen is None or now - self._seen[0] >= _SECONDS:
            self._seen = (now, self._look().on_battery is True)
        return self._seen[1]

    def threads(self, usual: int | None = None) -> int | None:
        """Compute threads: half of the usual ones on battery; None for as many as usual.

        What is written waits for the memory more than for the cores: half of them do more than half of it.
        """
        if self._settings.preferences.battery_threads is BatteryThreads.ALL or not self.on_battery:
            return None
        return ((usual or default_threads()) + 1) // 2

    def instead(self, model: CatalogueModel, others: Sequence[CatalogueModel]) -> CatalogueModel:
        """The largest of the others that is smaller than a model, on battery and where that is wanted; else
        the model.
        """
        if self._settings.preferences.battery_model is BatteryModel.SAME or not self.on_battery:
            return model
        smaller = [one for one in others if one.size < model.size]
        return max(smaller, key=lambda one: one.size, default=model)
