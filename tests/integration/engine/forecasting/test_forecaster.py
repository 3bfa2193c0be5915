"""The forecasting process, sealed as every child is: what methods say of series whose future is known."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from models import CHECKOUT

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.forecasting.forecaster import ForecasterProcess
from engine.types import Method

YEARS = 8
MONTHS = 12
SHAPE = np.array([0, 2, 5, 9, 14, 18, 20, 17, 11, 6, 3, 1.0])


@pytest.fixture(scope="module")
def forecaster() -> Iterator[ForecasterProcess]:
    process = ForecasterProcess()
    yield process
    process.close()


def seasonal(years: int) -> np.ndarray:
    rng = np.random.default_rng(7)
    return 50 + np.tile(SHAPE, years) + 0.2 * np.arange(MONTHS * years) + rng.normal(0, 0.5, MONTHS * years)


def test_methods_go_on_with_a_season_and_a_trend(forecaster: ForecasterProcess) -> None:
    whole = seasonal(YEARS + 1)
    said = forecaster.predict(whole[:-MONTHS], (MONTHS,), MONTHS, list(Method), 80, CancelToken())
    naive = np.abs(said[Method.SEASONAL_NAIVE].mean - whole[-MONTHS:]).mean()
    for method in (Method.ETS, Method.THETA, Method.CES, Method.ARIMA, Method.MSTL):
        assert np.abs(said[method].mean - whole[-MONTHS:]).mean() < 0.9 * naive, method
        assert (said[method].spread > 0).all(), method
    assert not len(said[Method.AVERAGE].spread)
    assert Method.LONG_NAIVE not in said  # there is one season only


def test_demand_that_is_mostly_none_is_spread(forecaster: ForecasterProcess) -> None:
    demand = np.tile([0.0, 0, 0, 6.0], 20)
    for method, said in forecaster.predict(
        demand, (1,), 4, [Method.CROSTON, Method.ADIDA, Method.TSB], 80, CancelToken()
    ).items():
        assert said.mean == pytest.approx(np.full(4, 1.5), abs=0.6), method


def test_a_series_without_any_change_is_no_fault(forecaster: ForecasterProcess) -> None:
    said = forecaster.predict(np.full(40, 3.0), (12,), 5, list(Method), 80, CancelToken())
    assert said[Method.SEASONAL_NAIVE].mean == pytest.approx(np.full(5, 3.0))
    assert len(said) > 4


def test_it_can_be_cancelled_and_goes_on_afterwards(forecaster: ForecasterProcess) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        forecaster.predict(seasonal(4), (12,), 5, list(Method), 80, cancel)
    assert forecaster.predict(seasonal(4), (12,), 5, [Method.THETA], 80, CancelToken())


def test_the_process_that_asks_loads_none_of_it() -> None:
    script = (
        "import sys, engine.forecasting.forecaster, rag.forecasting.forecasting, app.exporting.forecasts;"
        " print([name for name in ('statsforecast', 'pandas', 'statsmodels', 'pyarrow', 'numba')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
