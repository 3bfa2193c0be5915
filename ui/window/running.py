"""Runs the window to its end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from app.errors import MatterNotShown
from app.paths import Paths
from app.words.catalogue import say, spoken
from app.words.messages import notice_of, say_in_window
from engine.assets import ASSETS
from engine.errors import Fault
from rag.errors import VaultBusy
from ui.parts.inert import inert
from ui.window.application import Application
from ui.window.called import answered, hold
from ui.window.ended import EndWatch
from ui.window.program import Program
from ui.window.translating import settle_language

if TYPE_CHECKING:
    from app.matters.matters import Place
    from engine.provision.standby import FetcherStandby

_ICON = ASSETS / "icons" / "confidant.svg"


def tell_refused(fault: Fault) -> None:
    """Show why the program does not begin, in a box of its own."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")  # not for people
    application.setWindowIcon(QIcon(str(_ICON)))
    settle_language(application, spoken())
    say_in_window()
    words = notice_of(fault)
    box = QMessageBox(QMessageBox.Icon.Warning, say("window.name"), inert(words.title))
    box.setInformativeText(inert(f"{words.sentence}\n\n{words.remedy}"))
    box.exec()


def run_window(
    paths: Paths,
    *,
    place: Place | None = None,
    passphrase: str | None = None,
    model: str = "",
    standby: FetcherStandby | None = None,
    files: Sequence[Path] = (),
) -> int:
    """Run the application until its window closes, over a library or a matter, and add `files` there; returns
    its exit status. Where a window is over it already, open or locked, that one comes forward instead and
    adds them.

    Raises `MatterNotShown` where files are for a matter and that window may be over another: nothing of one
    matter gets into another by mistake. Raises `VaultBusy` where that window does not come.
    """
    library = paths.library or paths.home
    try:
        held = hold(library)
    except VaultBusy:
        if not answered(library, () if place else files):
            raise
        if place and files:
            raise MatterNotShown(matter=place.matter) from None
        return 0
    application = QApplication.instance() or Program(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Confidant")  # not for people: the desktop knows it by this
    application.setStyle("Fusion")  # not for people
    application.setWindowIcon(QIcon(str(_ICON)))
    settle_language(application, spoken())
    say_in_window()
    running = Application(
        paths, place=place, passphrase=passphrase, model=model, standby=standby, files=files
    )
    if isinstance(application, Program):
        application.handed.connect(running.come)
    watch = EndWatch(application)  # held for as long as it listens
    running.start()
    try:
        return application.exec()
    finally:
        running.close()
        del watch
        if held is not None:
            held.release()
