"""Many series at once: each forecast in its turn, by as many processes as the machine has room for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from engine.cancel import CancelToken
from engine.errors import WorkerDied
from engine.protocols import Forecaster
from rag.errors import TooFewValues
from rag.forecasting.choosing import Forecast, forecast
from rag.forecasting.series import Columns, Series, names_of, series_of
from rag.forecasting.unpivoting import unpivoted

Grids = Sequence[tuple[str, Sequence[Sequence[str]]]]
Refusal = TooFewValues | WorkerDied


def tables_in(grids: Grids) -> Grids:
    """The tables of a file, those with a column for every date turned into one row a date."""
    return [(name, unpivoted(rows)) for name, rows in grids]


def series_in(grids: Grids, columns: Columns, path: str) -> list[Series]:
    """The series of the first table that has the columns. Raises as `series_of` does, for the first table."""
    wanted = {" ".join(one.split()).casefold() for one in (columns.date, *columns.values, columns.item or "")}
    for _, rows in grids:
        there = {" ".join(cell.split()).casefold() for row in rows[:30] for cell in row}
        if wanted - {""} <= there:
            return series_of(rows, columns, path)
    largest = max((rows for _, rows in grids), key=len, default=())
    return series_of(largest, columns, path)


def columns_in(grids: Grids) -> list[str]:
    """The names of the columns of the largest table."""
    return names_of(max((rows for _, rows in grids), key=len, default=()))


def forecasts(
    series: Sequence[Series],
    horizon: int,
    forecasters: Sequence[Forecaster],
    cancel: CancelToken,
    season: int | None = None,
    step: Callable[[float], None] = lambda _done: None,
) -> Iterator[Forecast | tuple[Series, Refusal]]:
    """The forecast of each series, in their order, each as soon as it and those before it are known; or why
    there is none of one. `step` is told how many are done, in parts too.

    Raises `WorkerError`, `Cancelled`.
    """
    free: SimpleQueue[Forecaster] = SimpleQueue()
    for one in forecasters:
        free.put(one)
    told, lock = [0.0] * len(series), threading.Lock()

    def said(place: int, share: float) -> None:
        with lock:
            told[place] = share
            step(sum(told))

    def work(place: int) -> Forecast | tuple[Series, Refusal]:
        cancel.raise_if_cancelled()
        forecaster = free.get()
        try:
            return forecast(
                series[place], horizon, forecaster, cancel, season, lambda done, of: said(place, done / of)
            )
        except (TooFewValues, WorkerDied) as refusal:
            return series[place], refusal
        finally:
            free.put(forecaster)
            said(place, 1.0)

    with ThreadPoolExecutor(len(forecasters), "forecast") as pool:
        futures: list[Future[Forecast | tuple[Series, Refusal]]] = [
            pool.submit(work, place) for place in range(len(series))
        ]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
