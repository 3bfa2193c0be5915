"""What somebody who hears a window cannot know of it: stops of Tab without a name, or without a role."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QComboBox, QScrollArea, QTabBar, QWidget

# Roles that say no more than that there is something.
_VAGUE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane, QAccessible.Role.Window}


def unheard(window: QWidget) -> list[str]:
    """Every widget that the keyboard stops at as it is shown and that has no name or no role, in words."""
    found = []
    for widget in window.findChildren(QWidget):
        if not _is_stop(widget, window):
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        if told is None:
            found.append(f"{_what(widget)}: nothing is told of it")
            continue
        if not _name(widget, told.text(QAccessible.Text.Name)):
            found.append(f"{_what(widget)}: no name")
        if told.role() in _VAGUE and not isinstance(widget, QScrollArea):
            found.append(f"{_what(widget)}: its role is {told.role().name}")
    return found


def _is_stop(widget: QWidget, window: QWidget) -> bool:
    if not widget.isVisible() or not widget.isEnabled() or widget.window() is not window:
        return False
    if widget.focusProxy() is not None or isinstance(widget.parent(), QAbstractSpinBox | QComboBox):
        return False  # a part of what has the name
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not isinstance(widget, QTabBar)


def _name(widget: QWidget, heard: str) -> str:
    """What it is called. A list of choices is called by its choice where the desktop has it so; what it is
    for is its own name then.
    """
    if isinstance(widget, QComboBox | QAbstractSpinBox | QAbstractScrollArea):
        return widget.accessibleName().strip() or _buddy(widget)
    return heard.strip()


def _buddy(widget: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    labels = widget.window().findChildren(QLabel)
    return next((one.text() for one in labels if one.buddy() is widget), "")


def _what(widget: QWidget) -> str:
    parents = []
    above = widget.parentWidget()
    while above is not None and len(parents) < 3:
        parents.append(type(above).__name__)
        above = above.parentWidget()
    said = widget.property("text") or widget.objectName() or widget.toolTip()
    return f"{type(widget).__name__} “{str(said)[:40]}” in {' in '.join(parents)}"
