"""What GNOME has set, asked of the desktop's portal over the session's bus: a socket of this machine, never
an address, with no module of Qt for networks.

Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

from __future__ import annotations

import os
from collections.abc import Mapping

_SERVICE, _OBJECT = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"
_LOCAL = "unix:"  # how the address of a bus on this machine begins; "tcp:" would leave it
_PATIENCE_MS = 300


def is_asked(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there is such a desktop, and a bus of this machine to ask it."""
    desktops = environment.get("XDG_CURRENT_DESKTOP", "").casefold().split(":")
    return "gnome" in desktops and has_bus(environment)


def has_bus(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the session has a bus, and it is of this machine alone."""
    addresses = environment.get("DBUS_SESSION_BUS_ADDRESS", "").split(";")
    return all(one.startswith(_LOCAL) for one in addresses)


def setting(namespace: str, key: str) -> object | None:
    """What is set; None where nobody says so at once. No service is started for it."""
    if not is_asked():
        return None
    try:
        from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant
    except ImportError:  # Qt without it
        return None
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    asked = QDBusMessage.createMethodCall(_SERVICE, _OBJECT, _INTERFACE, "ReadOne")
    asked.setArguments([namespace, key])
    asked.setAutoStartService(False)
    told = bus.call(asked, QDBus.CallMode.Block, _PATIENCE_MS)
    values = told.arguments() if told.type() is QDBusMessage.MessageType.ReplyMessage else []
    first = values[0] if values else None
    found: object = first.variant() if isinstance(first, QDBusVariant) else first
    return found
