"""Carrying out what `ask` was wished to do: at once where it only reads, else after "y" or --yes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.cli.output import paragraph, place_of, reason
from app.cli.rows import Row, error_row, hit_row
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from pathlib import Path

    from app.carrying.register import Done
    from app.cli.session import Session
    from app.services import Services
    from engine.cancel import CancelToken
    from rag.types import Errand, Wish

_HORIZON = 12  # values ahead, where a wish names no number


def carry(session: Session, services: Services, wish: Wish, cancel: CancelToken) -> bool:
    """Do what a wish with an errand asks for, if that may be; False where it failed in part."""
    from app.carrying.register import action_of, carry_out

    if wish.errand is None or not _may(session, action_of(wish.errand).writes):
        return True
    done = carry_out(services, wish)
    if done.change is not None:
        _tagged(session, services, wish, done)
    elif done.run is not None:
        from app.cli.extracted import fill

        return fill(session, services, done.run, cancel)
    elif done.table is not None:
        return _forecast(session, wish.errand, done.table, cancel)
    else:
        _read(session, done)
    return True


def _may(session: Session, writes: bool) -> bool:
    """Whether it is done: with --json only where that was said before, else what writes is asked for."""
    if getattr(session.arguments, "yes", False):
        return True
    if session.output.as_json:
        return False
    if not writes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        session.output.note(say("cli.ask.confirm"))
        return False
    session.output.stream(say("cli.ask.sure") + " ")
    if sys.stdin.readline().strip().casefold() in say("cli.ask.yes-words").split():
        return True
    session.output.note(say("cli.ask.left"))
    return False


def _tagged(session: Session, services: Services, wish: Wish, done: Done) -> None:
    for one in services.store.some(wish.documents):
        names = [tag.name for tag in one.tags]
        session.output.give({"document": one.name, "tags": names}, f"{one.name}: {', '.join(names)}")
    if not session.output.as_json and done.change is not None:
        changed = len(done.change.documents)
        session.output.note(count("cli.ask.tagged", changed) if changed else say("tagging.done.there"))


def _read(session: Session, done: Done) -> None:
    if done.text:
        session.output.give({"text": done.text}, done.text.rstrip() + "\n")
        return
    lines = [] if done.hits else [say("cli.search.nothing")]
    for number, hit in enumerate(done.hits, 1):
        lines += [f"{number:>2}. {place_of(hit)}  ({hit.score:.2f})", paragraph(hit.text, "    "), ""]
    session.output.give({"hits": [hit_row(hit) for hit in done.hits]}, "\n".join(lines))


def _forecast(session: Session, errand: Errand, path: Path, cancel: CancelToken) -> bool:
    """Forecast the column that is meant of the table's largest sheet; False where one could not be."""
    from contextlib import closing

    from app.cli.forecast_rows import forecast_row, forecast_text
    from engine.forecasting.forecaster import ForecasterProcess
    from rag.forecasting.choosing import Forecast
    from rag.forecasting.forecasting import forecasts, series_in, tables_in
    from rag.forecasting.guessing import called, guessed
    from rag.forecasting.series import Columns, names_of
    from rag.reading.reader import DocumentReader

    with closing(DocumentReader()) as reader:
        grids = tables_in(reader.grids(path, cancel))
    rows = max((one for _, one in grids), key=len, default=())
    columns = guessed(rows)
    if columns is None:
        session.output.note(say("forecasting.window.nothing"))
        return False
    value = called(str(errand.arguments["value"]), names_of(rows)) or columns.values[0]
    series = series_in(grids, Columns(columns.date, (value,), columns.item), str(path))
    session.output.tell(say("cli.ask.forecast", value=value, date=columns.date))
    whole, horizon = True, int(errand.arguments.get("horizon", _HORIZON))
    with closing(ForecasterProcess()) as process:
        for one in forecasts(series, horizon, [process], cancel):
            if isinstance(one, Forecast):
                session.output.give(forecast_row(one), forecast_text(one))
            else:
                whole = False
                about, refusal = one
                row: Row = {"item": about.item, "forecast": [], "error": error_row(refusal)}
                session.output.give(row, f"{about.item}: {reason(refusal)}")
    return whole
