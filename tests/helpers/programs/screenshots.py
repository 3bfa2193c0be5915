"""Draws the README's screenshots from the real window: real documents, real model, real answers.

python tests/helpers/programs/screenshots.py OUT MODELS MODEL QUESTION DOCUMENT…

Run it under an X server, or with QT_QPA_PLATFORM=offscreen; QT_SCALE_FACTOR=2 draws them at 2x.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from programs.window_session import until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window import drop

from app.paths import Paths
from app.types import Appearance
from engine.workers.seal import seal
from rag.types import DocumentState
from ui.library.viewmodel import DocumentRole
from ui.models.dialog import ModelsDialog
from ui.window.application import Application
from ui.window.shortcuts import ShortcutsDialog
from ui.window.unlock import PassphraseDialog


def main() -> None:
    out, models, model, question = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    documents = [Path(one) for one in sys.argv[5:]]
    out.mkdir(parents=True, exist_ok=True)
    seal()
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as home:
        paths = Paths(Path(home), models)
        running = Application(paths, passphrase="a long passphrase", model=model)
        running.window.resize(1440, 900)
        running.start()
        try:
            _session(running, out, question, documents)
        finally:
            running.close()


def _session(running: Application, out: Path, question: str, documents: list[Path]) -> None:
    window = running.window
    until(lambda: running.services is not None)
    QTest.qWait(500)
    _both(running, out, "empty")
    for new in (True, False):
        dialog = PassphraseDialog(window, new=new, wrong=not new)
        _dialog(running, dialog, out, "protect" if new else "unlock")
    drop(window, documents)
    rows = window.panes.library.list.model()
    until(lambda: rows.rowCount() == len(documents))
    QTest.qWait(2500)
    _both(running, out, "indexing")
    done = (DocumentState.READY, DocumentState.FAILED)
    until(lambda: all(rows.index(i, 0).data(DocumentRole).state in done for i in range(rows.rowCount())))
    field = window.panes.composer.field
    field.setFocus()
    field.setPlainText(question)
    QTest.keyClick(field, Qt.Key.Key_Return)
    until(lambda: window.panes.transcript.cards)
    card = window.panes.transcript.cards[-1]
    QTest.qWait(800)
    _both(running, out, "waiting")
    until(lambda: card.answered is not None)
    _both(running, out, "answer")
    if card.answer.citations:
        card.cited.emit(card.answer.citations[0])
        until(lambda: window.panes.reader.shown is not None)
        QTest.qWait(600)
        _both(running, out, "citation")
    assert running.services is not None
    models = ModelsDialog(window, running.services.models, running.tasks)
    until(lambda: models._list.count() > 1)
    _dialog(running, models, out, "models")
    _dialog(running, ShortcutsDialog(window, window.menus.shortcuts()), out, "keyboard")


def _both(running: Application, out: Path, name: str) -> None:
    for appearance in (Appearance.DARK, Appearance.LIGHT):
        running.window.appearance_chosen.emit(appearance)
        QTest.qWait(150)
        running.window.grab().save(str(out / f"{name}-{appearance.value}.png"))


def _dialog(
    running: Application, dialog: PassphraseDialog | ModelsDialog | ShortcutsDialog, out: Path, name: str
) -> None:
    dialog.show()
    for appearance in (Appearance.DARK, Appearance.LIGHT):
        running.window.appearance_chosen.emit(appearance)
        QTest.qWait(150)
        dialog.grab().save(str(out / f"{name}-{appearance.value}.png"))
    dialog.close()


if __name__ == "__main__":
    main()
