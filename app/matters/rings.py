"""Where the key of an open matter lies: in the vault of the library that it belongs to, as in a keyring."""

from __future__ import annotations

from rag.errors import KeyringUnavailable
from rag.storing.matters import MatterStore

NAME = "confidant.library"  # not for people: the key file of a matter knows the library by this


class LibraryRing:
    """Keeps secrets in an open library's vault, for whoever has opened that; a `SecretRing`."""

    def __init__(self, store: MatterStore) -> None:
        self._store = store

    def name(self) -> str:
        return NAME

    def get(self, account: str) -> str | None:
        return self._store.secret(account)

    def set(self, account: str, secret: str) -> None:
        self._store.keep_secret(account, secret)

    def delete(self, account: str) -> None:
        self._store.forget_secret(account)


class HeldSecret:
    """One secret that was taken out of a library's vault before that was closed again; a `SecretRing`.

    It gives and keeps nothing else: "" and None stand for a matter whose key its library does not hold.
    """

    def __init__(self, account: str = "", secret: str | None = None) -> None:
        self._account = account
        self._secret = secret

    def name(self) -> str:
        return NAME

    def get(self, account: str) -> str | None:
        return self._secret if account == self._account else None

    def set(self, account: str, secret: str) -> None:
        del secret
        raise KeyringUnavailable(detail=account)

    def delete(self, account: str) -> None:
        raise KeyringUnavailable(detail=account)
