"""Whether other programs of this computer may ask the library; off until a person says so, in the vault."""

from __future__ import annotations

from rag.storing.policies import PolicyStore

POLICY = "mcp"  # its name in the vault
_ON, _OFF = "on", "off"


class Outward:
    """Of one library or matter. Methods raise `VaultError`s."""

    def __init__(self, policies: PolicyStore) -> None:
        self._policies = policies

    @property
    def allowed(self) -> bool:
        """Whether they may."""
        return self._policies.value(POLICY) == _ON

    def allow(self, may: bool) -> str:
        """Have it so from now on; what is kept."""
        value = _ON if may else _OFF
        self._policies.choose(POLICY, value)
        return value
