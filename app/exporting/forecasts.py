"""Forecasts to be taken along: a chart as a picture, or a workbook with values, forecasts and charts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.errors import FileUnwritable, ForecastFileUnknown
from app.exporting.charts import drawn
from app.exporting.text import printable
from app.words.catalogue import say
from app.words.forecasts import forecast_lines, method_words
from rag.forecasting.choosing import Forecast

_FIRST_YEAR = 1900  # that a workbook has dates of
_MOST_CHARTS = 60  # of a workbook
_ROWS_A_CHART = 22
_WIDE, _BROAD = 14, 60


class ForecastFormat(StrEnum):
    PNG = "png"
    XLSX = "xlsx"


def form_of(path: Path) -> ForecastFormat:
    """What a file is to be saved as, by its name. Raises `ForecastFileUnknown`."""
    try:
        return ForecastFormat(path.suffix.lower().lstrip("."))
    except ValueError:
        raise ForecastFileUnknown(path=str(path)) from None


def save(found: Sequence[Forecast], path: Path, *, dark: bool = False) -> None:
    """Write forecasts to a file, as its name says. Raises `ForecastFileUnknown`, `FileUnwritable`."""
    data = drawn(found, dark=dark) if form_of(path) is ForecastFormat.PNG else workbook(found)
    try:
        path.expanduser().write_bytes(data)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def workbook(found: Sequence[Forecast]) -> bytes:
    """An Excel file: every forecast row by row with a chart of each series, its values, and what is said."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"author": "", "created": _created(found)})
    names = {key: say(f"forecasting.sheets.{key}") for key in ("forecast", "values", "about")}
    sheets = {key: book.add_worksheet(name) for key, name in names.items()}
    bold = book.add_format({"bold": True})
    days, times = (
        book.add_format({"num_format": say("forecasting.shown.date")}),
        book.add_format({"num_format": say("forecasting.shown.time")}),
    )
    _head(sheets["forecast"], ("item", "date", "value", "low", "high"), bold)
    _head(sheets["values"], ("item", "date", "history"), bold)
    _about(sheets["about"], found, bold, book.add_format({"text_wrap": True, "valign": "top"}))
    row, value_row = 1, 1
    for place, one in enumerate(found):
        calendar, length = one.series.calendar, len(one.series.values)
        shown = times if calendar.has_times else days
        first, first_value = row, value_row
        for at, value in enumerate(one.series.values):
            _date_row(sheets["values"], value_row, one.series.item, calendar.moment(at), shown)
            sheets["values"].write_number(value_row, 2, float(value))
            value_row += 1
        for at in range(len(one.mean)):
            _date_row(sheets["forecast"], row, one.series.item, calendar.moment(length + at), shown)
            for column, figures in enumerate((one.mean, one.low, one.high), 2):
                sheets["forecast"].write_number(row, column, float(figures[at]))
            row += 1
        if place < _MOST_CHARTS:
            shown_from = max(first_value, value_row - _history(one))
            chart = _chart(book, names, one, (shown_from, value_row - 1), (first, row - 1))
            sheets["forecast"].insert_chart(place * _ROWS_A_CHART + 1, 6, chart)
    book.close()
    return out.getvalue()


def _created(found: Sequence[Forecast]) -> Any:
    """The date of the last value: the same forecasts give the same bytes, whenever they are saved."""
    one = found[0].series
    return one.calendar.moment(len(one.values) - 1).replace(microsecond=0)


def _history(one: Forecast) -> int:
    """How many values a chart shows before the forecast."""
    return max(4 * len(one.mean), 2 * one.season, 24)


def _head(sheet: Any, keys: Sequence[str], bold: Any) -> None:
    for column, key in enumerate(keys):
        sheet.write_string(0, column, say(f"forecasting.columns.{key}"), bold)
    sheet.set_column(0, len(keys) - 1, _WIDE)
    sheet.freeze_panes(1, 0)


def _date_row(sheet: Any, row: int, item: str, moment: Any, shown: Any) -> None:
    sheet.write_string(row, 0, printable(item))
    if moment.year >= _FIRST_YEAR:
        sheet.write_datetime(row, 1, moment, shown)
    else:
        sheet.write_string(row, 1, moment.isoformat(sep=" "))


def _about(sheet: Any, found: Sequence[Forecast], bold: Any, wrapped: Any) -> None:
    _head(sheet, ("item", "model", "mase", "told"), bold)
    sheet.set_column(1, 1, _BROAD // 2)
    sheet.set_column(3, 3, 2 * _BROAD)
    for row, one in enumerate(found, 1):
        sheet.write_string(row, 0, printable(one.series.item), wrapped)
        sheet.write_string(row, 1, method_words(one.methods), wrapped)
        if one.mase is not None:
            sheet.write_number(row, 2, round(one.mase, 4))
        sheet.write_string(row, 3, printable("\n".join(forecast_lines(one))), wrapped)


def _chart(
    book: Any, names: dict[str, str], one: Forecast, values: tuple[int, int], rows: tuple[int, int]
) -> Any:
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})

    def line(sheet: str, between: tuple[int, int], column: int, key: str, look: dict[str, Any]) -> None:
        chart.add_series(
            {
                "name": say(f"forecasting.columns.{key}"),
                "categories": [names[sheet], between[0], 1, between[1], 1],
                "values": [names[sheet], between[0], column, between[1], column],
                "line": look,
            }
        )

    line("values", values, 2, "history", {"color": "#57606A", "width": 1.5})
    line("forecast", rows, 2, "value", {"color": "#0B6BCB", "width": 2})
    line("forecast", rows, 3, "low", {"color": "#8FBCE8", "width": 1, "dash_type": "dash"})
    line("forecast", rows, 4, "high", {"color": "#8FBCE8", "width": 1, "dash_type": "dash"})
    chart.set_title({"name": printable(one.series.item), "name_font": {"size": 12}})
    finely = one.series.calendar.has_times
    dates = say("forecasting.shown.time") if finely else say("forecasting.shown.date")
    chart.set_x_axis(
        {"num_format": dates, "num_font": {"rotation": -45}, "major_gridlines": {"visible": False}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 400})
    return chart
