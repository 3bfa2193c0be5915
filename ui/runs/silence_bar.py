"""Proof of silence below a table: a sample of what it rejected, one after the other beside the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QSpinBox, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.silence import part_words, percent, proposal_words, silence_lines
from rag.runs.elusion import CONFIDENCE, Proposal, most_missed, size_for
from rag.runs.samples import Sample, sample_of
from rag.runs.types import Part, Report, RunState
from rag.surveying.rejected import of_parts, rejected
from ui.parts.controls import button, label, roomy
from ui.parts.flow import FlowLayout
from ui.parts.inert import inert
from ui.parts.theme import Space

_FIGURES, _AROUND = "00000", 60  # pixels beside them: the arrows and the field's edges
_SURE = (0.9, CONFIDENCE, 0.99)


class _Number(QSpinBox):
    """As wide as five figures, whatever it may hold now, and as high as its letters."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(_FIGURES) + _AROUND, super().sizeHint().height())


class SilenceBar(QWidget):
    drawn = Signal(int, int, float)  # run, how many, how sure it is to be
    judged = Signal(int, int, int, bool)  # run, place, document, whether there is something
    undone = Signal(int, int)  # run, place
    dropped = Signal(int)  # run
    looked = Signal(object)  # the Part to be read

    def __init__(self) -> None:
        super().__init__()
        self._run_id = 0
        self._parts: Mapping[int, Part] = {}
        self._sample: Sample | None = None
        self.told = label("", "small", wrap=True)
        self.title = label(say("silence.title"), "body")  # in the row: answers want the height
        self.which = label("", "body", wrap=True)
        self._population, self._parts_of_one = 0, False
        self.many, self.confidence = roomy(_Number()), QComboBox()
        self.many.setAccessibleName(say("silence.bar.size"))
        self.many.setToolTip(say("silence.bar.size-tip"))
        self.confidence.setAccessibleName(say("silence.bar.confidence"))
        self.confidence.setToolTip(say("silence.bar.confidence"))
        for one in _SURE:
            self.confidence.addItem(say("silence.bar.sure", confidence=percent(one)), one)
        self.confidence.setCurrentIndex(_SURE.index(CONFIDENCE))
        self.many.valueChanged.connect(lambda _: self._propose())
        self.confidence.currentIndexChanged.connect(lambda _: self._suggest())
        self.draw = button(say("silence.bar.draw"))
        self.draw.setToolTip(say("silence.bar.draw-tip"))
        self.draw.clicked.connect(self._draw)
        self.nothing = button(say("silence.bar.nothing"))
        self.nothing.setToolTip(say("silence.bar.nothing-tip"))
        self.nothing.clicked.connect(lambda: self._judge(found=False))
        self.something = button(say("silence.bar.something"))
        self.something.setToolTip(say("silence.bar.something-tip"))
        self.something.clicked.connect(lambda: self._judge(found=True))
        self.undo = button(say("contradictions.undo"))
        self.undo.clicked.connect(self._undo)
        self.drop = button(say("silence.bar.drop"))
        self.drop.clicked.connect(lambda: self.dropped.emit(self._run_id))
        for key, act in ((Qt.Key.Key_N, self.nothing), (Qt.Key.Key_Y, self.something)):
            self._key(QKeySequence(key), act.click)
        self._key(QKeySequence(QKeySequence.StandardKey.Undo), self.undo.click)
        buttons = QWidget()
        row = FlowLayout(buttons)
        proposed = (self.title, self.many, self.confidence, self.draw)
        for widget in (*proposed, self.nothing, self.something, self.undo, self.drop):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.which)
        column.addWidget(buttons)
        column.addWidget(self.told)

    def show_report(self, report: Report) -> None:
        """For a table that is done and left documents without an answer; hidden for everything else."""
        run = report.run
        found = rejected(run, report.results)
        before, again = self._sample, run.id == self._run_id
        self._run_id, self._sample = run.id, sample_of(run)
        self._parts = {one.part.place: one.part for one in report.results}
        self.setVisible(self._sample is not None or (bool(found) and run.state is RunState.DONE))
        if self._sample is not None:
            lines = silence_lines(run, report.results)
            self.told.setText(" ".join(lines if self._sample.is_whole else lines[:1]))
            self.told.setToolTip(inert("\n".join(lines)))
        elif found:
            fresh = not again or len(found) != self._population
            self._population, self._parts_of_one = len(found), of_parts(run)
            if fresh:  # what a person chose stays while the same is shown again
                self.many.setRange(1, len(found))
                self._suggest()
            self._propose()
            self.told.setToolTip("")
        self._offer()
        following = self._following
        if again and following is not None and (before is None or before.following != following.place):
            self.looked.emit(following)

    @property
    def _following(self) -> Part | None:
        """The next document that is to be read."""
        if self._sample is None or self._sample.following is None:
            return None
        return self._parts.get(self._sample.following)

    def _offer(self) -> None:
        sample, following = self._sample, self._following
        self.title.setMinimumHeight(self.draw.sizeHint().height())  # in the middle of its row
        for widget in (self.title, self.many, self.confidence, self.draw):
            widget.setVisible(sample is None)
        self.which.setVisible(sample is not None)
        for one in (self.undo, self.drop):
            one.setVisible(sample is not None)
        for one in (self.nothing, self.something):
            one.setVisible(following is not None)
        self.undo.setEnabled(sample is not None and bool(sample.judged))
        if following is None:
            self.which.setText(say("silence.bar.all"))
        elif sample is not None:
            facts = {"number": len(sample.judged) + 1, "total": len(sample.drawn)}
            self.which.setText(inert(say("silence.bar.which", name=part_words(following), **facts)))

    @property
    def _sure(self) -> float:
        return float(self.confidence.currentData())

    def _suggest(self) -> None:
        """As many as prove what is proved by default, as surely as is chosen."""
        if self._population:
            self.many.setValue(size_for(self._population, confidence=self._sure))
            self._propose()

    def _propose(self) -> None:
        """Say what reading as many as are chosen would prove."""
        if self._sample is None and self._population:
            size, sure = self.many.value(), self._sure
            most = most_missed(self._population, size, 0, sure)
            one = Proposal(self._population, size, most, sure)
            self.told.setText(proposal_words(one, parts=self._parts_of_one))

    def _draw(self) -> None:
        self.drawn.emit(self._run_id, self.many.value(), self._sure)

    def _judge(self, *, found: bool) -> None:
        part = self._following
        if part is not None:
            self.judged.emit(self._run_id, part.place, part.document_id, found)

    def _undo(self) -> None:
        """Take back what was said last, in the order of the sample."""
        if self._sample is not None and self._sample.judged:
            last = [place for place in self._sample.drawn if place in self._sample.judged][-1]
            self.undone.emit(self._run_id, last)

    def _key(self, keys: QKeySequence, act: Callable[[], None]) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
