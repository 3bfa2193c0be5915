"""The dialog of forecasts: a table, its columns, how far; then a chart of each series, with words below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.activity.activity import Activity
from app.activity.work import Sort
from app.events import EventBus
from app.exporting.charts import drawn
from app.exporting.forecasts import save
from app.words.catalogue import say
from app.words.forecasts import forecast_lines
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from engine.forecasting.forecaster import ForecasterProcess
from engine.protocols import Forecaster
from rag.forecasting.choosing import Forecast
from rag.forecasting.forecasting import Grids, columns_in, forecasts, series_in, tables_in
from rag.forecasting.guessing import called, guessed
from rag.forecasting.series import Columns
from rag.language.file_names import name_of
from rag.reading.reader import DocumentReader
from ui.parts.choosing import open_name, save_name
from ui.parts.controls import button, label, roomy
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.laying import Form
from ui.parts.motion import wait_in
from ui.parts.picture import Picture
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Palette, Space

_HORIZON, _FURTHEST = 12, 1_000
_SCALE = 2  # dots a point, for screens that have them
_LEAST = 160  # pixels of the chart: lower it cannot be made out


class ForecastDialog(Dialog):
    """Forecasts when its button is pressed; pressed again, it stops."""

    def __init__(
        self,
        parent: QWidget | None,
        reader: DocumentReader,
        tasks: Tasks,
        palette: Palette,
        forecaster: Callable[[], Forecaster] = ForecasterProcess,
        activity: Activity | None = None,
    ) -> None:
        """`forecaster` makes what computes; it is ended with its work."""
        super().__init__(parent)
        self._activity = activity or Activity(EventBus())  # its own, where nobody asks what works
        self._reader, self._tasks, self._palette, self._forecaster = reader, tasks, palette, forecaster
        self._path: Path | None = None
        self._value = ""  # what a person called the figures
        self._grids: Grids = ()
        self._found: list[Forecast] = []
        self._pictures: list[QPixmap] = []
        self._cancel: CancelToken | None = None
        self.setWindowTitle(say("forecasting.window.title"))
        self.resize(820, 640)
        self.choose = button(say("forecasting.window.choose"))
        self.choose.clicked.connect(self._choose)
        self.name = label(say("forecasting.window.none"), "quiet")
        self.date, self.value, self.item = QComboBox(), QComboBox(), QComboBox()
        self.horizon = roomy(QSpinBox())
        self.horizon.setRange(1, _FURTHEST)
        self.horizon.setValue(_HORIZON)
        self.start = button(say("forecasting.window.start"), primary=True)
        self.start.clicked.connect(self._pressed)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.shown = QComboBox()
        self.shown.setAccessibleName(say("forecasting.columns.item"))
        self.shown.currentIndexChanged.connect(self._show)
        self.shown.hide()
        self.chart = Picture()
        self.chart.setMinimumHeight(_LEAST)
        self.words = label(say("forecasting.window.intro"), wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.export = button(say("forecasting.window.save"))
        self.export.clicked.connect(self._export)
        self._arrange()
        self._enable()

    def open(  # type: ignore[override]  # QDialog.open shows, which exec does here
        self, path: Path, value: str = "", horizon: int = 0
    ) -> None:
        """Read a table, and guess which columns are meant; `value`: what a person calls the figures, and
        `horizon`: how many ahead, where those were said.
        """
        self._path, self._value = path, value
        if horizon:
            self.horizon.setValue(horizon)
        self.name.setText(name_of(path))
        self.words.setText(say("forecasting.window.reading"))
        self._tasks.run(
            Lane.FORECAST, lambda: self._reader.grids(path, CancelToken()), self._read, self._failed
        )

    def reject(self) -> None:
        self._stop()
        super().reject()

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        file = QHBoxLayout()
        file.addWidget(self.choose)
        file.addWidget(self.name, 1)
        form = Form()
        for key, field in (
            ("date", self.date), ("value", self.value), ("item", self.item), ("horizon", self.horizon)
        ):  # fmt: skip
            words = say(f"forecasting.window.{key}")
            field.setAccessibleName(words)
            form.add(words, field)
        buttons = QHBoxLayout()
        buttons.addWidget(self.export)
        buttons.addStretch()
        buttons.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addLayout(file)
        layout.addLayout(form)
        layout.addWidget(self.shown)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)

    def _enable(self) -> None:
        self.start.setEnabled(self.date.count() > 0)
        self.export.setEnabled(bool(self._found) and self._cancel is None)

    def _choose(self) -> None:
        chosen = open_name(self, say("forecasting.window.choose"), say("forecasting.window.tables"))
        if chosen:
            self.open(Path(chosen))

    def _read(self, grids: Grids) -> None:
        self._grids = tables_in(grids)
        names = columns_in(self._grids)
        largest: Sequence[Sequence[str]] = max((rows for _, rows in self._grids), key=len, default=())
        columns = guessed(largest)
        for field, first in (
            (self.date, ()),
            (self.value, ()),
            (self.item, (say("forecasting.window.one"),)),
        ):
            field.clear()
            field.addItems([*first, *names])
        if columns is not None:
            self.date.setCurrentText(columns.date)
            self.value.setCurrentText(called(self._value, names) or columns.values[0])
            if columns.item is not None:
                self.item.setCurrentText(columns.item)
        self.words.setText(say("forecasting.window.guessed") if names else say("forecasting.window.nothing"))
        self._enable()

    def _asked(self) -> Columns:
        item = self.item.currentText() if self.item.currentIndex() > 0 else None
        return Columns(self.date.currentText(), (self.value.currentText(),), item)

    def _pressed(self) -> None:
        if self._cancel is not None:
            self._stop()
            return
        cancel = self._cancel = CancelToken()
        columns, horizon, path = self._asked(), self.horizon.value(), str(self._path)
        palette = self._palette
        self._found, self._pictures = [], []
        self.shown.clear()
        self.start.setText(say("forecasting.window.stop"))
        self.words.setText(say("forecasting.command.trying"))
        wait_in(self.bar)
        self.bar.show()
        self._enable()

        def work() -> Iterator[tuple[Forecast, bytes] | str]:
            series = series_in(self._grids, columns, path)

            def step(done: float) -> None:
                piece.tell(int(done), len(series))
                self._tasks.post(lambda: self._progress(done, len(series)))

            begun = self._activity.begin(Sort.FORECAST, name_of(Path(path)), cancel)
            with begun as piece, closing(self._forecaster()) as forecaster:
                for one in forecasts(series, horizon, [forecaster], cancel, None, step):
                    if isinstance(one, Forecast):
                        yield one, drawn([one], dark=palette.dark, scale=_SCALE, ground=palette.paper)
                    else:
                        about, refusal = one
                        why = notice_of(refusal).sentence
                        yield say("forecasting.command.named", item=about.item, reason=why)

        self._tasks.stream(Lane.FORECAST, work, self._take, self._ended, self._failed, cancel)

    def _progress(self, done: float, total: int) -> None:
        self.bar.setRange(0, 100 * total)
        self.bar.setValue(round(100 * done))

    def _take(self, found: tuple[Forecast, bytes] | str) -> None:
        if isinstance(found, str):
            self.words.setText(inert(found))
            return
        forecast, data = found
        picture = QPixmap()
        picture.loadFromData(data)
        self._found.append(forecast)
        self._pictures.append(picture)
        self.shown.addItem(forecast.series.item)
        self.shown.setVisible(len(self._found) > 1)

    def _show(self, place: int) -> None:
        if 0 <= place < len(self._found):
            said = "\n".join(forecast_lines(self._found[place]))
            self.words.setText(said)
            self.chart.setAccessibleName(said)
        self._draw()

    def _draw(self) -> None:
        place = self.shown.currentIndex()
        self.chart.show_picture(self._pictures[place] if 0 <= place < len(self._pictures) else QPixmap())

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()

    def _ended(self) -> None:
        self._cancel = None
        self.bar.hide()
        self.start.setText(say("forecasting.window.start"))
        self._enable()

    def _failed(self, error: Exception) -> None:
        self._ended()
        if isinstance(error, Fault) and not isinstance(error, Cancelled):
            notice = notice_of(error)
            self.words.setText(f"{notice.sentence} {notice.remedy}")
        else:
            self.words.setText(say("forecasting.window.stopped"))

    def _export(self) -> None:
        chosen, _ = save_name(
            self,
            say("forecasting.window.save"),
            say("forecasting.window.name"),
            say("forecasting.window.kinds"),
        )
        if not chosen:
            return
        path, found, dark = Path(chosen), list(self._found), self._palette.dark
        self._tasks.run(
            Lane.FORECAST,
            lambda: save(found, path, dark=dark),
            lambda _: self.words.setText(say("forecasting.command.saved", name=path.name)),
            self._failed,
        )
