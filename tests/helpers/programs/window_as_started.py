"""The program as a person starts it, with no command: its window reads a document, answers, locks and quits.

python window_as_started.py HOME MODELS MODEL PASSPHRASE_FILE DOCUMENT QUESTION

Prints what was seen as JSON. What a person's hands do is done by timers inside of the program.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pausing import until
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window import drop

from app.__main__ import main
from rag.types import DocumentState
from ui.library.rows import DocumentRole
from ui.window.application import Application
from ui.window.unlock import PassphraseDialog

ENDED = (DocumentState.READY, DocumentState.FAILED)
seen: dict[str, object] = {}


def use(running: Application, document: str, question: str) -> None:
    """Add a document, ask, lock; the program asks for the passphrase then, and is told to quit."""
    until(lambda: running.services is not None)
    window = running.window
    drop(window, [Path(document)])
    rows = window.panes.library.list.model()
    until(lambda: rows.rowCount() == 1)
    until(lambda: rows.index(0, 0).data(DocumentRole).state in ENDED)
    seen["state"] = rows.index(0, 0).data(DocumentRole).state.value
    seen["sealed"] = window.panes.status._sealed.text()
    field = window.panes.composer.field
    field.setFocus()
    QTest.keyClicks(field, question)
    QTest.keyClick(field, Qt.Key.Key_Return)
    until(lambda: window.panes.transcript.cards)
    card = window.panes.transcript.cards[-1]
    until(lambda: card.answered is not None)
    seen["answer"] = card.answered.text
    QTimer.singleShot(0, lambda: leave(running))
    running.lock()


def leave(running: Application) -> None:
    """Close the program once it is locked."""
    asked = QApplication.activeModalWidget()
    if not isinstance(asked, PassphraseDialog):
        QTimer.singleShot(50, lambda: leave(running))
        return
    seen["locked"] = running.services is None
    asked.reject()


if __name__ == "__main__":
    home, models, model, passphrase, document, question = sys.argv[1:]
    start = Application.start

    def started(running: Application) -> None:
        start(running)
        QTimer.singleShot(0, lambda: use(running, document, question))

    Application.start = started  # type: ignore[method-assign]
    told = ["--home", home, "--models", models, "--model", model, "--passphrase-file", passphrase]
    seen["status"] = main(told)
    sys.stdout.write(json.dumps(seen) + "\n")
