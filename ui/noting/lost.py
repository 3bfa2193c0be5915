"""Notes that lost their place when the document changed: told above the list, put back by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.words.catalogue import count, say
from rag.language.words import plain
from rag.types import Note
from ui.parts.controls import button, label
from ui.parts.theme import Space

_OFFERED = 8  # in the menu of what is selected
_LETTERS = 40


class LostNotes(QWidget):
    """In view while there are any."""

    put_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told = label("", "quiet", wrap=True)
        self.put = button(say("notes.list.put"))
        self.put.setToolTip(say("notes.list.put-tip"))
        self.put.clicked.connect(self.put_asked)
        row = QHBoxLayout()
        row.addWidget(self.put)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        layout.setSpacing(Space.S)
        layout.addWidget(self._told)
        layout.addLayout(row)
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """All of a document."""
        lost = sum(one.is_lost for one in notes)
        if lost:
            self._told.setText(count("notes.list.lost", lost))
        self.setVisible(bool(lost))


def offer(menu: QMenu, notes: Sequence[Note], put: Callable[[Note], None]) -> None:
    """Let lost notes be chosen in a menu of what is selected, the first of many."""
    lost = [one for one in notes if one.is_lost][:_OFFERED]
    if not lost:
        return
    below = menu.addMenu(say("notes.context.place"))
    below.setToolTipsVisible(True)
    for note in lost:
        words = " ".join((note.text or plain(note.quote)).split())
        shown = words if len(words) <= _LETTERS else f"{words[:_LETTERS]}…"
        below.addAction(shown.replace("&", "&&"), partial(put, note))


def meant(current: Note | None, notes: Sequence[Note]) -> Note | None:
    """The lost note that is to be put somewhere: the current one, or the only one."""
    if current is not None and current.is_lost:
        return current
    lost = [one for one in notes if one.is_lost]
    return lost[0] if len(lost) == 1 else None
