"""Small parts every pane is made of."""

from __future__ import annotations

import re
from typing import TypeVar

from PySide6.QtCore import QDateTime, QEvent, QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QDateTimeEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import alone
from ui.parts.accented_label import AccentedLabel
from ui.parts.icons import icon, pixmap
from ui.parts.inert import inert
from ui.parts.theme import Palette, Space, enlarged
from ui.parts.wrapped_label import WrappedLabel
from ui.parts.writing import Line

_Box = TypeVar("_Box", bound=QAbstractSpinBox)
_Moment = TypeVar("_Moment", bound=QDateTimeEdit)
_LONG_WORD = re.compile(r"\S{41,}")
_PIECE = re.compile(r"[^\s_/\\-]{1,20}[_/\\-]*|[_/\\-]+")  # of a name, whole where it can be
_KEPT_LETTERS = 14  # of a name that is shortened
_YEAR = re.compile(r"(?<!y)yy(?!y)")  # of two digits, as many languages have it
_DOT = " · "  # between a document, its page and its section
_GAP = "\u2002"  # between a picture and its words, where Qt leaves two pixels


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Plain text: what comes from documents is never read as markup."""
    found = WrappedLabel(breakable(text)) if wrap else AccentedLabel(text)
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.setAlignment(leading())
    if role:
        found.setProperty("role", role)
    return found


def leading() -> Qt.AlignmentFlag:
    """Where a line begins in the window's language. A label asks its own text otherwise, and a name in other
    letters stands at the far side, beside what it does not belong to.
    """
    backwards = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if backwards else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def trailing() -> Qt.AlignmentFlag:
    """Where a line ends in the window's language."""
    return leading() ^ Qt.AlignmentFlag.AlignLeft ^ Qt.AlignmentFlag.AlignRight


def breakable(text: str) -> str:
    """Text whose longest words may be broken, so that none forces a pane wider than it is."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(_PIECE.findall(found.group())), text)


def card(role: str = "card") -> QFrame:
    found = QFrame()
    found.setProperty("role", role)
    return found


def rule() -> QFrame:
    return card("rule")


def _pressed(made: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether Enter pressed the button that has the keyboard: by itself Qt lets it accept the dialog instead,
    on Cancel too. A key that is held down presses once: the button may have come by the same key.
    """
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not made.isEnabled():
        return False
    if not event.isAutoRepeat():
        made.click()
    return True


class Button(QPushButton):
    """Pressed with Space and with Enter."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed(self, event):
            super().keyPressEvent(event)


def button(text: str, *, primary: bool = False) -> QPushButton:
    found = Button(text)
    found.setAutoDefault(False)
    if primary:
        found.setProperty("role", "primary")
    return found


class IconButton(QToolButton):
    """A button that is an icon; its name is what a screen reader says and the tooltip shows."""

    def __init__(self, name: str, tip: str, *, color: str = "ink", text: str = "", size: int = 18) -> None:
        super().__init__()
        self._name, self._color, self._size = name, color, size
        self.setToolTip(inert(tip))
        self.setAccessibleName(tip)
        self.setIconSize(QSize(size, size))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if text:
            self.setText(f"{_GAP}{text}")
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def sizeHint(self) -> QSize:
        """As wide as what it shows: Qt adds two spaces, all behind the words, and makes it higher than other
        controls of a row are.
        """
        hint = super().sizeHint()
        if self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            hint.setWidth(hint.width() - self.fontMetrics().horizontalAdvance("  "))
        if self.property("role") == "switch":
            hint.setHeight(self.minimumHeight() or hint.height())
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed(self, event):
            super().keyPressEvent(event)

    def retint(self, palette: Palette) -> None:
        """In the theme's colours, and as large as the letters beside it."""
        size = round(self._size * enlarged(self.font()))
        self.setIconSize(QSize(size, size))
        drawn = QIcon(icon(self._name, getattr(palette, self._color), size))
        if self._color == "on_accent":  # what is grey has no ground of that colour
            drawn.addPixmap(pixmap(self._name, palette.quiet, size, 2.0), QIcon.Mode.Disabled)
        self.setIcon(drawn)

    def show_icon(self, name: str, tip: str, palette: Palette) -> None:
        """Become another button: send turns into stop."""
        self._name = name
        self.setToolTip(inert(tip))
        self.setAccessibleName(tip)
        self.retint(palette)

    def setMenu(self, menu: QMenu) -> None:
        super().setMenu(menu)
        self.follow(menu)

    def follow(self, menu: QMenu) -> None:
        """Be as any other button once a menu of this one has closed. Qt tells it of no pointer that left
        while the menu was open: it stayed lit for good.
        """
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._darken))

    def _darken(self) -> None:
        if not self.rect().contains(self.mapFromGlobal(QCursor.pos())):
            self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            self.update()


def roomy(box: _Box) -> _Box:
    """A field for numbers whose figures keep off its edge, where a style sheet's padding does not reach them,
    and stand where one begins to read: figures alone say of no language that it goes the other way.
    """
    box.setAlignment(leading())
    inside = box.findChild(QLineEdit)
    if inside is not None:
        inside.setTextMargins(Space.S, 0, Space.S, 0)
    return box


def in_order(box: _Moment) -> _Moment:
    """A date or a time as its format has it: where one reads from right to left Qt turns its parts round, and
    7:30 becomes 30:7.
    """
    parts = box.displayFormat()
    box.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    box.setDisplayFormat(parts)
    return box


class SourceRow(IconButton):
    """A line that names a place in a document and opens it. Where room is short the section goes first and
    then the middle of its `name`: the page between them is what one looks for.
    """

    def __init__(self, tip: str, text: str, name: str = "") -> None:
        super().__init__("document", tip, color="quiet", text=text, size=16)
        self._full, self._document = text, name if alone(name) in text else ""
        self.setProperty("role", "source")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        room = self.width() - self.iconSize().width() - 2 * Space.L - Space.S
        whole = alone(self._document)
        ahead, _, behind = self._full.rpartition(whole) if whole else (self._full, "", "")
        page, dot, _ = behind.removeprefix(_DOT).partition(_DOT)
        rest = metrics.horizontalAdvance(f"{ahead}{_DOT}{page}{dot}…")
        left = max(2 * room // 5, room - rest)
        name = metrics.elidedText(self._document, Qt.TextElideMode.ElideMiddle, left)
        text = self._full.replace(whole, alone(name), 1) if whole else self._full
        self.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))


class Elided(AccentedLabel):
    """One line that shortens in the middle, or at its end; the whole of it is the tooltip. Of a short name
    nothing is left out: “Li…ry” says less than nothing.
    """

    def __init__(self, role: str, mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__()
        self._mode = mode
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(leading())
        self.setIndent(0)  # Qt takes half an x of the room where there is a frame, and cuts a letter
        self._full = ""
        self._keep()

    def set_text(self, text: str) -> None:
        self._full = text
        self.setToolTip(inert(text))
        self._keep()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._keep()
            self._fit()

    def _keep(self) -> None:
        """As much room as a short name needs, whatever its letters."""
        metrics = self.fontMetrics()
        needs = metrics.horizontalAdvance(self._full) + 2
        self.setMinimumWidth(max(40, min(needs, _KEPT_LETTERS * metrics.averageCharWidth())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._full, self._mode, self.contentsRect().width()))


def centred(*words: QLabel) -> QWidget:
    """Labels in the middle of an otherwise empty page."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addStretch()
    for one in words:
        one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(one)
    layout.addStretch()
    return page


def scrolled(held: QWidget) -> QScrollArea:
    """A pane that is scrolled where letters are large and windows low, and never cuts a line."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(held)
    return area


def nothing_yet(title: str, words: str) -> QWidget:
    """A pane that has nothing to show: what it is for, and how to begin."""
    empty = QWidget()
    column = QVBoxLayout(empty)
    column.setContentsMargins(Space.XL, 0, Space.XL, 0)
    column.addStretch()
    for text, role in ((title, "title"), (words, "quiet")):
        line = label(text, role, wrap=True)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setMaximumWidth(Space.READING_WIDTH - 200)
        column.addLayout(between(line))
    column.addStretch()
    return scrolled(empty)


def between(widget: QWidget) -> QHBoxLayout:
    """A widget in the middle, as wide as it may be. A layout that is told to align it gives wrapped words the
    height of another width, and cuts them.
    """
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 100)
    row.addStretch(1)
    return row


def day(seconds: float) -> str:
    """A moment as the desktop writes it, with the whole of its year; `seconds` since the epoch."""
    locale = QLocale()
    parts = _YEAR.sub("yyyy", locale.dateTimeFormat(QLocale.FormatType.ShortFormat))
    return locale.toString(QDateTime.fromSecsSinceEpoch(int(seconds)), parts)


def clear(layout: QLayout) -> None:
    """Delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()


def retint(root: QWidget, palette: Palette) -> None:
    """Give every icon below `root` the theme's colours."""
    for found in root.findChildren(IconButton):
        found.retint(palette)


def holds_focus(widget: QWidget) -> bool:
    """Whether something in a widget has the keyboard."""
    focused: QWidget | None = widget.window().focusWidget()
    return focused is not None and widget.isAncestorOf(focused)


def utf16(text: str, place: int) -> int:
    """A place in characters as Qt counts it: in UTF-16 units."""
    return len(text[:place].encode("utf-16-le")) // 2


def characters(text: str, units: int) -> int:
    """A place as Qt counts it, in characters: the inverse of `utf16`."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def labelled(name: str, field: QLineEdit) -> QVBoxLayout:
    """A field below what it is called, which stays there when something is written."""
    called = label(name, "small")
    called.setBuddy(field)
    field.setAccessibleName(name)
    field.setPlaceholderText("")
    column = QVBoxLayout()
    column.setSpacing(Space.XS)
    column.addWidget(called)
    column.addWidget(field)
    return column


def secret_field(name: str) -> QLineEdit:
    """A field whose letters nobody sees; `name` says what belongs there."""
    made = Line()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    made.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
    return made
