"""The choice of a tag above the library's list: what is shown, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from app.words.catalogue import say
from rag.storing.names import tag_key
from ui.parts.icons import icon
from ui.parts.rooming import Room
from ui.parts.swatches import swatch
from ui.parts.theme import Palette, enlarged

if TYPE_CHECKING:
    from rag.storing.tags import TagUse

_SWATCH, _BRIEF, _ARROW = 10, 16, 40  # pixels across: a colour, a sign alone, and what stands around it
_WIDEST = 16_777_215  # as Qt has it
_SHOWN = 10  # letters of the longest name that the sidebar is widened for


class TagFilter(QComboBox):
    """Hidden while there are no tags."""

    chosen_changed = Signal(object)  # str, or None for all documents

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._found: tuple[TagUse, ...] = ()
        self.setAccessibleName(say("tagging.filter.name"))
        self.setToolTip(say("tagging.filter.tip"))
        self._is_brief = False
        self._fit()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHOWN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda _: self.chosen_changed.emit(self.chosen))
        self.hide()

    @property
    def chosen(self) -> str | None:
        """The name of the tag, None for all documents."""
        name = self.currentData()
        return None if name is None else str(name)

    def show_tags(self, found: Sequence[TagUse]) -> None:
        """Offer these; a choice that is gone falls back to all."""
        if tuple(found) == self._found:
            return
        self._found = tuple(found)
        before = self.chosen
        self._fill()
        self.setVisible(bool(found))
        self.choose(before)
        if self.chosen != before:
            self.chosen_changed.emit(self.chosen)

    def choose(self, name: str | None) -> None:
        """Choose a tag, without telling of it."""
        key = None if name is None else tag_key(name)
        places = range(1, self.count())
        with QSignalBlocker(self):
            self.setCurrentIndex(next((at for at in places if tag_key(self.itemData(at)) == key), 0))

    def clear_choice(self) -> None:
        """Show all documents again, and tell of it."""
        self.narrow(None)

    def narrow(self, name: str | None) -> None:
        """Choose a tag, or all documents, and tell of it where that is another choice."""
        before = self.chosen
        self.choose(name)
        if self.chosen != before:
            self.chosen_changed.emit(self.chosen)

    def shorten(self, room: Room) -> None:
        """Where there is little room it shows the tag's colour alone, beside the field that filters names."""
        self._is_brief = room is not Room.AMPLE
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_brief:
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _fit(self) -> None:
        """The words of a choice are in its list and in its tip, where they have no room here."""
        size = round(_BRIEF * enlarged(self.font())) if self._is_brief else _SWATCH
        self.setIconSize(QSize(size, size))
        self.setMaximumWidth(size + round(_ARROW * enlarged(self.font())) if self._is_brief else _WIDEST)
        if self.count():
            self.setItemIcon(0, self._all())

    def _all(self) -> QIcon:
        return icon("filter", self._palette.quiet, self.iconSize().width()) if self._is_brief else QIcon()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        before = self.chosen
        self._fill()
        self.choose(before)

    def _fill(self) -> None:
        with QSignalBlocker(self):
            self.clear()
            self.addItem(self._all(), say("tagging.filter.all"), None)
            for one in self._found:
                words = say("tagging.filter.tag", tag=one.tag.name, n=one.documents)
                self.addItem(swatch(self._palette, one.tag.tone), words, one.tag.name)
