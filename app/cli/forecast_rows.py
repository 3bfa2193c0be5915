"""A forecast as a row and as text: what forecast and ask share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.output import paragraph
from app.cli.rows import Row

if TYPE_CHECKING:
    from rag.forecasting.choosing import Forecast


def forecast_row(found: Forecast) -> Row:
    """Of `forecast`; its shape is a contract (see README)."""
    calendar, length = found.series.calendar, len(found.series.values)
    dates = [calendar.moment(length + at) for at in range(len(found.mean))]
    return {
        "item": found.series.item,
        "model": "+".join(method.value for method in found.methods),
        "mase": None if found.mase is None else round(found.mase, 4),
        "forecast": [
            {
                "date": f"{date:%Y-%m-%dT%H:%M:%S}" if calendar.has_times else f"{date:%Y-%m-%d}",
                "value": float(value),
                "low": float(low),
                "high": float(high),
            }
            for date, value, low, high in zip(dates, found.mean, found.low, found.high, strict=True)
        ],
        "every": calendar.name,
        "season": found.season,
        "values": length,
        "gaps": found.series.gaps,
        "doubled": found.series.doubled,
        "unread": found.series.unread,
        "naive": None if found.naive is None else round(found.naive, 4),
    }


def forecast_text(found: Forecast) -> str:
    """A forecast in lines, one for each value ahead."""
    from app.words.forecasts import date_words, figure, forecast_lines

    calendar, length = found.series.calendar, len(found.series.values)
    lines = [found.series.item, *(paragraph(line, "  ") for line in forecast_lines(found))]
    like = float(max(abs(found.high).max(), abs(found.mean).max()))
    for at, (value, low, high) in enumerate(zip(found.mean, found.low, found.high, strict=True)):
        figures = "".join(f"{figure(one, like):>16}" for one in (value, low, high))
        lines.append(f"    {date_words(calendar.moment(length + at), calendar):<18}{figures}")
    return "\n".join([*lines, ""])
