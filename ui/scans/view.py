"""A page's picture at the left, what was read from it at the right, to be compared and corrected.

A minute of a recording has no picture: what was heard stands alone, and is played from where one stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import say
from app.words.scans import is_recording
from rag.scanning.scanned import ScannedLine, ScannedPage
from ui.parts.controls import Elided, IconButton, button, centred, holds_focus, label, retint, rule
from ui.parts.inert import inert
from ui.parts.scrolling import Body, Scroller
from ui.parts.theme import Palette, Space
from ui.scans.lines import ScanLines
from ui.scans.look_bar import LookBar
from ui.scans.page import ScanPageView
from ui.scans.pictures import ScanPicture
from ui.scans.second_look import LookOffer
from ui.scans.viewmodel import ScanPlace, page_words

_WITH_KEYS, _WITH_LEFT = 16, 12  # lines of height from which there is room for these
_SIDE_BY_SIDE = 640  # pixels of width: narrower, the picture is above the text


class ScanView(QWidget):
    chosen = Signal(int)  # place of a line
    corrected = Signal(int, str)
    take_back_asked = Signal(int)
    kept = Signal()
    stepped = Signal(int)
    turned = Signal(int)
    undo_asked = Signal()
    zoomed = Signal(int)
    resized = Signal(int)  # device pixels for the picture
    look_asked = Signal()
    look_stopped = Signal()
    sound_asked = Signal(int, int)  # place of a line, from which of its characters
    silence_asked = Signal()
    closed = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._sounds = False
        self.title = Elided("question")
        self.number = Elided("small", Qt.TextElideMode.ElideRight)
        self._heard = False  # a recording is shown, and no page
        self.left = label("", "small", wrap=True)
        self.left.setAccessibleName(say("checking.view.left"))
        self.page = ScanPageView()
        self.lines = ScanLines(palette)
        self.doubtful_only = QCheckBox(say("checking.view.only"))
        self.doubtful_only.toggled.connect(self._filter)
        self.doubtful_only.setToolTip(say("checking.view.only-tip"))
        self.look = button(say("checking.view.look"))
        self.look.setAccessibleName(say("checking.view.look"))
        self.look.setEnabled(False)
        self.looking = LookBar()
        self.settled = label(say("checking.view.settled"), "quiet", wrap=True)
        self.settled.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.no_picture = label(say("checking.view.no-picture"), "quiet", wrap=True)
        self.no_picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why = label("", "heading", wrap=True)
        self._words = label("", "quiet", wrap=True)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(120)
        self._settle.timeout.connect(self._tell_width)
        self._make_buttons()
        self._arrange()
        self._connect()
        retint(self, palette)

    @property
    def empty_words(self) -> str:
        """What stands where a page would, while there is none."""
        if not self._body.currentIndex():
            return ""
        return say("checking.view.empty", title=self._why.text(), words=self._words.text())

    def set_exports(self, forms: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """What the document can be saved as."""
        menu = QMenu(self)
        for words, do in forms:
            menu.addAction(words, do)
        self.export.setMenu(menu)

    def show_page(self, page: ScannedPage, at: ScanPlace) -> None:
        self._body.setCurrentIndex(0)
        self._fit_to(heard=is_recording(at.document))
        self.title.set_text(at.document.name)
        self.number.set_text(page_words(at))
        self.back.setEnabled(at.at > 1)
        self.forth.setEnabled(at.at < at.pages)
        self.export.setEnabled(True)
        had_focus = holds_focus(self)
        self.page.clear()
        self.page.show_lines(page.lines)
        self._pictures.setCurrentIndex(0)
        self.lines.show_lines(page.lines)
        self._show_settled()
        if at.place is not None:
            self.page.show_current(at.place)
            self.lines.go(at.place)
        if had_focus:
            self.focus()

    def show_sound(self, on: bool) -> None:
        """Whether the recording is being played: the button offers the other."""
        self._sounds = on
        name, words = ("stop", "reader.sound.stop") if on else ("sound", "reader.sound.play")
        self.sound.show_icon(name, say(words), self._palette)

    def show_picture(self, picture: ScanPicture | None) -> None:
        """The page's picture; None where it cannot be drawn."""
        self._pictures.setCurrentIndex(1 if picture is None else 0)
        if picture is not None:
            self.page.show_picture(picture.fitted, self.devicePixelRatioF())
            self.lines.show_picture(picture.sharp)
            QTimer.singleShot(0, self._into_view)  # once the scroll bars know the page's size

    def show_current(self, place: int) -> None:
        """Stand at a line, on both sides."""
        self.page.show_current(place)
        if self.lines.rows.row(place) is None and self.doubtful_only.isChecked():
            self.doubtful_only.setChecked(False)
        self.lines.go(place)
        self._into_view()

    def change(self, line: ScannedLine) -> None:
        """A line is another one now."""
        self.page.change(line)
        self.lines.rows.change(line)

    def show_offer(self, offer: LookOffer) -> None:
        """Whether lines can be shown to another reader."""
        self.look.setEnabled(offer.possible)
        self.look.setToolTip(inert(offer.words))
        self.look.setAccessibleDescription(offer.words)

    def end_looking(self) -> None:
        """Nothing is looked at again any more."""
        had_focus = holds_focus(self.looking)
        self.looking.hide()
        if had_focus:
            self.focus()

    def show_empty(self, title: str, words: str, name: str) -> None:
        """Why there is nothing to show."""
        self.title.set_text(name)
        self.number.set_text("")
        self.left.clear()
        self._why.setText(title)
        self._words.setText(words)
        self.export.setEnabled(False)
        self._body.setCurrentIndex(1)

    def clear(self) -> None:
        """Hold no page any more."""
        self.page.clear()
        self.lines.show_lines(())

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.lines.retint(palette)
        retint(self, palette)

    def focus(self) -> None:
        (self.close_button if self._body.currentIndex() else self.lines).setFocus()
        if not self._body.currentIndex():
            self.lines.focus()

    def commit(self) -> None:
        """Keep what was typed."""
        self.lines.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._settle.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _SIDE_BY_SIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way is not self._halves.orientation():
            self._halves.setOrientation(way)
        self._give_way()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._give_way)  # once what is within has heard of it

    # --- inside --------------------------------------------------------------------------------------------

    def _fit_to(self, *, heard: bool) -> None:
        """What there is to do with pictures, or with sound."""
        for one in (self._pictures, self.look, self.smaller, self.larger):
            one.setVisible(not heard)
        self.sound.setVisible(heard)
        self._keys.setText(say("checking.heard.keys" if heard else "checking.view.keys"))
        tip = say("checking.heard.only-tip" if heard else "checking.view.only-tip")
        self.doubtful_only.setToolTip(inert(tip))
        self._heard = heard
        self._give_way()
        self.settled.setText(say("checking.heard.settled" if heard else "checking.view.settled"))
        self.lines.setAccessibleName(say("checking.heard.lines" if heard else "checking.view.lines"))
        back = say("checking.heard.back" if heard else "checking.view.back")
        forth = say("checking.heard.forth" if heard else "checking.view.forth")
        for way, words in ((self.back, back), (self.forth, forth)):
            way.setToolTip(inert(words))
            way.setAccessibleName(words)

    def _give_way(self) -> None:
        """Where there is little room the lines have it: what is told of keys goes first, then how much is
        left, and the choice of lines is said in fewer words.
        """
        lines = self.height() / max(1, self.fontMetrics().height())
        self._keys.setVisible(lines >= _WITH_KEYS)
        self.left.setVisible(lines >= _WITH_LEFT)
        only = say("checking.heard.only" if self._heard else "checking.view.only")
        self.doubtful_only.setText(only)
        self.doubtful_only.setAccessibleName(only)
        self.look.setText(say("checking.view.look"))
        if not self._has_room(
            self.back, self.forth, self.number, self.doubtful_only, self.smaller, self.larger
        ):
            self.doubtful_only.setText(say("checking.view.only-short"))
        if not self._has_room(self.title, self.sound, self.look, self.export, self.close_button):
            self.look.setText(say("checking.view.look-short"))

    def _has_room(self, *row: QWidget) -> bool:
        """Whether what stands in a row fits into it."""
        shown = [one for one in row if not one.isHidden()]
        needs = sum(max(one.minimumSizeHint().width(), one.minimumWidth()) for one in shown)
        return needs + (len(shown) + 1) * Space.S <= self.width() - 2 * Space.L

    def _toggle_sound(self) -> None:
        if self._sounds:
            self.silence_asked.emit()
        else:
            self.lines.ask_sound()

    def _tell_width(self) -> None:
        room = self._scroll.viewport().width() - 2
        self.resized.emit(round(room * self.devicePixelRatioF()))

    def _into_view(self) -> None:
        place = self.page.current
        rect = None if place is None else self.page.place_rect(place)
        if rect is None:
            return
        across, down, room = (
            self._scroll.horizontalScrollBar(),
            self._scroll.verticalScrollBar(),
            self._scroll.viewport().size(),
        )
        top, left = rect.top() - down.value(), rect.left() - across.value()
        if top < room.height() * 0.1 or top + rect.height() > room.height() * 0.85:
            down.setValue(round(rect.center().y() - room.height() * 0.4))
        if left < 0 or left > room.width() * 0.7:
            across.setValue(round(rect.left()) - Space.XXL)

    def _filter(self, only: bool) -> None:
        self.lines.commit()
        current = self.page.current
        self.lines.rows.show_doubtful(only)
        self._show_settled()
        shown = self.lines.rows
        if current is not None and shown.row(current) is not None:
            self.lines.go(current)
        elif shown.rowCount():
            self.lines.setCurrentIndex(shown.index(0))

    def _show_settled(self) -> None:
        self._texts.setCurrentIndex(0 if self.lines.rows.rowCount() else 1)

    def _turn(self, steps: int) -> None:
        self.commit()
        self.turned.emit(steps)

    def _step(self, steps: int) -> None:
        """To another doubt; past the last one, on to the buttons, as Tab does everywhere."""
        self.commit()
        self.stepped.emit(steps)

    def _look(self) -> None:
        self.commit()
        self.look_asked.emit()
        self.focus()

    def leave_lines(self, steps: int) -> None:
        """Where Tab leads when no doubt is left that way."""
        (self.close_button if steps > 0 else self.doubtful_only).setFocus(Qt.FocusReason.TabFocusReason)

    def _make_buttons(self) -> None:
        self.back = IconButton("left", say("checking.view.back"), color="quiet")
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth = IconButton("right", say("checking.view.forth"), color="quiet")
        self.forth.clicked.connect(lambda: self._turn(1))
        self.smaller = IconButton("zoom-out", say("checking.view.smaller"), color="quiet")
        self.smaller.clicked.connect(lambda: self.zoomed.emit(-1))
        self.larger = IconButton("zoom-in", say("checking.view.larger"), color="quiet")
        self.larger.clicked.connect(lambda: self.zoomed.emit(1))
        self.sound = IconButton("sound", say("reader.sound.play"), color="quiet")
        self.sound.clicked.connect(self._toggle_sound)
        self.sound.hide()
        self.export = IconButton("export", say("checking.view.export"), color="quiet")
        self.export.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.close_button = IconButton("close", say("checking.view.close"), color="quiet")
        self.close_button.clicked.connect(self.closed)

    def _connect(self) -> None:
        lines = self.lines
        lines.chosen.connect(self.chosen)
        lines.corrected.connect(self.corrected)
        lines.take_back_asked.connect(self.take_back_asked)
        lines.kept.connect(self.kept)
        lines.stepped.connect(self._step)
        lines.turned.connect(self._turn)
        lines.undo_asked.connect(self.undo_asked)
        lines.sound_asked.connect(self.sound_asked)
        self.page.chosen.connect(self.chosen)
        self.look.clicked.connect(self._look)
        self.looking.stopped.connect(self.look_stopped)
        self._scroll.viewport().installEventFilter(self)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        head.addWidget(self.title, 1)
        head.addWidget(self.sound)
        head.addWidget(self.look)
        head.addWidget(self.export)
        head.addWidget(self.close_button)
        tools = QHBoxLayout()
        tools.setSpacing(Space.XS)
        for begin in (self.back, self.forth):
            tools.addWidget(begin)
        tools.addWidget(self.number, 1)
        tools.addWidget(self.doubtful_only)
        tools.addSpacing(Space.S)
        for one in (self.smaller, self.larger):
            tools.addWidget(one)
        self._scroll = QScrollArea()
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(self.page)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the lines have the keyboard
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._pictures = QStackedWidget()
        self._pictures.addWidget(self._scroll)
        self._pictures.addWidget(self.no_picture)
        self._texts = QStackedWidget()
        self._texts.addWidget(self.lines)
        self._texts.addWidget(self.settled)
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self._halves.setChildrenCollapsible(False)
        self._halves.setHandleWidth(1)
        for half in (self._pictures, self._texts):
            half.setMinimumSize(160, 120)
            self._halves.addWidget(half)
            self._halves.setStretchFactor(self._halves.count() - 1, 1)
        self._halves.setSizes([500, 500])
        self._body = QStackedWidget()
        self._body.addWidget(self._halves)
        self._body.addWidget(centred(self._why, self._words))
        body = Body()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, Space.L, 0, Space.S)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self.looking)
        column.addWidget(self.left)
        column.addWidget(self.lines.listening)
        column.addWidget(rule())
        column.addWidget(self._body, 1)
        self._keys = label(say("checking.view.keys"), "small", wrap=True)
        column.addWidget(self._keys)
        around = QVBoxLayout(self)
        around.setContentsMargins(Space.L, 0, Space.L, 0)
        around.addWidget(Scroller(body))
