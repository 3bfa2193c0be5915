"""Forecasts of series whose end is held back, beside each method alone and "a season ago".

The series of the evaluation data: the last 12 months, or 28 of any other step, are held back; the rest is
read and forecast as the command does. Error: MASE, by what a season ago errs within the values known; and the
ratio of errors to that of a season ago on the values held back. Run `python make.py bench forecast`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

import numpy as np  # noqa: E402

from engine.cancel import CancelToken  # noqa: E402
from engine.forecasting.forecaster import ForecasterProcess  # noqa: E402
from engine.types import Method  # noqa: E402
from rag.forecasting.choosing import LEVEL, forecast  # noqa: E402
from rag.forecasting.forecasting import series_in  # noqa: E402
from rag.forecasting.series import Columns, Series  # noqa: E402
from rag.reading.reader import DocumentReader  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATA = CHECKOUT.parent / "shared" / "eval" / "demand_series"
RESULTS = Path(__file__).parent / "results" / "forecast.json"
SETS = {
    "expenditures_australia": Columns("date", ("turnover",)),
    "h2o": Columns("fecha", ("x",)),
    "consumos-combustibles-mensual": Columns(
        "Fecha", ("GLPs", "Gasolinas", "Querosenos", "Gasoleos", "Fueloleos")
    ),
    "simulated_items_sales": Columns("date", ("item_1", "item_2", "item_3")),
    "demo_multi_series": Columns("timestamp", ("value",), "series_id"),
    "wikipedia_visits": Columns("date", ("y",)),
    "intermittent_demand": Columns("date_time", ("users",)),
}
_MONTHS, _OTHERS = 12, 28
_FEWEST_HORIZONS = 4  # of values, before an end is held back


def series() -> Iterator[tuple[str, Series]]:
    with closing(DocumentReader()) as reader:
        for name, columns in SETS.items():
            path = DATA / f"{name}.csv"
            for one in series_in(reader.grids(path, CancelToken()), columns, str(path)):
                yield name, one


def errors(forecaster: ForecasterProcess, one: Series, horizon: int) -> Mapping[str, float]:
    """MASE of the chosen way and of each method, the ratio to a season ago, the interval's hits, seconds."""
    known, came = one.values[:-horizon], one.values[-horizon:]
    begun = time.monotonic()
    found = forecast(replace(one, values=known), horizon, forecaster, CancelToken())
    seconds = time.monotonic() - begun
    seasons = tuple(length for length in one.calendar.seasons if len(known) >= 2 * length + 2) or (1,)
    scale = float(np.abs(known[seasons[0] :] - known[: -seasons[0]]).mean())
    said = forecaster.predict(known, seasons, horizon, list(Method), LEVEL, CancelToken())
    by_method = {method.value: float(np.abs(one.mean - came).mean()) / scale for method, one in said.items()}
    mase = float(np.abs(found.mean - came).mean()) / scale
    return {
        "chosen": mase,
        **by_method,
        "ratio": mase / by_method[Method.SEASONAL_NAIVE.value],
        "inside": float(np.mean((came >= found.low) & (came <= found.high))),
        "seconds": seconds,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--origins", type=int, default=1, metavar="N", help="hold back N ends in turn")
    origins = parser.parse_args().origins
    sets: dict[str, list[Mapping[str, float]]] = defaultdict(list)
    with closing(ForecasterProcess()) as forecaster:
        forecaster.predict(np.arange(20.0), (1,), 1, [Method.SEASONAL_NAIVE], LEVEL, CancelToken())
        for name, one in series():
            horizon = _MONTHS if one.calendar.name == "month" else _OTHERS
            for origin in range(origins):
                end = len(one.values) - origin * horizon
                if end < _FEWEST_HORIZONS * horizon:
                    break
                row = errors(forecaster, replace(one, values=one.values[:end]), horizon)
                sets[name].append(row)
                print(name, one.item, {key: round(value, 3) for key, value in row.items()}, flush=True)
    everything = [row for rows in sets.values() for row in rows]
    table = {name: _means(rows) for name, rows in {**sets, "all series": everything}.items()}
    keys = list(table["all series"])
    print("| set | " + " | ".join(keys) + " |\n|" + "---|" * (len(keys) + 1))
    for name, row in table.items():
        print(f"| {name} | " + " | ".join(f"{row[key]:.2f}" if key in row else "" for key in keys) + " |")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"means": table, "series": sets}, indent=1), encoding="utf-8")
    worse = [name for name, row in table.items() if row["chosen"] >= row[Method.SEASONAL_NAIVE.value]]
    print("beaten by a season ago:", worse or "nowhere")
    return int(bool(worse))


def _means(rows: list[Mapping[str, float]]) -> dict[str, float]:
    """Means of what every series of the set has."""
    keys = [key for key in rows[0] if all(key in row for row in rows)]
    return {key: statistics.fmean(row[key] for row in rows) for key in keys}


if __name__ == "__main__":
    sys.exit(main())
