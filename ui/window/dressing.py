"""What the whole application wears."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.settings import LARGEST, SMALLEST, Preferences
from ui.parts import motion
from ui.parts.lettering import desktop_factor
from ui.parts.theme import Palette, chosen, qt_palette, sheet


def put_on(preferences: Preferences, desktop_font: QFont) -> Palette:
    """Give the application the font and the colours that were chosen; returns these."""
    motion.choose(preferences.motion)
    palette = chosen(preferences.appearance, preferences.contrast)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    font = QFont(desktop_font)
    # Together they stay within what every view was tried at.
    scale = min(LARGEST, max(SMALLEST, preferences.text_scale * desktop_factor()))
    font.setPointSizeF(desktop_font.pointSizeF() * scale)
    worn = sheet(palette, font.pointSizeF())
    # Putting the same on again styles every widget anew, which takes a third of what a window does.
    if application.styleSheet() != worn:
        application.setFont(font)
        application.setPalette(qt_palette(palette))
        application.setStyleSheet(worn)
    return palette
