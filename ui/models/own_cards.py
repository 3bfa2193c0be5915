"""The cards of what lies in the models folder and is no model by itself: adapters, and what is unusable."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.types import AdapterRow
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.messages import notice_of
from app.words.models import adapter_words
from engine.provision.forms.form import Unusable
from ui.parts.controls import Elided, button, card, label
from ui.parts.theme import Space


def adapter_card(row: AdapterRow, used: bool, change: Callable[[], None]) -> QWidget:
    """The card of a LoRA adapter, with what puts it on or takes it off."""
    frame, line = _told(row.name, adapter_words(row), say("models.dialog.adapter", size=size_text(row.size)))
    if row.fits:
        push = button(say("models.dialog.leave_adapter") if used else say("models.dialog.use_adapter"))
        push.clicked.connect(change)
        if not used:
            push.setToolTip(say("models.dialog.use_adapter_tip"))
        line.addWidget(push)
    return frame


def _told(title: str, said: str, small: str) -> tuple[QFrame, QHBoxLayout]:
    """A card of words, and the line to which what can be done is added."""
    frame = card()
    words = QVBoxLayout()
    words.setSpacing(2)
    name = Elided("heading")
    name.set_text(title)
    words.addWidget(name)
    words.addWidget(label(said, "quiet", wrap=True))
    words.addWidget(label(small, "small", wrap=True))
    line = QHBoxLayout(frame)
    line.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    line.addLayout(words, 1)
    return frame, line


def refused_card(found: Unusable) -> QWidget:
    """The card of a file that lies in the models folder and is no model that can be used."""
    notice = notice_of(found.fault)
    told = say("models.dialog.unusable", size=size_text(found.size))
    return _told(found.name, f"{notice.sentence} {notice.remedy}", told)[0]
