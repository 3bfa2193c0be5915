"""The slots of a template as a form: what documents give stands there with its place, to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.drafts import place_words, slot_words
from rag.drafting.giving import LONG
from rag.drafting.pieces import Filled, Origin
from rag.drafting.slots import same
from ui.parts.controls import SourceRow, clear, label, retint
from ui.parts.laying import edges
from ui.parts.theme import Palette, Space
from ui.parts.writing import Line, Writing

_LINES = 3


@dataclass(slots=True)
class _Field:
    widget: QLineEdit | QPlainTextEdit
    found: str  # what the documents gave

    @property
    def text(self) -> str:
        widget = self.widget
        return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


class SlotsForm(QWidget):
    cited = Signal(object)  # Citation
    changed = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._fields: dict[str, _Field] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(edges(0, 0, Space.S, 0))
        self._layout.setSpacing(Space.XS)

    @property
    def values(self) -> dict[str, str]:
        """What was typed; not what stands there as the documents gave it."""
        return {
            name: one.text.strip()
            for name, one in self._fields.items()
            if one.text.strip() and one.text.strip() != one.found
        }

    def field(self, name: str) -> QLineEdit | QPlainTextEdit:
        """Where a slot is typed, by any of its names. Raises `KeyError`."""
        found = self._fields.get(name)
        return (found or self._fields[next((one for one in self._fields if same(one, name)), name)]).widget

    def show_slots(self, slots: Sequence[Filled], optional: frozenset[str]) -> None:
        """Other slots, or what documents give for them now; what was typed before stays, and whoever types in
        a field that is wanted still goes on in it.
        """
        typed, before = self.values, self._fields
        for one in before.values():
            self._layout.removeWidget(one.widget)
        clear(self._layout)
        self._fields = {}
        for slot in slots:
            found = slot.text if slot.origin is Origin.DOCUMENTS else ""
            kept = next((text for name, text in typed.items() if same(name, slot.name)), "")
            held = before.pop(slot.name, None)
            self._add(slot, kept or found, found, held, is_optional=slot.name in optional)
        for one in before.values():
            one.widget.deleteLater()
        self._layout.addStretch()
        self._order()
        retint(self, self._palette)

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        retint(self, palette)

    def _order(self) -> None:
        """Tab goes down the form, through what stayed and what came."""
        items = (self._layout.itemAt(at) for at in range(self._layout.count()))
        widgets = [item.widget() for item in items if item is not None]
        stops = [one for one in widgets if one is not None and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for one, after in pairwise(stops):
            QWidget.setTabOrder(one, after)

    def _add(self, slot: Filled, text: str, found: str, held: _Field | None, *, is_optional: bool) -> None:
        """`held`: the field of this slot that is there already."""
        name = slot_words(slot.name)
        told = say("drafting.window.optional", name=name) if is_optional else name
        caption = label(told[:1].upper() + told[1:], "quiet")
        widget: QLineEdit | QPlainTextEdit
        if held is not None:
            widget = held.widget
            if held.text != text and held.text == held.found:  # nothing was typed
                widget.setText(text) if isinstance(widget, QLineEdit) else widget.setPlainText(text)
        elif any(same(slot.name, one) for one in (*LONG, "question")):
            widget = Writing(text)
            widget.setTabChangesFocus(True)
            widget.setFixedHeight(_LINES * widget.fontMetrics().lineSpacing() + 2 * Space.M)
            widget.textChanged.connect(self.changed)
        else:
            widget = Line(text)
            widget.textChanged.connect(lambda _: self.changed.emit())
        if isinstance(widget, QLineEdit):
            widget.setPlaceholderText("" if is_optional else f"[{name}]")
        widget.setAccessibleName(name)
        caption.setBuddy(widget)
        self._fields[slot.name] = _Field(widget, found)
        self._layout.addWidget(caption)
        self._layout.addWidget(widget)
        if found:
            place = slot.citations[0]
            row = SourceRow(say("drafting.window.source-tip"), place_words(place))
            row.clicked.connect(partial(self.cited.emit, place))
            self._layout.addWidget(row)
