"""Steps that write files into a folder: kept work, copies without personal data, forecasts.

Nothing is written over. Each file is noted before it is written: should the program end between, the next
start knows whose it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from app.errors import FileUnwritable, NothingToForecast, RecipeInvalid, RedactionTold
from app.exporting import forecasts as forecast_files
from app.exporting.register import FORMATS, Format
from app.exporting.runs import save_run, title_of
from app.recipes.steps.work import Work
from app.redacting.opening import endings
from app.redacting.redacting import Outcome
from app.redacting.redacting import save as save_redacted
from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.forecasting.forecaster import ForecasterProcess
from rag.errors import ReadError, SeriesError
from rag.forecasting.choosing import Forecast
from rag.forecasting.forecasting import Refusal, forecasts, series_in, tables_in
from rag.forecasting.guessing import guessed
from rag.reading.formats import Format as Kind
from rag.types import Document

What = Sequence[str]

HORIZON = 12
TABLES = tuple(
    suffix
    for one in (Kind.SHEETS, Kind.OLD_SHEETS, Kind.OPEN_SHEETS, Kind.TABLE)
    for suffix in one.value.suffixes
)
"""Endings of documents that are tables."""

_UNFIT = re.compile(r"[^\w .()-]+")
_LONGEST = 120


def save(work: Work, what: What) -> None:
    """FOLDER FORMAT: the kept work of the steps above."""
    folder, form = _folder(what[:-1]), form_of(what[-1])
    if not work.runs:
        work.tell("nothing")
    for number in work.runs:
        work.cancel.raise_if_cancelled()
        report = work.parts.runs.report(number)
        title = title_of(report)
        write = partial(save_run, report=report, form=form)
        path = _write(work, folder, f"{work.name} {work.today} {title}", form.suffix, write, run=number)
        if path is not None:
            work.parts.audit.saved("run", path, title)


def redact(work: Work, what: What) -> None:
    """FOLDER: a copy of each document without the personal data found in it, attacked before it is saved."""
    folder = _folder(what)
    for document in work.documents:
        _each(work, document, partial(_redacted, work, folder, document))


def forecast(work: Work, what: What) -> None:
    """FOLDER FORMAT [N]: what the columns of each table are likely to go on with, N values on."""
    folder, form, horizon = forecast_words(what)
    tables = [one for one in work.documents if Path(one.name).suffix.lower() in TABLES]
    if not tables:
        work.tell("nothing")
    for document in tables:
        _each(work, document, partial(_forecast, work, folder, form, horizon, document))


def forecast_words(what: What) -> tuple[Path, str, int]:
    """Folder, format and how far. Raises `ForecastFileUnknown`."""
    words, horizon = list(what), HORIZON
    if len(words) > 2 and words[-1].isdigit():
        horizon = max(1, min(int(words.pop()), 1000))
    form = forecast_files.form_of(Path(f"forecast.{words[-1].lower().lstrip('.')}")).value
    return Path(" ".join(words[:-1])).expanduser(), form, horizon


def form_of(suffix: str) -> Format:
    """The format of an ending. Raises `RecipeInvalid`."""
    found = next((one for one in FORMATS if one.suffix == suffix.lower().lstrip(".")), None)
    if found is None:
        known = ", ".join(one.suffix for one in FORMATS)
        raise RecipeInvalid(detail=say("recipes.wrong-format", format=suffix, known=known))
    return found


def sha256(path: Path) -> str:
    """Of a file; "" for one that cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


# --- inside -------------------------------------------------------------------------------------------------


def _each(work: Work, document: Document, do: Callable[[], None]) -> None:
    """One that cannot be done takes no other along."""
    work.cancel.raise_if_cancelled()
    try:
        do()
    except (ReadError, SeriesError, FileUnwritable, NothingToForecast, RedactionTold) as fault:
        work.cancel.raise_if_cancelled()
        work.failed(fault, document=document.name)


def _redacted(work: Work, folder: Path, document: Document) -> None:
    if _is_written(work, document=document.id):
        return
    path = Path(document.path)
    suffix = endings(path)[0]

    offered: list[str] = []  # people of other documents who may be named in it: a person has to say

    def make(turn: CancelToken) -> Outcome:
        plan = work.parts.redacting.plan(path, Path(f"copy{suffix}"), turn, document_id=document.id)
        offered[:] = dict.fromkeys(one.text for one in plan.offered)
        return work.parts.redacting.make(plan, suffix, turn, document_id=document.id)

    outcome = work.in_turn(make)
    if outcome.made is None:
        raise RedactionTold(path=document.name, count=len(outcome.survivors))
    name = f"{Path(document.name).stem} ({work.name} {work.today})"
    write = partial(save_redacted, outcome.made)
    target = _write(work, folder, name, suffix[1:], write, offered, document=document.id)
    if target is not None:
        work.parts.audit.saved("redacted", target, document.name)


def _forecast(work: Work, folder: Path, form: str, horizon: int, document: Document) -> None:
    if _is_written(work, document=document.id):
        return
    path = Path(document.path)
    found: list[Forecast] = []
    refused: list[Refusal] = []

    def make(turn: CancelToken) -> None:
        found.clear()
        refused.clear()
        grids = tables_in(work.parts.reader.grids(path, turn))
        columns = guessed(max((rows for _, rows in grids), key=len, default=()))
        if columns is None:
            raise NothingToForecast(path=document.name)
        with closing(ForecasterProcess()) as forecaster:
            for one in forecasts(series_in(grids, columns, document.name), horizon, [forecaster], turn):
                if isinstance(one, Forecast):
                    found.append(one)
                else:
                    refused.append(one[1])

    work.in_turn(make)
    if found:
        name = f"{Path(document.name).stem} ({work.name} {work.today})"
        save_all = partial(forecast_files.save, found)
        target = _write(work, folder, name, form, save_all, document=document.id)
        if target is not None:
            work.parts.audit.saved("forecast", target, document.name)
    if refused:
        work.failed(refused[0], document=document.name)


def _is_written(work: Work, **about: int) -> bool:
    begun = work.begun("file", **about)
    return begun is not None and bool(begun.facts["sha256"])


def _write(
    work: Work,
    folder: Path,
    name: str,
    suffix: str,
    write: Callable[[Path], object],
    offered: Sequence[str] = (),
    **about: int,
) -> Path | None:
    """Write a file, and tell it, or that it could not be; None then, and where it was done before the program
    ended.
    """
    begun = work.begun("file", **about)
    if begun is not None and begun.facts["sha256"]:
        return None
    path = Path(begun.facts["path"]) if begun is not None else _free(folder, name, suffix)
    begun = begun or work.begin("file", path=str(path), sha256="", **about)
    try:
        write(path)
    except FileUnwritable as fault:
        work.failed(fault, begun)
        return None
    more = {"offered": list(offered)} if offered else {}
    work.tell("file", begun, path=str(path), sha256=sha256(path), **about, **more)
    return path


def _free(folder: Path, name: str, suffix: str) -> Path:
    """A file that there is none of yet."""
    stem = _UNFIT.sub("_", name)[:_LONGEST].strip()
    path, more = folder / f"{stem}.{suffix}", 1
    while path.exists():
        more += 1
        path = folder / f"{stem} ({more}).{suffix}"
    return path


def _folder(words: What) -> Path:
    """Raises `FileUnwritable` where there is none."""
    folder = Path(" ".join(words)).expanduser()
    if not folder.is_dir():
        raise FileUnwritable(path=str(folder), detail=say("recipes.no-folder"))
    return folder
