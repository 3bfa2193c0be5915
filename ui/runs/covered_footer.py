"""What a summary rests on: always in view below it, with what was left out on demand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.words.answering_model import by_model
from app.words.catalogue import count, say
from app.words.summaries import covered_words, left_out_lines
from rag.runs.types import Report
from ui.parts.controls import button, label, rule
from ui.parts.inert import inert
from ui.parts.theme import Space

_SHOWN = 2  # lines of what was left out, before the rest is asked for
_MOST = 150  # height of the list, in pixels


class CoveredFooter(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self.covered = label("", "small", wrap=True)
        self.left_out = label("", "small", wrap=True)
        self.left_out.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.left_out.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = button("")
        self.more.setProperty("role", "link")
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda _: self._show())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self.left_out)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.addWidget(self.covered, 1)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(rule())
        column.addLayout(head)
        column.addWidget(self._area)

    def show_report(self, report: Report) -> None:
        planned = report.covered.pages > 0
        self.setVisible(planned)
        self.covered.setText(covered_words(report) if planned else "")
        self.covered.setToolTip(inert(by_model(report.run.model)))
        self._lines = left_out_lines(report)
        self._show()

    def _show(self) -> None:
        whole, left_out = self.more.isChecked(), len(self._lines)
        self.more.setVisible(left_out > _SHOWN)
        self.more.setText(say("runs.view.less") if whole else count("runs.view.more", left_out))
        self.left_out.setText("\n".join(self._lines if whole else self._lines[:_SHOWN]))
        self._area.setVisible(left_out > 0)
        self._fit()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt passes a QResizeEvent
        self._fit()

    def _fit(self) -> None:
        needed = self.left_out.heightForWidth(max(50, self._area.viewport().width()))
        self._area.setFixedHeight(min(_MOST, max(needed, 0)) + 2)
