"""Forecasts in plain words: what a series is, what was done to it, how it is forecast, what is expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from app.words.catalogue import count, row, say
from app.words.days import month_words
from engine.types import Method
from rag.forecasting.calendars import Calendar
from rag.forecasting.choosing import Forecast
from rag.forecasting.series import Series

_FIGURES = 4  # of a number that are worth saying
_MOST_DECIMALS = 4


def method_words(methods: Sequence[Method]) -> str:
    """How something is forecast: "Theta", "the mean of Theta and ARIMA"."""
    names = [say(f"forecasting.methods.{method.value}") for method in methods]
    if len(names) == 1:
        return names[0]
    pair = say("forecasting.joined.pair", first=row(names[:-1]), last=names[-1])
    return say("forecasting.joined.several", methods=pair)


def date_words(moment: datetime, calendar: Calendar) -> str:
    """A date as finely as its series has them: "July 2008", "2008-07-01", "2008-07-01 13:00"."""
    match calendar.name:
        case "year":
            return str(moment.year)
        case "quarter":
            return say("forecasting.dates.quarter", quarter=(moment.month + 2) // 3, year=moment.year)
        case "month":
            return say("forecasting.dates.month", month=month_words(moment), year=moment.year)
    return f"{moment:%Y-%m-%d %H:%M}" if calendar.has_times else f"{moment:%Y-%m-%d}"


def figure(value: float, like: float, figures: int = _FIGURES) -> str:
    """A number as finely as numbers of the size of `like` are worth saying: with so many `figures` of it."""
    size = math.floor(math.log10(abs(like))) if like else 0
    return say(f"forecasting.figures.{min(max(figures - 1 - size, 0), _MOST_DECIMALS)}", n=value)


def series_lines(series: Series) -> list[str]:
    """What a series is, and what was done to have it."""
    calendar = series.calendar
    last = calendar.moment(len(series.values) - 1)
    lines = [
        say(
            "forecasting.told.series",
            values=count(f"forecasting.often.{calendar.name}", len(series.values)),
            first=date_words(calendar.origin, calendar),
            last=date_words(last, calendar),
        )
    ]
    if series.gaps and series.as_nought:
        lines.append(count("forecasting.told.nought", series.gaps))
    elif series.gaps:
        lines.append(count("forecasting.told.gaps", series.gaps))
    if series.doubled:
        lines.append(count("forecasting.told.doubled", series.doubled))
    if series.unread:
        lines.append(count("forecasting.told.unread", series.unread))
    return lines


def forecast_lines(found: Forecast) -> list[str]:
    """All that there is to say of a forecast, a sentence or two a line."""
    series, calendar = found.series, found.series.calendar
    lines = series_lines(series)
    if series.intermittent:
        lines.append(say("forecasting.told.intermittent"))
    lines.append(f"{say('forecasting.told.method', method=method_words(found.methods))} {_held(found)}")
    like = float(np.abs(found.mean).max())
    low, high = found.low[0], found.high[0]
    lines.append(
        say(
            "forecasting.told.first",
            date=date_words(calendar.moment(len(series.values)), calendar),
            value=figure(found.mean[0], like),
            low=figure(low, like),
            high=figure(high, like),
        )
    )
    ahead = len(found.mean)
    if 1 < ahead <= len(series.values):
        total, before = float(found.mean.sum()), float(series.values[-ahead:].sum())
        lines.append(say("forecasting.told.sum", sum=figure(total, total), before=figure(before, before)))
    return lines


def _held(found: Forecast) -> str:
    if found.mase is None or not found.naive:
        return say("forecasting.told.untried")
    percent = round(100 * (1 - found.mase / found.naive))
    return say("forecasting.told.better", percent=percent) if percent > 0 else say("forecasting.told.worse")
