"""The forecasting process: serves `engine.forecasting.forecaster`.

`predict` (methods, seasons, horizon, level), the series as one blob of float64, little endian: one frame for
each method that has something to say, header {"method"}, blobs: its forecast, and half of its interval.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping
from typing import cast

import numpy as np

from engine.cancel import CancelToken
from engine.forecasting.methods import predicted
from engine.types import Method
from engine.workers.frames import Frame, Json

_log = logging.getLogger(__name__)


def build(_config: Mapping[str, Json]) -> ForecastHandler:
    """The factory `engine.workers.child` calls."""
    return ForecastHandler()


class ForecastHandler:
    def handle(
        self, _method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer `predict`; see the module."""
        values = np.frombuffer(blobs[0], dtype="<f8").astype(np.float64)
        seasons = cast("list[int]", params["seasons"])
        horizon, level = cast("int", params["horizon"]), cast("int", params["level"])
        for name in cast("list[str]", params["methods"]):
            cancel.raise_if_cancelled()
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    said = predicted(Method(name), values, seasons, horizon, level)
            except MemoryError:
                raise
            except Exception:  # libraries say in many ways that a series does not suit them
                # A method that cannot be fitted is left out; the others go on.
                _log.warning("%s cannot be fitted", name)
                continue
            if said is not None:
                blobs = tuple(part.astype("<f8").tobytes() for part in (said.mean, said.spread))
                yield Frame({"method": name}, blobs)
