"""What the window needs once it is seen: the services, the desks with their dialogs, and the words of all.

They take longer to load than Qt itself does. Nothing that is loaded for the first frame may import them
(`tests/e2e/test_first_frame.py` holds what may not be there by then).
"""

from __future__ import annotations

import importlib

from app.words.catalogue import read_all

_MODULES = ("app.services", "ui.window.desks", "ui.window.reach")
# What makes a key of a passphrase and opens a vault with it.
_OPENING = (
    "app.security.opening",
    "argon2.low_level",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.hkdf",
)


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
