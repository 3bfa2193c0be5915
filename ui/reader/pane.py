"""The cited page beside the answer, with the passage marked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import say
from app.words.scans import has_scans
from rag.types import Box
from ui.parts.controls import Elided, IconButton, characters, label, rule, utf16
from ui.parts.theme import Palette, Space
from ui.reader.page_view import PageView
from ui.reader.viewmodel import PageShown


class ReaderPane(QWidget):
    closed = Signal()
    turned = Signal(int)  # steps
    went = Signal(str)  # page number, or the label printed on it
    zoomed = Signal(int)  # steps, 0 fits
    back_asked = Signal()
    followed = Signal(object)  # PageLink
    check_asked = Signal(object, int, object)  # Document, page number, Box or None
    resized = Signal(int)  # device pixels for the picture

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("reader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._palette = palette
        self._name = Elided("heading")
        self._section = Elided("small")
        self._unit = label("", "small")
        self._number = QLineEdit()
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number.setAccessibleName(say("reader.names.number"))
        self._number.setProperty("role", "number")
        self._number.setFixedWidth(self._number.fontMetrics().horizontalAdvance("00000") + 2 * Space.S)
        self._number.returnPressed.connect(lambda: self.went.emit(self._number.text().strip()))
        self.page = PageView(palette)
        self.page.followed.connect(self.followed)
        self.page.drawn.connect(self._choose)
        self._scroll = QScrollArea()
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(self.page)
        self._scroll.setAccessibleName(say("reader.names.picture"))
        self._scroll.setProperty("role", "picture")
        self.text = QTextBrowser()
        self.text.setProperty("role", "page")
        self.text.setAccessibleName(say("reader.names.text"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow_anchor)
        self.links = IconButton("link", say("reader.links"), color="quiet")
        self.links.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.links.setMenu(QMenu(self.links))
        self.check = IconButton("pencil", say("reader.check"), color="quiet")
        self.check.clicked.connect(self._check)
        self.check.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.text)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(120)
        self._settle.timeout.connect(self._tell_width)
        self._shown: PageShown | None = None
        self._chosen = (0, 0)  # of the page's text
        self.back = IconButton("back", say("reader.back"), color="quiet")
        self.back.clicked.connect(self.back_asked)
        self._arrange()
        self.text.viewport().installEventFilter(self)
        self._scroll.viewport().installEventFilter(self)

    @property
    def shown(self) -> PageShown | None:
        return self._shown

    @property
    def marked(self) -> tuple[str, int, int] | None:
        """What a person has marked on the page: its text, and from where to where it stands in the document's
        text; None for nothing.
        """
        page, start, end = self._shown, *self._chosen
        if page is not None and page.picture is None:
            cursor = self.text.textCursor()
            start, end = (
                characters(page.text, cursor.selectionStart()),
                characters(page.text, cursor.selectionEnd()),
            )
        if page is None or start >= end:
            return None
        return page.text[start:end], page.begin + start, page.begin + end

    def show_page(self, page: PageShown, can_go_back: bool) -> None:
        before, self._shown, self._chosen = self._shown, page, (0, 0)
        self._name.set_text(page.document.name)
        self._section.set_text(page.section.replace(" › ", " · ") or page.document.title)
        self.back.setVisible(can_go_back)
        self._number.setText(str(page.number))
        words = "reader.of-labelled" if page.label else "reader.of"
        self._unit.setText(say(words, pages=page.document.pages, label=page.label))
        self._list_links(page)
        self.check.setVisible(has_scans(page.document))
        self._number.setToolTip(say(f"reader.go.{page.document.unit.value}"))
        if page.picture is not None:
            found = page.picture
            image = QImage(
                found.rgb, found.width, found.height, 3 * found.width, QImage.Format.Format_RGB888
            ).copy()
            middle = self._middle()
            self.page.show_page(image, page.boxes, page.links, self.devicePixelRatioF())
            self._stack.setCurrentIndex(0)
            same = before is not None and before.picture is not None and _is_same(before, page)
            # In another size a page stays where it was read; else what is cited comes into view.
            QTimer.singleShot(0, self, partial(self._to, middle) if same else self._to_mark)
        else:
            self._show_text(page)
            self._stack.setCurrentIndex(1)

    def zoom(self, factor: float) -> None:
        """Letters of a page that has no picture; 1.0 is their usual size."""
        font = self.text.font()
        font.setPointSizeF(self.font().pointSizeF() * factor)
        self.text.setFont(font)

    @property
    def quoted(self) -> tuple[str, str] | None:
        """What is taken along from the page, and where it stands: what a person has marked, else the passage
        that was cited; None for nothing.
        """
        page, marked = self._shown, self.marked
        if page is None or (marked is None and page.mark is None):
            return None
        start, end = page.mark or (0, 0)
        text = marked[0] if marked is not None else page.text[start:end]
        unit = say(f"reader.place.{page.document.unit.value}", number=page.number)
        printed = say("reader.quoted-printed", label=page.label) if page.label else ""
        section = page.section.rpartition(" › ")[2]
        where = ", ".join(filter(None, (page.document.name, unit, printed, section)))
        return " ".join(text.split()), where

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.page.retint(palette)
        if self._shown is not None and self._shown.picture is None:
            self._show_text(self._shown)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._scroll.viewport():
            self._settle.start()
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoomed.emit(1 if turned > 0 else -1)
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # Qt passes a QObject

    def _tell_width(self) -> None:
        room = self._scroll.viewport().width() - 2 * Space.M
        self.resized.emit(round(room * self.devicePixelRatioF()))

    def _middle(self) -> tuple[float, float]:
        """What stands in the middle of the view, in shares of the page."""
        seen = self._scroll.viewport()
        at = self.page.mapFrom(seen, seen.rect().center())
        return at.x() / max(1, self.page.width()), at.y() / max(1, self.page.height())

    def _to(self, middle: tuple[float, float]) -> None:
        """Bring a place of the page into the middle again."""
        seen = self._scroll.viewport()
        across, down = middle[0] * self.page.width(), middle[1] * self.page.height()
        self._scroll.horizontalScrollBar().setValue(round(across - seen.width() / 2))
        self._scroll.verticalScrollBar().setValue(round(down - seen.height() / 2))

    def _to_mark(self) -> None:
        mark = self.page.mark()
        if mark is None:
            self._scroll.verticalScrollBar().setValue(0)
            return
        third = self._scroll.viewport().height() // 3
        self._scroll.verticalScrollBar().setValue(int(mark.top()) - third)
        if self.page.width() > self._scroll.viewport().width():
            self._scroll.horizontalScrollBar().setValue(int(mark.left()) - Space.XXL)

    def _choose(self, frame: Box) -> None:
        """Mark the words whose middles lie in a frame, and those between them."""
        words = self._shown.words if self._shown is not None else ()
        inside = [one for one in words if _holds(frame, one.box)]
        start, end = (
            min((one.start for one in inside), default=0),
            max((one.end for one in inside), default=0),
        )
        self._chosen = (start, end)
        self.page.show_chosen(tuple(one.box for one in words if start <= one.start and one.end <= end))

    def _check(self) -> None:
        page = self._shown
        if page is not None:
            self.check_asked.emit(page.document, page.number, page.boxes[0] if page.boxes else None)

    def _list_links(self, page: PageShown) -> None:
        menu = self.links.menu()
        menu.clear()
        for link in page.links:
            said = " ".join(link.text.split()).replace("&", "&&")
            menu.addAction(say("reader.link", place=said), partial(self.followed.emit, link))
        self.links.setVisible(bool(page.links))

    def _follow_anchor(self, address: QUrl) -> None:
        if self._shown is not None:
            self.followed.emit(self._shown.links[int(address.path())])

    def _show_text(self, page: PageShown) -> None:
        # Qt gives a new text the look of where the cursor stood, which after a citation is its mark.
        self.text.setCurrentCharFormat(QTextCharFormat())
        self.text.setPlainText(page.text)
        self._draw_links(page)
        if page.mark is None:
            return
        cursor = QTextCursor(self.text.document())
        # Qt counts UTF-16 units, offsets count characters.
        start, end = (utf16(page.text, place) for place in page.mark)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        kind = QTextCharFormat()
        color = QColor(self._palette.mark)
        kind.setBackground(color)
        kind.setForeground(QColor("#24211d"))
        cursor.mergeCharFormat(kind)
        cursor.setPosition(end)
        self.text.setTextCursor(cursor)
        cursor.setPosition(start)
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()

    def _draw_links(self, page: PageShown) -> None:
        for number, link in enumerate(page.links):
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(utf16(page.text, link.start))
            cursor.setPosition(utf16(page.text, link.end), QTextCursor.MoveMode.KeepAnchor)
            kind = QTextCharFormat()
            kind.setAnchor(True)
            kind.setAnchorHref(str(number))
            kind.setForeground(QColor(self._palette.accent))
            cursor.mergeCharFormat(kind)

    def _arrange(self) -> None:
        close = IconButton("close", say("reader.close"), color="quiet")
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        top.addWidget(self.back)
        top.addWidget(self._name, 1)
        top.addWidget(close)
        tools = QHBoxLayout()
        tools.setSpacing(Space.XS)
        for name, tip, signal, value in (
            ("left", say("reader.previous"), self.turned, -1),
            ("right", say("reader.next"), self.turned, 1),
        ):
            tools.addWidget(self._tool(name, tip, signal, value))
        tools.addWidget(self._number)
        tools.addWidget(self._unit)
        tools.addStretch()
        tools.addWidget(self.check)
        tools.addWidget(self.links)
        for name, tip, value in (
            ("zoom-out", say("reader.smaller"), -1),
            ("zoom-in", say("reader.larger"), 1),
        ):
            tools.addWidget(self._tool(name, tip, self.zoomed, value))
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.S, Space.S)
        head.setSpacing(Space.XS)
        head.addLayout(top)
        head.addWidget(self._section)
        head.addLayout(tools)
        body = QVBoxLayout()
        body.setContentsMargins(Space.M, Space.M, 0, 0)
        body.addWidget(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule())
        layout.addLayout(body, 1)

    def _tool(self, name: str, tip: str, signal: object, value: int) -> IconButton:
        made = IconButton(name, tip, color="quiet")
        made.clicked.connect(lambda: signal.emit(value))  # type: ignore[attr-defined]  # a bound Signal
        return made


def _is_same(one: PageShown, other: PageShown) -> bool:
    """Whether two are one page with the same marks, in whatever size."""
    here, there = ((page.document.id, page.number, page.boxes) for page in (one, other))
    return here == there


def _holds(frame: Box, box: Box) -> bool:
    across, down = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return frame.x0 <= across <= frame.x1 and frame.y0 <= down <= frame.y1
