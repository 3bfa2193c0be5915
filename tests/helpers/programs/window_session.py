"""A session with the real window, run as a program under an X server; prints what it saw as JSON.

python window_session.py HOME MODELS MODEL PDF QUESTION SHOT
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pausing import pause, until
from PySide6.QtCore import QPointF, Qt, QTimer, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from engine.workers.seal import seal
from rag.types import DocumentState
from ui.library.rows import DocumentRole
from ui.parts.controls import SourceRow
from ui.window.application import Application


def main() -> None:
    home, models, model, document, question, shot = sys.argv[1:]
    began = time.monotonic()
    seal()
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    running = Application(Paths(Path(home), Path(models)), passphrase="a passphrase", model=model)
    frames = _Frames()
    running.start()
    window, seen = running.window, {}
    until(window.isVisible)
    seen["visible_seconds"] = time.monotonic() - began
    try:
        until(lambda: running.services is not None)
        from window import drop, marker_share

        drop(window, [Path(document)])
        rows = window.panes.library.list.model()
        until(lambda: rows.rowCount() == 1)
        until(
            lambda: rows.index(0, 0).data(DocumentRole).state in (DocumentState.READY, DocumentState.FAILED)
        )
        seen["state"] = rows.index(0, 0).data(DocumentRole).state.value
        field = window.panes.composer.field
        field.setFocus()
        QTest.keyClicks(field, question)
        QTest.keyClick(field, Qt.Key.Key_Return)
        until(lambda: window.panes.transcript.cards)
        card = window.panes.transcript.cards[-1]
        until(lambda: card.answered is not None)
        seen["answer"], seen["found"] = card.answered.text, card.answered.found
        if card.answer.citations:
            card.answer.anchorClicked.emit(QUrl("cite:1"))
        else:
            QTest.mouseClick(card.findChildren(SourceRow)[0], Qt.MouseButton.LeftButton)
        reader = window.panes.reader
        until(lambda: reader.shown is not None)
        until(lambda: reader.page.boxes and marker_share(reader.page.viewport(), reader.page.mark()) > 0)
        pause(200)
        seen["page"], seen["boxes"] = reader.shown.number, len(reader.page.boxes)
        seen["marked"] = marker_share(reader.page.viewport(), reader.page.mark())
        top = reader.page.viewport().mapTo(reader, QPointF(reader.page.mark().topLeft())).y()
        seen["in_view"] = 0 <= top <= reader.height()
        seen["sealed"] = window.panes.status._sealed.text()
        seen["longest_frame_ms"] = frames.longest_ms
        window.grab().save(shot)
    finally:
        running.close()
    sys.stdout.write(json.dumps(seen) + "\n")


class _Frames:
    """How long the GUI thread was ever away: a timer every 5 ms notes the largest gap."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.monotonic()
        self.longest_ms = max(self.longest_ms, 1000 * (now - self._last))
        self._last = now


if __name__ == "__main__":
    main()
