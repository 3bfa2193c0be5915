"""Which keyrings of the system are trusted with a key."""

from __future__ import annotations

import sys
import types

import pytest

from app.security.keyring import SystemKeyring
from rag.errors import (
    KeyringUnavailable,
)


def _install(monkeypatch: pytest.MonkeyPatch, backend: object) -> None:
    library = types.ModuleType("keyring")
    library.get_keyring = lambda: backend  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", library)


def _backend(module: str, **members: object) -> object:
    return type("Keyring", (), {"__module__": module, **members})()


def test_only_keyrings_of_the_desktop_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "keyring.backends.fail",
        "keyring.backends.null",
        "keyrings.alt.file",
        "keyring_cloud.SecretService",
    ):
        _install(monkeypatch, _backend(module))
        with pytest.raises(KeyringUnavailable, match=module):
            SystemKeyring().get("x")
    _install(monkeypatch, _backend("keyring.backends.chainer", backends=[_backend("keyrings.alt.file")]))
    with pytest.raises(KeyringUnavailable):
        SystemKeyring().name()


def test_the_desktop_keyring_is_found_behind_a_chain_and_its_refusals_are_faults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: dict[tuple[str, str], str] = {}

    def refuse(*_: str) -> None:
        raise ConnectionError("the bus is gone")

    good = _backend(
        "keyring.backends.SecretService",
        get_password=lambda _, service, account: held.get((service, account)),
        set_password=lambda _, service, account, secret: held.update({(service, account): secret}),
        delete_password=refuse,
    )
    _install(monkeypatch, _backend("keyring.backends.chainer", backends=[good]))
    ring = SystemKeyring()
    assert ring.get("a") is None
    ring.delete("a")
    ring.set("a", "secret")
    assert (ring.get("a"), ring.name()) == ("secret", "keyring.backends.SecretService.Keyring")
    with pytest.raises(KeyringUnavailable, match="ConnectionError"):
        ring.delete("a")
