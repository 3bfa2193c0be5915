"""Methods tried on the past: what held up is taken, and intervals are as wide as the past says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.types import Method, Predicted
from rag.errors import TooFewValues
from rag.forecasting.calendars import Calendar, Unit
from rag.forecasting.choosing import forecast
from rag.forecasting.forecasting import forecasts
from rag.forecasting.series import Series


def day(year: int, month: int, number: int, hour: int = 0) -> datetime:
    return datetime(year, month, number, hour)  # noqa: DTZ001 — a table's dates are of no zone


MONTHLY = Calendar(Unit.MONTH, 1, day(2010, 1, 1))


class Prophet:
    """Knows what comes; each method is off by as much as it is told to be."""

    def __init__(self, whole: NDArray[np.float64], off: Mapping[Method, float]) -> None:
        self.whole, self.off = whole, off
        self.asked: list[int] = []

    def predict(
        self, values: NDArray[np.float64], seasons: Sequence[int], horizon: int, methods: Sequence[Method],
        level: int, cancel: CancelToken,
    ) -> Mapping[Method, Predicted]:  # fmt: skip
        cancel.raise_if_cancelled()
        self.asked.append(len(values))
        comes = self.whole[len(values) : len(values) + horizon]
        return {
            method: Predicted(comes + off, np.full(horizon, 1.0))
            for method, off in self.off.items()
            if method in methods
        }

    def close(self) -> None: ...


def series(whole: NDArray[np.float64], horizon: int = 6) -> Series:
    return Series("shop", MONTHLY, whole[: len(whole) - horizon])


WHOLE = 100 + np.tile(np.arange(12.0), 10) + np.linspace(0, 12, 120)


def test_the_past_is_cut_at_three_origins_and_the_methods_that_hold_up_are_taken_together() -> None:
    prophet = Prophet(
        WHOLE, {Method.ETS: 1.0, Method.THETA: -1.2, Method.ARIMA: 9.0, Method.SEASONAL_NAIVE: -5.0}
    )
    found = forecast(series(WHOLE), 6, prophet, CancelToken())
    assert prophet.asked == [108, 102, 96, 114]
    assert found.methods == (Method.ETS, Method.THETA)
    assert found.mean == pytest.approx(WHOLE[-6:] - 0.1)
    assert [trial.methods[0] for trial in found.trials] == [
        Method.ETS, Method.THETA, Method.SEASONAL_NAIVE, Method.ARIMA
    ]  # fmt: skip
    assert found.mase is not None
    assert found.naive is not None
    assert found.mase < found.trials[0].mase < found.naive


def test_a_method_that_is_clearly_better_is_taken_alone() -> None:
    off = {Method.ETS: 3.0, Method.THETA: 3.0, Method.ARIMA: 3.0, Method.AVERAGE: 0.5}
    assert forecast(series(WHOLE), 6, Prophet(WHOLE, off), CancelToken()).methods == (Method.AVERAGE,)


def test_a_season_ago_is_what_the_others_are_measured_by_and_never_taken_alone() -> None:
    off = {Method.ETS: 3.0, Method.THETA: 3.0, Method.SEASONAL_NAIVE: 0.5}
    found = forecast(series(WHOLE), 6, Prophet(WHOLE, off), CancelToken())
    assert found.methods == (Method.ETS, Method.THETA)


def test_intervals_are_as_wide_as_errors_were() -> None:
    narrow = forecast(series(WHOLE), 6, Prophet(WHOLE, dict.fromkeys(Method, 0.7)), CancelToken())
    wide = forecast(series(WHOLE), 6, Prophet(WHOLE, dict.fromkeys(Method, 2.5)), CancelToken())
    assert narrow.high - narrow.low == pytest.approx(np.full(6, 1.4))
    assert wide.high - wide.low == pytest.approx(np.full(6, 5.0))


def test_what_was_never_negative_is_not_foretold_to_be() -> None:
    found = forecast(series(WHOLE), 6, Prophet(WHOLE, dict.fromkeys(Method, -200.0)), CancelToken())
    assert (found.mean == 0).all()
    assert (found.low == 0).all()


def test_a_short_series_is_cut_less_far() -> None:
    prophet = Prophet(WHOLE, dict.fromkeys(Method, 1.0))
    found = forecast(Series("", MONTHLY, WHOLE[:14]), 12, prophet, CancelToken())
    assert found.season == 1
    assert found.mase is not None
    assert prophet.asked == [6, 14]


def test_too_few_values_are_told() -> None:
    with pytest.raises(TooFewValues) as few:
        forecast(Series("shop", MONTHLY, WHOLE[:5]), 6, Prophet(WHOLE, {}), CancelToken())
    assert few.value.facts == {"item": "shop", "values": 5, "fewest": 6}


def test_one_series_that_cannot_be_forecast_leaves_the_others() -> None:
    prophet = Prophet(WHOLE, dict.fromkeys(Method, 1.0))
    given = [Series("a", MONTHLY, WHOLE[:5]), series(WHOLE)]
    steps: list[float] = []
    short, whole = forecasts(given, 6, [prophet], CancelToken(), step=steps.append)
    assert isinstance(short, tuple)
    assert short[0].item == "a"
    assert not isinstance(whole, tuple)
    assert len(whole.mean) == 6
    assert steps == sorted(steps)
    assert steps[-1] == 2


def test_it_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(forecasts([series(WHOLE)], 6, [Prophet(WHOLE, dict.fromkeys(Method, 1.0))], cancel))
