"""How much larger than usual the desktop wants letters, where Qt does not say so by itself."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from ui.parts import portal

_OF_GNOME = ("org.gnome.desktop.interface", "text-scaling-factor")  # not for people
_LEAST, _MOST = 0.5, 3.0  # what GNOME's own schema lets it be


def desktop_factor(platform: str | None = None) -> float:
    """“Large text” of GNOME under Wayland as a factor, 1.0 elsewhere; `platform` as Qt names it.

    X11, Windows and macOS put it into the size or the resolution that Qt already goes by
    (https://github.com/qbittorrent/qBittorrent/issues/21226 is how it looks where nobody asks).
    """
    named = QGuiApplication.platformName() if platform is None else platform
    if not named.startswith("wayland"):
        return 1.0
    found = portal.setting(*_OF_GNOME)
    return min(_MOST, max(_LEAST, found)) if isinstance(found, float) else 1.0
