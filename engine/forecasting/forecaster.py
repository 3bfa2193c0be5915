"""What forecasts, as the rest of the program sees it: a series in, what methods say of its future out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.types import Method, Predicted
from engine.workers.confining import Work
from engine.workers.frames import Json
from engine.workers.runtime import Runtime
from engine.workers.worker import Limits, WorkerSpec

_REST_SECONDS = 60.0
_LIMITS = Limits(memory_bytes=2 << 30, idle_seconds=300.0, output_bytes=64 << 20)
# One thread: series are parted among processes, and fits are too small to be worth a thread.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
# Libraries that come along look for folders to write to, and for a display; there are none.
_NOWHERE = {"JOBLIB_MULTIPROCESSING": "0", "MPLBACKEND": "agg"}


class ForecasterProcess(Runtime):
    """A `Forecaster` over statsforecast in a process that has no file of anybody's. Thread-safe; a second
    caller waits.
    """

    def __init__(self) -> None:
        super().__init__(
            WorkerSpec(
                name="forecaster",
                target="engine.forecasting.worker:build",
                limits=_LIMITS,
                environment={**_ONE_THREAD, **_NOWHERE},
                work=Work.COMPUTING,
                rest_seconds=_REST_SECONDS,
            )
        )

    def predict(
        self,
        values: NDArray[np.float64],
        seasons: Sequence[int],
        horizon: int,
        methods: Sequence[Method],
        level: int,
        cancel: CancelToken,
    ) -> Mapping[Method, Predicted]:
        """What each of `methods` says of the `horizon` values after `values`; those that cannot be fitted
        are left out. `seasons`: see `Forecaster`. `level`: percent of cases an interval is to hold.

        Raises `WorkerError`, `Cancelled`.
        """
        params: dict[str, Json] = {
            "methods": [method.value for method in methods],
            "seasons": list(seasons),
            "horizon": horizon,
            "level": level,
        }
        blob = np.ascontiguousarray(values, dtype="<f8").tobytes()
        return {
            Method(str(frame.header["method"])): Predicted(_floats(frame.blobs[0]), _floats(frame.blobs[1]))
            for frame in self._worker.request("predict", params, (blob,), cancel)
        }


def _floats(blob: bytes) -> NDArray[np.float64]:
    return np.frombuffer(blob, dtype="<f8").astype(np.float64)
