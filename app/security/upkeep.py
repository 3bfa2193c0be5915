"""What is done for the vault while nobody needs it: proved page by page, copied once a day, made smaller,
and rid of what was removed long ago.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.security.snapshots import Snapshots
from rag.errors import VaultDamaged, VaultError
from rag.storing.vault import Vault

_FIRST_SECONDS = 120.0  # after the start, which has other things to do
_EVERY_SECONDS = 600.0

_log = logging.getLogger(__name__)


class Upkeep:
    """Looks every ten minutes whether there is something to do, in a thread of its own."""

    def __init__(
        self,
        vault: Vault,
        snapshots: Snapshots,
        is_idle: Callable[[], bool],
        on_damage: Callable[[VaultDamaged], None],
        *expire: Callable[[], object],
    ) -> None:
        """`expire` delete what has been in a bin for too long, at the start and then with all else.
        `on_damage` is told once, from that thread, when damage is found: from then on the vault is read
        only.
        """
        self._vault = vault
        self._snapshots = snapshots
        self._is_idle = is_idle
        self._on_damage = on_damage
        self._expiring = expire
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def expire(self) -> None:
        """Delete what has been in the bin for too long."""
        if self._vault.read_only is None:
            self._expire()

    def _expire(self) -> None:
        for one in self._expiring:
            one()

    def once(self) -> bool:
        """Do what is due now; whether a snapshot was taken. A damaged vault takes no whole one's place."""
        vault = self._vault
        if vault.read_only is not None:
            return False
        self._expire()
        vault.compact()
        if not self._snapshots.is_due():
            return False
        damage = vault.damage()
        if damage:
            _log.error("the vault is damaged: %s", "; ".join(damage[:8]))
            fault = vault.is_damaged(damage)
            self._on_damage(fault)
            return False
        self._snapshots.take(vault)
        return True

    def _run(self) -> None:
        pause = _FIRST_SECONDS
        self._guarded(self.expire)
        while not self._ending.wait(pause):
            pause = _EVERY_SECONDS
            if not self._is_idle():
                continue
            self._guarded(self.once)

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except VaultError as fault:
            _log.warning("upkeep: %s", fault.code)
