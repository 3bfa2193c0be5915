"""The cards of what lies in the models folder and is no model by itself: adapters, and what is unusable."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QVBoxLayout, QWidget

from app.models.adapting import MOST
from app.types import AdapterRow
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.messages import notice_of
from app.words.models import adapter_words
from engine.provision.forms.form import Unusable
from ui.parts.aside import AsideLayout
from ui.parts.controls import Elided, button, card, label, roomy
from ui.parts.inert import inert
from ui.parts.theme import Space

_STEP = 0.05  # of a scale
_SETTLED_MS = 600  # after the last step


def adapter_card(row: AdapterRow, change: Callable[[float | None], None]) -> QWidget:
    """The card of a LoRA adapter, with what puts it on, weighs it or takes it off: a scale, None for off."""
    frame, line = _told(row.name, adapter_words(row), say("models.dialog.adapter", size=size_text(row.size)))
    used = row.fits and bool(row.scale)
    if used:
        line.addWidget(_scale(row, change))
    if row.fits:
        push = button(say("models.dialog.leave_adapter") if used else say("models.dialog.use_adapter"))
        push.clicked.connect(lambda: change(None if used else 1.0))
        if not used:
            push.setToolTip(say("models.dialog.use_adapter_tip"))
        line.addWidget(push)
    return frame


def _scale(row: AdapterRow, change: Callable[[float | None], None]) -> QWidget:
    """How strongly it counts: what is typed or stepped to holds once the field is left, or a moment later."""
    box = roomy(QDoubleSpinBox())
    box.setRange(_STEP, MOST)
    box.setSingleStep(_STEP)
    box.setDecimals(2)
    box.setValue(row.scale or 1.0)
    box.setKeyboardTracking(False)
    box.setAccessibleName(inert(say("models.dialog.scale", name=row.name)))
    box.setToolTip(say("models.dialog.scale_tip"))
    wait = QTimer(box)
    wait.setSingleShot(True)
    wait.setInterval(_SETTLED_MS)
    wait.timeout.connect(lambda: change(box.value()))
    box.valueChanged.connect(lambda _: wait.start())
    return box


def _told(title: str, said: str, small: str) -> tuple[QFrame, AsideLayout]:
    """A card of words, and the line to which what can be done is added."""
    frame = card()
    told = QWidget()
    words = QVBoxLayout(told)
    words.setContentsMargins(0, 0, 0, 0)
    words.setSpacing(2)
    name = Elided("heading")
    name.set_text(title)
    words.addWidget(name)
    words.addWidget(label(said, "quiet", wrap=True))
    words.addWidget(label(small, "small", wrap=True))
    line = AsideLayout(told, frame)
    line.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    return frame, line


def refused_card(found: Unusable) -> QWidget:
    """The card of a file that lies in the models folder and is no model that can be used."""
    notice = notice_of(found.fault)
    told = say("models.dialog.unusable", size=size_text(found.size))
    return _told(found.name, f"{notice.sentence} {notice.remedy}", told)[0]
