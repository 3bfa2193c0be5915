"""The models of this computer compared: a table whose cells are bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.activity.activity import Activity
from app.activity.work import Sort
from app.events import EventBus
from app.exporting.board import board_paper
from app.exporting.register import FORMATS, format_of, save
from app.models.board.board import Board, Progress
from app.models.board.keeping import Kept
from app.models.board.measuring import Standing
from app.models.board.questions import own, sample
from app.models.board.telling import COLUMNS, cells, columns, lengths, ranked
from app.words.catalogue import named, say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.types import Turn
from ui.parts.choosing import save_name
from ui.parts.controls import button, day, label
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.long_choice import LongCheck
from ui.parts.motion import wait_in
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Palette, Space

_LENGTH = Qt.ItemDataRole.UserRole  # of a cell's bar, 0 to 1
_BAR = 4  # pixels
_ROW = 40
# Where a longer bar is worse.
_COLOURS = {"invented": "warn", "first": "quiet", "load": "quiet", "memory": "quiet"}


class BoardDialog(Dialog):
    """Shows what was measured last, and measures again when its button is pressed."""

    def __init__(
        self,
        parent: QWidget | None,
        board: Board,
        tasks: Tasks,
        palette: Palette,
        turns: Callable[[], Sequence[Turn]] = lambda: (),
        activity: Activity | None = None,
    ) -> None:
        """`turns` are the questions of the library's conversations."""
        super().__init__(parent)
        self._activity = activity or Activity(EventBus())  # its own, where nobody asks what works
        self._board = board
        self._tasks = tasks
        self._turns = turns
        self._kept: Kept | None = None
        self._mine: Sequence[Turn] = ()
        self._cancel: CancelToken | None = None
        self.setWindowTitle(say("board.title"))
        self.resize(760, 600)
        self.table = QTableWidget()
        self.table.setAccessibleName(say("board.title"))
        self.table.setItemDelegate(_Bars(palette, self.table))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.own = LongCheck(say("board.own"))
        self._words = label(say("board.never"), "quiet", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.start = button(say("board.start"), primary=True)
        self.start.clicked.connect(self._pressed)
        self.export = button(say("board.export"))
        self.export.clicked.connect(self._export)
        self._arrange()
        self._show(None)
        self.start.setFocus()
        tasks.run(Lane.LIBRARY, self._look, self._found)

    def reject(self) -> None:
        self._stop()
        super().reject()

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.export)
        buttons.addStretch()
        buttons.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("board.intro", questions=len(sample())), wrap=True))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addWidget(self.own)
        layout.addLayout(buttons)

    def _look(self) -> tuple[Kept | None, Sequence[Turn]]:
        return self._board.last(), self._turns()

    def _found(self, found: tuple[Kept | None, Sequence[Turn]]) -> None:
        kept, self._mine = found
        some = bool(own(self._mine))
        self.own.setEnabled(some)
        self.own.setToolTip("" if some else say("board.own-none"))
        self._show(kept)

    def _show(self, kept: Kept | None) -> None:
        self._kept = kept
        self.export.setEnabled(kept is not None)
        if kept is not None:
            when = "board.when-own" if kept.own else "board.when"
            self._words.setText(say(when, when=day(kept.when), questions=kept.questions, own=kept.own))
        self._fill(ranked(kept.standings) if kept else [])

    def _fill(self, standings: Sequence[Standing]) -> None:
        self.table.clear()
        told = columns(standings)
        self.table.setRowCount(len(told))
        self.table.setColumnCount(len(standings))
        self.table.setVerticalHeaderLabels([say(f"board.columns.{key}") for key in told])
        self.table.setHorizontalHeaderLabels([inert(one.title) for one in standings])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        bars = lengths(standings)
        for column, one in enumerate(standings):
            for row, text in enumerate(cells(one, told)):
                item = QTableWidgetItem(text)
                item.setData(_LENGTH, bars[column][row])
                head = say(f"board.columns.{told[row]}")
                item.setToolTip(inert(named(f"{one.title} · {head}", text)))
                self.table.setItem(row, column, item)

    def _pressed(self) -> None:
        if self._cancel is not None:
            self._stop()
            return
        cancel = self._cancel = CancelToken()
        turns = self._mine if self.own.isChecked() else ()
        self.start.setText(say("board.stop"))
        wait_in(self._bar)
        self._bar.show()
        measured: list[Standing] = []

        def work() -> Iterator[Standing]:
            rows = self._board.candidates()
            if not rows:
                self._tasks.post(lambda: self._words.setText(say("board.nothing")))
            with self._activity.begin(Sort.TRIAL, "", cancel) as piece:

                def moved(at: Progress) -> None:
                    piece.tell(at.done, at.total)
                    self._tasks.post(lambda: self._progress(at))

                yield from self._board.measured(rows, turns, moved, cancel)

        def each(one: Standing) -> None:
            measured.append(one)
            self._fill(ranked(measured))

        self._tasks.stream(Lane.MODEL, work, each, self._ended, self._failed, cancel)

    def _progress(self, at: Progress) -> None:
        self._bar.setRange(0, at.total)
        self._bar.setValue(at.done)
        self._words.setText(inert(say("board.asking", title=at.title, done=at.done, total=at.total)))

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()

    def _idle(self) -> None:
        self._cancel = None
        self._bar.hide()
        self.start.setText(say("board.start"))

    def _ended(self) -> None:
        self._idle()
        self._tasks.run(Lane.LIBRARY, self._board.last, self._show)

    def _failed(self, error: Exception) -> None:
        self._ended()
        if not isinstance(error, Fault) or isinstance(error, Cancelled):
            self._words.setText(say("board.stopped"))
        else:
            self._words.setText(notice_of(error).sentence)

    def _export(self) -> None:
        kinds = ";;".join(f"{one.name} (*.{one.suffix})" for one in FORMATS)
        chosen, _ = save_name(self, say("board.export"), "models.xlsx", kinds)
        kept, form = self._kept, format_of(Path(chosen)) if chosen else None
        if kept is None or form is None:
            return
        self._tasks.run(
            Lane.LIBRARY,
            lambda: save(Path(chosen), board_paper(kept), form),
            lambda _: self._words.setText(say("board.saved", name=Path(chosen).name)),
            self._failed,
        )


class _Bars(QStyledItemDelegate):
    """Draws a cell's text, and below it how long its bar is."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(option.rect).adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._palette.color("ink"))
        words = rect.adjusted(0, 0, 0, -_BAR - 2)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        length = index.data(_LENGTH)
        if length is not None:
            ground = QRectF(rect.left(), rect.bottom() - _BAR, rect.width(), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._palette.color("line"))
            painter.drawRoundedRect(ground, _BAR / 2, _BAR / 2)
            painter.setBrush(self._palette.color(_COLOURS.get([*COLUMNS][index.row()], "accent")))
            ground.setWidth(ground.width() * float(length))
            painter.drawRoundedRect(ground, _BAR / 2, _BAR / 2)
        painter.restore()
