"""Which methods a series is forecast by: tried on its own past, those that held up are taken together.

The past is cut at up to three origins (rolling origin); each method forecasts from each as if it knew no
more. A method's error is its mean absolute scaled error: in units of the error that "what it was a season
ago" makes within the values known (Hyndman and Koehler, International Journal of Forecasting 22, 2006). The
mean of the good methods errs less, over many series, than any of them (`bench forecast`); only where one
method was clearly better than that mean, it is taken alone. How wide an interval is comes from the methods,
and from how far off the forecasts of the past were: conformal, by scaled scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.protocols import Forecaster
from engine.types import Method, Predicted
from rag.errors import TooFewValues
from rag.forecasting.series import Series

Floats = NDArray[np.float64]

LEVEL = 80  # percent of cases that an interval is to hold
FEWEST = 6  # values of a series
_FOLDS = 3
_SMOOTH = (Method.ETS, Method.THETA, Method.CES, Method.ARIMA, Method.MSTL)
_SIMPLE = (Method.SEASONAL_NAIVE, Method.AVERAGE)
_LONG = (Method.LONG_NAIVE, Method.LONG_AVERAGE)
_INTERMITTENT = (Method.CROSTON, Method.ADIDA, Method.TSB)
_HOLDS_UP = 1.5  # times the error of the best: with more, a method is left out of the mean
_FEWEST_TOGETHER = 2
_CLEARLY = 0.9  # of the mean's error: with less, a method is taken alone
_NARROWEST, _WIDEST = 0.5, 4.0  # times what the methods themselves say of their intervals
_FEW_SCORES = 10
_OF_80 = 1.2816  # standard deviations from the middle of a normal distribution to its 90th percentile


@dataclass(frozen=True, slots=True)
class Trial:
    """How a way of forecasting did on the past. `mase`: below 1 it beats "a season ago" as it did before."""

    methods: tuple[Method, ...]
    mase: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is foretold of a series. `methods`: taken together where several. `mase`: their error on the past,
    None where the series is too short to be cut. `naive`: that of "a season ago". `trials`: of each method
    alone, the best first. `season`: values after which things come back, 1 for none.
    """

    series: Series
    methods: tuple[Method, ...]
    mase: float | None
    naive: float | None
    trials: tuple[Trial, ...]
    season: int
    mean: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class _Fold:
    """A cut: what was known, what each method said behind it, what came, and the error that counts as 1."""

    known: Floats
    said: Mapping[Method, Predicted]
    came: Floats
    scale: float

    def error(self, mean: Floats) -> float:
        return float(np.abs(mean - self.came).mean()) / self.scale


def forecast(
    series: Series,
    horizon: int,
    forecaster: Forecaster,
    cancel: CancelToken,
    season: int | None = None,
    step: Callable[[int, int], None] = lambda _done, _of: None,
) -> Forecast:
    """What the next `horizon` values are likely to be. `season`: its length, None for the calendar's own.
    `step` is told how many of how many cuts are done.

    Raises `TooFewValues`, `WorkerError`, `Cancelled`.
    """
    values = series.values
    if len(values) < FEWEST:
        raise TooFewValues(item=series.item, values=len(values), fewest=FEWEST)
    seasons = _fitting((season,) if season else series.calendar.seasons, len(values))
    methods = _methods(series, seasons)
    cuts, ahead = _cuts(len(values), horizon, seasons[0])

    def said(known: Floats, far: int) -> Mapping[Method, Predicted]:
        return forecaster.predict(known, seasons, far, methods, LEVEL, cancel)

    folds: list[_Fold] = []
    for place, cut in enumerate(cuts):
        step(place, len(cuts) + 1)
        known = values[:cut]
        folds.append(_Fold(known, said(known, ahead), values[cut : cut + ahead], _scale(known, seasons[0])))
    step(len(cuts), len(cuts) + 1)
    future = said(values, horizon)
    everywhere = [one for one in methods if one in future and all(one in fold.said for fold in folds)]
    if not everywhere:
        raise TooFewValues(item=series.item, values=len(values), fewest=FEWEST)
    trials = sorted((_tried((one,), folds) for one in everywhere), key=lambda trial: trial.mase)
    chosen = _chosen(trials, folds, series.intermittent)
    mean = _together(future, chosen.methods)
    half = _half(future, chosen.methods, values, seasons[0]) * _widening(folds, chosen.methods, seasons[0])
    low, high = mean - half, mean + half
    if series.never_negative:
        mean, low, high = (np.maximum(one, 0.0) for one in (mean, low, high))
    naive = next((one.mase for one in trials if one.methods == (Method.SEASONAL_NAIVE,)), None)
    known_past = bool(folds)
    return Forecast(
        series,
        chosen.methods,
        chosen.mase if known_past else None,
        naive if known_past else None,
        tuple(trials) if known_past else (),
        seasons[0],
        mean,
        low,
        high,
    )


def _fitting(seasons: Sequence[int], length: int) -> tuple[int, ...]:
    """The seasons of which the values hold two, and something to try them on."""
    return tuple(one for one in seasons if one > 1 and length >= 2 * one + 2) or (1,)


def _methods(series: Series, seasons: Sequence[int]) -> tuple[Method, ...]:
    smooth = tuple(one for one in _SMOOTH if one is not Method.MSTL or seasons[0] > 1)
    long = _LONG if len(seasons) > 1 else ()
    return (*_SIMPLE, *long, *smooth, *(_INTERMITTENT if series.intermittent else ()))


def _cuts(length: int, horizon: int, season: int) -> tuple[list[int], int]:
    """Where the past is cut, the latest first, and how far is forecast from there: as far as is wished,
    or as the values allow.
    """
    least = max(2 * season, FEWEST)
    for folds in range(_FOLDS, 0, -1):
        ahead = min(horizon, (length - least) // folds)
        if ahead >= max(1, horizon // 2) or (folds == 1 and ahead >= 1):
            return [length - ahead * fold for fold in range(1, folds + 1)], ahead
    return [], 0


def _scale(known: Floats, season: int) -> float:
    """The mean error of "a season ago" within the values known; never nought."""
    lag = season if len(known) > season else 1
    error = float(np.abs(known[lag:] - known[:-lag]).mean())
    return error or float(np.abs(known).mean()) or 1.0


def _tried(methods: tuple[Method, ...], folds: Sequence[_Fold]) -> Trial:
    errors = [fold.error(_together(fold.said, methods)) for fold in folds]
    return Trial(methods, float(np.mean(errors)) if errors else 0.0)


def _chosen(trials: Sequence[Trial], folds: Sequence[_Fold], intermittent: bool) -> Trial:
    """The way to forecast, of methods tried one by one, the best first."""
    pool = [
        one
        for one in trials
        if one.methods[0] in _SMOOTH or (intermittent and one.methods[0] in _INTERMITTENT)
    ]
    if not pool:
        return trials[0]
    good = [one for one in pool if one.mase <= _HOLDS_UP * pool[0].mase]
    if len(good) < _FEWEST_TOGETHER:
        good = pool[:_FEWEST_TOGETHER]
    together = _tried(tuple(one.methods[0] for one in good), folds)
    # "A season ago" is what all are measured by: where it was best on a few cuts, that was mostly luck.
    best = next(one for one in trials if one.methods != (Method.SEASONAL_NAIVE,))
    return best if folds and best.mase < _CLEARLY * together.mase else together


def _together(said: Mapping[Method, Predicted], methods: Sequence[Method]) -> Floats:
    mean: Floats = np.mean([said[one].mean for one in methods], axis=0)
    return mean


def _half(said: Mapping[Method, Predicted], methods: Sequence[Method], known: Floats, season: int) -> Floats:
    """Half an interval at each step, as the methods say; as "a season ago" errs where none of them does."""
    spreads = [said[one].spread for one in methods if len(said[one].spread)]
    if spreads:
        half: Floats = np.maximum(np.mean(spreads, axis=0), 1e-12)
        return half
    return np.full(len(said[methods[0]].mean), _OF_80 * _scale(known, season))


def _widening(folds: Sequence[_Fold], methods: Sequence[Method], season: int) -> float:
    """By how much intervals must be wider, or narrower, to have held `LEVEL` percent of what came."""
    scores: list[float] = []
    for fold in folds:
        half = _half(fold.said, methods, fold.known, season)
        scores += list(np.abs(fold.came - _together(fold.said, methods)) / half)
    if not scores:
        return 1.0
    place = min(int(np.ceil((len(scores) + 1) * LEVEL / 100)), len(scores)) - 1
    factor = float(np.sort(scores)[place])
    narrowest = _NARROWEST if len(scores) >= _FEW_SCORES else 1.0
    return min(max(factor, narrowest), _WIDEST)
