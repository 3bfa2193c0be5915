"""Joins the proof of silence with what keeps its sample, and with the document beside it."""

from __future__ import annotations

from collections.abc import Callable

from app.runs.silence import Silence
from rag.runs.samples import Judged
from rag.runs.types import Part
from ui.parts.desk import Given
from ui.parts.tasks import Lane
from ui.reader.desk import ReaderDesk
from ui.runs.line import RunLine
from ui.runs.silence_bar import SilenceBar


class Silencing:
    def __init__(self, given: Given, line: RunLine, bar: SilenceBar, look: Callable[[int], None]) -> None:
        """`look` opens a document beside the table."""
        self._silence: Silence = given.services.surveys.silence
        self._store = given.services.store
        self._line, self._given = line, given
        self._look_at = look
        self._reader = given.frame.desk(ReaderDesk)
        bar.drawn.connect(self._draw)
        bar.dropped.connect(lambda run: line.change(run, lambda: self._silence.forget(run)))
        bar.undone.connect(self._undo)
        bar.judged.connect(self._judge)
        bar.looked.connect(self._look)

    def _draw(self, run_id: int, size: int, confidence: float) -> None:
        def work() -> None:
            self._silence.draw(run_id, size, confidence=confidence)

        self._line.change(run_id, work)

    def _look(self, part: Part) -> None:
        """Open a document, or a part of one where it begins, beside the table."""
        if part.end is None:
            self._look_at(part.document_id)
            return
        self._given.tasks.run(
            Lane.LIBRARY, lambda: self._silence.beginning(part), self._given.frame.cite, self._line.refuse
        )

    def _undo(self, run_id: int, place: int) -> None:
        def work() -> None:
            self._silence.judge(run_id, place, None)

        self._line.change(run_id, work)

    def _judge(self, run_id: int, place: int, document_id: int, found: bool) -> None:
        """Keep it, with the passage that is selected beside, if there is one."""
        marked = self._reader.marked if found and self._reader.at_hand == (document_id,) else None

        def work() -> None:
            judged = Judged(found)
            if marked is not None:
                text, start, _ = marked
                judged = Judged(found, text, self._store.page_at(document_id, start)[0])
            self._silence.judge(run_id, place, judged)

        self._line.change(run_id, work)
