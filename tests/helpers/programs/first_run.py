"""The whole first run by the keyboard alone, from an empty home to an answer at its place; prints JSON.

python first_run.py HOME MODELS [SHOTS]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pausing import pause, until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from app.paths import Paths
from app.types import FirstStep
from engine.workers.seal import seal
from ui.window.application import Application

PASSPHRASE = "three blue herons at noon"


def focus() -> QWidget:
    """What has the keyboard."""
    until(QApplication.focusWidget)
    found = QApplication.focusWidget()
    assert found is not None
    return found


def go_to(wanted: QWidget) -> None:
    """Press Tab until it has the keyboard."""
    for _ in range(20):
        if focus() is wanted:
            return
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
    raise LookupError(wanted)


def main() -> None:
    home, models, *shots = sys.argv[1:]
    began = time.monotonic()
    seal()
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    running = Application(Paths(Path(home), Path(models)))
    running.start()
    window, seen = running.window, {}
    page = window.panes.first

    def shot(name: str) -> None:
        if shots:
            pause(200)
            window.grab().save(str(Path(shots[0]) / f"first-run-{name}.png"))

    try:
        until(lambda: page.at is FirstStep.PROTECT)
        window.activateWindow()
        window.windowHandle().requestActivate()
        until(page.protect.none.isVisible)
        shot("protect")
        assert isinstance(focus(), QLineEdit)
        QTest.keyClicks(focus(), PASSPHRASE)
        QTest.keyClick(focus(), Qt.Key.Key_Return)
        QTest.keyClicks(focus(), PASSPHRASE)
        shot("typed")
        QTest.keyClick(focus(), Qt.Key.Key_Return)
        until(page.protect.code.isVisible)
        seen["words"] = len([one for one in page.protect.code.text().split() if not one.isdigit()])
        shot("code")
        go_to(page.main)  # Enter alone passes over no code
        QTest.keyClick(focus(), Qt.Key.Key_Return)
        until(lambda: page.at is FirstStep.MODEL and running.services is not None)
        until(lambda: page.model.get.text() and page.main.isEnabled() and page.main.hasFocus())
        seen["model"], seen["told"] = page.main.text(), page.model.there.text()
        shot("model")
        QTest.keyClick(focus(), Qt.Key.Key_Return)
        until(lambda: page.at is FirstStep.DOCUMENT)
        go_to(page.document.sample)
        shot("document")
        pressed = focus()
        assert isinstance(pressed, QAbstractButton)
        QTest.keyClick(pressed, Qt.Key.Key_Space)
        until(lambda: page.at is FirstStep.NONE)
        until(lambda: window.panes.transcript.cards)
        until(window.panes.reader.isVisible)
        seen["seconds"] = time.monotonic() - began
        seen["question"] = window.panes.transcript.cards[-1].question.text()
        until(lambda: window.panes.transcript.cards[-1].answered is not None)
        answer = window.panes.transcript.cards[-1].answered
        seen["outcome"], seen["answer"] = answer.outcome.value, answer.text
        seen["cited"] = [one.document for said in answer.sentences for one in said.citations]
        seen["answered_seconds"] = time.monotonic() - began
        pause(1000)
        shot("answer")
        services = running.services
        assert services is not None
        seen["step"] = services.settings.preferences.first_step.value
        seen["kinds"] = sorted(one.kind.value for one in _slots(Path(home)))
    finally:
        running.close()
    print(json.dumps(seen))


def _slots(home: Path) -> tuple:
    from app.security.keys import KeySlots

    return KeySlots(home).ways()


if __name__ == "__main__":
    main()
