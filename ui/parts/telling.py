"""What is said to whoever hears the window instead of seeing it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QToolTip, QWidget

SIGN_MS = 2000  # milliseconds that a sign is shown which asks for nothing
_OVER = 12  # pixels that a sign is nearer to its widget than to a pointer
_LONGEST = 2000  # characters that are read out at once; the rest is where the words stand


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have words read out that came into view by themselves; `urgent` ones before what is being read.

    Nothing happens where no screen reader listens.
    """
    if not words or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, words[:_LONGEST])
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def tell_beside(widget: QWidget, words: str, at: QRect | None = None) -> None:
    """Say for a moment, beside a widget or a place within it, what came of a click on it."""
    place = widget.rect() if at is None else at
    # Qt keeps sixteen pixels below a pointer free, and more above one at the end of the screen.
    below = place.bottomLeft() - QPoint(0, _OVER)
    QToolTip.showText(widget.mapToGlobal(below), words, widget, place, SIGN_MS)
    announce(widget, words)


def name(widget: QWidget, words: str, about: str = "") -> None:
    """Say what a widget is. A list of choices is called by its choice on some desktops, whatever its name:
    what it is for stands in its description too.
    """
    widget.setAccessibleName(words)
    widget.setAccessibleDescription(f"{words}. {about}" if about else words)
