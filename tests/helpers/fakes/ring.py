"""A keyring in memory."""

from __future__ import annotations

from rag.errors import KeyringUnavailable


class Ring:
    """A keyring in memory that can be switched off."""

    def __init__(self, name: str = "desk") -> None:
        self._name = name
        self.held: dict[str, str] = {}
        self.working = True
        self.forgetful = False

    def name(self) -> str:
        self._need()
        return self._name

    def get(self, account: str) -> str | None:
        self._need()
        return self.held.get(account)

    def set(self, account: str, secret: str) -> None:
        self._need()
        if not self.forgetful:
            self.held[account] = secret

    def delete(self, account: str) -> None:
        self._need()
        self.held.pop(account, None)

    def _need(self) -> None:
        if not self.working:
            raise KeyringUnavailable(detail="off")
