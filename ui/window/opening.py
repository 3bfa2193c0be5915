"""Opens a library in lanes: what makes a key of a passphrase computes without Python, and meanwhile all that
the window needs is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.wiping import wipe
from ui.parts.tasks import Lane, Tasks
from ui.window.loading import load, load_opening, make_types

if TYPE_CHECKING:  # the window is seen before what follows is loaded: `ui.window.loading`
    from app.paths import Paths
    from app.security.keyring import SecretRing
    from app.security.repairs import Repaired
    from app.services import Services
    from engine.provision.standby import FetcherStandby
    from rag.storing.vault import Vault
    from ui.window.repair_dialog import Repair


@dataclass(frozen=True, slots=True)
class Opening:
    """A library that is to be opened: where it is, what opens it, what is to be mended before."""

    paths: Paths
    passphrase: str | None
    ring: SecretRing | None
    repair: Repair | None
    model: str = ""
    standby: FetcherStandby | None = None

    def run(
        self,
        tasks: Tasks,
        opened: Callable[[Services, Repaired | None], None],
        refused: Callable[[Exception], None],
    ) -> None:
        """Open it; then `opened` or `refused` in the window's thread."""

        def unlock() -> None:
            tasks.run(Lane.KEY, self._unlocked, lambda found: build(*found), refused)
            tasks.run(Lane.LIBRARY, load)

        def build(vault: Vault, done: Repaired | None) -> None:
            # In the lane in which all is loaded, and so after that.
            tasks.run(Lane.LIBRARY, lambda: self._built(vault), lambda found: opened(found, done), refused)

        tasks.run(Lane.LIBRARY, load_opening, lambda _: unlock(), refused)
        tasks.in_turns(make_types(), lambda: None)  # what the lane brings waits for it

    def _unlocked(self) -> tuple[Vault, Repaired | None]:
        """Mend the library where that was chosen, and open its vault."""
        from app.security.keys import KeySlots
        from app.security.opening import open_vault

        done = None
        if self.repair is not None:
            key = KeySlots(self.paths.home, self.ring).unlock(self.passphrase)
            try:
                done = self.repair(self.paths.home, key)
            finally:
                wipe(key)
        return open_vault(self.paths, self.passphrase, ring=self.ring), done

    def _built(self, vault: Vault) -> Services:
        from app.habits import Habits
        from app.services import services_over

        try:
            return services_over(vault, self.paths, Habits(), self.model, self.standby)
        except BaseException:
            vault.close()
            raise
