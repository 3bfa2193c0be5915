"""The methods, a row each, as statsforecast computes them. Imported by the process alone.

Source: https://nixtlaverse.nixtla.io/statsforecast (2.1; computed by its compiled core).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec, module_from_spec
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.types import Method, Predicted

Floats = NDArray[np.float64]


def _models() -> Any:
    """The methods alone. The head of their package brings what spreads work over many computers (fugue,
    triad, pyarrow), which nothing here asks for and a packaged program goes without: it is passed over.
    """
    _lean_statistics()
    package = find_spec("statsforecast")
    if package is not None and "statsforecast" not in sys.modules:
        sys.modules["statsforecast"] = module_from_spec(package)  # not run
    from statsforecast import models

    return models


def _lean_statistics() -> None:
    """Have statsmodels' list of all that it can do be those four of it that the methods call: the others are
    three hundred modules, a quarter of the time in which this process starts and 30 MB of a package.
    """
    if "statsmodels.api" in sys.modules:
        return
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools.tools import add_constant
    from statsmodels.tsa.seasonal import STL
    from statsmodels.tsa.stattools import kpss

    lean: Any = ModuleType("statsmodels.api")
    lean.OLS, lean.add_constant = OLS, add_constant
    lean.tsa = SimpleNamespace(STL=STL, kpss=kpss)
    sys.modules[lean.__name__] = lean


models = _models()

_SEASONS = 4  # that are averaged
# How much of a series' end a method is given: its time grows faster than the series, and what lies further
# back than hundreds of seasons says little. ARIMA took 9 s for 620 months, 14 s for 1,070 days.
_REACH = {Method.ARIMA: 400, Method.ETS: 1_500, Method.CES: 1_500, Method.THETA: 1_500}
_FURTHEST = 9_000  # of any other: a year of hours
_LONGEST_SEASON = {Method.ARIMA: 24, Method.ETS: 24, Method.CES: 52, Method.THETA: 400}
_SMOOTHING = 0.2  # of TSB, for demand and for how likely there is any


def predicted(
    method: Method, values: Floats, seasons: Sequence[int], horizon: int, level: int
) -> Predicted | None:
    """What a method says of the `horizon` values after `values`; None where it has nothing to say.

    `seasons`: lengths, the shortest first, (1,) for none. `level`: percent of cases that its interval is to
    hold; `spread` is half of that interval, empty of a method that gives none.
    """
    season = seasons[0] if seasons[0] <= _LONGEST_SEASON.get(method, seasons[0]) else 1
    given = values[-_REACH.get(method, _FURTHEST) :]
    if season > 1 and len(given) < 2 * season:
        season = 1
    fitting = [one for one in seasons if one > 1 and len(given) >= 2 * one]
    built = _BUILDERS[method](season, fitting)
    if built is None:
        return None
    said = _said(built, given, horizon, level if method in _WITH_SPREAD else None)
    mean = np.asarray(said["mean"], dtype=np.float64)
    if len(mean) != horizon or not np.isfinite(mean).all():
        return None
    spread = np.zeros(0)
    if f"hi-{level}" in said:
        spread = (
            np.asarray(said[f"hi-{level}"], dtype=float) - np.asarray(said[f"lo-{level}"], dtype=float)
        ) / 2
        if not np.isfinite(spread).all():
            spread = np.zeros(0)
    return Predicted(mean, spread)


def _said(built: Any, values: Floats, horizon: int, level: int | None) -> dict[str, Any]:
    return dict(built.forecast(y=values, h=horizon, level=None if level is None else [level]))


def _mstl(_season: int, fitting: Sequence[int]) -> Any | None:
    return models.MSTL(season_length=list(fitting)) if fitting else None


def _long_naive(_season: int, fitting: Sequence[int]) -> Any | None:
    return models.SeasonalNaive(season_length=fitting[-1]) if len(fitting) > 1 else None


def _long_average(_season: int, fitting: Sequence[int]) -> Any | None:
    return _average(fitting[-1], ()) if len(fitting) > 1 else None


def _average(season: int, _fitting: Sequence[int]) -> Any:
    return models.SeasonalWindowAverage(season_length=season, window_size=_SEASONS)


_BUILDERS: dict[Method, Callable[[int, Sequence[int]], Any | None]] = {
    Method.SEASONAL_NAIVE: lambda season, _: models.SeasonalNaive(season_length=season),
    Method.AVERAGE: _average,
    Method.LONG_NAIVE: _long_naive,
    Method.LONG_AVERAGE: _long_average,
    Method.ETS: lambda season, _: models.AutoETS(season_length=season),
    Method.CES: lambda season, _: models.AutoCES(season_length=season),
    Method.ARIMA: lambda season, _: models.AutoARIMA(season_length=season, approximation=True),
    Method.THETA: lambda season, _: models.AutoTheta(season_length=season),
    Method.MSTL: _mstl,
    Method.CROSTON: lambda _season, _: models.CrostonOptimized(),
    Method.ADIDA: lambda _season, _: models.ADIDA(),
    Method.TSB: lambda _season, _: models.TSB(alpha_d=_SMOOTHING, alpha_p=_SMOOTHING),
}
_WITH_SPREAD = frozenset(
    {
        Method.SEASONAL_NAIVE,
        Method.LONG_NAIVE,
        Method.ETS,
        Method.CES,
        Method.ARIMA,
        Method.THETA,
        Method.MSTL,
    }
)
