"""Whether anything may move by itself. Everything that would asks here, and stands still where it may not."""

from __future__ import annotations

import configparser
import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QStyle, QWidget

from app.types import Motion
from ui.parts import portal

_CLIENT_AREA_ANIMATION = 0x1042  # SPI_GETCLIENTAREAANIMATION of SystemParametersInfo
_APPKIT = "/System/Library/Frameworks/AppKit.framework/AppKit"
_OBJECTIVE_C = "/usr/lib/libobjc.A.dylib"
# Where desktops on Linux write it down; no file says nothing. Each: file, section, key, what means none.
_WRITTEN = (
    ("kdeglobals", "KDE", "AnimationDurationFactor", ("0", "0.0", "0.00")),  # not for people
    ("gtk-4.0/settings.ini", "Settings", "gtk-enable-animations", ("0", "false")),  # not for people
    ("gtk-3.0/settings.ini", "Settings", "gtk-enable-animations", ("0", "false")),  # not for people
)
_OF_GNOME = ("org.gnome.desktop.interface", "enable-animations")  # not for people

_chosen = Motion.SYSTEM
_desktop_is_still = False


def choose(motion: Motion) -> None:
    """Have it so from now on; for `SYSTEM` the desktop is asked now."""
    global _chosen, _desktop_is_still
    _chosen = motion
    if motion is Motion.SYSTEM:
        _desktop_is_still = desktop_is_still()


def moves() -> bool:
    """Whether what moves by itself may."""
    return _chosen is Motion.ALL or (_chosen is Motion.SYSTEM and not _desktop_is_still)


def duration(widget: QWidget) -> int:
    """How long something may slide, in milliseconds; 0 where it has to be there at once."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) if moves() else 0


def wait_in(bar: QProgressBar) -> None:
    """Show that something is done of which nobody knows how far it is. Where nothing may move the bar stays
    empty: the words beside it say what is done.
    """
    bar.setRange(0, 0 if moves() else 1)
    bar.setValue(0)


def desktop_is_still(platform: str = sys.platform, config: Path | None = None) -> bool:
    """Whether the desktop has animations off, as far as it says so: Windows and macOS by their own call,
    KDE and GTK in their files, which lie in `config`, by default the user's, GNOME by its portal.
    """
    if platform == "win32":
        return _windows_is_still()
    if platform == "darwin":
        return _macos_is_still()
    folder = config or Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    if any(_written(folder / file, section, key) in none for file, section, key, none in _WRITTEN):
        return True
    return platform == "linux" and portal.setting(*_OF_GNOME) is False


def _written(file: Path, section: str, key: str) -> str | None:
    found = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        found.read(file, encoding="utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError):
        return None
    value = found.get(section, key, fallback=None)
    return None if value is None else value.strip().lower()


def _windows_is_still() -> bool:
    if sys.platform == "win32":
        import ctypes

        on = ctypes.c_int(1)
        known = ctypes.windll.user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(on), 0)
        return bool(known) and not on.value
    return False


def _macos_is_still() -> bool:
    """`[[NSWorkspace sharedWorkspace] accessibilityDisplayShouldReduceMotion]`, which macOS has since 10.12;
    a system that does not answer moves.
    """
    import ctypes

    try:
        ctypes.CDLL(_APPKIT)
        runtime = ctypes.CDLL(_OBJECTIVE_C)
    except OSError:
        return False
    named, selector, send = runtime.objc_getClass, runtime.sel_registerName, runtime.objc_msgSend
    for one in (named, selector):
        one.restype, one.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    send.restype, send.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_void_p]
    workspace = send(named(b"NSWorkspace"), selector(b"sharedWorkspace"))
    if not workspace:
        return False
    send.restype = ctypes.c_bool
    return bool(send(workspace, selector(b"accessibilityDisplayShouldReduceMotion")))
