"""What the window needs once it is seen: the services, the desks with their dialogs, and the words of all.

They take longer to load than Qt itself does. Nothing that is loaded for the first frame may import them
(`tests/e2e/test_first_frame.py` holds what may not be there by then).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from app.words.catalogue import read_all

_MODULES = ("app.services", "ui.window.desks", "ui.window.reach")
# What makes a key of a passphrase and opens a vault with it.
_OPENING = (
    "app.security.opening",
    "argon2.low_level",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.hkdf",
)

# Of Qt, all that the window uses.
_QT = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport")


def make_types() -> Iterator[None]:
    """Make all classes of Qt in the window's thread, in steps, before a lane imports what names one of them.

    PySide makes a class when it is named first, and keeps those that it has still to make in a table without
    a lock: the window's thread, which looks there for the class of whatever Qt hands it, crashed where a lane
    made one meanwhile (2 of 120 starts on two busy cores). All 450 take some 45 ms, once.
    """
    for name in _QT:
        module = importlib.import_module(f"PySide6.{name}")
        yield
        for one in dir(module):
            if one not in vars(module):
                getattr(module, one)
                yield


def load_opening() -> None:
    """Load what opens a vault, in a lane, before all the rest is loaded in another one while it is opened: of
    two threads that load the same package at once one may find half of it.
    """
    for name in _OPENING:
        importlib.import_module(name)


def load() -> None:
    """Load all of it, in a lane: whoever needs it in the window's thread finds it there."""
    from rag.guarding.injection import is_order

    for name in _MODULES:
        importlib.import_module(name)
    read_all()
    is_order("rules")  # its patterns, of all languages, take longer to be made than keys may wait for a card
