"""What stands above a document: its name, where one is in it, how large it is, and ways to other places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.scans import has_scans, is_recording
from rag.storing.document_rows import is_printed
from rag.storing.recordings import is_held
from rag.types import Document, PageUnit, Sheet
from ui.parts.controls import Elided, IconButton, label
from ui.parts.inert import inert
from ui.parts.laying import edges
from ui.parts.theme import Palette, Space
from ui.parts.writing import Line
from ui.reader.paged.geometry import Fit

if TYPE_CHECKING:
    from app.library.reading import Link


class ReaderHead(QWidget):
    closed = Signal()
    turned = Signal(int)  # steps
    went = Signal(str)  # page number, or the label printed on it
    zoomed = Signal(int)  # steps, 0 fits the width
    fitted = Signal(object)  # Fit
    back_asked = Signal()
    forward_asked = Signal()
    find_asked = Signal()
    strip_asked = Signal()
    outside_asked = Signal()
    save_asked = Signal()
    followed = Signal(object)  # Link
    check_asked = Signal()
    sound_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = Elided("heading")
        self.section = Elided("small")
        self.unit = label("", "small")
        self.number = Line()
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setAccessibleName(say("reader.names.number"))
        self.number.setProperty("role", "number")
        self.number.setFixedWidth(self.number.fontMetrics().horizontalAdvance("00000") + 2 * Space.S)
        self.number.returnPressed.connect(self._go)
        self.back = _tool("back", "reader.back", self.back_asked.emit)
        self.forward = _tool("forward", "reader.forward", self.forward_asked.emit)
        self.seek = _tool("search", "reader.find.open", self.find_asked.emit)
        self.strip = _tool("strip", "reader.strip.toggle", self.strip_asked.emit)
        self.outside = _tool("outside", "reader.outside.tip", self.outside_asked.emit)
        self.save = _tool("export", "recording.saving.tip", self.save_asked.emit)
        self.links = _tool("link", "reader.links", lambda: None)
        self.links.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.links.setMenu(QMenu(self.links))
        self.check = _tool("pencil", "reader.check", self.check_asked.emit)
        self.check.hide()
        self.sound = _tool("sound", "reader.sound.play", self.sound_asked.emit)
        self.sound.hide()
        self.save.hide()
        self._shown_fit: Fit | None = Fit.WIDTH
        self.fit = _tool("fit-page", "reader.fit.page", self._change_fit)
        self._arrange()
        self.show_ways(back=False, on=False)

    def show_document(self, document: Document) -> None:
        self.name.set_text(document.name)
        self.check.setVisible(has_scans(document))
        told = say("reader.check-words" if is_recording(document) else "reader.check")
        self.check.setToolTip(inert(told))
        self.check.setAccessibleName(told)
        self.number.setToolTip(say(f"reader.go.{document.unit.value}"))
        held = is_held(PurePath(document.path))
        self.outside.setVisible(document.container is None and not held)
        self.save.setVisible(held)
        self.sound.setVisible(can_be_heard(document))

    def show_place(self, document: Document, sheet: Sheet) -> None:
        """The page that is read, by its number and by what is printed on it."""
        if not self.number.hasFocus() or not self.number.isModified():
            self.number.setText(str(sheet.number))
        printed = sheet.label or ""
        if document.unit is not PageUnit.PAGE or not is_printed(printed):
            printed = ""
        words = "reader.of-labelled" if printed else "reader.of"
        self.unit.setText(say(words, pages=document.pages, label=printed))

    def show_section(self, section: str, document: Document) -> None:
        self.section.set_text(section.replace(" › ", " · ") or document.title)

    def show_ways(self, *, back: bool, on: bool) -> None:
        """Whether there is a place to go back to, or on to."""
        self.back.setVisible(back or on)
        self.forward.setVisible(back or on)
        self.back.setEnabled(back)
        self.forward.setEnabled(on)

    def show_sound(self, on: bool, palette: Palette) -> None:
        """Whether the recording is being played: the button offers the other."""
        name, words = ("stop", "reader.sound.stop") if on else ("sound", "reader.sound.play")
        self.sound.show_icon(name, say(words), palette)

    def show_links(self, links: Sequence[Link]) -> None:
        menu = self.links.menu()
        menu.clear()
        for link in links:
            said = " ".join(link.text.split()).replace("&", "&&")
            menu.addAction(say("reader.link", place=said), partial(self.followed.emit, link))
        self.links.setVisible(bool(links))

    def show_fit(self, fit: Fit | None, palette: Palette) -> None:
        """How a page fits now: the button offers the other way."""
        self._shown_fit = fit
        other = "page" if fit is Fit.WIDTH else "width"
        self.fit.show_icon(f"fit-{other}", say(f"reader.fit.{other}"), palette)

    def _go(self) -> None:
        self.number.setModified(False)  # what is typed gives way to the page that it leads to
        self.went.emit(self.number.text().strip())

    def _change_fit(self) -> None:
        self.fitted.emit(Fit.PAGE if self._shown_fit is Fit.WIDTH else Fit.WIDTH)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        for one in (self.back, self.forward):
            top.addWidget(one)
        top.addWidget(self.name, 1)
        top.addWidget(self.outside)
        top.addWidget(self.save)
        top.addWidget(_tool("close", "reader.close", self.closed.emit))
        tools = QHBoxLayout()
        tools.setSpacing(Space.XS)
        tools.addWidget(self.strip)
        tools.addWidget(_tool("left", "reader.previous", partial(self.turned.emit, -1)))
        tools.addWidget(_tool("right", "reader.next", partial(self.turned.emit, 1)))
        tools.addWidget(self.number)
        tools.addWidget(self.unit)
        tools.addStretch()
        for one in (self.sound, self.check, self.links, self.seek, self.fit):
            tools.addWidget(one)
        tools.addWidget(_tool("zoom-out", "reader.smaller", partial(self.zoomed.emit, -1)))
        tools.addWidget(_tool("zoom-in", "reader.larger", partial(self.zoomed.emit, 1)))
        head = QVBoxLayout(self)
        head.setContentsMargins(edges(Space.L, Space.M, Space.S, Space.S))
        head.setSpacing(Space.XS)
        head.addLayout(top)
        head.addWidget(self.section)
        head.addLayout(tools)


def can_be_heard(document: Document) -> bool:
    """Whether it is a recording, in a file of its own."""
    return document.unit is PageUnit.MINUTE and document.container is None


def _tool(name: str, key: str, do: Callable[[], object]) -> IconButton:
    made = IconButton(name, say(key), color="quiet")
    made.clicked.connect(lambda *_: do())
    return made
