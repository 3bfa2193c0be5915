"""The keyring of the desktop, which keeps secrets for the user who is logged in."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from rag.errors import KeyringUnavailable

SERVICE = "Confidant"  # not for people: the keyring knows it by this

_log = logging.getLogger(__name__)


class SecretRing(Protocol):
    """A place of the system's that keeps secrets for the user who is logged in."""

    def name(self) -> str:
        """Which one it is. Raises `KeyringUnavailable` when there is none to be trusted."""
        ...

    def get(self, account: str) -> str | None:
        """The secret kept under `account`. Raises `KeyringUnavailable`."""
        ...

    def set(self, account: str, secret: str) -> None:
        """Keep a secret. Raises `KeyringUnavailable`."""
        ...

    def delete(self, account: str) -> None:
        """Forget a secret; no matter when there is none. Raises `KeyringUnavailable`."""
        ...


class SystemKeyring:
    """The keyring of the desktop: Secret Service or KWallet, macOS Keychain, Windows Credential Manager.

    Other back ends of the `keyring` library keep secrets in plain files, on a network, or not at all.
    """

    _TRUSTED = ("SecretService", "libsecret", "kwallet", "macOS", "Windows")  # not for people

    def name(self) -> str:
        backend = type(self._backend())
        return f"{backend.__module__}.{backend.__qualname__}"

    def get(self, account: str) -> str | None:
        secret: str | None = self._ask("get_password", account)
        return secret

    def set(self, account: str, secret: str) -> None:
        self._ask("set_password", account, secret)

    def delete(self, account: str) -> None:
        if self.get(account) is not None:
            self._ask("delete_password", account)

    def _backend(self) -> Any:
        import keyring

        chosen: Any = keyring.get_keyring()
        for backend in (chosen, *getattr(chosen, "backends", ())):
            module = type(backend).__module__
            if module.startswith("keyring.backends.") and module.split(".")[2] in self._TRUSTED:
                return backend
        raise KeyringUnavailable(detail=type(chosen).__module__)

    def _ask(self, method: str, *arguments: str) -> Any:
        backend = self._backend()
        try:
            return getattr(backend, method)(SERVICE, *arguments)
        except (
            Exception
        ) as error:  # another process answers here, through libraries that raise what they like
            _log.warning("the keyring refused %s", method, exc_info=True)
            raise KeyringUnavailable(detail=type(error).__name__) from error
