"""The command forecast: what columns of a table are likely to go on with."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.forecast_rows import forecast_row, forecast_text
from app.cli.output import reason
from app.cli.progress import ProgressBar
from app.cli.rows import Row, error_row
from app.cli.session import Session, interruptible, only
from app.words.catalogue import say
from engine.errors import Cancelled

if TYPE_CHECKING:
    from rag.forecasting.forecasting import Refusal
    from rag.forecasting.series import Series

_MOST_PROCESSES = 2


def grammar(command: Grammar) -> None:
    command.add("file", type=Path, metavar="FILE")
    command.add("--date", required=True, metavar="COLUMN", help=say("forecasting.command.date"))
    command.add(
        "--value", required=True, action="append", metavar="COLUMN", help=say("forecasting.command.value")
    )
    command.add("--item", metavar="COLUMN", help=say("forecasting.command.item"))
    horizon = say("forecasting.command.horizon")
    command.add("--horizon", type=arguments.positive, required=True, metavar="N", help=horizon)
    command.add("--season", type=arguments.positive, metavar="N", help=say("forecasting.command.season"))
    command.add("--out", type=Path, metavar="FILE", help=say("forecasting.command.out"))
    command.add("--dark", action="store_true", help=say("forecasting.command.dark"))


def run(session: Session) -> bool:
    """Forecast every series, one row each as it is known. False where one could not be."""
    from app.exporting.forecasts import form_of, save
    from engine.forecasting.forecaster import ForecasterProcess
    from rag.forecasting.choosing import Forecast
    from rag.forecasting.forecasting import forecasts

    asked, found, whole = session.arguments, list[Forecast](), True
    if asked.out is not None:
        form_of(asked.out)
    bar = ProgressBar(session.output.err)
    with ExitStack() as stack, interruptible() as cancel:
        series = _series(session, stack)
        processes = [ForecasterProcess() for _ in range(min(_MOST_PROCESSES, len(series)))]
        for one in processes:
            stack.callback(one.close)

        def step(done: float) -> None:
            words = say("forecasting.command.trying")
            bar.show(asked.file.name, round(100 * done), 100 * len(series), words)

        try:
            for forecast in forecasts(series, asked.horizon, processes, cancel, asked.season, step):
                bar.clear()
                if isinstance(forecast, Forecast):
                    found.append(forecast)
                    session.output.give(forecast_row(forecast), forecast_text(forecast))
                else:
                    whole = False
                    _refuse(session, *forecast)
        except Cancelled:
            bar.clear()
            session.output.note(say("forecasting.command.stopped"))
            whole = False
    if asked.out is not None and found:
        save(found, asked.out, dark=asked.dark)
        session.output.note(say("forecasting.command.saved", name=asked.out.name))
    return whole


def _series(session: Session, stack: ExitStack) -> list[Series]:
    from engine.cancel import CancelToken
    from rag.forecasting.forecasting import series_in, tables_in
    from rag.forecasting.series import Columns
    from rag.reading.reader import DocumentReader

    asked = session.arguments
    path = _file(session)
    reader = DocumentReader()
    stack.callback(reader.close)
    grids = tables_in(reader.grids(path, CancelToken()))
    return series_in(grids, Columns(asked.date, tuple(asked.value), asked.item), str(path))


def _file(session: Session) -> Path:
    """The file at this path, or that of the document of the library with this name."""
    path: Path = session.arguments.file.expanduser()
    if path.exists() or len(path.parts) > 1:
        return path
    with session.services() as services:
        return Path(only(services, path.name).path)


def _refuse(session: Session, series: Series, refusal: Refusal) -> None:
    row: Row = {"item": series.item, "model": None, "mase": None, "forecast": [], "error": error_row(refusal)}
    text = say("forecasting.command.named", item=series.item, reason=reason(refusal))
    session.output.give(row, text)


COMMAND = Command("forecast", run, grammar)
