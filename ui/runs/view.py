"""A run and what can be done with it: read, paused, taken along; one frame for all kinds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.types import Notice
from app.words.catalogue import say
from app.words.runs import name_of, outcome_words, state_words
from rag.contradicting.maker import ContradictionMaker
from rag.extracting.fields.maker import ExtractionMaker
from rag.looking.maker import LookMaker
from rag.runs.types import Report, Run, RunEvent, RunState
from rag.surveying.maker import SurveyMaker
from ui.parts.controls import IconButton, button, centred, label
from ui.parts.flow import FlowLayout
from ui.parts.inert import inert
from ui.parts.pages import Pages
from ui.parts.rooming import Room, room_of
from ui.parts.scrolling import Body as Scrolled
from ui.parts.scrolling import Scroller, lines_held
from ui.parts.theme import Palette, Space, enlarged
from ui.runs.bodies import Bodies
from ui.runs.body import Body
from ui.runs.covered_footer import CoveredFooter
from ui.runs.silence_bar import SilenceBar

_NARROW = 480  # pixels below which a title has no room beside what can be done: 7 icons take 260 of them


class RunView(QWidget):
    cited = Signal(object)  # Citation
    paused = Signal(int)
    continued = Signal(int)
    again_asked = Signal()
    copied = Signal()
    rows_copied = Signal(str)
    printed = Signal()
    deleted = Signal(int)
    list_asked = Signal()
    closed = Signal()

    def __init__(self, bodies: Bodies, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._before: int | None = None
        self._room = Room.AMPLE
        self._waits = False  # for the keyboard, until there is something to read
        self.values, self.clashes, self.answers, self.points = bodies
        self.bodies: tuple[Body, ...] = bodies
        self.body: Body = self.points
        self.title = label("", "question", wrap=True)
        self.about = label("", "small", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(say("runs.actions.progress"))
        self.footer, self.silence = CoveredFooter(), SilenceBar()
        self.silence.hide()
        self._words_title = label("", "heading", wrap=True)
        self._words = label("", "quiet", wrap=True)
        self._held = Scrolled()
        self._make_buttons()
        self._arrange()
        for body in self.bodies:
            body.cited.connect(self.cited)
            body.copied.connect(self.rows_copied)
            body.chosen.connect(self._offer_again)

    @property
    def report(self) -> Report | None:
        return self._report

    @property
    def empty_words(self) -> str:
        """What stands where a report would, while there is none."""
        return f"{self._words_title.text()} {self._words.text()}".strip()

    def show_report(
        self, report: Report, before: int | None, failure: Notice | None, *, lacks: bool = False
    ) -> None:
        """A report, or how it stands now. `before`: how many are made before it, None when not in line;
        `lacks`: it waits for a model.
        """
        run = report.run
        another = self._report is None or self._report.run.id != run.id
        self._report, self._before = report, before
        if another:
            self.title.setText(name_of(run))
            self.title.setToolTip(inert(name_of(run)))
            self._choose_body(report)
        self.progress.setRange(0, max(1, run.total))
        self.progress.setValue(run.done)
        held = self.body.show_report(report, another=another)
        self._pages.show_page(self.body if held else self._empty)
        if held and self._waits and self.title.hasFocus():
            self.body.reach()
        self._show_state(report, None if lacks else failure, held, lacks=lacks)
        self.silence.show_report(report)
        self.footer.show_report(report)
        self._offer_again()

    def take(self, event: RunEvent) -> None:
        """What happens to the run that is made, where it is the one shown."""
        self.body.take(event)

    def show_progress(self, words: str) -> None:
        """How far it has come; "" once it is not being made."""
        if words:
            self.about.setText(words)
            self.about.show()
        self.progress.setVisible(bool(words))

    def show_share(self, done: int, total: int) -> None:
        """So many parts are done."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def retint(self, palette: Palette) -> None:
        for body in self.bodies:
            body.retint(palette)

    def focus(self) -> None:
        """Let the keyboard reach what is shown."""
        held = self._pages.shown is self.body
        self._waits = not held
        if held:
            self.body.focus()
        else:
            self.title.setFocus()  # no button that nobody asked for; Tab goes on from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW * enlarged(self.font())
        self._shorten(room_of(self.height(), self.fontMetrics()) if narrow else Room.AMPLE)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._head.setDirection(way)
        self._column.setSpacing(Space.XS if narrow else Space.M)  # rows below one another take much height

    # --- inside --------------------------------------------------------------------------------------------

    def _shorten(self, room: Room) -> None:
        """Where there is little room both ways, icons and tools share their lines, for rows to be seen."""
        if room is self._room:
            return
        self._room = room
        least = room is Room.LEAST
        self.kept.setHidden(least)  # it stands beside the question too
        if least:
            lines_held(self._held)  # rows keep theirs, and what is below them is scrolled to
            self._head.removeWidget(self._acts)
            self._lower.addWidget(self._acts)
        elif self._head.indexOf(self._acts) < 0:
            self._lower.removeWidget(self._acts)
            self._head.addWidget(self._acts)
        self._held_acts.setVisible(least)
        for body in self.bodies:
            body.shorten(room)

    def _choose_body(self, report: Report) -> None:
        self.body = next(body for body in self.bodies if body.shows(report))
        for body in self.bodies:
            for tool in body.tools():
                tool.setVisible(body is self.body)

    def _show_state(self, report: Report, failure: Notice | None, held: bool, *, lacks: bool) -> None:
        run = report.run
        in_line, done = self._before is not None, run.state is RunState.DONE
        self.pause.setVisible(in_line)
        self.go_on.setVisible(not in_line and not done)
        self.progress.setVisible(self._before == 0)
        if self._before != 0:
            outcome = outcome_words(run, report.results) if not in_line else ""
            self.about.setText(outcome or ("" if done else state_words(run, self._before)))
        if lacks:
            self.about.setText(say("runs.state.lacks"))
            self._tell(say("runs.view.lacks-title"), say("runs.view.lacks"))
        elif failure is not None and not in_line:
            words = f"{failure.sentence} {failure.remedy}"
            self.about.setText(words if held else "")  # else it is said below
            self._tell(failure.title, words)
        elif done:
            unchanged = run.maker == LookMaker.name
            words = say("runs.view.nothing-changed") if unchanged else say("runs.view.nothing")
            self._tell(say("runs.view.nothing-title"), words)
        elif self._before == 0:
            self._tell(say("runs.view.first-title"), say("runs.view.first"))
        elif in_line:
            self._tell(say("runs.view.line-title"), say("runs.view.line"))
        else:
            self._tell(say("runs.view.paused-title"), say("runs.view.paused"))
        self.about.setVisible(bool(self.about.text()))
        for one in (self.copy, self.export, self.print):
            one.setEnabled(held)

    def _tell(self, title: str, words: str) -> None:
        self._words_title.setText(title)
        self._words.setText(words)

    def _offer_again(self) -> None:
        other = self.body.differs
        self.again.setVisible(other)
        self.refresh.setVisible(not other)
        if self._report is not None:
            self.refresh.setToolTip(inert(again_words(self._report.run)))
            self.refresh.setAccessibleName(again_words(self._report.run))

    def _emit_id(self, signal: Callable[[int], None]) -> None:
        if self._report is not None:
            signal(self._report.run.id)

    def _make_buttons(self) -> None:
        self.pause = button(say("runs.actions.pause"))
        self.pause.clicked.connect(lambda: self._emit_id(self.paused.emit))
        self.go_on = button(say("runs.actions.go-on"), primary=True)
        self.go_on.clicked.connect(lambda: self._emit_id(self.continued.emit))
        self.again = button(say("runs.again.summarise-again"), primary=True)
        self.again.clicked.connect(self.again_asked)
        self.refresh = IconButton("refresh", say("runs.again.again"), color="quiet")
        self.refresh.clicked.connect(self.again_asked)
        self.copy = IconButton("copy", say("runs.actions.take"), color="quiet")
        self.copy.clicked.connect(self.copied)
        self.export = IconButton("export", say("runs.actions.save"), color="quiet")
        self.export.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.print = IconButton("print", say("runs.actions.print"), color="quiet")
        self.print.clicked.connect(self.printed)
        self.remove = IconButton("trash", say("runs.actions.remove"), color="quiet")
        self.remove.clicked.connect(lambda: self._emit_id(self.deleted.emit))
        self.kept = IconButton("folder", say("runs.actions.all"), color="quiet")
        self.kept.clicked.connect(self.list_asked)
        self.close_button = IconButton("close", say("runs.actions.close"), color="quiet")
        self.close_button.clicked.connect(self.closed)

    def _arrange(self) -> None:
        """From the outside inwards: putting a body into something else takes as long as making it."""
        around = QVBoxLayout(self)
        around.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        around.addWidget(Scroller(self._held, self))
        self._head = _row(Space.XS, self.title, stretched=True)
        self._acts = QWidget()
        acts = _row(Space.XS)
        acts.setContentsMargins(0, 0, 0, 0)
        self._acts.setLayout(acts)
        for one in (
            self.kept,
            self.refresh,
            self.copy,
            self.export,
            self.print,
            self.remove,
            self.close_button,
        ):
            acts.addWidget(one)
        acts.addStretch()
        self._head.addWidget(self._acts)
        bodies = (self.answers, self.values, self.clashes)
        tools = QWidget()
        flow = FlowLayout(tools)
        self._held_acts = QWidget()  # a place for what stands beside the title else
        self._lower = _row(Space.XS)
        self._lower.setContentsMargins(0, 0, 0, 0)
        self._held_acts.setLayout(self._lower)
        self._held_acts.hide()
        flow.addWidget(self._held_acts)
        for tool in (*self.points.tools(), self.again, self.pause, self.go_on):
            flow.addWidget(tool)
        for body in bodies:
            for tool in body.tools():
                flow.addWidget(tool)
        self._empty = centred(self._words_title, self._words)
        column = self._column = QVBoxLayout(self._held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(self._head)
        column.addWidget(tools)
        column.addWidget(self.about)
        column.addWidget(self.progress)
        self._pages = Pages(*self.bodies, self._empty, parent=self._held)
        column.addWidget(self._pages, 1)
        column.addWidget(self.silence)  # below: rows stay where they are when it comes
        column.addWidget(self.footer)


_AGAIN = {
    SurveyMaker.name: "ask-again",
    LookMaker.name: "look-again",
    ExtractionMaker.name: "extract-again",
    ContradictionMaker.name: "compare-again",
}


def again_words(run: Run) -> str:
    """What making it anew is called."""
    key = _AGAIN.get(run.maker, "summarise-again")
    return say(f"runs.again.{key}")


def _row(spacing: int, *widgets: QWidget, stretched: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for one in widgets:
        row.addWidget(one, int(stretched))
    return row
