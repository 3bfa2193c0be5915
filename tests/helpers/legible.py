"""What of a window cannot be read: words that are cut, and widgets that lie over each other or outside."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QToolButton,
    QTreeView,
    QWidget,
)

_SLACK = 2  # pixels that a style may round away
_OTHERWISE = ("link", "working", "number", "cell")  # buttons and fields that are lower than others
_SHORT = 12  # letters of a name of which nothing is left out
_SENTENCE = 50  # letters
_SHORTENED = "…"  # words that say themselves that there are more; the whole of them is in the tip


def flaws(window: QWidget) -> list[str]:
    """What cannot be read in a window as it is shown, in words; empty where everything can."""
    found = []
    for widget in _shown(window):
        flaw = _cut(widget) or _outside(widget, window) or _stretched(widget, window) or _sideways(widget)
        if flaw:
            found.append(f"{_name(widget)}: {flaw}")
    found += [flaw for widget in (window, *_shown(window)) for flaw in _uneven(widget)]
    found += [flaw for widget in _shown(window) for flaw in _over_drawn(widget)]
    found += [f"said twice: {words[:60]}" for words in _said_twice(window)]
    return found + [flaw for widget in (window, *_shown(window)) for flaw in _overlaps(widget)]


def _shown(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window:
            yield widget


def _said_twice(window: QWidget) -> list[str]:
    """Long sentences that stand in two labels at once, outside of lists and of what is told for a moment."""
    seen = [
        widget.text()
        for widget in _shown(window)
        if isinstance(widget, QLabel) and not _scrolls(widget, window) and not _is_told(widget)
    ]
    return sorted({one for one in seen if len(one) > _SENTENCE and seen.count(one) > 1})


def _is_told(widget: QWidget) -> bool:
    """Whether it is in a banner, which goes again."""
    above: QWidget | None = widget
    while above is not None and above.property("role") != "banner":
        above = above.parentWidget()
    return above is not None


def _cut(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, QComboBox):
        needs = widget.fontMetrics().horizontalAdvance(widget.currentText())
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        complex_control = QStyle.ComplexControl.CC_ComboBox
        room = widget.style().subControlRect(complex_control, option, field, widget).width()
        if widget.width() >= widget.maximumWidth():
            return ""  # as wide as it may be: the list shows the whole name
        return f"{room} of {needs} pixels for its words" if needs > room + _SLACK else ""
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton | QToolButton):
        if _told_by_tip(widget) or isinstance(widget.parent(), QLineEdit | QTabBar):  # Qt's own, a sign each
            return ""
        needs = widget.sizeHint()
        if widget.hasHeightForWidth():  # its words take as many lines as they need
            needs = QSize(0, widget.heightForWidth(widget.width()))
        if needs.height() > widget.height() + _SLACK:
            return f"{widget.height()} of {needs.height()} pixels high"
        if needs.width() > widget.width() + _SLACK:
            return f"{widget.width()} of {needs.width()} pixels wide"
    if type(widget) is QTabBar:  # those of sheets are as many as a file has, and scroll
        needs = widget.sizeHint()
        if needs.width() > widget.width() + _SLACK:
            return f"tabs are {needs.width()} pixels wide, {widget.width()} are there"
    if isinstance(widget, QPlainTextEdit):
        return _cut_hint(widget)
    return _cut_line(widget) or _parted(widget) if isinstance(widget, QLineEdit) else ""


def _cut_hint(field: QPlainTextEdit) -> str:
    """What an empty field of several lines says of itself, which Qt wraps."""
    words, margin = field.placeholderText(), round(field.document().documentMargin())
    if not words or not field.document().isEmpty():
        return ""
    room = QRect(0, 0, field.viewport().width() - 2 * margin, 10_000)
    needs = field.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words).height() + margin
    has = field.viewport().height()
    return f"says “{words}”, {has} of {needs} pixels high" if needs > has + _SLACK else ""


def _parted(line: QLineEdit) -> str:
    """A caret that stands at one side of an empty field, and what the field says of itself at the other."""
    if line.text() or line.isReadOnly() or line.layoutDirection() is Qt.LayoutDirection.LeftToRight:
        return ""
    if line.visibleRegion().isEmpty():  # scrolled out: where its caret stands is known once it is painted
        return ""
    caret: QRect = line.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    return "the caret is at the left" if caret.center().x() < line.width() / 2 else ""


def _cut_line(line: QLineEdit) -> str:
    """A field that is too low for its letters, or too narrow for what it says of itself while it is empty."""
    if line.contentsRect().height() + _SLACK < line.fontMetrics().height():
        return f"{line.contentsRect().height()} of {line.fontMetrics().height()} pixels high"
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    inside = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    margins, words = line.textMargins(), line.placeholderText()
    room = inside.width() - margins.left() - margins.right() - 2 * _SLACK
    needs = line.fontMetrics().horizontalAdvance(words)
    if words and not line.text() and needs > room:
        return f"says “{words}”, {room} of {needs} pixels wide"
    return ""


def _told_by_tip(widget: QWidget) -> bool:
    """A row that shortens its words itself has the whole of them in its tip."""
    text = widget.text() if isinstance(widget, QToolButton) else ""
    return text.endswith(_SHORTENED) and bool(widget.toolTip()) and text not in widget.toolTip()


def _cut_label(label: QLabel) -> str:
    text, whole = label.text(), label.toolTip()
    if label.buddy() is not None:
        text = text.replace("&", "")  # a letter of the keyboard, which is underlined
    if _SHORTENED in text and whole and len(whole) <= _SHORT and text != whole:
        return f"{text} of {whole}: a name as short as that is said whole"
    if not text or label.pixmap().width():
        return ""
    if label.wordWrap():
        needs = label.heightForWidth(label.width())
        return f"{label.height()} of {needs} pixels high" if needs > label.height() + _SLACK else ""
    room = label.contentsRect().adjusted(0, 0, -_indent(label), 0)
    bounds = label.fontMetrics().boundingRect(QRect(0, 0, 10_000, 10_000), Qt.AlignmentFlag.AlignLeft, text)
    if bounds.width() > room.width() + _SLACK:
        return f"{room.width()} of {bounds.width()} pixels wide"
    return (
        f"{room.height()} of {bounds.height()} pixels high"
        if bounds.height() > room.height() + _SLACK
        else ""
    )


def _indent(label: QLabel) -> int:
    """Pixels that Qt keeps off the edge where letters begin; by itself half an x where there is a frame."""
    if label.indent() >= 0:
        return label.indent()
    return label.fontMetrics().horizontalAdvance("x") // 2 if label.frameWidth() > 0 else 0


def _stretched(widget: QWidget, window: QWidget) -> str:
    """A button across the whole of a window looks like a bar, and no other is as wide."""
    if not isinstance(widget, QPushButton) or widget.property("role") == "link":
        return ""
    needs, wide = widget.sizeHint().width(), widget.width()
    return f"a button of {needs} pixels is {wide} wide" if wide > max(3 * needs, window.width() / 2) else ""


def _sideways(widget: QWidget) -> str:
    """Heads of columns that are cut, and what has to be scrolled sideways without being a table or a page."""
    if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        return _cut_heads(widget)
    if not isinstance(widget, QListView | QTreeView | QScrollArea):
        return ""
    beyond = widget.horizontalScrollBar().maximum()
    return f"scrolls {beyond} pixels sideways" if beyond > _SLACK else ""


def _cut_heads(header: QHeaderView) -> str:
    model, cut = header.model(), []
    for column in range(header.count()):
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        # The smaller letters that a style sheet gives to heads are known to the hint alone.
        needs = min(header.fontMetrics().horizontalAdvance(words), header.sectionSizeHint(column))
        if words and not header.isSectionHidden(column) and needs > header.sectionSize(column):
            cut.append(f"{words} ({header.sectionSize(column)} of {needs})")
    return f"heads are cut: {', '.join(cut)}" if cut else ""


def _outside(widget: QWidget, window: QWidget) -> str:
    """What lies outside of something that holds it, where nothing scrolls to it."""
    if _scrolls(widget, window) or widget.rect().isEmpty():
        return ""
    above: QWidget | None = widget.parentWidget()
    while above is not None:
        place = QRect(widget.mapTo(above, widget.rect().topLeft()), widget.size())
        if not above.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place):
            held = "the window" if above is window else _name(above)
            return f"at {place.getRect()} outside {held} of {above.width()} by {above.height()}"
        above = None if above is window else above.parentWidget()
    return ""


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    above: QWidget | None = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def _overlaps(parent: QWidget) -> list[str]:
    seen = [one for layout in _layouts(parent) for one in _laid(parent, layout)]
    found = []
    for at, one in enumerate(seen):
        for other in seen[at + 1 :]:
            common = one.geometry() & other.geometry()
            if common.width() > _SLACK and common.height() > _SLACK:
                found.append(f"{_name(one)} lies over {_name(other)}")
    return found


def _over_drawn(view: QWidget) -> list[str]:
    """Words of widgets in a row that lie over words which the row itself draws."""
    if not isinstance(view, QAbstractItemView):
        return []
    ground = view.viewport()
    rows = [one for one in ground.children() if isinstance(one, QWidget) and one.isVisible()]
    held = [one for row in rows for one in (row, *row.findChildren(QWidget))]
    told = [one for one in held if _is_bare(one) and not one.visibleRegion().isEmpty()]
    if not told:
        return []
    drawn = QImage(ground.size(), QImage.Format.Format_RGB32)
    ground.render(drawn, QPoint(), QRegion(ground.rect()), QWidget.RenderFlag.DrawWindowBackground)
    found = []
    for one in told:
        high = min(one.height(), one.fontMetrics().xHeight())  # clear of the edge of what is chosen
        top = one.mapTo(ground, QPoint(0, (one.height() - high) // 2))
        place = QRect(top, QSize(one.width(), high)) & ground.rect()
        seen = {drawn.pixel(x, y) for x in range(place.left(), place.right()) for y in _down(place)}
        if len(seen) > 1:
            found.append(f"{_name(one)} lies over words that its row draws")
    return found


def _is_bare(widget: QWidget) -> bool:
    """Whether it shows words, and what lies below them shows through."""
    flat = isinstance(widget, QLabel) or widget.property("role") == "link"
    return flat and widget.isVisible() and bool(getattr(widget, "text", str)())


def _down(place: QRect) -> range:
    return range(place.top(), place.bottom() + 1)


def _layouts(parent: QWidget) -> list[QLayout]:
    """The layout of a widget and those within it, at any depth: all they hold has the same parent."""
    layout = parent.layout()
    return [] if layout is None else [layout, *layout.findChildren(QLayout)]


def _laid(parent: QWidget, layout: QLayout) -> list[QWidget]:
    """What one layout itself gives places to, of what is seen. Not asked by item: PySide keeps what it was
    told of a spacer, and takes another widget for it once that is gone.
    """
    held = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    places = {layout.indexOf(one): one for one in held if one.isVisible()}
    return [places[at] for at in sorted(places) if at >= 0]


def _uneven(parent: QWidget) -> list[str]:
    """Buttons and fields that stand beside each other and are not of one height."""
    found = []
    for layout in _layouts(parent):
        row = _laid(parent, layout) if isinstance(layout, QHBoxLayout) else []
        high = {one.height(): one for one in row if _is_control(one)}
        if len(high) > 1:
            found.append(", ".join(f"{_name(one)} is {height} pixels high" for height, one in high.items()))
    return found


def _is_control(widget: QWidget) -> bool:
    if not widget.isVisible() or widget.hasHeightForWidth() or widget.property("role") in _OTHERWISE:
        return False
    switch = isinstance(widget, QToolButton) and widget.property("role") == "switch"
    return switch or isinstance(widget, QPushButton | QLineEdit | QComboBox | QAbstractSpinBox)


def _name(widget: QWidget) -> str:
    words = ""
    if isinstance(widget, QLabel | QAbstractButton):
        words = widget.text()
    return f"{type(widget).__name__} “{(words or widget.accessibleName() or widget.objectName())[:50]}”"
