"""How files that are dragged out of another program are taken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def take_copy(event: QDropEvent) -> None:
    """Accept what is held or let go as a copy, whichever keys are down with it: a file manager takes files
    away where somebody tells it to have moved them, and Shift says so.
    """
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
